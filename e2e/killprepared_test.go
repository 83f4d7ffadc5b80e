package e2e

import (
	"encoding/json"
	"testing"

	"partyline/calling"
)

// A server that is killed while a long queue is prepared (made, finished, put into its next cycle) goes on where it was:
// everybody is in the queue once, as the press meant it, and the counts say so.
func TestKilledWhileAQueueIsPrepared(t *testing.T) {
	const people = 4_000
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := build(t, database(t), wall)
		maya := h.signIn("Maya")
		_, list := maya.people("A long list", people)
		p := &patience{house: h, list: list}

		made := p.killedIn(calling.PrepareQueue, "/lists/"+list+"/sessions")
		p.has("a new queue", calling.Counts{Available: people})

		// One of them was talked to, and one is put aside for good: neither is anybody's to touch.
		admin := h.signIn("Maya")
		var rows struct{ Items []calling.EntryView }
		admin.must("GET", "/sessions/"+made+"/entries?limit=2", nil, &rows)
		admin.must("POST", "/sessions/"+made+"/entries/"+rows.Items[0].ID+"/log", map[string]any{"reached": true, "outcome": "talked"}, nil)
		admin.must("POST", "/sessions/"+made+"/entries/"+rows.Items[1].ID+"/skip", map[string]any{"type": "remove", "reason": "moved away"}, nil)

		p.killedIn(calling.PrepareFinish, "/sessions/"+made+"/finish-cycle")
		p.has("a finished cycle", calling.Counts{Completed: 1, CompletedByMe: 1, Skipped: people - 1, ThisCycle: people - 2, Removed: 1})
		p.skips(people-1, people-1)

		p.killedIn(calling.PrepareCycle, "/sessions/"+made+"/cycles")
		v := p.has("a new cycle", calling.Counts{Completed: 1, CompletedByMe: 1, Skipped: 1, Removed: 1, Available: people - 2})
		p.skips(people-1, 1)
		if v.Cycle.Number != 2 || len(v.Journey) != 1 {
			t.Errorf("it is cycle %d, and %d are over", v.Cycle.Number, len(v.Journey))
		}
	})
}

// patience is a session on a long list whose server is killed again and again.
type patience struct {
	*house
	list, session string
}

// killedIn presses something that concerns everybody, has the server killed as soon as it is answered, and once more when
// it goes on, and waits until all is done. It answers with the session's id.
func (p *patience) killedIn(kind calling.PreparationKind, press string) string {
	p.t.Helper()
	var v calling.SessionView
	p.signIn("Maya").must("POST", press, map[string]any{}, &v)
	p.session = v.ID
	if v.Preparing == nil || v.Preparing.Kind != kind {
		p.t.Fatalf("%s: it was all done with the press: %+v", kind, v.Preparing)
	}
	var at []int
	admin := p.killed(&at)
	p.following(string(kind)+" is done", func() (int64, bool) {
		if v = admin.session(p.session); v.Preparing == nil {
			return 0, true
		}
		done := int64(v.Preparing.Done)
		if len(at) == 1 && v.Preparing.Done > at[0] {
			admin = p.killed(&at)
		}
		return done, false
	})
	if at[0] == 0 {
		p.t.Errorf("%s: it was never killed in the middle", kind)
	}
	p.t.Logf("%s: killed at %v of %d people", kind, at, v.Progress.Total)
	return v.ID
}

// killed kills the server, notes how far the preparation was then, and starts it again.
func (p *patience) killed(at *[]int) *user {
	p.t.Helper()
	p.kill()
	b := p.books()
	var prep calling.Preparation
	if err := json.Unmarshal([]byte(find[string](b, `SELECT preparing FROM sessions WHERE id = '`+p.session+`'`)[0]), &prep); err != nil {
		p.t.Fatal(err)
	}
	b.close()
	if prep.Kind == "" {
		prep.Done = 0
	}
	*at = append(*at, prep.Done)
	p.sql(`UPDATE jobs SET claimed_until = 0`) // what was claimed by who is dead would wait for half a minute
	p.start()
	return p.signIn("Maya")
}

// has holds the session's counts against what they should be, and against its entries; each person has one.
func (p *patience) has(what string, want calling.Counts) calling.SessionView {
	p.t.Helper()
	v := p.signIn("Maya").session(p.session)
	b := p.books()
	defer b.close()
	var counts calling.Counts
	if err := json.Unmarshal([]byte(find[string](b, `SELECT counts FROM sessions WHERE id = '`+p.session+`'`)[0]), &counts); err != nil {
		p.t.Fatal(err)
	}
	if counts != want {
		p.t.Errorf("%s: counts %+v, want %+v", what, counts, want)
	}
	for status, n := range map[calling.Status]int{
		calling.Available: want.Available, calling.Skipped: want.Skipped, calling.Completed: want.Completed, calling.Unavailable: 0, calling.Attempted: 0,
	} {
		if have := b.count(`SELECT COUNT(*) FROM entries WHERE session_id = $1 AND status = $2`, p.session, status); have != n {
			p.t.Errorf("%s: %d entries are %s, want %d", what, have, status, n)
		}
	}
	listed := b.count(`SELECT COUNT(*) FROM list_supporters WHERE list_id = $1`, p.list)
	once := b.count(`SELECT COUNT(DISTINCT e.supporter_id) FROM entries e JOIN list_supporters m ON m.list_id = $1 AND m.supporter_id = e.supporter_id
		WHERE e.session_id = $2`, p.list, p.session)
	ranks := b.count(`SELECT COUNT(DISTINCT rank) FROM entries WHERE session_id = $1`, p.session)
	if all := b.count(`SELECT COUNT(*) FROM entries WHERE session_id = $1`, p.session); all != listed || once != listed || ranks != listed {
		p.t.Errorf("%s: %d entries for %d people of %d, at %d ranks", what, all, once, listed, ranks)
	}
	return v
}

// skips counts the skips of the session that there ever were, and those that stand.
func (p *patience) skips(ever, standing int) {
	p.t.Helper()
	b := p.books()
	defer b.close()
	all := b.count(`SELECT COUNT(*) FROM skips WHERE session_id = $1`, p.session)
	stand := b.count(`SELECT COUNT(*) FROM skips WHERE session_id = $1 AND ended_at IS NULL`, p.session)
	if all != ever || stand != standing {
		p.t.Errorf("%d skips, %d of them stand; want %d and %d", all, stand, ever, standing)
	}
}
