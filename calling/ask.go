package calling

import (
	"context"
	"time"

	"partyline/event"
	"partyline/fault"
)

// Ask is the phone asking what to do at a step. Every question may come twice, late, or never; the
// answer is decided in one transaction on the locked session, and always is a script.
func (s *Service) Ask(ctx context.Context, step Step, in Input) (Script, error) {
	if c, may := claimOf(step, in); may {
		if script := s.together(ctx, c); script != nil {
			return script, nil
		}
	}
	var leg Leg
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		var err error
		if leg, err = r.LegByRef(step.Ref); err != nil || leg.Kind != LeaderLeg {
			return err
		}
		run, err := r.Run(leg.Run)
		session = run.Session
		return err
	})
	switch {
	case err != nil && fault.As(err).Kind == fault.NotFound:
		return Script{Hangup{}}, nil // not a leg of ours, or not any more
	case err != nil:
		return nil, err
	case leg.Kind == VerificationLeg:
		return s.verify(ctx, leg, in)
	case leg.Kind != LeaderLeg:
		return Script{Hangup{}}, nil
	}
	if err := s.due(ctx, session); err != nil {
		return nil, err
	}
	var script Script
	err = s.in(ctx, session, func(w *work) (event.Kind, error) {
		c, err := w.callOn(leg.ID)
		if err != nil {
			return "", err
		}
		if c.run.Session != w.session.ID { // moved to another session since it was read
			script = moment(c.leg, step.N, time.Second, "")
			return "", nil
		}
		var kind event.Kind
		script, kind, err = c.answer(step, in)
		return kind, err
	})
	return script, err
}

// verify is the script of a verification call.
func (s *Service) verify(ctx context.Context, leg Leg, in Input) (Script, error) {
	err := s.Fact(ctx, Fact{Leg: leg.ID, Carrier: in.Carrier, State: LegAnswered, Seq: -1, Source: "document"})
	if err != nil || s.VerifyScript == nil {
		return Script{Hangup{}}, err
	}
	return s.VerifyScript(ctx, leg)
}

// onPhone is a work on a session whose leader's leg has asked.
type onPhone struct {
	*work
	run Run
	leg Leg
}

func (w *work) callOn(legID string) (*onPhone, error) {
	leg, err := w.Leg(legID)
	if err != nil {
		return nil, err
	}
	run, err := w.Run(leg.Run)
	return &onPhone{work: w, run: run, leg: leg}, err
}

// answer decides what the leader's leg does next.
func (c *onPhone) answer(step Step, in Input) (Script, event.Kind, error) {
	kind, err := c.heard(in)
	if err != nil {
		return nil, "", err
	}
	if c.leg.State == LegEnded || !c.run.Ended.IsZero() {
		if step.Name == "after" {
			if err := c.childOver(step, in); err != nil {
				return nil, "", err
			}
			return Script{Hangup{}}, CallEnded, nil
		}
		return Script{Hangup{}}, kind, nil
	}
	switch step.Name {
	case "greet":
		return c.greet(kind)
	case "dial":
		return c.dial(step, kind)
	case "after":
		return c.after(step, in)
	case "key", "wait":
		return c.key(step, in, kind)
	}
	return ask(c.leg, c.run.Step, KeyWait, sayGoOn), kind, nil
}

// heard notes that the leg asked: it is up, and this is its carrier's id.
func (c *onPhone) heard(in Input) (event.Kind, error) {
	if _, err := c.InsertFact(Fact{Leg: c.leg.ID, Carrier: in.Carrier, State: LegAnswered, Seq: -1, Source: "document", At: c.now}); err != nil {
		return "", err
	}
	before := c.leg
	c.leg = c.leg.apply(Fact{Carrier: in.Carrier, State: LegAnswered}, c.now)
	if err := c.SaveLeg(c.leg); err != nil {
		return "", err
	}
	if before.up() || !c.leg.up() {
		return "", nil
	}
	return PhoneChanged, c.leaderUp(&c.run)
}

// leaderUp is a run whose leader has answered.
func (w *work) leaderUp(run *Run) error {
	switch run.State {
	case RunPlacing, RunUnknown, RunRinging:
		run.State, run.Since = RunGreeting, w.now
		w.session.Notice = Notice{}
		w.active()
		return w.SaveRun(*run)
	}
	return nil
}

func (c *onPhone) greet(kind event.Kind) (Script, event.Kind, error) {
	if c.run.over() {
		return goodbye(sayPaused), kind, nil
	}
	if c.run.State != RunGreeting { // an old question: the shift has begun
		return ask(c.leg, c.run.Step, KeyWait, sayGoOn), kind, nil
	}
	script, err := c.greeting()
	return script, kind, err
}

func (c *onPhone) greeting() (Script, error) {
	owed, err := c.owed()
	if err != nil {
		return nil, err
	}
	name := ""
	if owed != nil && owed.how == LogOwed {
		name = owed.person.Name
	}
	return greeting(c.leg, c.run, c.session.Counts.Available, name), nil
}

