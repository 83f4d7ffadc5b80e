package calling_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"partyline/calling"
	"partyline/fault"
)

// player is one leader with a phone and a page, who never waits for the other.
type player struct {
	*seat
	x    *exchange
	rand *rand.Rand
	err  func(format string, args ...any)

	asked   int
	result  calling.LegResult // of the call that is going on, as the carrier will tell it
	seconds int
}

// play works the queue until there is nobody left.
func (p *player) play(stop context.Context) {
	for stop.Err() == nil {
		_, err := p.svc.Start(stop, p.who, p.session, false)
		if fault.Is(err, "nobody_callable") {
			return
		}
		if err != nil && !p.mayBe(err, "live_elsewhere", "phone_down") {
			return
		}
		var leg calling.Leg
		select {
		case leg = <-p.x.placed[p.who.User]:
		case <-time.After(2 * time.Second):
			continue
		case <-stop.Done():
			return
		}
		p.leg = leg
		p.stay(stop)
		p.x.end(leg.Number, leg.ID)
		p.tell(leg.ID, calling.LegEnded, calling.LegCompleted, 60)
		p.owes()
	}
}

// mayBe says that a refusal is one of those that a race explains.
func (p *player) mayBe(err error, codes ...string) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	for _, c := range append(codes, "busy", "database_busy", "database_away") {
		if fault.Is(err, c) {
			return true
		}
	}
	if fault.As(err).Kind == fault.Busy {
		return true
	}
	p.err("leader %s: %v", p.who.User, err)
	return false
}

// several sends the same request up to five times at once and returns the answers.
func (p *player) several(step calling.Step, in calling.Input) (scripts []calling.Script) {
	p.asked++
	in.Request = fmt.Sprint(p.who.User, p.asked)
	in.Carrier = "CA-" + p.leg.ID
	answers := make(chan calling.Script, 5)
	var all sync.WaitGroup
	for range 1 + p.rand.IntN(5) {
		all.Go(func() {
			s, err := p.svc.Ask(ctx, step, in)
			if p.mayBe(err) && err == nil {
				answers <- s
			}
		})
	}
	all.Wait()
	close(answers)
	for s := range answers {
		scripts = append(scripts, s)
	}
	return scripts
}

// tell says a fact up to five times at once.
func (p *player) tell(leg string, state calling.LegState, result calling.LegResult, seconds int) {
	var all sync.WaitGroup
	for range 1 + p.rand.IntN(5) {
		all.Go(func() {
			err := p.svc.Fact(ctx, calling.Fact{Leg: leg, Carrier: "CA-" + leg, State: state, Result: result, Seconds: seconds, Seq: -1, Source: "status"})
			p.mayBe(err)
		})
	}
	all.Wait()
}

// stay is one stay of the leader on the phone.
func (p *player) stay(stop context.Context) {
	p.tell(p.leg.ID, calling.LegAnswered, "", 0)
	scripts := p.several(calling.Step{Name: "greet", Ref: p.leg.Ref, N: 1}, calling.Input{})
	p.x.mu.Lock()
	steers := p.x.steers["CA-"+p.leg.ID]
	p.x.mu.Unlock()
	for stop.Err() == nil {
		// What the phone does is one of the answers: the carrier executes a single one.
		var script calling.Script
		if len(scripts) > 0 {
			script = scripts[p.rand.IntN(len(scripts))]
		}
		var ask *calling.AskKey
		var dial *calling.Connect
		over := script == nil
		for _, v := range script {
			switch v := v.(type) {
			case calling.AskKey:
				ask = &v
			case calling.Connect:
				dial = &v
			case calling.Hangup:
				over = true
			}
		}
		switch {
		case dial != nil:
			if p.call(dial) {
				return
			}
			scripts = p.several(dial.Then, calling.Input{Child: "CA-" + dial.Leg, ChildResult: p.result, ChildSeconds: p.seconds})
			p.owes()
			continue
		case over:
			return
		}
		if p.rand.IntN(40) == 0 {
			return // hangs up
		}
		if p.rand.IntN(3) == 0 { // the page, at the same moment as the key
			go func() {
				_, err := p.svc.Next(ctx, p.who, p.session)
				p.mayBe(err, "calling", "log_missing", "reserved", "nobody_callable", "phone_down", "not_available")
			}()
		}
		select {
		case to := <-steers:
			scripts = p.several(to, calling.Input{})
		default:
			in := calling.Input{Key: "1"}
			if ask.Then.Name == "wait" {
				p.x.rest()
				p.clock.Advance(5 * time.Second)
				in = calling.Input{Silent: true}
			} else if p.rand.IntN(8) == 0 {
				in.Key = "*"
			}
			scripts = p.several(ask.Then, in)
		}
	}
}

// call is what the carrier does with a dial; true when the leader hung up meanwhile.
func (p *player) call(d *calling.Connect) (gone bool) {
	if !p.x.begin(d.Number, d.Leg) {
		p.err("leg %s was dialled twice", d.Leg)
	}
	p.result, p.seconds = []calling.LegResult{calling.LegCompleted, calling.LegNoAnswer, calling.LegBusy, calling.LegFailed}[p.rand.IntN(4)], 0
	if p.rand.IntN(4) > 0 {
		p.tell(d.Leg, calling.LegRinging, "", 0)
	}
	if gone = p.rand.IntN(20) == 0; gone {
		p.result = calling.LegCanceled
	}
	if p.result == calling.LegCompleted {
		p.seconds = 1 + p.rand.IntN(90)
		if p.rand.IntN(4) > 0 {
			p.tell(d.Leg, calling.LegAnswered, "", 0)
		}
	}
	p.x.end(d.Number, d.Leg)
	if p.rand.IntN(4) > 0 || gone {
		p.tell(d.Leg, calling.LegEnded, p.result, p.seconds)
	}
	return gone
}

// owes writes what is owed on the page, twice at once.
func (p *player) owes() {
	v, err := p.svc.Session(ctx, p.session)
	if !p.mayBe(err) || err != nil {
		return
	}
	for _, o := range v.Owed {
		in := calling.LogRequest{Outcome: []calling.Outcome{calling.Talked, calling.Refused, calling.CallBack, calling.Voicemail, calling.WrongNumber}[p.rand.IntN(5)]}
		in.Reached = in.Outcome.Reaches()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				_, err := p.svc.WriteLog(ctx, p.who, o.Attempt, in)
				p.mayBe(err, "conflict")
			})
		}
		both.Wait()
	}
}
