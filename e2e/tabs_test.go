package e2e

import (
	"fmt"
	"sync"
	"testing"

	"partyline/calling"
)

// Two tabs of one leader, on two servers, do the same thing at the same moment, each with a key of its own: it is done
// once, or twice where twice is the same, and whoever was slower gets a sentence.
func TestTheSameActionFromTwoTabs(t *testing.T) {
	const rounds = 6
	h := settleTown(t, 2, wall, crowdMobiles())
	c := h.crowd(1, 1)
	p := c.players[0]
	tabs := [2]user{*p.user, *p.user}
	tabs[0].to, tabs[1].to = h.nodes[0].at, h.nodes[1].at
	number := 0
	both := func(method, path string, body func(tab int) any) (answers [2]answer) {
		t.Helper()
		number++
		var all sync.WaitGroup
		for i := range tabs {
			all.Go(func() { answers[i] = tabs[i].send(method, path, fmt.Sprintf("press %d of tab %d", number, i), body(i)) })
		}
		all.Wait()
		for _, a := range answers {
			if a.err != nil || a.status >= 500 || len(a.code) > 30 {
				t.Errorf("%s %s: %d %s %v", method, path, a.status, a.code, a.err)
			}
		}
		return answers
	}
	same := func(v any) func(int) any { return func(int) any { return v } }
	refused := func(what string, a [2]answer, done int, codes ...string) {
		t.Helper()
		n, known := 0, map[string]bool{}
		for _, code := range codes {
			known[code] = true
		}
		for _, one := range a {
			if one.ok() {
				n++
			} else if !known[one.code] {
				t.Errorf("%s: refused with %d %s", what, one.status, one.code)
			}
		}
		if n < 1 || done > 0 && n != done {
			t.Errorf("%s: %d were told that it is done", what, n)
		}
	}
	at := "/sessions/" + p.session
	var rows struct{ Items []calling.EntryView }
	p.must("GET", at+"/entries?limit=200", nil, &rows)
	row := func(i int) string { return at + "/entries/" + rows.Items[i].ID }
	entry := func(i int) (e calling.EntryView) {
		t.Helper()
		var now struct{ Items []calling.EntryView }
		p.must("GET", at+"/entries?limit=200", nil, &now)
		for _, e := range now.Items {
			if e.ID == rows.Items[i].ID {
				return e
			}
		}
		t.Fatal("an entry is lost")
		return e
	}
	quick := map[string]any{"type": "quick", "minutes": 60}
	for n := range rounds {
		refused("skip", both("POST", row(n)+"/skip", same(quick)), 0)
		if e := entry(n); e.Status != calling.Skipped || e.Skip == nil {
			t.Errorf("skipped twice: %+v", e)
		}
		if open := h.tally(`SELECT COUNT(*) FROM skips WHERE ended_at IS NULL AND entry_id = '` + rows.Items[n].ID + `'`); open != 1 {
			t.Errorf("%d skips are open", open)
		}
		refused("remove skip", both("DELETE", row(n)+"/skip", same(nil)), 0, "not_skipped", "conflict")
		if e := entry(n); e.Status != calling.Available {
			t.Errorf("not skipped any more: %s", e.Status)
		}
		refused("prioritise", both("POST", row(10+n)+"/prioritise", same(nil)), 0, "already_next", "conflict")
		if e := entry(10 + n); e.Status != calling.Available || !e.Prioritised {
			t.Errorf("prioritised: %+v", e)
		}
		refused("log by hand", both("POST", row(20+n)+"/log", func(tab int) any {
			return map[string]any{"reached": true, "outcome": "talked", "notes": fmt.Sprint("tab ", tab)}
		}), 0, "not_available", "conflict", "already_logged")
		if e := entry(20 + n); e.Status != calling.Completed || e.LastOutcome != calling.Talked {
			t.Errorf("logged: %+v", e)
		}
	}
	var v calling.SessionView
	p.must("GET", at, nil, &v)
	if logs := h.tally(`SELECT COUNT(*) FROM logs`); logs != 2*rounds || v.Impact.ByHand != logs || v.Impact.Contacted != logs {
		t.Errorf("%d logs were acknowledged, %d are there; %+v", 2*rounds, logs, v.Impact)
	}
	refused("rename", both("PATCH", at, func(tab int) any { return map[string]any{"name": fmt.Sprint("Tab ", tab), "version": v.Version} }), 1, "conflict")
	refused("start", both("POST", at+"/start", same(nil)), 0)
	h.until("the leader's phone rings", func() bool { call, ok := p.line(); return ok && call.State == "ringing" })
	if legs := len(h.ledger()); legs != 1 {
		t.Errorf("pressed in two tabs, it rang %d times", legs)
	}
	refused("pause", both("POST", at+"/pause", same(nil)), 0)
	h.until("the phone is idle", func() bool { p.must("GET", at, nil, &v); return v.Phone.State == "idle" })
	refused("finish", both("POST", at+"/finish-cycle", same(nil)), 0, "cycle_open")
	refused("new cycle", both("POST", at+"/cycles", same(nil)), 1, "cycle_open", "nobody_left")
	if p.must("GET", at, nil, &v); v.Cycle.Number != 2 {
		t.Errorf("cycle %d", v.Cycle.Number)
	}
	refused("archive", both("POST", at+"/archive", same(nil)), 0)
	refused("open", both("POST", "/lists/"+p.list+"/sessions", same(map[string]any{"name": "Another"})), 1, "session_exists")
	if open := h.tally(`SELECT COUNT(*) FROM sessions WHERE archived_at IS NULL AND leader_id = '` + p.id + `'`); open != 1 {
		t.Errorf("%d sessions are open", open)
	}
}
