package storage

import (
	"time"

	"partyline/calling"
)

// legColumns begins with what stays as it was when the leg was opened.
func legColumns(l *calling.Leg) columns {
	return columns{
		{"id", &l.ID}, {"ref", &l.Ref}, {"kind", &l.Kind}, {"organisation_id", &l.Organisation}, {"number", &l.Number},
		{"opened_at", instant(&l.Opened)},
		{"run_id", &l.Run}, {"attempt_id", &l.Attempt}, {"user_id", &l.User}, {"carrier_id", &l.Carrier}, {"parent_id", &l.Parent},
		{"state", &l.State}, {"placed_at", instant(&l.Placed)}, {"ringing_at", instant(&l.Ringing)},
		{"answered_at", instant(&l.Answered)}, {"ended_at", instant(&l.Ended)}, {"result", &l.Result}, {"seconds", &l.Seconds},
		{"webhook_at", instant(&l.Webhook)},
	}
}

const legStays = 6 // the first columns

func (c callingReader) leg(rest string, args ...any) (calling.Leg, error) {
	var l calling.Leg
	found, err := c.one(legColumns(&l), `FROM legs `+rest, args...)
	if err == nil && !found {
		err = missing("phone line")
	}
	return l, err
}

// Leg is one leg.
func (c callingReader) Leg(id string) (calling.Leg, error) { return c.leg(`WHERE id = $1`, id) }

// LegByRef finds a leg by what stands in its callback URLs.
func (c callingReader) LegByRef(ref string) (calling.Leg, error) { return c.leg(`WHERE ref = $1`, ref) }

// OpenLegs is the legs of a run that have not ended, oldest first.
func (c callingReader) OpenLegs(run string) ([]calling.Leg, error) {
	return all(c.Reader, legColumns, `FROM legs WHERE run_id = $1 AND ended_at IS NULL ORDER BY opened_at, id`, run)
}

// LockLeg reads a leg and locks its row until the end of the transaction.
func (c *callingTx) LockLeg(id string) (calling.Leg, error) {
	return c.leg(`WHERE id = $1 FOR UPDATE`, id)
}

// InsertLeg opens a leg; false when its number is on an open leg already. When it had to wait for
// the other to end, opened_at is the moment after that.
func (c *callingTx) InsertLeg(l calling.Leg) (bool, error) {
	ok, err := c.tx.insert("legs", legColumns(&l), `ON CONFLICT (number) WHERE ended_at IS NULL DO NOTHING`)
	if err != nil || !ok {
		return false, err
	}
	return true, c.later("legs", "opened_at", l.ID, l.Opened)
}

// SaveLeg writes a leg back: all but whose it is, its number and when it was opened.
func (c *callingTx) SaveLeg(l calling.Leg) error {
	cols := legColumns(&l)
	return c.tx.update("legs", append(columns{cols[0]}, cols[legStays:]...), 1)
}

// InsertFact keeps what the carrier said; false when exactly this was said before.
func (c *callingTx) InsertFact(f calling.Fact) (bool, error) {
	return c.tx.insert("facts", factColumns(&f, c.db.clock.Now()), factOnce)
}

const factOnce = `ON CONFLICT (leg_id, source, state, seq) DO NOTHING`

func factColumns(f *calling.Fact, now time.Time) columns {
	said := struct {
		Carrier string            `json:"carrier,omitempty"`
		Result  calling.LegResult `json:"result,omitempty"`
		Seconds int               `json:"seconds,omitempty"`
	}{f.Carrier, f.Result, f.Seconds}
	return columns{
		{"leg_id", &f.Leg}, {"state", &f.State}, {"seq", &f.Seq}, {"source", &f.Source}, {"at", instant(&f.At)},
		{"received_at", instant(&now)}, {"data", asJSON(said)},
	}
}
