package storage

import (
	"time"

	"partyline/calling"
)

// Split is the leaders between whom a list is split, in the order of the deal.
func (c callingReader) Split(list string) ([]string, error) {
	ids := []string{}
	return ids, c.find(&ids, `SELECT leader_id FROM splits WHERE list_id = $1 ORDER BY place`, list)
}

// dialable is whether a supporter s, on the Do Not Call list as d, can be called by their own data.
const dialable = `(s.phone <> '' AND NOT s.do_not_call AND NOT s.do_not_contact AND d.phone IS NULL)`

// onList is the people of a list, with what dialable needs.
const onList = ` FROM list_supporters m JOIN supporters s ON s.id = m.supporter_id
	LEFT JOIN do_not_call d ON d.organisation_id = s.organisation_id AND d.phone = s.phone AND s.phone <> '' `

// touched is who was worked in an open session on a list, or is being called from it.
const touched = `(SELECT e.supporter_id FROM entries e JOIN sessions o ON o.id = e.session_id
		WHERE o.list_id = $1 AND o.archived_at IS NULL AND (e.attempts > 0 OR e.status IN ('calling', 'attempted', 'completed'))
	UNION SELECT r.supporter_id FROM reservations r WHERE r.list_id = $1)`

// Hands is the size of each leader's share of a list.
func (c callingReader) Hands(list string) (map[string]calling.Hand, error) {
	hands := map[string]calling.Hand{}
	err := c.each(func(scan func(...any) error) error {
		var leader string
		var h calling.Hand
		err := scan(&leader, &h.People, &h.Left, &h.Rest)
		hands[leader] = h
		return err
	}, `SELECT h.leader_id, COUNT(*), COALESCE(SUM(CASE WHEN w.supporter_id IS NULL AND `+dialable+` THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN w.supporter_id IS NULL AND NOT `+dialable+` THEN 1 ELSE 0 END), 0)`+onList+`
		JOIN shares h ON h.list_id = m.list_id AND h.supporter_id = m.supporter_id
		LEFT JOIN `+touched+` AS w ON w.supporter_id = m.supporter_id
		WHERE m.list_id = $1 GROUP BY h.leader_id`, list)
	return hands, err
}

// Untouched is everybody on a list whom nobody has worked in an open session on it and nobody is calling from it, in its order.
func (c callingReader) Untouched(list string) ([]calling.Untouched, error) {
	aside := map[string][]string{}
	err := c.each(func(scan func(...any) error) error {
		var supporter, leader string
		err := scan(&supporter, &leader)
		aside[supporter] = append(aside[supporter], leader)
		return err
	}, `SELECT e.supporter_id, o.leader_id FROM entries e JOIN sessions o ON o.id = e.session_id
		WHERE o.list_id = $1 AND o.archived_at IS NULL AND e.status = 'skipped' ORDER BY e.supporter_id, o.leader_id`, list)
	if err != nil {
		return nil, err
	}
	people := []calling.Untouched{}
	err = c.each(func(scan func(...any) error) error {
		var p calling.Untouched
		err := scan(&p.Supporter, &p.Share, &p.Callable)
		p.PutAside = aside[p.Supporter]
		people = append(people, p)
		return err
	}, `SELECT m.supporter_id, COALESCE(h.leader_id, ''), `+dialable+onList+`
		LEFT JOIN shares h ON h.list_id = m.list_id AND h.supporter_id = m.supporter_id
		LEFT JOIN `+touched+` AS w ON w.supporter_id = m.supporter_id
		WHERE m.list_id = $1 AND w.supporter_id IS NULL ORDER BY m.position, m.supporter_id`, list)
	return people, err
}

// Dials is when people were dialled in each session on a list since an instant, the oldest first.
func (c callingReader) Dials(list string, since time.Time) (map[string][]time.Time, error) {
	dials := map[string][]time.Time{}
	err := c.each(func(scan func(...any) error) error {
		var session string
		var t time.Time
		err := scan(&session, instant(&t))
		dials[session] = append(dials[session], t)
		return err
	}, `SELECT a.session_id, a.dialled_at FROM attempts a JOIN sessions o ON o.id = a.session_id
		WHERE o.list_id = $1 AND o.archived_at IS NULL AND a.dialled_at > $2 AND a.result <> 'released' ORDER BY a.dialled_at, a.id`, list, millis(since))
	return dials, err
}

