package storage

import (
	"partyline/calling"
	"partyline/fault"
)

func logColumns(l *calling.Log) columns {
	return columns{
		{"id", &l.ID}, {"organisation_id", &l.Organisation}, {"session_id", &l.Session}, {"cycle", &l.Cycle}, {"entry_id", &l.Entry},
		{"supporter_id", &l.Supporter}, {"list_id", &l.List}, {"attempt_id", &l.Attempt}, {"by_user", &l.By}, {"reached", &l.Reached},
		{"outcome", &l.Outcome}, {"rsvp", &l.RSVP}, {"method", &l.Method}, {"notes", &l.Notes}, {"tags_added", asJSON(&l.TagsAdded)},
		{"tags_removed", asJSON(&l.TagsRemoved)}, {"do_not_call", &l.DoNotCall}, {"at", instant(&l.At)},
		{"corrected_at", instant(&l.Corrected)}, {"version", &l.Version},
	}
}

// Log is one contact log.
func (c callingReader) Log(id string) (calling.Log, error) {
	var l calling.Log
	found, err := c.one(logColumns(&l), `FROM logs WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("contact log")
	}
	return l, err
}

// LogOf is the log of an attempt.
func (c callingReader) LogOf(attempt string) (calling.Log, bool, error) {
	if attempt == "" {
		return calling.Log{}, false, nil
	}
	var l calling.Log
	found, err := c.one(logColumns(&l), `FROM logs WHERE attempt_id = $1 AND attempt_id <> ''`, attempt)
	return l, found, err
}

// LogsAbout is the supporter's newest contact logs, whoever wrote them.
func (c callingReader) LogsAbout(supporter string, n int) ([]calling.LogLine, error) {
	out := []calling.LogLine{}
	err := c.each(func(scan func(...any) error) error {
		var l calling.Log
		var line calling.LogLine
		var by string
		if err := scan(append(logColumns(&l).places(), &by, &line.ListName)...); err != nil {
			return err
		}
		line.List = l.List
		line.Log = calling.LogView{
			ID: l.ID, Attempt: l.Attempt, Reached: l.Reached, Outcome: l.Outcome, RSVP: l.RSVP, Method: l.Method, Notes: l.Notes,
			TagsAdded: l.TagsAdded, TagsRemoved: l.TagsRemoved, DoNotCall: l.DoNotCall,
			By: calling.UserRef{ID: l.By, Name: by}, At: l.At, Version: l.Version,
		}
		if !l.Corrected.IsZero() {
			line.Log.Corrected = &l.Corrected
		}
		out = append(out, line)
		return nil
	}, `SELECT `+logColumns(&calling.Log{}).of("g")+`, COALESCE(u.name, ''), COALESCE(l.name, '')
		FROM logs g LEFT JOIN users u ON u.id = g.by_user LEFT JOIN lists l ON l.id = g.list_id
		WHERE g.supporter_id = $1 ORDER BY g.at DESC, g.id DESC LIMIT $2`, supporter, n)
	return out, err
}

// InsertLog writes a contact log; fault logged when its attempt has one.
func (c *callingTx) InsertLog(l calling.Log) error {
	c.tx.did = append(c.tx.did, "log/"+l.ID)
	ok, err := c.tx.insert("logs", logColumns(&l), `ON CONFLICT (attempt_id) WHERE attempt_id <> '' DO NOTHING`)
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "logged", "This call has its contact log already. Correct that one instead.")
	}
	return err
}

// SaveLog writes a corrected log back.
func (c *callingTx) SaveLog(l calling.Log) error { return c.tx.update("logs", logColumns(&l), 1) }
