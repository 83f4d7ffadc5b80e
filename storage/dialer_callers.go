package storage

import (
	"slices"
	"time"

	"partyline/dialer"
)

// callerColumns begins with what stays as it was.
func callerColumns(c *dialer.Caller) columns {
	return columns{
		{"id", &c.ID}, {"campaign_id", &c.Campaign}, {"campaign", &c.No}, {"organisation_id", &c.Organisation},
		{"phone", &c.Phone}, {"code", &c.Code}, {"state", &c.State}, {"since", instant(&c.Since)}, {"wish", &c.Wish}, {"leg_id", &c.Leg}, {"up", &c.Up},
		{"room", &c.Room}, {"turn", &c.Turn}, {"attempt_id", &c.Attempt}, {"due_at", instant(&c.Due)}, {"notice", &c.Notice}, {"tab", &c.Tab},
		{"talks", &c.Talks}, {"talked", &c.Talked}, {"no_beep", &c.NoBeep}, {"version", &c.Version},
	}
}

const callerStays = 4 // the first columns

func (d dials) caller(rest string, args ...any) (c dialer.Caller, found bool, err error) {
	found, err = d.r.one(callerColumns(&c), `FROM callers `+rest, args...)
	return c, found, err
}

// Caller is one caller; false when the person has not asked for a phone yet.
func (d dials) Caller(id string) (dialer.Caller, bool, error) { return d.caller(`WHERE id = $1`, id) }

// CallerOfLeg is whose phone a leg is.
func (d dials) CallerOfLeg(leg string) (dialer.Caller, bool, error) {
	return d.caller(`WHERE leg_id = $1 AND leg_id <> ''`, leg)
}

// CallerByCode finds who was shown a code.
func (d dials) CallerByCode(code string) (dialer.Caller, bool, error) {
	return d.caller(`WHERE code = $1 AND code <> ''`, code)
}

// WrongCodes is how many were typed since an instant on lines that came in from a number; those that withhold theirs are one.
func (d dials) WrongCodes(from string, since time.Time) (n int, err error) {
	_, err = d.r.get(&n, `SELECT count(*) FROM legs l JOIN facts f ON f.leg_id = l.id AND f.source = 'code'
		WHERE (l.ended_at IS NULL OR l.ended_at >= $2) AND l.kind = 'caller' AND l.number LIKE $1 AND f.received_at >= $2`, from, millis(since))
	return n, err
}

// Took says whether somebody pressed a key since an instant when a number was rung for a caller.
func (d dials) Took(caller, number string, since time.Time) (took bool, err error) {
	var n int
	_, err = d.r.get(&n, `SELECT count(*) FROM legs l JOIN facts k ON k.leg_id = l.id AND k.source = 'ring' AND k.state = 'taken'
		WHERE l.kind = 'caller' AND l.user_id = $1 AND l.number = $2 AND l.opened_at >= $3`, caller, number, millis(since))
	return n > 0, err
}

// RungInVain is how often a number was rung since an instant for who said that it is theirs, and nobody pressed a key. What never left
// us, or the carrier never took, rang nobody.
func (d dials) RungInVain(number string, since time.Time) (n int, err error) {
	_, err = d.r.get(&n, `SELECT count(*) FROM legs l JOIN facts f ON f.leg_id = l.id AND f.source = 'ring' AND f.state = 'rung'
		WHERE (l.ended_at IS NULL OR l.ended_at >= $2 AND l.carrier_id <> '') AND l.kind = 'caller' AND l.number = $1 AND l.opened_at >= $2
		AND NOT EXISTS (SELECT 1 FROM facts k WHERE k.leg_id = l.id AND k.source = 'ring' AND k.state = 'taken')`, number, millis(since))
	return n, err
}

// CallerByPhone finds who said a number on their page, the last one to do something, of a campaign that calls from that caller ID.
func (d dials) CallerByPhone(phone string) ([]dialer.Caller, error) {
	return all(d.r, callerColumns, `FROM callers WHERE phone = $1 AND phone <> '' ORDER BY since DESC, id DESC LIMIT 20`, phone)
}