// ListProgress counts a list by its open sessions together.
func (c callingReader) ListProgress(list string, today time.Time) (calling.ListProgress, error) {
	var p calling.ListProgress
	_, err := c.one(columns{
		{"COALESCE(SUM(CASE WHEN x.supporter_id IS NOT NULL OR " + dialable + " THEN 1 ELSE 0 END), 0)", &p.People},
		{"COALESCE(SUM(CASE WHEN x.supporter_id IS NOT NULL THEN 1 ELSE 0 END), 0)", &p.Completed},
		{"COALESCE(SUM(CASE WHEN w.supporter_id IS NULL AND " + dialable + " THEN 1 ELSE 0 END), 0)", &p.Untouched},
	}, onList+` LEFT JOIN `+touched+` AS w ON w.supporter_id = m.supporter_id
		LEFT JOIN (SELECT DISTINCT e.supporter_id FROM entries e JOIN sessions o ON o.id = e.session_id
			WHERE o.list_id = $1 AND o.archived_at IS NULL AND e.status = 'completed') AS x ON x.supporter_id = m.supporter_id
		WHERE m.list_id = $1`, list)
	if err != nil {
		return p, err
	}
	_, err = c.get(&p.ReachedToday, `SELECT COUNT(*) FROM logs WHERE list_id = $1 AND at >= $2 AND reached`, list, millis(today))
	return p, err
}

// LockList reads a list and locks its row until the end of the transaction.
func (c *callingTx) LockList(id string) (calling.List, error) {
	var locked string
	found, err := c.tx.get(&locked, `SELECT id FROM lists WHERE id = $1 FOR UPDATE`, id)
	if err == nil && !found {
		err = missing("list")
	}
	if err != nil {
		return calling.List{}, err
	}
	return c.List(id)
}

// HoldList shares a lock on a list, which LockList takes whole.
func (c *callingTx) HoldList(id string) error {
	_, err := c.tx.get(&id, `SELECT id FROM lists WHERE id = $1 FOR SHARE`, id)
	return err
}

// SaveSplit replaces the leaders between whom a list is split.
func (c *callingTx) SaveSplit(list string, leaders []string) error {
	if _, err := c.tx.exec(`DELETE FROM splits WHERE list_id = $1`, list); err != nil {
		return err
	}
	for i, leader := range leaders {
		if _, err := c.tx.exec(`INSERT INTO splits (list_id, leader_id, place) VALUES ($1, $2, $3)`, list, leader, i); err != nil {
			return err
		}
	}
	return nil
}

// SaveShares puts people into shares, whatever share they were in.
func (c *callingTx) SaveShares(list string, shares []calling.Share) error {
	if len(shares) == 0 {
		return nil
	}
	lists, people, leaders := make([]string, len(shares)), make([]string, len(shares)), make([]string, len(shares))
	for i, s := range shares {
		lists[i], people[i], leaders[i] = list, s.Supporter, s.Leader
	}
	return c.tx.bulk("shares", []bulkColumn{{"list_id", lists}, {"supporter_id", people}, {"leader_id", leaders}},
		`ON CONFLICT (list_id, supporter_id) DO UPDATE SET leader_id = excluded.leader_id`)
}

// DropShares takes people out of shares.
func (c *callingTx) DropShares(list string, supporters []string) error {
	_, err := c.tx.exec(`DELETE FROM shares WHERE list_id = $1 AND supporter_id IN ($2)`, list, supporters)
	return err
}

// DropStrangers takes out of shares whoever is not on the list any more.
func (c *callingTx) DropStrangers(list string) error {
	_, err := c.tx.exec(`DELETE FROM shares WHERE list_id = $1 AND supporter_id NOT IN (SELECT supporter_id FROM list_supporters WHERE list_id = $1)`, list)
	return err
}

// PassShares gives a leader's whole share to another.
func (c *callingTx) PassShares(list, from, to string) error {
	_, err := c.tx.exec(`UPDATE shares SET leader_id = $3 WHERE list_id = $1 AND leader_id = $2`, list, from, to)
	return err
}
