package storage

import (
	"time"

	"partyline/calling"
)

// InsertSkip keeps a skip in the history; the entry carries its own copy of it.
func (c *callingTx) InsertSkip(s calling.Skip) error {
	if s.ID == "" {
		s.ID = newID()
	}
	_, err := c.tx.insert("skips", columns{
		{"id", &s.ID}, {"session_id", &s.Session}, {"entry_id", &s.Entry}, {"type", &s.Type}, {"until_at", instant(&s.Until)},
		{"reason", &s.Reason}, {"by_user", &s.By}, {"at", instant(&s.At)},
	}, "")
	return err
}

// InsertSkips keeps many.
func (c *callingTx) InsertSkips(skips []calling.Skip) error {
	if len(skips) == 0 {
		return nil
	}
	rows := make([]columns, len(skips))
	for i := range skips {
		s := &skips[i]
		rows[i] = columns{
			{"id", &s.ID}, {"session_id", &s.Session}, {"entry_id", &s.Entry}, {"type", &s.Type}, {"until_at", instant(&s.Until)},
			{"reason", &s.Reason}, {"by_user", &s.By}, {"at", instant(&s.At)},
		}
	}
	cols, err := turn(rows)
	if err != nil {
		return err
	}
	return c.tx.bulk("skips", cols, "")
}

// EndSkips is EndSkip of many entries.
func (c *callingTx) EndSkips(entries []string, at time.Time, why string) error {
	if len(entries) == 0 {
		return nil
	}
	_, err := c.tx.exec(`UPDATE skips SET ended_at = $2, ended_why = $3 WHERE entry_id IN ($1) AND ended_at IS NULL`, entries, millis(at), why)
	return err
}

// EndSkip notes when and why the entry's present skip ended; none there is fine.
func (c *callingTx) EndSkip(entry string, at time.Time, why string) error {
	_, err := c.tx.exec(`UPDATE skips SET ended_at = $2, ended_why = $3 WHERE entry_id = $1 AND ended_at IS NULL`, entry, millis(at), why)
	return err
}
