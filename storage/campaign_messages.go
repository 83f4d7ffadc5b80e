package storage

import (
	"time"

	"partyline/campaign"
)

func alertColumns(a *campaign.Alert) columns {
	return columns{
		{"id", &a.ID}, {"campaign_id", &a.Campaign}, {"text", &a.Text}, {"html", &a.HTML}, {"audience", &a.Audience}, {"level", &a.Level},
		{"starts_at", instant(&a.Starts)}, {"expires_at", instant(&a.Expires)}, {"hidden", &a.Hidden},
		{"by_user", asJSON(&a.By)}, {"at", instant(&a.At)}, {"version", &a.Version}, {"worded", &a.Worded}, {"created_at", instant(&a.Created)},
	}
}

// Alerts is all of a campaign's.
func (r campaignReader) Alerts(id string) ([]campaign.Alert, error) {
	return all(r.Reader, alertColumns, `FROM alerts WHERE campaign_id = $1`, id)
}

// Alert finds one.
func (r campaignReader) Alert(id string) (campaign.Alert, error) {
	var a campaign.Alert
	found, err := r.one(alertColumns(&a), `FROM alerts WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("alert bar")
	}
	return a, err
}

// SeenBy is how many people have seen each of a campaign's alert bars as it is worded now.
func (r campaignReader) SeenBy(id string) (map[string]int, error) {
	out := map[string]int{}
	return out, r.each(func(scan func(...any) error) error {
		var alert string
		var n int
		err := scan(&alert, &n)
		out[alert] = n
		return err
	}, `SELECT a.id, COUNT(*) FROM alerts a JOIN alert_seen s ON s.alert_id = a.id AND s.version >= a.worded WHERE a.campaign_id = $1 GROUP BY a.id`, id)
}

// InsertAlert adds one.
func (t *campaignTx) InsertAlert(a campaign.Alert) error {
	t.tx.did = append(t.tx.did, "alert/"+a.ID)
	_, err := t.tx.insert("alerts", alertColumns(&a), "")
	return err
}

// SaveAlert replaces one.
func (t *campaignTx) SaveAlert(a campaign.Alert) error {
	return t.tx.update("alerts", alertColumns(&a), 1)
}

// DeleteAlert removes one, and who has seen it.
func (t *campaignTx) DeleteAlert(id string) error {
	if _, err := t.tx.exec(`DELETE FROM alert_seen WHERE alert_id = $1`, id); err != nil {
		return err
	}
	_, err := t.tx.exec(`DELETE FROM alerts WHERE id = $1`, id)
	return err
}

// See keeps who has seen what, once for each alert bar and person, with the latest version they saw.
func (t *campaignTx) See(seen []campaign.Sighting) error {
	var alerts, people []string
	var versions, at []int64
	for _, s := range seen {
		alerts, people, versions, at = append(alerts, s.Alert), append(people, s.Person), append(versions, int64(s.Version)), append(at, millis(s.At))
	}
	return t.tx.bulk("alert_seen", []bulkColumn{{"alert_id", alerts}, {"person", people}, {"version", versions}, {"at", at}},
		"ON CONFLICT (alert_id, person) DO UPDATE SET version = excluded.version, at = excluded.at WHERE alert_seen.version < excluded.version")
}

func cardColumns(c *campaign.EndCard) columns {
	return columns{
		{"campaign_id", &c.Campaign}, {"state", &c.State}, {"title", &c.Title}, {"text", &c.Text}, {"html", &c.HTML}, {"link_text", &c.LinkText}, {"link_url", &c.LinkURL},
		{"by_user", asJSON(&c.By)}, {"at", instant(&c.At)}, {"version", &c.Version},
	}
}

// EndCards is a campaign's cards that somebody has saved.
func (r campaignReader) EndCards(id string) (map[campaign.State]campaign.EndCard, error) {
	cards, err := all(r.Reader, cardColumns, `FROM end_cards WHERE campaign_id = $1`, id)
	out := make(map[campaign.State]campaign.EndCard, len(cards))
	for _, c := range cards {
		out[c.State] = c
	}
	return out, err
}

// SaveEndCard adds or replaces one.
func (t *campaignTx) SaveEndCard(c campaign.EndCard) error {
	of := cardColumns(&c)
	_, err := t.tx.insert("end_cards", of, "ON CONFLICT (campaign_id, state) DO UPDATE SET "+of.setting(2))
	return err
}

// Tries is the instants of a subject's tries since then, oldest first.
func (r campaignReader) Tries(subject string, since time.Time) ([]time.Time, error) {
	return accountReader{r.Reader}.Tries(subject, since)
}

// AddTry counts one try.
func (t *campaignTx) AddTry(subject string, at time.Time) error {
	_, err := t.tx.exec(`INSERT INTO tries (subject, at) VALUES ($1, $2)`, subject, millis(at))
	return err
}
