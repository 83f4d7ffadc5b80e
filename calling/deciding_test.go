package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// corrects corrects a contact by its id.
func (p *seat) corrects(log calling.LogView, in calling.LogRequest) calling.LogView {
	p.Helper()
	p.clock.Advance(time.Second)
	in.Version = &log.Version
	v, err := p.svc.CorrectLog(ctx, p.who, log.ID, in)
	if err != nil {
		p.Fatal(err)
	}
	return v
}

// Of several contacts with one person whichever completes them does so, in whatever order they are written down. Once none does, the
// newest says where they stand.
func TestWhicheverContactCompletesDecides(t *testing.T) {
	talked, none := says(calling.Talked), says(calling.NoAnswer)
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.hangUp()
		call := p.logOf(0)
		p.byHand(0, none)
		p.is(completed, available, available)
		call = p.corrects(call, none)
		p.is(attempted, available, available)
		p.consistent()
		p.ok(p.undo(call.Action))
		p.is(completed, available, available)

		first := p.byHand(1, talked)
		second := p.byHand(1, none)
		p.is(completed, completed, available)
		first = p.corrects(first, none)
		p.is(completed, attempted, available)
		first = p.corrects(first, talked)
		p.is(completed, completed, available)
		p.corrects(second, talked)
		p.corrects(first, none)
		p.is(completed, completed, available)
		p.consistent()
	})
}

// Somebody who was talked to waits on no queue, however late it is written down.
func TestALateLogCompletesWhomeverElseTheyWereTriedBy(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.hangUp()
		s.wait(calling.WrapUpLimit)
		p.is(attempted, available)
		call := p.row(0).Attempt
		p.byHand(0, says(calling.NoAnswer))
		p.is(attempted, available)
		p.clock.Advance(time.Second)
		p.write(call, says(calling.Talked))
		p.is(completed, available)
		p.consistent()

		hand := p.byHand(1, says(calling.NoAnswer))
		p.ok(p.svc.Prioritise(ctx, p.who, p.session, p.row(1).ID))
		p.start()
		p.over(p.dialled("1"), calling.LegNoAnswer, 0)
		p.log(calling.NoAnswer)
		p.hangUp()
		p.is(completed, attempted)
		p.corrects(hand, says(calling.Talked))
		p.is(completed, completed)
		p.consistent()
	})
}

// What is written down of an earlier contact with somebody who is on the phone counts once they have hung up.
func TestALateLogCompletesWhoIsOnThePhoneAgain(t *testing.T) {
	for name, meanwhile := range map[string]func(p *seat, hand calling.LogView, call calling.Connect){
		"logged": func(p *seat, hand calling.LogView, call calling.Connect) {
			p.corrects(hand, says(calling.Talked))
			p.is(calling.Calling)
			p.over(call, calling.LegNoAnswer, 0)
			p.log(calling.NoAnswer)
			p.is(completed)
		},
		"and taken back": func(p *seat, hand calling.LogView, call calling.Connect) {
			hand = p.corrects(hand, says(calling.Talked))
			p.over(call, calling.LegNoAnswer, 0)
			p.log(calling.NoAnswer)
			p.is(completed)
			p.ok(p.undo(hand.Action))
			p.is(attempted)
		},
		"hung up on": func(p *seat, hand calling.LogView, call calling.Connect) {
			p.corrects(hand, says(calling.Talked))
			p.hangUp()
			p.fact(call.Leg, calling.LegEnded, calling.LegCanceled, 0)
			p.is(completed)
		},
		"skipped": func(p *seat, hand calling.LogView, call calling.Connect) {
			p.ok(p.skip(0, thisCycle))
			p.corrects(hand, says(calling.Talked))
			p.over(call, calling.LegNoAnswer, 0)
			p.is(skipped) // behind that contact: it wins for the queue
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, 1, 1, func(s *shift) {
				p := s.seat(0)
				hand := p.byHand(0, says(calling.NoAnswer))
				p.ok(p.svc.Prioritise(ctx, p.who, p.session, p.row(0).ID))
				p.start()
				call := p.dialled("1")
				p.rings(call)
				meanwhile(p, hand, call)
				p.consistent()
			})
		})
	}
}
