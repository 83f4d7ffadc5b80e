package storage

import (
	"time"

	"partyline/calling"
)

func actionColumns(a *calling.Action) columns {
	return columns{
		{"id", &a.ID}, {"cause", &a.Cause}, {"organisation_id", &a.Organisation}, {"session_id", &a.Session}, {"kind", &a.Kind},
		{"by_user", &a.By}, {"entry_id", &a.Entry}, {"supporter_id", &a.Supporter}, {"attempt_id", &a.Attempt}, {"log_id", &a.Log},
		{"at", instant(&a.At)}, {"undone_at", instant(&a.Undone)}, {"was", asJSON(&a.Was)}, {"answer", &a.Answer},
	}
}

// Action is one action.
func (c callingReader) Action(id string) (calling.Action, error) {
	var a calling.Action
	found, err := c.one(actionColumns(&a), `FROM actions WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("action")
	}
	return a, err
}

// LogsKept is the logs about a supporter since an instant that can still be undone.
func (c callingReader) LogsKept(supporter string, since time.Time) ([]calling.Action, error) {
	return all(c.Reader, actionColumns, `FROM actions WHERE supporter_id = $1 AND at > $2 AND cause = '' AND log_id <> '' AND undone_at IS NULL
		ORDER BY at, id`, supporter, millis(since))
}

// ActionsOn is what happened to an entry since an instant and was not undone: presses, and what logs did to it.
func (c callingReader) ActionsOn(e calling.Entry, since time.Time) ([]calling.Action, error) {
	return all(c.Reader, actionColumns, `FROM actions WHERE supporter_id = $1 AND entry_id = $2 AND at > $3 AND undone_at IS NULL
		ORDER BY at, id`, e.Supporter, e.ID, millis(since))
}

// Effects is what an action did to entries of a session besides its own, the last one first.
func (c callingReader) Effects(action, session string) ([]calling.Action, error) {
	return all(c.Reader, actionColumns, `FROM actions WHERE cause = $1 AND cause <> '' AND session_id = $2 ORDER BY at DESC, id DESC`, action, session)
}

// LogsSince is the logs about a supporter written since an instant, whoever wrote them.
func (c callingReader) LogsSince(supporter string, since time.Time) ([]calling.Log, error) {
	return all(c.Reader, logColumns, `FROM logs WHERE supporter_id = $1 AND at >= $2 ORDER BY at, id`, supporter, millis(since))
}

// InsertAction keeps an action, and forgets those of its session from before an instant. The session is locked.
func (c *callingTx) InsertAction(a calling.Action, forget time.Time) error {
	if _, err := c.tx.exec(`DELETE FROM actions WHERE session_id = $1 AND at < $2`, a.Session, millis(forget)); err != nil {
		return err
	}
	if a.Cause == "" { // an action, not what it did besides
		c.tx.did = append(c.tx.did, "action/"+a.ID)
	}
	_, err := c.tx.insert("actions", actionColumns(&a), "")
	return err
}

// SaveAction writes what an action found and left back.
func (c *callingTx) SaveAction(a calling.Action) error {
	_, err := c.tx.exec(`UPDATE actions SET was = $2 WHERE id = $1`, a.ID, asJSON(&a.Was))
	return err
}

// ActionUndone notes that an action was taken back, when, and what was answered.
func (c *callingTx) ActionUndone(id string, at time.Time, answer string) error {
	_, err := c.tx.exec(`UPDATE actions SET undone_at = $2, answer = $3 WHERE id = $1`, id, millis(at), answer)
	return err
}

// DeleteLog takes a contact log away.
func (c *callingTx) DeleteLog(id string) error {
	_, err := c.tx.exec(`DELETE FROM logs WHERE id = $1`, id)
	return err
}

// ReopenSkip has a skip of the history go on as if it had never ended.
func (c *callingTx) ReopenSkip(id string) error {
	_, err := c.tx.exec(`UPDATE skips SET ended_at = NULL, ended_why = '' WHERE id = $1`, id)
	return err
}

// PersonState reads and locks what logs write of a supporter.
func (c *callingTx) PersonState(supporter string) (calling.PersonState, error) {
	var p calling.PersonState
	found, err := c.one(personStateColumns(&p), `FROM supporters WHERE id = $1 FOR UPDATE`, supporter)
	if err == nil && !found {
		err = missing("supporter")
	}
	return p, err
}

// SavePersonState writes it back and bumps the version. It must be locked by PersonState.
func (c *callingTx) SavePersonState(supporter string, p calling.PersonState) error {
	_, err := c.tx.exec(`UPDATE supporters SET tags = $2, do_not_call = $3, substantive_at = $4, substantive_session = $5,
		held_until = $6, held_session = $7, version = version + 1, updated_at = $8 WHERE id = $1`,
		supporter, asJSON(&p.Tags), p.DoNotCall, nullable(p.Substantive), p.SubstantiveSession, nullable(p.Held), p.HeldSession, millis(c.db.clock.Now()))
	return err
}

func personStateColumns(p *calling.PersonState) columns {
	return columns{
		{"tags", asJSON(&p.Tags)}, {"do_not_call", &p.DoNotCall}, {"substantive_at", instant(&p.Substantive)},
		{"substantive_session", &p.SubstantiveSession}, {"held_until", instant(&p.Held)}, {"held_session", &p.HeldSession},
	}
}

// OptIn takes a number off the organisation's Do Not Call list, where it was put by this user at this
// instant, and only when nobody with this number asks not to be called.
func (c *callingTx) OptIn(organisation, number, by string, at time.Time) error {
	_, err := c.tx.optIn(organisation, []string{number}, `AND by_user = $3 AND at = $4
		AND NOT EXISTS (SELECT 1 FROM supporters s WHERE s.organisation_id = $1 AND s.phone = do_not_call.phone AND s.do_not_call)`, by, millis(at))
	return err
}
