package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/campaign"
	"partyline/clock"
	"partyline/dialer"
	"partyline/event"
	"partyline/export"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var noon = time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC)

// world is a campaign that was called, a session that was, and one node that takes them away as files, in small parts.
type world struct {
	*testing.T
	db                *storage.DB
	clock             *clock.Fixed
	place             storagetest.Place
	campaign, session export.Of
	node              *export.Service
}

var maya = export.By{User: "u1", Name: "Maya"}

func on(t *testing.T, people int, f func(w *world)) {
	t.Helper()
	t.Parallel()
	each := func(t *testing.T, config storage.Config) {
		t.Parallel()
		c := clock.At(noon)
		config.Clock = c
		db := storagetest.Open(t, config)
		w := &world{T: t, db: db, clock: c, place: storagetest.Seed(t, db, 1, people)}
		w.campaign, w.session = export.Of{Family: event.FamilyCampaign, ID: "campaign-1"}, export.Of{Family: event.FamilySession, ID: "session-1"}
		w.set(`INSERT INTO campaigns (id, no, organisation_id, name, zone, hours, passes, gap_ms, creator, created_at) VALUES ('campaign-1', 7, $1, 'Spring GOTV', 'Europe/London', '[]', 1, 0, 'u1', 1)`, w.place.Organisation)
		w.asks(campaign.Question{ID: "support", Title: "Support?", Kind: campaign.Multiple, Answers: []campaign.Answer{{ID: "yes", Label: "Yes"}, {ID: "no", Label: "No"}}},
			campaign.Question{ID: "age", Title: "How old?", Kind: campaign.Number})
		storagetest.Called(t, db, w.place.Organisation, "campaign-1", people, noon.Add(-2*time.Hour))
		storagetest.Session(t, db, w.place, "session-1")
		w.node = w.another()
		f(w)
	}
	t.Run("postgres", func(t *testing.T) { each(t, storage.Config{URL: storagetest.Postgres(t)}) })
	t.Run("embedded", func(t *testing.T) { each(t, storage.Config{Path: storagetest.Embedded(t)}) })
}

// another is another node on the same database.
func (w *world) another() *export.Service {
	return &export.Service{
		Store: w.db.Exports(), Source: w.db, Reports: &dialer.Reports{Store: w.db.Dialer(), Clock: w.clock}, Clock: w.clock, Log: slog.New(slog.DiscardHandler), NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Later: func(at time.Time) error { return storage.Later{At: at} }, PartSize: 4 << 10,
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) set(query string, args ...any) {
	w.Helper()
	_, err := w.db.Exec(context.Background(), query, args...)
	w.must(err)
}

func (w *world) count(query string, args ...any) int {
	w.Helper()
	var n []int
	w.must(w.db.Find(context.Background(), &n, query, args...))
	return n[0]
}

// asks gives the campaign a script whose first question is who answered.
func (w *world) asks(more ...campaign.Question) {
	w.Helper()
	s := campaign.DefaultScript()
	s.Questions = append(s.Questions, more...)
	b, err := json.Marshal(s)
	w.must(err)
	w.set(`INSERT INTO scripts (campaign_id, number, script, by_user, at) VALUES ('campaign-1', 1, $1, 'u1', 1) ON CONFLICT (campaign_id, number) DO UPDATE SET script = excluded.script`, string(b))
}

// sent is a file as it is sent while it is read.
func (w *world) sent(of export.Of, file string, as export.Format, in export.Narrow) []byte {
	w.Helper()
	o, err := w.node.Open(context.Background(), of, file, in, as)
	w.must(err)
	var b bytes.Buffer
	sheet, err := as.Begin(&b, o.Shown)
	w.must(err)
	w.must(o.Rows(context.Background(), sheet.Row))
	w.must(sheet.End())
	return b.Bytes()
}

func (w *world) begin(of export.Of, file, format string) export.View {
	w.Helper()
	v, err := w.node.Begin(context.Background(), maya, of, file, format, export.Narrow{})
	w.must(err)
	return v
}

func (w *world) one(of export.Of, id string) export.View {
	w.Helper()
	v, err := w.node.One(context.Background(), of, id)
	w.must(err)
	return v
}

// fetched is a prepared file, or why it is refused.
func (w *world) fetched(of export.Of, id string) ([]byte, string) {
	w.Helper()
	p, err := w.node.Fetch(context.Background(), of, id)
	if err != nil {
		return nil, fault.As(err).Code
	}
	var b bytes.Buffer
	w.must(w.node.WriteParts(context.Background(), p, &b, func() {}))
	if int64(b.Len()) != p.Bytes {
		w.Errorf("%d bytes are said to be %d", b.Len(), p.Bytes)
	}
	return b.Bytes(), ""
}

// told is what pages heard of a file, in order.
func (w *world) told(of export.Of, id string) (views []export.View) {
	w.Helper()
	events, err := w.db.Since(context.Background(), of.Topic(), 0, 10_000)
	w.must(err)
	for _, e := range events {
		var v export.View
		if e.Kind != export.Changed {
			continue
		}
		w.must(json.Unmarshal(e.Data, &v))
		if v.ID == id {
			views = append(views, v)
		}
	}
	return views
}

var errKilled = errors.New("the node is dead")

// dying is a store whose node dies at one of its transactions: neither that one nor any later one comes to be.
type dying struct {
	export.Store
	left int
}

func (d *dying) Write(ctx context.Context, f func(tx export.Tx) error) error {
	if d.left--; d.left < 0 {
		return errKilled
	}
	return d.Store.Write(ctx, f)
}

// watched counts the rows that are read.
type watched struct {
	export.Source
	rows   int
	behind []string
	each   func(n int)
}

func (r *watched) Stretch(ctx context.Context, f export.File, behind string, begin func(export.Moment) error, row func([]any, func() (string, error)) error) error {
	r.behind = append(r.behind, behind)
	return r.Source.Stretch(ctx, f, behind, begin, func(cells []any, place func() (string, error)) error {
		if r.rows++; r.each != nil {
			r.each(r.rows)
		}
		return row(cells, place)
	})
}