// Callers is a campaign's whose phone is connected, or who were here lately, by who waits longest.
func (d dials) Callers(no int64) ([]dialer.Caller, error) {
	return all(d.r, callerColumns, `FROM callers WHERE campaign = $1 ORDER BY since, id`, no)
}

const isQuiet = `state IN ('talking', 'wrap_up') AND NOT up
	AND NOT EXISTS (SELECT 1 FROM legs l WHERE l.kind = 'caller' AND l.user_id = callers.id AND l.answered_at IS NOT NULL AND (l.ended_at IS NULL OR l.ended_at >= $2))
	AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = callers.id AND p.seen_at >= $3)`

// Quiet is callers in a talk or after one whose last line was over before an instant, and whose page was last heard of before another.
func (d dials) Quiet(no int64, phone, page time.Time) ([]dialer.Caller, error) {
	return all(d.r, callerColumns, `FROM callers WHERE campaign = $1 AND `+isQuiet+` ORDER BY id`, no, millis(phone), millis(page))
}

// IsQuiet says whether somebody is one of those.
func (d dials) IsQuiet(caller string, phone, page time.Time) (bool, error) {
	_, found, err := d.caller(`WHERE id = $1 AND `+isQuiet, caller, millis(phone), millis(page))
	return found, err
}

// TalkedTo is how many contacts a caller has talked to, as question 1 says.
func (d dials) TalkedTo(caller string) (n int, err error) {
	_, err = d.r.get(&n, `SELECT count(*) FROM contact_attempts WHERE caller_id = $1 AND turn > 0 AND outcome = 'talked'`, caller)
	return n, err
}

// Connected is for how many seconds a caller's phone was up, of all their lines.
func (d dials) Connected(caller string, now time.Time) (seconds int, err error) {
	_, err = d.r.get(&seconds, `SELECT CAST(COALESCE(SUM(CASE WHEN COALESCE(ended_at, $2) > answered_at THEN COALESCE(ended_at, $2) - answered_at ELSE 0 END), 0) AS BIGINT) / 1000
		FROM legs WHERE kind = 'caller' AND user_id = $1 AND answered_at IS NOT NULL`, caller, millis(now))
	return seconds, err
}

// LockCaller is Caller with a row lock.
func (t *dialerTx) LockCaller(id string) (dialer.Caller, bool, error) {
	return t.caller(`WHERE id = $1 FOR UPDATE`, id)
}

const (
	isFree     = `campaign = $1 AND state = 'waiting' AND up AND room > turn`
	freeCaller = `WHERE ` + isFree + ` ORDER BY since, id LIMIT 1 `
)

// FreeSince says whether somebody can be given a contact who could be at an instant.
func (d dials) FreeSince(no int64, at time.Time) (bool, error) {
	_, found, err := d.caller(`WHERE `+isFree+` AND since <= $2 LIMIT 1`, no, millis(at))
	return found, err
}

// FreeCaller locks and reads whoever waits longest for a contact; false when nobody does. Two who ask at once get two. Whoever is
// locked by a press of their own is waited for, where nobody else is free: nobody is dropped for that.
func (t *dialerTx) FreeCaller(no int64) (c dialer.Caller, found bool, err error) {
	if c, found, err = t.caller(freeCaller+`FOR UPDATE SKIP LOCKED`, no); err != nil || found {
		return c, found, err
	}
	for range 20 { // whoever was waited for may have been given away
		if c, found, err = t.caller(freeCaller, no); err != nil || !found {
			return c, false, err
		}
		if c, found, err = t.LockCaller(c.ID); err != nil || found && c.Free() {
			return c, found, err
		}
	}
	return c, false, nil
}

// InsertCaller adds one; false when the code is somebody else's, or the person is there.
func (t *dialerTx) InsertCaller(c dialer.Caller) (bool, error) {
	return t.tx.insert("callers", callerColumns(&c), `ON CONFLICT DO NOTHING`)
}

