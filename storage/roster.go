package storage

import (
	"context"
	"time"

	"partyline/event"
	"partyline/roster"
)

// Roster is the store of supporters, call lists and imports.
func (db *DB) Roster() roster.Store { return rosterStore{db} }

type rosterStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s rosterStore) Write(ctx context.Context, f func(tx roster.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&rosterTx{rosterReader: rosterReader{&tx.Reader}, tx: tx})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s rosterStore) Read(ctx context.Context, f func(r roster.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(rosterReader{r}) })
}

// rosterReader reads what roster asks for; its methods stand in one file per table family.
type rosterReader struct{ *Reader }

// rosterTx writes too.
type rosterTx struct {
	rosterReader
	tx *Tx
}

var (
	_ roster.Store  = rosterStore{}
	_ roster.Reader = rosterReader{}
	_ roster.Tx     = (*rosterTx)(nil)
)

// Group finds a group that is not deleted.
func (r rosterReader) Group(id string) (roster.Group, error) { return r.group(id, "") }

// LockGroup is Group with a row lock.
func (t *rosterTx) LockGroup(id string) (roster.Group, error) { return t.group(id, "FOR UPDATE") }

func (r rosterReader) group(id, lock string) (roster.Group, error) {
	g := roster.Group{ID: id}
	found, err := r.one(columns{{"organisation_id", &g.Organisation}, {"name", &g.Name}, {"zone", &g.Zone}},
		`FROM groups WHERE id = $1 AND deleted_at IS NULL `+lock, id)
	if err != nil {
		return g, err
	}
	if !found {
		return g, missing("group")
	}
	_, err = r.one(columns{{"country", &g.Country}, {"show_numbers", &g.ShowNumbers}}, `FROM organisations WHERE id = $1`, g.Organisation)
	return g, err
}

// UserName is a user's name, "" for one that is gone.
func (r rosterReader) UserName(id string) (string, error) {
	var name string
	_, err := r.get(&name, `SELECT name FROM users WHERE id = $1`, id)
	return name, err
}

// Seq is the newest event of a topic, 0 when it has none.
func (r rosterReader) Seq(topic event.Topic) (int64, error) {
	var seq int64
	_, err := r.get(&seq, `SELECT seq FROM topics WHERE topic = $1`, string(topic))
	return seq, err
}

// Do puts a job into the outbox.
func (t *rosterTx) Do(kind, subject string, due time.Time) error {
	return t.tx.do(Job{Kind: kind, Subject: subject, Due: due})
}

// Done takes a job out.
func (t *rosterTx) Done(kind, subject string) error { return t.tx.done(kind, subject) }

// Emit says what happened.
func (t *rosterTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return t.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (t *rosterTx) Audit(organisation, user, action, thing string, data any) error {
	return t.tx.audit(organisation, user, action, thing, data)
}
