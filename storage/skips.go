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

// EndSkip notes when and why the entry's present skip ended; none there is fine.
func (c *callingTx) EndSkip(entry string, at time.Time, why string) error {
	_, err := c.tx.exec(`UPDATE skips SET ended_at = $2, ended_why = $3 WHERE entry_id = $1 AND ended_at IS NULL`, entry, millis(at), why)
	return err
}
