package storage

import (
	"strconv"
	"time"

	"partyline/roster"
)

// Numbering is whether the organisation shows numbers, and its country.
func (r rosterReader) Numbering(organisation string) (show bool, country string, err error) {
	found, err := r.one(columns{{"country", &country}, {"show_numbers", &show}}, `FROM organisations WHERE id = $1`, organisation)
	if err == nil && !found {
		err = missing("organisation")
	}
	return show, country, err
}

// OptOuts pages through the Do Not Call list.
func (r rosterReader) OptOuts(organisation, phone, afterAt, afterPhone string, n int) ([]roster.OptOut, error) {
	before, phones := int64(1)<<62, []string{}
	if afterAt != "" {
		var err error
		if before, err = strconv.ParseInt(afterAt, 10, 64); err != nil {
			return nil, badCursor
		}
	}
	out := []roster.OptOut{}
	at := map[string]int{}
	err := r.each(func(scan func(...any) error) error {
		var o roster.OptOut
		if err := scan(&o.Phone, instant(&o.At), &o.By.ID, &o.By.Name); err != nil {
			return err
		}
		at[o.Phone] = len(out)
		out, phones = append(out, o), append(phones, o.Phone)
		return nil
	}, `SELECT d.phone, d.at, d.by_user, COALESCE(u.name, '') FROM do_not_call d LEFT JOIN users u ON u.id = d.by_user
		WHERE d.organisation_id = $1 AND ($2 = '' OR d.phone = $2) AND (d.at < $3 OR d.at = $3 AND d.phone > $4)
		ORDER BY d.at DESC, d.phone LIMIT $5`, organisation, phone, before, afterPhone, n)
	if err != nil {
		return nil, err
	}
	return out, r.each(func(scan func(...any) error) error {
		var phone, name string
		if err := scan(&phone, &name); err != nil {
			return err
		}
		out[at[phone]].Called = append(out[at[phone]].Called, name)
		return nil
	}, `SELECT phone, name FROM supporters WHERE organisation_id = $1 AND phone IN ($2) ORDER BY name, id`, organisation, phones)
}

// CountOptOuts is how long the list is.
func (r rosterReader) CountOptOuts(organisation string) (n int, err error) {
	_, err = r.get(&n, `SELECT COUNT(*) FROM do_not_call WHERE organisation_id = $1`, organisation)
	return n, err
}

// LockNumbers locks who has one of the numbers, in the order of their ids.
func (t *rosterTx) LockNumbers(organisation string, phones []string) (supporters []string, err error) {
	supporters = []string{}
	err = t.tx.find(&supporters, `SELECT id FROM supporters WHERE organisation_id = $1 AND phone IN ($2) ORDER BY id FOR UPDATE`, organisation, phones)
	return supporters, err
}

// InsertOptOuts puts numbers on the list.
func (t *rosterTx) InsertOptOuts(organisation string, phones []string, by string, at time.Time) (added int, err error) {
	return t.tx.optOut(organisation, phones, by, at)
}

// DeleteOptOuts takes numbers off the list.
func (t *rosterTx) DeleteOptOuts(organisation string, phones []string) (removed int, err error) {
	return t.tx.optIn(organisation, phones, "")
}