// FreeCode takes a code from whoever has it without a line and cannot use it.
func (t *dialerTx) FreeCode(code string, before time.Time) error {
	_, err := t.tx.exec(`UPDATE callers SET code = '' WHERE code = $1 AND code <> '' AND leg_id = '' AND EXISTS (SELECT 1 FROM people p JOIN campaigns c ON c.id = p.campaign_id
		WHERE p.id = callers.id AND (p.removed_at IS NOT NULL OR p.seen_at < $2 OR c.ended_at IS NOT NULL))`, code, millis(before))
	return err
}

// SaveCaller writes one back.
func (t *dialerTx) SaveCaller(c dialer.Caller) error {
	cols := callerColumns(&c)
	return t.tx.update("callers", append(columns{cols[0]}, cols[callerStays:]...), 1)
}

// freeSum counts callers who can be given a contact and do not wish to leave; of those who wait.
const freeSum = `SUM(CASE WHEN up AND room > turn AND wish = '' THEN 1 ELSE 0 END)`

// doubted is the attempts of which nothing was heard for so long that they hold no caller any more.
const doubted = `state = 'unknown' AND sent_at <= $2`

// doubtedBy is when those were sent at the latest.
func (d dials) doubtedBy() int64 { return millis(d.r.db.clock.Now().Add(-dialer.DoubtHolds)) }

// Crowd counts a campaign's callers by state, and its dials in flight. The dials come first: who is given a contact between the two
// statements is not free any more, and their dial still counts.
func (d dials) Crowd(no int64) (v dialer.Crowd, err error) {
	lost := 0
	err = d.r.each(func(scan func(...any) error) error {
		var state dialer.State
		var n, silent int
		if err := scan(&state, &n, &silent); err != nil {
			return err
		}
		if state.Unclassified() {
			v.InFlight += n - silent
		}
		if state == dialer.Unknown {
			lost = n
		}
		if state == dialer.Claimed {
			v.Unplaced += n
		}
		v.Open += n
		return nil
	}, `SELECT state, count(*), SUM(CASE WHEN `+doubted+` THEN 1 ELSE 0 END) FROM contact_attempts WHERE campaign = $1 AND closed_at IS NULL GROUP BY state`, no, d.doubtedBy())
	if err == nil && lost > 0 {
		v.Mute, err = d.mute(no)
	}
	if err != nil {
		return v, err
	}
	return v, d.r.each(func(scan func(...any) error) error {
		var state dialer.CallerState
		var n, up, free int
		if err := scan(&state, &n, &up, &free); err != nil {
			return err
		}
		if state != dialer.Out && state != dialer.Finished { // their phones are being hung up
			v.Up += up
		}
		switch state {
		case dialer.Joining:
			v.Joining = n
		case dialer.Waiting:
			v.Waiting, v.Free = n, free
		case dialer.Talking:
			v.Talking = n
		case dialer.WrapUp:
			v.WrapUp = n
		case dialer.OnBreak:
			v.OnBreak = n
		case dialer.NotReady:
			v.NotReady = n
		}
		return nil
	}, `SELECT state, count(*), SUM(CASE WHEN up THEN 1 ELSE 0 END), `+freeSum+` FROM callers WHERE campaign = $1 GROUP BY state`, no)
}

// mute says whether nobody knows of any of the latest dials whether it was placed; those are left out that are being placed. Fewer than
// that many say nothing.
func (d dials) mute(no int64) (bool, error) {
	var states []dialer.State
	err := d.r.find(&states, `SELECT state FROM contact_attempts WHERE campaign = $1 AND sent_at IS NOT NULL AND state <> 'placing' ORDER BY claimed_at DESC LIMIT $2`, no, dialer.MuteAfter)
	return len(states) == dialer.MuteAfter && !slices.ContainsFunc(states, func(s dialer.State) bool { return s != dialer.Unknown && s != dialer.Released }), err
}

// flying is a campaign's dials that are not classified and hold a caller.
func (d dials) flying(no int64) (n int, err error) {
	err = d.r.each(func(scan func(...any) error) error {
		var state dialer.State
		err := scan(&state)
		if state.Unclassified() {
			n++
		}
		return err
	}, `SELECT state FROM contact_attempts WHERE campaign = $1 AND closed_at IS NULL AND NOT (`+doubted+`)`, no, d.doubtedBy())
	return n, err
}
