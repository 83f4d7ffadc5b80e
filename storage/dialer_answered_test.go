package storage_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Calls that a person answered count for a number until it is called no more, whether a campaign rang it or a leader, and whether one number
// is asked for or many: not
// those of another organisation, of another day, of machines and mailboxes, nor those that nobody answered.
func TestCallsThatAPersonAnsweredAreKnownOfAllQueues(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		p := storagetest.Seed(t, db, 1, 5)
		storagetest.Session(t, db, p, "session-1")
		set := func(query string, args ...any) {
			t.Helper()
			if _, err := db.Exec(ctx, query, args...); err != nil {
				t.Fatal(err)
			}
		}
		today, before := monday.UnixMilli(), monday.Add(-25*time.Hour).UnixMilli()
		for i, leg := range []struct {
			number, outcome string
			at              any
		}{{"+441", "talked", today}, {"+442", "voicemail", today}, {"+443", "talked", before}, {"+444", "no_answer", nil}, {"+446", "talked", today}} {
			id := "leg-" + leg.number
			set(`INSERT INTO legs (id, ref, kind, organisation_id, number, state, opened_at, ended_at) VALUES ($1, $1, 'supporter', $2, $3, 'ended', $4, $4)`, id, p.Organisation, leg.number, today)
			set(`UPDATE attempts SET leg_id = $1, outcome = $2, answered_at = $3 WHERE supporter_id = $4`, id, leg.outcome, leg.at, p.Supporters[i])
		}
		for i, c := range []struct {
			number, organisation, outcome string
			at                            any
		}{
			{"+441", p.Organisation, "talked", today}, {"+441", p.Organisation, "machine", today}, {"+445", "another", "talked", today}, {"+443", p.Organisation, "talked", before},
			{"+444", p.Organisation, "no_answer", nil}, {"+447", p.Organisation, "dropped", today},
		} {
			set(`INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, state, answered_at, outcome, closed_at)
				VALUES ($1, 7, 'c', $2, $3, $4, 1, 1, $1, 1, 1, $5, 'closed', $6, $7, $5)`, id(), c.organisation, i, c.number, today, c.at, c.outcome)
		}
		asked := func(phones ...string) (got map[string]bool) {
			t.Helper()
			err := db.Dialer().Read(ctx, func(r dialer.Reader) (err error) {
				got, err = r.CalledEnough(p.Organisation, phones, monday.Add(-24*time.Hour))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		all := []string{"+441", "+442", "+443", "+444", "+445", "+446", "+447", "+448"}
		for _, c := range []struct {
			most int
			want map[string]bool
		}{
			{1, map[string]bool{"+441": true, "+446": true, "+447": true}},
			{2, map[string]bool{"+441": true}},
			{3, map[string]bool{}},
		} {
			set(`UPDATE organisations SET daily_cap = $1 WHERE id = $2`, c.most, p.Organisation)
			if got := asked(all...); !maps.Equal(got, c.want) {
				t.Errorf("at %d a day %v, want %v", c.most, got, c.want)
			}
			for _, one := range all {
				if got := asked(one); got[one] != c.want[one] || len(got) > 1 {
					t.Errorf("%s alone at %d a day: %v, want %t", one, c.most, got, c.want[one])
				}
			}
		}
	})
}
