package calling_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"partyline/calling"
)

// compare holds everything that people see of every session against the model.
func (d *drive) compare() {
	for i, s := range d.o.sessions {
		if s.id == "" || s.archived && d.steps%8 != 0 {
			continue
		}
		v, err := d.s.svc.Session(ctx, s.id)
		if err != nil {
			d.Fatal(err)
		}
		d.compareFigures(s, v)
		if v.Preparing != nil { // its rows are read anew when it is over
			continue
		}
		if s.archived {
			if v.Status != calling.SessionArchived {
				d.Fatalf("session %d is %s, want archived", i, v.Status)
			}
			continue
		}
		var diff []string
		check := func(what string, got, want any) {
			if got != want {
				diff = append(diff, fmt.Sprintf("%s is %v, want %v", what, got, want))
			}
		}
		d.compareRows(s, check)
		f := d.o.figures(s, s.cycle)
		check("status", v.Status, d.o.status(s))
		check("cycle", v.Cycle.Number, s.cycle)
		check("complete", v.Cycle.Complete, s.complete())
		check("dials of the cycle", v.Cycle.Dials, f.attempted)
		check("contacts of the cycle", v.Cycle.Contacts, f.contacted)
		check("completed", v.Progress.Completed, s.count(calling.Completed))
		total := 0
		for _, e := range s.entries {
			if e.status != calling.NotCallable || e.dials > 0 {
				total++
			}
		}
		check("total", v.Progress.Total, total)
		names := []string{"", ""}
		for i, n := range []*calling.NextView{v.Cycle.Next, v.Cycle.Then} {
			if n != nil {
				names[i] = n.Name
			}
		}
		want := []string{"", ""}
		for i, e := range d.o.waiting(s) {
			if i < 2 {
				want[i] = e.p.name
			}
		}
		check("next", strings.Join(names, ", "), strings.Join(want, ", "))
		code, has := "", 0
		switch {
		case s.count(calling.Calling) > 0:
			code = "calling"
		case s.count(calling.Available) > 0:
			code = "cycle_open"
		default:
			if has = d.o.newCycleHas(s); has == 0 {
				code = "nobody_callable"
			}
		}
		check("new cycle", v.Cycle.NewCycle.Code, code)
		check("people in a new cycle", v.Cycle.NewCycleHas, has)
		back := time.Time{}
		if v.Cycle.Return != nil {
			back = v.Cycle.Return.At
		}
		check("earliest return", instant(back), instant(d.o.returns(s)))
		phase := ""
		if s.leader.session == s {
			phase = s.leader.phase
		}
		phase = map[string]string{"": "idle", "ringing": "ringing", "greeting": "greeting", "wrap-up": "wrap_up", "call": "dialling"}[phase]
		if phase == "dialling" && !s.leader.call.answered.IsZero() {
			phase = "talking"
		}
		check("phone", string(v.Phone.State), phase)
		owed := 0
		for _, c := range d.o.calls {
			if c.e.s == s && !c.answered.IsZero() && c.log == nil {
				owed++
			}
		}
		check("owed logs", len(v.Owed), owed)
		if len(diff) > 0 {
			for _, e := range s.entries {
				diff = append(diff, fmt.Sprintf("(%s: %s)", e.p.name, d.wanted(e)))
			}
			d.Fatalf("session %d of %s, list %+v:\n  %s", i, s.leader.name, *s.list, strings.Join(diff, "\n  "))
		}
	}
}