// dial answers the page's own redirect with the dial that the page claimed.
func (c *onPhone) dial(step Step, kind event.Kind) (Script, event.Kind, error) {
	a, ok, err := c.AttemptAt(c.run.ID, step.N)
	if err != nil {
		return nil, "", err
	}
	if !ok || a.ClaimedBy != byPage {
		return ask(c.leg, c.run.Step, KeyWait, sayGoOn), kind, nil
	}
	child, err := c.Leg(a.Leg)
	if err != nil {
		return nil, "", err
	}
	if child.State == LegClaimed {
		if script, k, err := c.withheld(a); err != nil || script != nil {
			return script, k, err
		}
	}
	if script, err := c.sameDial(a); err != nil || script != nil {
		return script, kind, err
	}
	return ask(c.leg, c.run.Step, KeyWait, sayGoOn), kind, nil
}

// withheld ends a claimed dial that must not be placed any more: the carrier may have asked for it long after the press, and whoever has
// opted out, or whose leader has paused or leads no more, is not rung. nil: it may be.
func (c *onPhone) withheld(a Attempt) (Script, event.Kind, error) {
	why, say, err := c.stops()
	if err != nil {
		return nil, "", err
	}
	if why == "" {
		if err := c.HoldPerson(a.Supporter); err != nil { // or they could opt out between the look and the dial
			return nil, "", err
		}
		e, p, err := c.entry(a.Entry)
		if err != nil || c.rules.comeBack(hungUp(e), p).Status == Available {
			return nil, "", err
		}
	}
	if err := c.heardOf(neverPlaced(a.Leg)); err != nil {
		return nil, "", err
	}
	if c.run, err = c.Run(c.run.ID); err != nil {
		return nil, "", err
	}
	if why != "" {
		return c.bye(why, say)
	}
	return ask(c.leg, c.run.Step, KeyWait, sayGoOn), CallEnded, nil
}

// neverPlaced is the end of a line that the carrier was never asked for.
func neverPlaced(leg string) Fact {
	return Fact{Leg: leg, State: LegEnded, Result: LegNeverPlaced, Seq: -1, Source: "hangup"}
}

// stops says why nobody is dialled for this phone any more; "" while somebody may be.
func (c *onPhone) stops() (why, say string, err error) {
	role, err := c.Leads(c.session.Leader, c.session.Group)
	switch {
	case err != nil:
		return "", "", err
	case role == "": // disabled, or leads this group no more: the page is shut already, and so is the phone
		return "not_leading", sayNotLeading, nil
	case c.run.over() || c.session.Pausing || !c.session.Archived.IsZero():
		return "paused", sayPaused, nil
	case c.list.Deleted:
		return "list_deleted", sayListGone, nil
	case callerID(c.org, c.list, c.leg.Number) == "":
		return "phone_config", sayNoNumbers, nil
	}
	return "", "", nil
}

// byPage is who claims a step when the leader presses Next person.
const byPage = "page"

// sameDial is the dial of an attempt, as long as there was no sign of its leg; nil afterwards: a
// second dial would ring the same person twice.
func (c *onPhone) sameDial(a Attempt) (Script, error) {
	child, err := c.Leg(a.Leg)
	if err != nil || !child.unplaced() {
		return nil, err
	}
	if child.State == LegClaimed {
		child.State, child.Placed = LegPlacing, c.now
		if err := c.SaveLeg(child); err != nil {
			return nil, err
		}
	}
	p, err := c.person(a.Supporter)
	if err != nil {
		return nil, err
	}
	return connect(c.leg, child, p.Name, callerID(c.org, c.list, c.leg.Number), a.Step), nil
}

// after is a dial that is over.
func (c *onPhone) after(step Step, in Input) (Script, event.Kind, error) {
	if err := c.childOver(step, in); err != nil {
		return nil, "", err
	}
	var err error
	if c.run, err = c.Run(c.run.ID); err != nil {
		return nil, "", err
	}
	if c.run.over() || c.session.Pausing || !c.session.Archived.IsZero() {
		why, say, err := c.stops()
		if err != nil {
			return nil, "", err
		}
		return goodbye(say), CallEnded, c.finish(c.run, why)
	}
	owed, err := c.owed()
	if err != nil {
		return nil, "", err
	}
	if owed == nil {
		return afterCall(c.leg, c.run.Step, EndLogged, ""), CallEnded, nil
	}
	return afterCall(c.leg, c.run.Step, owed.how, prefill(owed.call.Leg)), CallEnded, nil
}

// childOver applies what the end of a dial says about the supporter's leg.
func (c *onPhone) childOver(step Step, in Input) error {
	a, ok, err := c.AttemptAt(c.run.ID, step.N)
	if err != nil || !ok || in.ChildResult == "" {
		return err
	}
	return c.heardOf(Fact{Leg: a.Leg, Carrier: in.Child, State: LegEnded, Result: in.ChildResult, Seconds: in.ChildSeconds, Seq: -1, Source: "action"})
}
