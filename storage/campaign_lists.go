package storage

import (
	"time"

	"partyline/campaign"
)

// ListName is the name of a call list of an organisation.
func (r campaignReader) ListName(organisation, list string) (name string, err error) {
	found, err := r.get(&name, `SELECT name FROM lists WHERE id = $1 AND organisation_id = $2 AND deleted_at IS NULL`, list, organisation)
	if err == nil && !found {
		err = missing("list")
	}
	return name, err
}

// ListPeople is a list's people behind one of them, in its order.
func (r campaignReader) ListPeople(list string, after campaign.ListPerson, n int) (out []campaign.ListPerson, err error) {
	before := after.Position
	if after.ID == "" {
		before = -1 << 62
	}
	err = r.each(func(scan func(...any) error) error {
		var p campaign.ListPerson
		err := scan(&p.ID, &p.Phone, &p.Name, &p.Zone, &p.City, &p.Position, &p.Never)
		out = append(out, p)
		return err
	}, `SELECT s.id, s.phone, s.name, s.zone, s.city, l.position, s.do_not_call OR s.do_not_contact FROM list_supporters l JOIN supporters s ON s.id = l.supporter_id
		WHERE l.list_id = $1 AND (l.position > $2 OR l.position = $2 AND l.supporter_id > $3) ORDER BY l.position, l.supporter_id LIMIT $4`, list, before, after.ID, n)
	return out, err
}

// OptedOutOf is contacts of a campaign that stand on the organisation's Do Not Call list.
func (r campaignReader) OptedOutOf(organisation string, no, after int64, n int) (out []campaign.OptedOutContact, err error) {
	err = r.each(func(scan func(...any) error) error {
		var p campaign.OptedOutContact
		var at time.Time
		err := scan(&p.No, &p.Phone, &p.Name, instant(&at), &p.By.ID, &p.By.Name)
		p.Since = at
		out = append(out, p)
		return err
	}, `SELECT c.no, c.phone, c.name, d.at, d.by_user, COALESCE(u.name, '') FROM do_not_call d JOIN contacts c ON c.campaign = $2 AND c.phone = d.phone LEFT JOIN users u ON u.id = d.by_user
		WHERE d.organisation_id = $1 AND c.no > $3 ORDER BY c.no LIMIT $4`, organisation, no, after, n)
	return out, err
}
