package storage

import (
	"context"
	"strings"
	"time"

	"partyline/event"
	"partyline/hooks"
)

// Hooks is the store of outgoing webhooks.
func (db *DB) Hooks() hooks.Store { return hooksStore{db} }

type hooksStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s hooksStore) Write(ctx context.Context, f func(tx hooks.Tx) error) error {
	var added bool
	err := s.db.Write(ctx, func(tx *Tx) error {
		t := &hooksTx{hooksReader: hooksReader{&tx.Reader}, tx: tx}
		err := f(t)
		added = t.added
		return err
	})
	if err == nil && added {
		s.db.hooked.Store(true)
	}
	return err
}

// Read runs f on one snapshot; see DB.Read.
func (s hooksStore) Read(ctx context.Context, f func(r hooks.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(hooksReader{r}) })
}

type hooksReader struct{ *Reader }

type hooksTx struct {
	hooksReader
	tx    *Tx
	added bool
}

var (
	_ hooks.Reader = hooksReader{}
	_ hooks.Tx     = (*hooksTx)(nil)
)

// LookForHooks notes whether anybody listens at all: with no webhook, events leave no jobs behind. Each node looks
// every second; a webhook that is new is known at once where it was added.
func (db *DB) LookForHooks(ctx context.Context) error {
	return db.glance(ctx, func(r *Reader) error {
		var n int
		_, err := r.get(&n, `SELECT count(*) FROM webhooks WHERE off_at IS NULL`)
		if err == nil {
			db.hooked.Store(n > 0)
		}
		return err
	})
}

// spread leaves a job for each topic with news, in the transaction of the news. topics are in order.
func (tx *Tx) spread(topics []event.Topic) error {
	if !tx.db.hooked.Load() {
		return nil
	}
	for _, t := range topics {
		if _, heard := hookTopics[t.Family()]; !heard || strings.Contains(t.ID(), "/") {
			continue
		}
		if err := tx.do(Job{Kind: hooks.JobSpread, Subject: string(t)}); err != nil {
			return err
		}
	}
	return nil
}

// hookTopics is whose a topic is. Users' own topics are no part of the organisation's feed, nor is what a campaign says to the
// pages of its volunteers.
var hookTopics = map[string]string{
	event.FamilySession:      `SELECT organisation_id FROM sessions WHERE id = $1`,
	event.FamilyList:         `SELECT organisation_id FROM lists WHERE id = $1`,
	event.FamilySessions:     `SELECT organisation_id FROM groups WHERE id = $1`,
	event.FamilyImport:       `SELECT organisation_id FROM imports WHERE id = $1`,
	event.FamilyOrganisation: `SELECT id FROM organisations WHERE id = $1`,
	event.FamilyCampaign:     `SELECT organisation_id FROM campaigns WHERE id = $1`,
}

// OrganisationOf finds whose a topic is.
func (h hooksReader) OrganisationOf(topic event.Topic) (organisation string, found bool, err error) {
	query, heard := hookTopics[topic.Family()]
	if !heard {
		return "", false, nil
	}
	found, err = h.get(&organisation, query, topic.ID())
	return organisation, found, err
}

func hookColumns(h *hooks.Hook) columns {
	return columns{
		{"id", &h.ID}, {"organisation_id", &h.Organisation}, {"url", &h.URL}, {"kinds", asJSON(&h.Kinds)}, {"created_by", &h.By},
		{"created_at", instant(&h.Created)}, {"off_at", instant(&h.Off)}, {"resumed_at", instant(&h.Resumed)}, {"failures", &h.Failures}, {"failing_since", instant(&h.Failing)},
		{"paused_until", instant(&h.Paused)}, {"delivered_at", instant(&h.Delivered)},
	}
}

// Hook is one webhook.
func (h hooksReader) Hook(id string) (hooks.Hook, error) {
	return h.hook(id, "")
}

// LockHook reads a webhook and locks its row until the end of the transaction.
func (h *hooksTx) LockHook(id string) (hooks.Hook, error) { return h.hook(id, " FOR UPDATE") }

func (h hooksReader) hook(id, lock string) (hooks.Hook, error) {
	var v hooks.Hook
	found, err := h.one(hookColumns(&v), `FROM webhooks WHERE id = $1`+lock, id)
	if err == nil && !found {
		err = missing("webhook")
	}
	return v, err
}

