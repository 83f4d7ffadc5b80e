package calling_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"partyline/calling"
)

// lines does what the carrier was asked to do; false when that was nothing.
func (d *drive) lines() bool {
	d.s.line.mu.Lock()
	hung := d.s.line.hungUp[d.hung:]
	d.hung += len(hung)
	d.s.line.mu.Unlock()
	some := false
	for _, l := range d.o.leaders {
		p := d.phones[l]
		if l.phase == "bye" {
			d.pass(4*time.Second, true) // the last sentence
			d.o.leaderDown(l)
			d.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 60)
			some = true
		}
		c := l.call
		if l.phase == "call" && c.dialled {
			asked := slices.Contains(hung, "CA-"+p.dial.Leg)
			if asked != c.cut {
				d.Fatalf("%s's call to %s: hung up %v, want %v", l.name, c.e.p.name, asked, c.cut)
			}
			if asked {
				c.cut = false
				d.over(l, calling.LegCanceled, true)
				some = true
			}
		}
	}
	return some
}

func (d *drive) fact(leg string, state calling.LegState, result calling.LegResult, seconds int) {
	err := d.s.svc.Fact(ctx, calling.Fact{Leg: leg, Carrier: "CA-" + leg, State: state, Result: result, Seconds: seconds, Seq: -1, Source: "status"})
	if err != nil {
		d.Fatal(err)
	}
}

func (d *drive) ask(l *plainLeader, name string, n int, in calling.Input) {
	p := d.phones[l]
	p.refs++
	in.Request = fmt.Sprint("request-", l.name, p.refs)
	script, err := d.s.svc.Ask(ctx, calling.Step{Name: name, Ref: p.leg.Ref, N: n}, in)
	if err != nil {
		d.Fatal(err)
	}
	p.follow(script)
	if _, bye := script[len(script)-1].(calling.Hangup); bye != (l.phase == "bye") {
		d.Fatalf("%s's phone, %q, is told %+v", l.name, l.phase, script)
	}
}

// over ends the supporter's leg: as the carrier's result says, or of the talk.
func (d *drive) over(l *plainLeader, r calling.LegResult, factFirst bool) {
	c, p, seconds := l.call, d.phones[l], 0
	if !c.answered.IsZero() {
		r, seconds = calling.LegCompleted, int(d.o.now.Sub(c.answered)/time.Second)
	}
	dial := *p.dial
	d.o.over(l, r)
	if factFirst {
		d.fact(dial.Leg, calling.LegEnded, r, seconds)
	}
	d.ask(l, "after", dial.Then.N, calling.Input{Child: "CA-" + dial.Leg, ChildResult: r, ChildSeconds: seconds})
	if !factFirst {
		d.fact(dial.Leg, calling.LegEnded, r, seconds)
	}
}

// rung has the phone of somebody who was just dialled ring, or the leader hang up before.
func (d *drive) rung(l *plainLeader) string {
	c, p := l.call, d.phones[l]
	if p.dial == nil {
		d.Fatalf("nobody is dialled, want %s: %+v", c.e.p.name, p.script)
	}
	if p.dial.Number != c.number {
		d.Fatalf("%s is dialled, want %s at %s", p.dial.Number, c.e.p.name, c.number)
	}
	if err := d.s.db.Find(ctx, &[]string{}, `SELECT 1`); err != nil {
		d.Fatal(err)
	}
	var ids []string
	if err := d.s.db.Find(ctx, &ids, `SELECT id FROM attempts WHERE leg_id = $1`, p.dial.Leg); err != nil || len(ids) != 1 {
		d.Fatal(ids, err)
	}
	c.id = ids[0]
	if rapid.IntRange(0, 9).Draw(d.T, "lost") == 0 {
		d.hangUp(l, true)
		return c.e.p.name + ", lost"
	}
	d.o.dialled(c)
	d.fact(p.dial.Leg, calling.LegQueued, "", 0)
	d.fact(p.dial.Leg, calling.LegRinging, "", 0)
	return c.e.p.name
}

// hangUp is the leader hanging up; the order in which the carrier tells of the two legs is any.
func (d *drive) hangUp(l *plainLeader, childFirst bool) {
	p, c := d.phones[l], l.call
	if l.phase != "call" {
		result := calling.LegCompleted
		if l.phase == "ringing" {
			result = calling.LegNoAnswer
		}
		d.pass(3*time.Second, true)
		d.o.hangsUp(l)
		d.fact(p.leg.ID, calling.LegEnded, result, 60)
		return
	}
	answered, dialled := !c.answered.IsZero(), c.dialled
	d.o.hangsUp(l)
	child := func() {
		switch {
		case !dialled: // looked for, and found not to be
		case answered:
			d.fact(p.dial.Leg, calling.LegEnded, calling.LegCompleted, int(d.o.now.Sub(c.answered)/time.Second))
		default:
			d.fact(p.dial.Leg, calling.LegEnded, calling.LegCanceled, 0)
		}
	}
	if childFirst {
		child()
	}
	d.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 60)
	if !childFirst {
		child()
	}
	if !dialled {
		d.s.clock.Advance(3 * time.Second) // the carrier is asked
		d.work()
		d.o.now = d.s.clock.Now()
		c.closed = d.o.now
	}
}
