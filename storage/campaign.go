package storage

import (
	"context"
	"time"

	"partyline/campaign"
	"partyline/event"
)

// Campaigns is the store of campaigns.
func (db *DB) Campaigns() campaign.Store { return campaignStore{db} }

type campaignStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s campaignStore) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&campaignTx{campaignReader: campaignReader{&tx.Reader}, tx: tx})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s campaignStore) Read(ctx context.Context, f func(r campaign.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(campaignReader{r}) })
}

// Filled has the database look at the tables that loads fill, by what their rows are found by.
func (s campaignStore) Filled(ctx context.Context) error {
	return s.db.dialect.count(ctx, s.db.writers.DB, "contacts (campaign, no, phone), ready (campaign, level, stream, contact), clickable (campaign), households (campaign, contact)")
}

// campaignReader reads what campaigns ask for; its methods stand in one file per table family.
type campaignReader struct{ *Reader }

// campaignTx writes too.
type campaignTx struct {
	campaignReader
	tx *Tx
}

var (
	_ campaign.Store  = campaignStore{}
	_ campaign.Reader = campaignReader{}
	_ campaign.Tx     = (*campaignTx)(nil)
)

func campaignColumns(c *campaign.Campaign) columns {
	return columns{
		{"id", &c.ID}, {"no", &c.No}, {"organisation_id", &c.Organisation}, {"name", &c.Name}, {"purpose", &c.Purpose}, {"zone", &c.Zone}, {"integration", &c.Integration},
		{"script_no", &c.ScriptNo}, {"caller_ids", asJSON(&c.CallerIDs)}, {"hours", asJSON(&c.Hours)}, {"passes", &c.Passes}, {"gap_ms", span{&c.Gap}}, {"wrap_up_ms", span{&c.WrapUp}}, {"clicking", &c.Mode},
		{"started_at", instant(&c.Started)}, {"paused_at", instant(&c.Paused)}, {"paused_by", asJSON(&c.PausedBy)}, {"ended_at", instant(&c.Ended)}, {"ended_by", asJSON(&c.EndedBy)},
		{"saved", asJSON(&c.Saved)}, {"version", &c.Version}, {"creator", &c.Creator}, {"created_at", instant(&c.Created)},
	}
}

// Campaign finds one.
func (r campaignReader) Campaign(id string) (campaign.Campaign, error) {
	return r.campaign(`FROM campaigns WHERE id = $1`, id)
}

// CampaignNo finds one by its number.
func (r campaignReader) CampaignNo(no int64) (campaign.Campaign, error) {
	return r.campaign(`FROM campaigns WHERE no = $1`, no)
}

// LockCampaign is Campaign with a row lock.
func (t *campaignTx) LockCampaign(id string) (campaign.Campaign, error) {
	return t.campaign(`FROM campaigns WHERE id = $1 FOR UPDATE`, id)
}

func (r campaignReader) campaign(rest string, key any) (campaign.Campaign, error) {
	var c campaign.Campaign
	found, err := r.one(campaignColumns(&c), rest, key)
	if err == nil && !found {
		err = missing("campaign")
	}
	if err != nil {
		return c, err
	}
	return c, r.withScript(&c)
}

func (r campaignReader) withScript(c *campaign.Campaign) error {
	_, err := r.one(columns{{"script", asJSON(&c.Script)}}, `FROM scripts WHERE campaign_id = $1 AND number = $2`, c.ID, c.ScriptNo)
	return err
}

// Campaigns is n of an organisation's behind a bookmark, the newest first, without their scripts' history.
func (r campaignReader) Campaigns(organisation string, after campaign.Bookmark, n int) ([]campaign.Campaign, error) {
	out, err := all(r.Reader, campaignColumns, `FROM campaigns WHERE organisation_id = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4`,
		organisation, behind(after.At), after.ID, n)
	for i := range out {
		if err == nil {
			err = r.withScript(&out[i])
		}
	}
	return out, err
}

// InsertCampaign adds one and gives it its number.
func (t *campaignTx) InsertCampaign(c campaign.Campaign) (campaign.Campaign, error) {
	no, err := t.next("campaign")
	if err != nil {
		return c, err
	}
	c.No = no
	t.tx.did = append(t.tx.did, "campaign/"+c.ID)
	_, err = t.tx.insert("campaigns", campaignColumns(&c), "")
	return c, err
}

// next gives the next small number of a sort.
func (t *campaignTx) next(name string) (n int64, err error) {
	_, err = t.get(&n, `INSERT INTO numbering (name, n) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET n = numbering.n + 1 RETURNING n`, name)
	return n, err
}

// SaveCampaign replaces one.
func (t *campaignTx) SaveCampaign(c campaign.Campaign) error {
	return t.tx.update("campaigns", campaignColumns(&c), 1)
}

// TellState notes the state that is told.
func (t *campaignTx) TellState(id string, state campaign.State) (changed bool, err error) {
	n, err := t.tx.exec(`UPDATE campaigns SET told = $2 WHERE id = $1 AND told <> $2`, id, string(state))
	return n > 0, err
}

// SaveScript keeps a version of a script.
func (t *campaignTx) SaveScript(id string, number int, s campaign.Script, by string, at time.Time) error {
	_, err := t.tx.exec(`INSERT INTO scripts (campaign_id, number, script, by_user, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (campaign_id, number) DO UPDATE SET script = excluded.script, by_user = excluded.by_user, at = excluded.at`, id, number, asJSON(&s), by, millis(at))
	return err
}

// Clicking is an organisation's clicking switch.
func (r campaignReader) Clicking(organisation string) (on bool, since time.Time, err error) {
	found, err := r.one(columns{{"clicking", &on}, {"clicking_since", instant(&since)}}, `FROM organisations WHERE id = $1`, organisation)
	if err == nil && !found {
		err = missing("organisation")
	}
	return on, since, err
}

// Place is an organisation's country and time zone.
func (r campaignReader) Place(organisation string) (country, zone string, err error) {
	found, err := r.one(columns{{"country", &country}, {"zone", &zone}}, `FROM organisations WHERE id = $1`, organisation)
	if err == nil && !found {
		err = missing("organisation")
	}
	return country, zone, err
}

// OrganisationName is what an organisation is called.
func (r campaignReader) OrganisationName(organisation string) (name string, err error) {
	found, err := r.one(columns{{"name", &name}}, `FROM organisations WHERE id = $1`, organisation)
	if err == nil && !found {
		err = missing("organisation")
	}
	return name, err
}

// OptOuts is every number of an organisation's Do Not Call list.
func (r campaignReader) OptOuts(organisation string, f func(phone string) error) error {
	return r.each(func(scan func(...any) error) error {
		var phone string
		if err := scan(&phone); err != nil {
			return err
		}
		return f(phone)
	}, `SELECT phone FROM do_not_call WHERE organisation_id = $1`, organisation)
}

// Seq is the newest event of a topic, 0 when it has none.
func (r campaignReader) Seq(topic event.Topic) (int64, error) {
	var seq int64
	_, err := r.get(&seq, `SELECT seq FROM topics WHERE topic = $1`, string(topic))
	return seq, err
}

// Do puts a job into the outbox.
func (t *campaignTx) Do(kind, subject string, due time.Time) error {
	return t.tx.do(Job{Kind: kind, Subject: subject, Due: due})
}

// Done takes a job out.
func (t *campaignTx) Done(kind, subject string) error { return t.tx.done(kind, subject) }

// Emit says what happened.
func (t *campaignTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return t.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (t *campaignTx) Audit(organisation, user, action, thing string, data any) error {
	return t.tx.audit(organisation, user, action, thing, data)
}