// Hooks lists an organisation's webhooks, the newest first.
func (h hooksReader) Hooks(organisation string) ([]hooks.Hook, error) {
	out := []hooks.Hook{}
	var sample hooks.Hook
	err := h.each(func(scan func(...any) error) error {
		var v hooks.Hook
		err := scan(append(hookColumns(&v).places(), &v.ByName)...)
		out = append(out, v)
		return err
	}, `SELECT `+hookColumns(&sample).of("w")+`, COALESCE(u.name, '') FROM webhooks w LEFT JOIN users u ON u.id = w.created_by
		WHERE w.organisation_id = $1 ORDER BY w.created_at DESC, w.id DESC`, organisation)
	return out, err
}

// Admins lists who manages an organisation.
func (h hooksReader) Admins(organisation string) (ids []string, err error) {
	err = h.find(&ids, `SELECT id FROM users WHERE organisation_id = $1 AND role IN ('owner', 'admin') AND disabled_at IS NULL ORDER BY id`, organisation)
	return ids, err
}

// InsertHook keeps a new webhook.
func (h *hooksTx) InsertHook(v hooks.Hook) error {
	_, err := h.tx.insert("webhooks", hookColumns(&v), "")
	h.added = true
	return err
}

// SaveHook replaces a webhook.
func (h *hooksTx) SaveHook(v hooks.Hook) error {
	h.added = h.added || v.Off.IsZero()
	return h.tx.update("webhooks", hookColumns(&v), 1)
}

// DeleteHook removes a webhook, its deliveries and its jobs.
func (h *hooksTx) DeleteHook(id string) error {
	for _, query := range []string{`DELETE FROM deliveries WHERE webhook_id = $1`, `DELETE FROM webhooks WHERE id = $1`} {
		if _, err := h.tx.exec(query, id); err != nil {
			return err
		}
	}
	return h.tx.done(hooks.JobDeliver, id)
}

// LockCursor reads up to where a topic was spread and holds others back until the commit.
func (h *hooksTx) LockCursor(topic event.Topic) (seq event.Seq, err error) {
	if _, err := h.tx.exec(`INSERT INTO webhook_cursors (topic, seq) VALUES ($1, 0) ON CONFLICT (topic) DO NOTHING`, string(topic)); err != nil {
		return 0, err
	}
	_, err = h.get(&seq, `SELECT seq FROM webhook_cursors WHERE topic = $1 FOR UPDATE`, string(topic))
	return seq, err
}

// SaveCursor keeps it.
func (h *hooksTx) SaveCursor(topic event.Topic, seq event.Seq) error {
	_, err := h.tx.exec(`UPDATE webhook_cursors SET seq = $2 WHERE topic = $1`, string(topic), int64(seq))
	return err
}

// EventsSince is up to limit events of a topic behind a seq that are not older than an instant, in order.
func (h hooksReader) EventsSince(topic event.Topic, after event.Seq, oldest time.Time, limit int) ([]event.Event, error) {
	out := []event.Event{}
	err := h.each(func(scan func(...any) error) error {
		e := event.Event{Topic: topic}
		var data string
		err := scan(&e.Seq, &e.Kind, instant(&e.At), &data)
		e.Data = []byte(data)
		out = append(out, e)
		return err
	}, `SELECT seq, kind, at, data FROM events WHERE topic = $1 AND seq > $2 AND at >= $3 ORDER BY seq LIMIT $4`, string(topic), int64(after), millis(oldest), limit)
	return out, err
}

// Stir leaves a job for each topic on which something happened since.
func (h *hooksTx) Stir(since time.Time) error {
	var topics []event.Topic
	if err := h.find(&topics, `SELECT DISTINCT topic FROM events WHERE at >= $1 ORDER BY topic`, millis(since)); err != nil {
		return err
	}
	for _, t := range topics {
		if err := h.Do(hooks.JobSpread, string(t), h.db.clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// Do puts a job into the outbox.
func (h *hooksTx) Do(kind, subject string, due time.Time) error {
	return h.tx.do(Job{Kind: kind, Subject: subject, Due: due})
}

// Emit says what happened.
func (h *hooksTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return h.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (h *hooksTx) Audit(organisation, user, action, thing string, data any) error {
	return h.tx.audit(organisation, user, action, thing, data)
}
