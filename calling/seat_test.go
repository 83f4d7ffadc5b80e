package calling_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"partyline/calling"
)

// seat is one leader in one session.
type seat struct {
	*shift
	who     calling.Who
	session string
	leg     calling.Leg
	n       int // the step that the phone asks next
	dial    *calling.Connect
	script  calling.Script
}

// seat makes a session of a leader.
func (s *shift) seat(leader int) *seat {
	s.Helper()
	p := &seat{shift: s, who: calling.Who{User: s.Leaders[leader], Organisation: s.Organisation, Role: "captain"}}
	p.session = must(s, s.svc.Create)(context.Background(), p.who, s.List, calling.CreateSession{}).ID
	s.clock.Advance(time.Second) // what others do from here on is news to this session
	return p
}

func (p *seat) view() calling.SessionView {
	p.Helper()
	v, err := p.svc.Session(context.Background(), p.session)
	if err != nil {
		p.Fatal(err)
	}
	return v
}

// rows is the queue by rank.
func (p *seat) rows() []calling.EntryView {
	p.Helper()
	var all []calling.EntryView
	q := calling.EntriesQuery{Session: p.session, Limit: 100}
	for {
		rows, next, err := p.svc.Entries(context.Background(), q, false)
		if err != nil {
			p.Fatal(err)
		}
		all = append(all, rows...)
		if next == "" {
			return all
		}
		q.After = next
	}
}

func (p *seat) row(i int) calling.EntryView { p.Helper(); return p.rows()[i] }

// is checks the statuses of the queue in order of rank.
func (p *seat) is(want ...calling.Status) {
	p.Helper()
	var got []calling.Status
	for _, r := range p.rows() {
		got = append(got, r.Status)
	}
	if !slices.Equal(got, want) {
		p.Fatalf("the queue is %v\nwant %v", got, want)
	}
	p.consistent()
}

// consistent compares counts and figures with a recount, and the view with both.
func (p *seat) consistent() {
	p.Helper()
	p.read(func(r calling.Reader) error {
		ses, err := r.PeekSession(p.session)
		if err != nil {
			return err
		}
		tally, err := r.Tally(p.session)
		if err != nil {
			return err
		}
		counts := ses.Counts
		counts.ThisCycle, counts.Removed, counts.Left = tally.Counts.ThisCycle, tally.Counts.Removed, tally.Counts.Left
		if counts != tally.Counts {
			p.Errorf("counts %+v\nrecount %+v", ses.Counts, tally.Counts)
		}
		if ses.Minutes != tally.Minutes {
			p.Errorf("minutes %+v\nrecount of the legs %+v", ses.Minutes, tally.Minutes)
		}
		entries, err := r.ByStatus(p.session, everyStatus, math.MinInt64, "", 10_000)
		if err != nil {
			return err
		}
		if have := recount(entries); ses.Counts != have {
			p.Errorf("counts %+v\nentries give %+v", ses.Counts, have)
		}
		cycles, err := r.Cycles(p.session)
		if err != nil {
			return err
		}
		for _, c := range cycles {
			if f := tally.Cycles[c.Number]; !equal(c.Figures, f) {
				p.Errorf("cycle %d: figures %+v\nrecount %+v", c.Number, c.Figures, f)
			}
		}
		return nil
	})
	v := p.view()
	i := v.Impact
	if i.Contacted+i.NotReached+i.NotLogged+i.OnPhone != i.Attempted+i.ByHand {
		p.Errorf("the impact does not add up: %+v", i)
	}
}

var everyStatus = []calling.Status{calling.Available, calling.Unavailable, calling.Skipped, calling.SystemSkipped,
	calling.NotCallable, calling.Calling, calling.Attempted, calling.Completed}

func recount(entries []calling.Entry) (c calling.Counts) {
	for _, e := range entries {
		one := calling.Count(e)
		c.Available += one.Available
		c.Unavailable += one.Unavailable
		c.Skipped += one.Skipped
		c.SystemSkipped += one.SystemSkipped
		c.NotCallable += one.NotCallable
		c.Calling += one.Calling
		c.Attempted += one.Attempted
		c.Completed += one.Completed
		c.NeverCallable += one.NeverCallable
		c.CompletedByMe += one.CompletedByMe
		c.ThisCycle += one.ThisCycle
		c.Removed += one.Removed
		c.Barred += one.Barred
		c.Left += one.Left
	}
	return c
}

