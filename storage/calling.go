package storage

import (
	"context"
	"time"

	"partyline/calling"
	"partyline/event"
)

// Calling is the store of calling sessions.
func (db *DB) Calling() calling.Store { return callingStore{db} }

type callingStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s callingStore) Write(ctx context.Context, f func(tx calling.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&callingTx{callingReader: callingReader{&tx.Reader}, tx: tx})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s callingStore) Read(ctx context.Context, f func(r calling.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(callingReader{r}) })
}

// callingReader reads what the rules of sessions ask for; its methods stand in one file per table family.
type callingReader struct{ *Reader }

// callingTx writes too.
type callingTx struct {
	callingReader
	tx     *Tx
	cycles map[string]calling.Cycle // as they were when their sessions were locked
}

var (
	_ calling.Store  = callingStore{}
	_ calling.Reader = callingReader{}
	_ calling.Tx     = (*callingTx)(nil)
)

// Do puts a job into the outbox.
func (c *callingTx) Do(j calling.Job) error {
	return c.tx.do(Job{ID: j.ID, Kind: string(j.Kind), Subject: j.Subject, Data: j.Data, Due: j.Due})
}

// Done takes a job out.
func (c *callingTx) Done(kind calling.JobKind, subject string) error {
	return c.tx.done(string(kind), subject)
}

// Emit says what happened.
func (c *callingTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return c.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (c *callingTx) Audit(organisation, user, action, thing string, data any) error {
	return c.tx.audit(organisation, user, action, thing, data)
}

// later stamps a row with the present when inserting it took a while: it waited for somebody who
// had the same unique key, and must not seem to have begun before they ended.
func (c *callingTx) later(table, column, id string, since time.Time) error {
	now := c.db.clock.Now()
	if now.UnixMilli() <= since.UnixMilli() {
		return nil
	}
	_, err := c.tx.exec(`UPDATE `+table+` SET `+column+` = $2 WHERE id = $1`, id, millis(now))
	return err
}
