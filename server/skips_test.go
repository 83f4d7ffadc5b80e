package server

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/clock"
	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Skips as pages send them, at moments when a calendar is no help: with the sentence of every refusal, and the instant of every
// return, in London, where clocks leap on 29 March 2026 at 01:00 and are put back on 25 October at 01:00 UTC.
func TestSkipsAtTheEdgesOfTheCalendar(t *testing.T) {
	t.Parallel()
	const past, far = "That date is in the past: choose tomorrow or later.", "That date is too far ahead: choose one within a year."
	type body = map[string]any
	type row struct {
		name  string
		press body
		want  string // when they return, or the sentence of the refusal; empty: they are available
	}
	date := func(d string) body { return body{"type": "date", "date": d} }
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := storagetest.Seed(t, db, 1, 1)
		e := &edge{t: t, db: db, log: &syncBuffer{}, clock: clock.At(time.Date(2026, 2, 4, 15, 0, 0, 0, time.UTC))}
		log := slog.New(slog.NewJSONHandler(e.log, nil))
		newID := func() string { return uuid.Must(uuid.NewV7()).String() }
		people := &account.Service{Store: db.Account(), Places: db, Clock: e.clock, Log: log, NewID: newID}
		calls := &calling.Service{Store: db.Calling(), Clock: e.clock, Log: log, NewID: newID, NewRef: newRef, Poke: func() {}}
		var err error
		if e.server, err = New(Deps{Account: people, Calling: calls, Roster: &roster.Service{Store: db.Roster(), Clock: e.clock, Log: log, NewID: newID},
			Answers: db.Answers(), Events: db, Exports: exportsOn(db, e.clock, log), Clock: e.clock, Log: log, PublicURL: publicURL, Version: "test"}); err != nil {
			t.Fatal(err)
		}
		token, err := people.CreateTokenFor(context.Background(), p.Leaders[0]+"@example.org")
		if err != nil {
			t.Fatal(err)
		}
		b := &browser{e: e, token: token}
		session := b.post("/lists/"+p.List+"/sessions", body{}).want(t, 201, "").text("id")
		entry := b.get("/sessions/"+session+"/entries").want(t, 200, "").field("items").([]any)[0].(map[string]any)["id"].(string)
		press := "/sessions/" + session + "/entries/" + entry + "/skip"

		for _, moment := range []struct {
			now   string // UTC
			opens int    // in minutes after midnight
			rows  []row
		}{
			{"2026-02-04T15:00:00Z", 540, []row{
				{"yesterday", date("2026-02-03"), past},
				{"years ago", date("1999-12-31"), past},
				{"today", date("2026-02-04"), past},
				{"tomorrow", date("2026-02-05"), "2026-02-05T09:00:00Z"},
				{"in a year", date("2027-02-04"), "2027-02-04T09:00:00Z"},
				{"in a year and a day", date("2027-02-05"), far},
				{"at the end of time", date("9999-12-31"), far},
				{"a day that does not exist", date("2026-02-30"), "Choose a date."},
				{"no date at all", body{"type": "date"}, "Choose a date."},
				{"an instant, not a date", date("2026-02-05T10:00:00Z"), "Choose a date."},
				{"pressed an hour ago, over by now", body{"type": "quick", "minutes": 30, "pressed_at": "2026-02-04T14:00:00Z"}, ""},
				{"pressed an hour ago, not over", body{"type": "quick", "minutes": 120, "pressed_at": "2026-02-04T14:00:00Z"}, "2026-02-04T16:00:00Z"},
				{"pressed in an hour", body{"type": "quick", "minutes": 30, "pressed_at": "2026-02-04T16:00:00Z"}, "2026-02-04T15:30:00Z"},
				{"a date that has come, pressed before", body{"type": "date", "date": "2026-02-04", "pressed_at": "2026-02-03T10:00:00Z"}, ""},
				{"a date that was past when pressed", body{"type": "date", "date": "2026-02-03", "pressed_at": "2026-02-03T10:00:00Z"}, past},
			}},
			{"2026-03-28T12:00:00Z", 90, []row{
				{"tomorrow at half past one, which does not exist", body{"type": "today"}, "2026-03-29T01:00:00Z"},
				{"the same as a date", date("2026-03-29"), "2026-03-29T01:00:00Z"},
				{"the day after", date("2026-03-30"), "2026-03-30T00:30:00Z"},
			}},
			{"2026-03-29T00:30:00Z", 90, []row{
				{"two hours across the leap", body{"type": "quick", "minutes": 120}, "2026-03-29T02:30:00Z"},
				{"this very day", date("2026-03-29"), past},
			}},
			{"2026-10-24T12:00:00Z", 90, []row{
				{"tomorrow at half past one, which comes twice", body{"type": "today"}, "2026-10-25T00:30:00Z"},
				{"the same as a date", date("2026-10-25"), "2026-10-25T00:30:00Z"},
				{"a year ahead", date("2027-10-24"), "2027-10-24T00:30:00Z"},
			}},
			{"2026-10-25T00:45:00Z", 90, []row{ // a quarter to two, for the first time
				{"half an hour, to a quarter past one", body{"type": "quick", "minutes": 30}, "2026-10-25T01:15:00Z"},
				{"pressed an hour of the clock ahead", body{"type": "quick", "minutes": 30, "pressed_at": "2026-10-25T01:45:00+01:00"}, "2026-10-25T01:15:00Z"},
			}},
			{"2028-02-29T12:00:00Z", 540, []row{
				{"a year from the 29th of February", date("2029-03-01"), "2029-03-01T09:00:00Z"},
				{"and a day", date("2029-03-02"), far},
			}},
		} {
			now, err := time.Parse(time.RFC3339, moment.now)
			if err != nil {
				t.Fatal(err)
			}
			e.clock.Advance(now.Sub(e.clock.Now()))
			if _, err := db.Exec(context.Background(), `UPDATE organisations SET opens = $1, closes = 1440`, moment.opens); err != nil {
				t.Fatal(err)
			}
			for _, row := range moment.rows {
				got := b.post(press, row.press)
				until, refused := time.Parse(time.RFC3339, row.want)
				switch {
				case row.want == "":
					if got.status != 200 || got.text("status") != "available" || got.field("skip") != nil {
						t.Errorf("%s: %d %s, want available", row.name, got.status, got.body)
					}
				case refused == nil:
					at, err := time.Parse(time.RFC3339, got.text("skip.until"))
					if got.status != 200 || err != nil || !at.Equal(until) {
						t.Errorf("%s: %d %s, want until %s", row.name, got.status, got.body, row.want)
					}
				default:
					field := ""
					if errs, _ := got.field("errors").([]any); len(errs) == 1 {
						field, _ = errs[0].(map[string]any)["field"].(string)
					}
					if got.status != 422 || got.text("code") != "date_invalid" || got.text("title") != row.want || field != "date" {
						t.Errorf("%s: %d %s, want %q", row.name, got.status, got.body, row.want)
					}
				}
			}
		}
		b.post(press, body{"type": "quick", "minutes": 30, "pressed_at": "an hour ago"}).want(t, 422, "invalid")
	})
}