func instant(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func (d *drive) compareRows(s *plainSession, check func(what string, got, want any)) {
	rows, _, err := d.s.svc.Entries(ctx, calling.EntriesQuery{Session: s.id, Limit: 100}, false)
	if err != nil {
		d.Fatal(err)
	}
	var queue []calling.EntryView
	for _, r := range rows {
		if r.Status == calling.Available {
			queue = append(queue, r)
		}
	}
	slices.SortFunc(queue, func(a, b calling.EntryView) int { return int(a.Place - b.Place) })
	var got, want []string
	for _, r := range queue {
		got = append(got, r.Supporter.Name)
	}
	for _, e := range s.queue() {
		want = append(want, e.p.name)
	}
	check("queue", strings.Join(got, ", "), strings.Join(want, ", "))
	check("entries", len(rows), len(s.entries))
	if len(rows) != len(s.entries) {
		return
	}
	slices.SortFunc(s.entries, byRank)
	for i, e := range s.entries {
		r := rows[i]
		d.rows[e] = r
		if r.Status == calling.Unavailable && e.status == r.Status && e.dueNow && !r.DueNow {
			e.dueNow = false // their skip ran out, and before anybody looked they had to wait for something else
			e.toRank()
		}
		check(fmt.Sprint("person at ", i), r.Supporter.Name, e.p.name)
		check(e.p.name, d.said(r), d.wanted(e))
	}
}

// said and wanted are a row in words. The cause of unavailability is left out: of several any may be named.
func (d *drive) said(r calling.EntryView) string {
	back, with, by, skip := time.Time{}, "", "", ""
	if r.ReturnsAt != nil {
		back = *r.ReturnsAt
	}
	if r.With != nil {
		with = r.With.Name
	}
	if r.By != nil && (r.Status == calling.Attempted || r.Status == calling.Completed) {
		by = r.By.Name
	}
	if r.Skip != nil {
		skip = fmt.Sprint(r.Skip.Type, instant(r.Skip.At), r.Skip.Reason)
	}
	return fmt.Sprintf("%s back %s, skip %q, %d dials, last %q by %q, with %q, prioritised %v, due now %v, not logged %v, off the list %v",
		r.Status, instant(back), skip, r.Attempts, r.LastOutcome, by, with, r.Prioritised, r.DueNow, r.NotLogged, r.OffList)
}

func (d *drive) wanted(e *plainEntry) string {
	back, with, by, skip := e.back, "", "", ""
	if e.skip != nil {
		back, skip = e.skip.until, fmt.Sprint(e.skip.kind, instant(e.skip.at), e.skip.reason)
	}
	if c := d.o.with(e.p); c != nil && c.e.s != e.s {
		with = c.e.s.leader.name
	}
	if e.status == calling.Attempted || e.status == calling.Completed {
		for _, l := range d.o.leaders {
			if l.id == e.by {
				by = l.name
			}
		}
	}
	return fmt.Sprintf("%s back %s, skip %q, %d dials, last %q by %q, with %q, prioritised %v, due now %v, not logged %v, off the list %v",
		e.status, instant(back), skip, e.dials, e.outcome, by, with, e.prioritised, e.dueNow, e.notLogged, e.off)
}

// compareFigures holds the figures of a session, and the recount of the database, against the model's count.
func (d *drive) compareFigures(s *plainSession, v calling.SessionView) {
	whole := func(i calling.Impact) string {
		return fmt.Sprint(i.Attempted, i.Contacted, i.NotLogged, i.OnPhone, i.ByHand, i.RSVPYes, sorted(i.Outcomes))
	}
	mine := func(f plainFigures) string {
		return fmt.Sprint(f.attempted, f.contacted, f.notLogged, f.onPhone, f.byHand, f.yes, sorted(f.outcomes))
	}
	if got, want := whole(v.Impact), mine(d.o.figures(s, 0)); got != want {
		d.Fatalf("session %d: figures %s, want %s", d.number(s), got, want)
	}
	if len(v.Journey) != s.cycle-1 {
		d.Fatalf("session %d: %d cycles in the journey, want %d", d.number(s), len(v.Journey), s.cycle-1)
	}
	for _, j := range v.Journey {
		if got, want := whole(j.Impact), mine(d.o.figures(s, j.Number)); got != want {
			d.Fatalf("session %d, cycle %d: figures %s, want %s", d.number(s), j.Number, got, want)
		}
	}
	var tally calling.Tally
	var counts, have calling.Counts
	err := d.s.db.Calling().Read(ctx, func(r calling.Reader) (err error) {
		ses, err := r.PeekSession(s.id)
		if err != nil {
			return err
		}
		counts = ses.Counts
		entries, err := r.ByStatus(s.id, everyStatus, math.MinInt64, "", 1000)
		if err != nil {
			return err
		}
		have = recount(entries)
		tally, err = r.Tally(s.id)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	if counts != have {
		d.Fatalf("session %d: counts %+v, entries give %+v", d.number(s), counts, have)
	}
	for number, f := range tally.Cycles {
		w := d.o.figures(s, number)
		if got, want := fmt.Sprint(f.Attempted, f.Contacted, f.NotLogged, f.OnPhone, f.ByHand, f.RSVPYes, sorted(f.Outcomes)), mine(w); got != want {
			d.Fatalf("session %d, cycle %d: recount %s, want %s", d.number(s), number, got, want)
		}
	}
}

func sorted(m map[calling.Outcome]int) string {
	var all []string
	for _, o := range slices.Sorted(maps.Keys(m)) {
		if m[o] != 0 {
			all = append(all, fmt.Sprint(o, m[o]))
		}
	}
	return strings.Join(all, " ")
}
