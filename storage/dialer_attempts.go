package storage

import (
	"time"

	"partyline/dialer"
)

// contactAttemptColumns begins with what stays as it was when the attempt was claimed.
func contactAttemptColumns(a *dialer.Attempt) columns {
	return columns{
		{"id", &a.ID}, {"campaign", &a.Campaign}, {"campaign_id", &a.CampaignID}, {"organisation_id", &a.Organisation}, {"contact", &a.Contact}, {"phone", &a.Phone},
		{"pass", &a.Pass}, {"level", &a.Level}, {"leg_id", &a.Leg}, {"fence", &a.Fence}, {"script_no", &a.Script}, {"claimed_at", instant(&a.Claimed)}, {"extra", &a.Extra}, {"surplus", &a.Surplus},
		{"state", &a.State}, {"sent_at", instant(&a.Sent)}, {"answered_at", instant(&a.Answered)}, {"verdict", &a.Verdict}, {"caller_id", &a.Caller}, {"turn", &a.Turn},
		{"bridged_at", instant(&a.Bridged)}, {"joined_at", instant(&a.Joined)}, {"leg_ended_at", instant(&a.LegEnded)}, {"outcome", &a.Outcome},
		{"first_answer", &a.Question}, {"call_back_at", instant(&a.CallBack)}, {"closed_at", instant(&a.Closed)}, {"version", &a.Version},
	}
}

const contactAttemptStays = 14 // the first columns

func (d dials) attempt(rest string, args ...any) (a dialer.Attempt, err error) {
	found, err := d.r.one(contactAttemptColumns(&a), `FROM contact_attempts `+rest, args...)
	if err == nil && !found {
		err = missing("attempt")
	}
	return a, err
}

// Attempt is one attempt at a contact.
func (d dials) Attempt(id string) (dialer.Attempt, error) { return d.attempt(`WHERE id = $1`, id) }

// AttemptAt is the attempt of a caller's turn.
func (d dials) AttemptAt(caller string, turn int) (dialer.Attempt, error) {
	return d.attempt(`WHERE caller_id = $1 AND turn = $2`, caller, turn)
}

// LastTalks is the last n talks of a caller that are over, the latest first: of people, and not with machines.
func (d dials) LastTalks(caller string, n int) ([]dialer.Attempt, error) {
	return all(d.r, contactAttemptColumns, `FROM contact_attempts WHERE caller_id = $1 AND turn > 0 AND state = 'closed'
		AND (first_answer <> '' OR outcome = 'incomplete') AND outcome NOT IN ('machine', 'dropped') ORDER BY turn DESC LIMIT $2`, caller, n)
}

// OpenAttempts is a campaign's whose outcome is not known, oldest first.
func (d dials) OpenAttempts(no int64) ([]dialer.Attempt, error) {
	return all(d.r, contactAttemptColumns, `FROM contact_attempts WHERE campaign = $1 AND closed_at IS NULL ORDER BY claimed_at, id`, no)
}

// LockAttempt is Attempt with a row lock.
func (t *dialerTx) LockAttempt(id string) (dialer.Attempt, error) {
	return t.attempt(`WHERE id = $1 FOR UPDATE`, id)
}

// InsertAttempt claims a contact; false when it has an open attempt already.
func (t *dialerTx) InsertAttempt(a dialer.Attempt) (bool, error) {
	return t.tx.insert("contact_attempts", contactAttemptColumns(&a), `ON CONFLICT DO NOTHING`)
}

// SaveAttempt writes an attempt back: all but whose it is and when it was claimed.
func (t *dialerTx) SaveAttempt(a dialer.Attempt) error {
	cols := contactAttemptColumns(&a)
	return t.tx.update("contact_attempts", append(columns{cols[0]}, cols[contactAttemptStays:]...), 1)
}

// Answers is the latest version of each answer of an attempt, whoever gave it, in the order in which they were first given.
func (d dials) Answers(attempt string) ([]dialer.AnswerGiven, error) {
	out := []dialer.AnswerGiven{}
	return out, d.r.each(func(scan func(...any) error) error {
		var a dialer.AnswerGiven
		var value string
		if err := scan(&a.Question, &a.Version, &value, instant(&a.At), &a.Caller, &a.Turn); err != nil {
			return err
		}
		a.Value = []byte(value)
		out = append(out, a)
		return nil
	}, `SELECT a.question, a.version, a.value, a.at, a.caller_id, a.turn FROM script_answers a WHERE a.attempt_id = $1
		AND a.version = (SELECT MAX(b.version) FROM script_answers b WHERE b.attempt_id = a.attempt_id AND b.question = a.question)
		ORDER BY (SELECT MIN(c.at) FROM script_answers c WHERE c.attempt_id = a.attempt_id AND c.question = a.question), a.question`, attempt)
}

// InsertAnswer keeps an answer as it was given; false when that version of it is there.
func (t *dialerTx) InsertAnswer(a dialer.Attempt, given dialer.AnswerGiven) (bool, error) {
	value := string(given.Value)
	return t.tx.insert("script_answers", columns{
		{"attempt_id", &a.ID}, {"question", &given.Question}, {"version", &given.Version}, {"value", &value}, {"caller_id", &given.Caller}, {"turn", &given.Turn}, {"at", instant(&given.At)},
		{"campaign", &a.Campaign}, {"pass", &a.Pass}, {"claimed_at", instant(&a.Claimed)},
	}, `ON CONFLICT DO NOTHING`)
}

// CountNoAnswers has no answer of the attempt count in the results.
func (t *dialerTx) CountNoAnswers(attempt string) error {
	_, err := t.tx.exec(`UPDATE script_answers SET counts = FALSE WHERE attempt_id = $1 AND counts`, attempt)
	return err
}

// CountAnswers has the latest answers to these questions count in the results, and no others of the attempt.
func (t *dialerTx) CountAnswers(attempt string, questions []string) error {
	_, err := t.tx.exec(`UPDATE script_answers SET counts = (question IN ($2) AND version =
		(SELECT MAX(b.version) FROM script_answers b WHERE b.attempt_id = script_answers.attempt_id AND b.question = script_answers.question)) WHERE attempt_id = $1`, attempt, questions)
	return err
}

// Household is others at a contact's number, by name.
func (d dials) Household(no, contact int64) (names []string, err error) {
	err = d.r.find(&names, `SELECT name FROM households WHERE campaign = $1 AND contact = $2 ORDER BY name, load_no, row_number LIMIT 20`, no, contact)
	return names, err
}

// ContactOf is who a contact is.
func (d dials) ContactOf(no, contact int64) (c dialer.Contact, found bool, err error) {
	found, err = d.r.one(columns{{"name", &c.Name}, {"fields", asJSON(&c.Fields)}}, `FROM contacts WHERE campaign = $1 AND no = $2`, no, contact)
	return c, found, err
}

// TalksSince is how many contacts callers were given since an instant, and when the first of them was.
func (d dials) TalksSince(no int64, since time.Time) (n int, first time.Time, err error) {
	_, err = d.r.one(columns{{"count(*)", &n}, {"MIN(bridged_at)", instant(&first)}},
		`FROM contact_attempts WHERE campaign = $1 AND claimed_at >= $2 AND bridged_at >= $2`, no, millis(since))
	return n, first, err
}