func equal(a, b calling.Figures) bool {
	return a.Attempted == b.Attempted && a.Contacted == b.Contacted && a.NotLogged == b.NotLogged && a.OnPhone == b.OnPhone &&
		a.ByHand == b.ByHand && a.RSVPYes == b.RSVPYes && maps.Equal(a.Outcomes, b.Outcomes)
}

// start presses Start and has the phone ring and be answered; the greeting is said.
func (p *seat) start() {
	p.Helper()
	if _, err := p.svc.Start(context.Background(), p.who, p.session, false); err != nil {
		p.Fatal(err)
	}
	p.ring()
	p.fact(p.leg.ID, calling.LegAnswered, "", 0)
	p.ask("greet", 1, calling.Input{})
}

// ring has the outbox place the leader's leg, and the phone ring.
func (p *seat) ring() {
	p.Helper()
	p.work()
	p.line.mu.Lock()
	p.leg = p.line.placed[len(p.line.placed)-1]
	p.line.mu.Unlock()
	p.fact(p.leg.ID, calling.LegRinging, "", 0)
}

// ask puts a question and keeps the answer.
func (p *seat) ask(name string, n int, in calling.Input) calling.Script {
	p.Helper()
	p.refs++
	if in.Request == "" {
		in.Request = fmt.Sprint("request-", p.refs)
	}
	script, err := p.svc.Ask(context.Background(), calling.Step{Name: name, Ref: p.leg.Ref, N: n}, in)
	if err != nil {
		p.Fatal(err)
	}
	p.follow(script)
	return script
}

func (p *seat) follow(script calling.Script) {
	p.script, p.dial = script, nil
	for _, v := range script {
		switch v := v.(type) {
		case calling.AskKey:
			p.n = v.Then.N
		case calling.Connect:
			p.dial = &v
			p.n = v.Then.N
		}
	}
}

// key presses a key at the question that was asked last.
func (p *seat) key(k string) calling.Script {
	p.Helper()
	return p.ask("key", p.n, calling.Input{Key: k})
}

// dialled presses a key and expects somebody to be dialled.
func (p *seat) dialled(k string) calling.Connect {
	p.Helper()
	p.key(k)
	if p.dial == nil {
		p.Fatalf("nobody was dialled: %+v", p.script)
	}
	return *p.dial
}

// rings has the supporter's phone ring.
func (p *seat) rings(d calling.Connect) {
	p.Helper()
	p.fact(d.Leg, calling.LegQueued, "", 0)
	p.fact(d.Leg, calling.LegRinging, "", 0)
}

// talk has the supporter answer, talk and hang up; the phone then asks what to do.
func (p *seat) talk(d calling.Connect, d2 time.Duration) {
	p.Helper()
	p.rings(d)
	p.fact(d.Leg, calling.LegAnswered, "", 0)
	p.clock.Advance(d2)
	p.over(d, calling.LegCompleted, int(d2/time.Second))
}

// over ends the supporter's leg.
func (p *seat) over(d calling.Connect, r calling.LegResult, seconds int) {
	p.Helper()
	p.ask("after", d.Then.N, calling.Input{Child: "CA-" + d.Leg, ChildResult: r, ChildSeconds: seconds})
	p.fact(d.Leg, calling.LegEnded, r, seconds)
}

// log writes the log of the person on the phone.
func (p *seat) log(o calling.Outcome) {
	p.Helper()
	v := p.view()
	if v.Phone.Person == nil {
		p.Fatal("nobody is on the phone")
	}
	p.write(v.Phone.Person.Attempt, calling.LogRequest{Reached: o.Reaches(), Outcome: o})
}

func (p *seat) write(attempt string, in calling.LogRequest) calling.LogView {
	p.Helper()
	v, err := p.svc.WriteLog(context.Background(), p.who, attempt, in)
	if err != nil {
		p.Fatal(err)
	}
	p.work()
	return v
}

// hangUp is the leader hanging up.
func (p *seat) hangUp() {
	p.Helper()
	p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 60)
	p.wait(3 * time.Second)
}

// says checks that the phone says a sentence that contains a text.
func (p *seat) says(text string) {
	p.Helper()
	said := fmt.Sprintf("%+v", p.script)
	if !contains(said, text) {
		p.Errorf("the phone says %s, want %q", said, text)
	}
}

// phone checks the state of the leader's phone and of the session.
func (p *seat) phone(state calling.PhoneState, status calling.SessionStatus) {
	p.Helper()
	if v := p.view(); v.Phone.State != state || v.Status != status {
		p.Errorf("phone %s, session %s; want %s, %s (notice %+v)", v.Phone.State, v.Status, state, status, v.Phone.Notice)
	}
}
