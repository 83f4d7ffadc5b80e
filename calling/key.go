package calling

import (
	"time"

	"partyline/event"
)

// key is a key that belongs to a step, or silence.
func (c *onPhone) key(step Step, in Input, kind event.Kind) (Script, event.Kind, error) {
	run := &c.run
	if run.over() || c.session.Pausing && run.State != RunDialling && run.State != RunTalking || !c.session.Archived.IsZero() {
		return c.bye("paused", sayPaused)
	}
	if step.N != run.Step {
		return c.lateKey(step, in, kind)
	}
	silent := in.Key == ""
	if silent && step.Name == "key" {
		return c.silence(kind)
	}
	if !silent {
		run.Silent = zero
	}
	owed, err := c.owed()
	if err != nil {
		return nil, "", err
	}
	if owed != nil {
		script, k, err := c.settleOwed(owed, in)
		if err != nil || script != nil {
			if k == "" {
				k = kind
			}
			return script, k, err
		}
	}
	return c.goOn(in)
}

// lateKey is a key of a step that is behind the run: the request that claimed the step gets its
// dial again, everybody else a new question.
func (c *onPhone) lateKey(step Step, in Input, kind event.Kind) (Script, event.Kind, error) {
	a, ok, err := c.AttemptAt(c.run.ID, step.N)
	if err != nil {
		return nil, "", err
	}
	if ok && in.Request != "" && a.ClaimedBy == in.Request {
		if script, err := c.sameDial(a); err != nil || script != nil {
			return script, kind, err
		}
	}
	if ok && a.ClaimedBy == byPage && a.Dialled.IsZero() && a.Closed.IsZero() {
		return standBy(c.leg, c.run.Step), kind, nil
	}
	return ask(c.leg, c.run.Step, KeyWait, sayGoOn), kind, nil
}

// silence counts greetings, and ends a run in which nobody is at the phone.
func (c *onPhone) silence(kind event.Kind) (Script, event.Kind, error) {
	run := &c.run
	if run.State == RunGreeting {
		run.Greeted++
		run.Step++ // so that the same silence, told twice, counts once
		if run.Greeted >= GreetTimes {
			return c.bye("no_key", sayNoKey)
		}
		if err := c.SaveRun(*run); err != nil {
			return nil, "", err
		}
		script, err := c.greeting()
		return script, kind, err
	}
	if run.Silent.IsZero() {
		run.Silent = c.now.Add(-KeyWait)
	}
	if !c.now.Before(run.Silent.Add(SilenceLimit)) {
		return c.bye("silent", saySilent)
	}
	if err := c.SaveRun(*run); err != nil {
		return nil, "", err
	}
	owed, err := c.owed()
	if err != nil {
		return nil, "", err
	}
	if owed == nil {
		return afterCall(c.leg, run.Step, EndLogged, ""), kind, nil
	}
	if owed.how == GoesOn {
		if err := c.askOf(owed); err != nil {
			return nil, "", err
		}
	}
	return afterCall(c.leg, run.Step, owed.how, prefill(owed.call.Leg)), kind, nil
}

// settleOwed looks after a call that has not ended in the sense of the queue. nil: go on.
func (c *onPhone) settleOwed(o *owedCall, in Input) (Script, event.Kind, error) {
	run := &c.run
	switch o.how {
	case GoesOn:
		if err := c.askOf(o); err != nil {
			return nil, "", err
		}
		if err := c.SaveRun(*run); err != nil {
			return nil, "", err
		}
		return moment(c.leg, run.Step, 3*second, sayMoment), "", nil
	case KnownResult:
		return nil, "", c.close(o, EndSaved)
	case LogOwed:
		if run.State == RunGreeting { // a key is a key: nobody is greeted any more
			run.State, run.Since = RunWrapUp, c.now
			if err := c.SaveRun(*run); err != nil {
				return nil, "", err
			}
		}
		if in.Key == "*" {
			return c.putOff(o)
		}
		if d, ok := keypad[in.Key]; ok {
			return c.logByKey(o, d)
		}
		if err := c.SaveRun(*run); err != nil {
			return nil, "", err
		}
		return ask(c.leg, run.Step, KeyWait, sayKeypad), PhoneChanged, nil
	}
	return nil, "", nil
}

// askOf has the carrier asked about a call's line. The leader's leg asks for a key of a later step,
// so no dial is going on: that line is over or was never placed. The carrier is asked before anything moves.
// The dial of a page that nobody has asked for yet is different: its redirect is under way.
func (c *onPhone) askOf(o *owedCall) error {
	if o.call.Leg.State == LegClaimed {
		return nil
	}
	return c.Do(Job{Kind: JobCheckLeg, Subject: o.call.Leg.ID, Data: askSure, Due: c.now})
}

// goOn dials the next person, waits for one, or says that there is nobody left.
func (c *onPhone) goOn(in Input) (Script, event.Kind, error) {
	run := &c.run
	why, say, err := c.stops()
	switch {
	case err != nil:
		return nil, "", err
	case why != "":
		return c.bye(why, say)
	}
	request := in.Request
	if request == "" {
		request = c.svc.NewID() // no token: nobody can ask for this dial again
	}
	got, err := c.reserve(*run, request)
	switch {
	case err != nil:
		return nil, "", err
	case got.attempt != nil:
		return connect(c.leg, got.leg, got.person.Name, callerID(c.org, c.list, c.leg.Number), got.attempt.Step), EntryCalled, nil
	case got.coming: // it goes on by itself: nobody is sent away
		run.Waiting = zero
		return c.waits(PreparingWait, c.session.Preparing.far()+" Please stay on the line.")
	case !got.busy:
		return c.bye("finished", sayEmpty)
	}
	if run.Waiting.IsZero() {
		run.Waiting, say = c.now, sayWait
	}
	if !c.now.Before(run.Waiting.Add(BusyLimit)) {
		return c.bye("waited", sayWaited)
	}
	return c.waits(BusyWait, say)
}

// waits has the phone stay on the line and ask again by itself.
func (c *onPhone) waits(wait time.Duration, say string) (Script, event.Kind, error) {
	if c.run.State == RunGreeting {
		c.run.State, c.run.Since = RunWrapUp, c.now
	}
	return moment(c.leg, c.run.Step, wait, say), PhoneChanged, c.SaveRun(c.run)
}

// bye ends the run with a last sentence.
func (c *onPhone) bye(why, say string) (Script, event.Kind, error) {
	return goodbye(say), PhoneChanged, c.finish(c.run, why)
}
