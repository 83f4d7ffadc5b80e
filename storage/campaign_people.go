package storage

import (
	"math"
	"time"

	"partyline/campaign"
)

func linkColumns(l *campaign.Link) columns {
	return columns{{"campaign_id", &l.Campaign}, {"kind", &l.Kind}, {"token", &l.Sealed}, {"token_hash", &l.Hash}, {"passcode", &l.Passcode}, {"made_at", instant(&l.Made)}}
}

// Link is one of a campaign's links.
func (r campaignReader) Link(id string, kind campaign.Kind) (campaign.Link, error) {
	var l campaign.Link
	found, err := r.one(linkColumns(&l), `FROM links WHERE campaign_id = $1 AND kind = $2`, id, string(kind))
	if err == nil && !found {
		err = missing("link")
	}
	return l, err
}

// LinkBy finds a link by the hash of its token.
func (r campaignReader) LinkBy(hash string) (campaign.Link, bool, error) {
	var l campaign.Link
	found, err := r.one(linkColumns(&l), `FROM links WHERE token_hash = $1`, hash)
	return l, found, err
}

// SaveLink adds or replaces one.
func (t *campaignTx) SaveLink(l campaign.Link) error {
	c := linkColumns(&l)
	_, err := t.tx.insert("links", c, "ON CONFLICT (campaign_id, kind) DO UPDATE SET "+c.setting(2))
	return err
}

func personColumns(p *campaign.Person) columns {
	return columns{
		{"id", &p.ID}, {"campaign_id", &p.Campaign}, {"kind", &p.Kind}, {"name", &p.Name}, {"page_hash", &p.Page}, {"approved", &p.Approved},
		{"joined_at", instant(&p.Joined)}, {"seen_at", instant(&p.Seen)}, {"removed_at", instant(&p.Removed)},
	}
}

// Person finds one.
func (r campaignReader) Person(id string) (campaign.Person, error) {
	var p campaign.Person
	found, err := r.one(personColumns(&p), `FROM people WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("person")
	}
	return p, err
}

// PersonBy finds who came by a link from a browser.
func (r campaignReader) PersonBy(id string, kind campaign.Kind, page string) (campaign.Person, bool, error) {
	var p campaign.Person
	found, err := r.one(personColumns(&p), `FROM people WHERE page_hash = $1 AND campaign_id = $2 AND kind = $3`, page, id, string(kind))
	return p, found, err
}

// PersonsOf is everybody who came from a browser, in any campaign, the last to join first.
func (r campaignReader) PersonsOf(page string) ([]campaign.Person, error) {
	return all(r.Reader, personColumns, `FROM people WHERE page_hash = $1 ORDER BY joined_at DESC, id DESC`, page)
}

// People is n of a campaign's behind a bookmark, the last to join first.
func (r campaignReader) People(id string, after campaign.Bookmark, n int) ([]campaign.Person, error) {
	return all(r.Reader, personColumns, `FROM people WHERE campaign_id = $1 AND (joined_at, id) < ($2, $3) ORDER BY joined_at DESC, id DESC LIMIT $4`, id, behind(after.At), after.ID, n)
}

// PeopleBy is those with these ids, in no order.
func (r campaignReader) PeopleBy(ids []string) ([]campaign.Person, error) {
	return all(r.Reader, personColumns, `FROM people WHERE id IN ($1)`, ids)
}

// behind is an instant that everything is behind of when it is zero.
func behind(at time.Time) int64 {
	if at.IsZero() {
		return math.MaxInt64
	}
	return millis(at)
}

// InsertPerson adds one.
func (t *campaignTx) InsertPerson(p campaign.Person) error {
	_, err := t.tx.insert("people", personColumns(&p), "")
	return err
}

// SavePerson replaces what a person or an admin changes; the figure is the approvals' writer's.
func (t *campaignTx) SavePerson(p campaign.Person) error {
	_, err := t.tx.exec(`UPDATE people SET name = $2, seen_at = $3, removed_at = $4 WHERE id = $1`, p.ID, p.Name, millis(p.Seen), nullable(p.Removed))
	return err
}
