package dialer

import (
	"context"
	"errors"
	"time"

	"partyline/calling"
	"partyline/fault"
	"partyline/line"
)

// The steps of callers' and contacts' phones.
const (
	stepGreet  = "greet"  // a caller's phone that we rang is answered, by them or by a mailbox
	stepHere   = "here"   // they pressed a key, or nobody did
	stepIn     = "in"     // they rang us
	stepCode   = "code"   // somebody dialled in whom their number does not tell
	stepNext   = "next"   // a caller's phone goes into its next room
	stepAnswer = "answer" // a contact has answered: to whom?
	stepAlone  = "alone"  // alone in a room
	stepEnter  = "enter"  // a caller is alone in the first room of their line: they are welcomed
	stepAfter  = "after"  // the stay in a room is over
	stepNine   = "nine"   // 9: do not call again
)

const holdSeconds = 20 // of silence between two questions of a caller who waits

// neverMet is how long after it was given to a caller a contact may still be one whom nobody has talked to: that they are in one
// room is told by a report that may be lost.
const neverMet = 10 * time.Second

// Ask is a phone asking what to do at a step. Every question may come twice, late, or never; the answer is decided in one
// transaction, and always is a script. waits says that it is for somebody who is alone in a room: only told things. The question
// of whoever has just answered is kept open until there is a verdict, or a second is over.
func (s *Service) Ask(ctx context.Context, step line.Step, in line.Input) (script line.Script, waits bool, err error) {
	script, waits, err = s.decide(ctx, step, in)
	if err != nil || step.Name != stepAnswer || !s.awaitVerdict(ctx, step.Ref) {
		return script, waits, err
	}
	return s.decide(ctx, step, in)
}

func (s *Service) decide(ctx context.Context, step line.Step, in line.Input) (script line.Script, waits bool, err error) {
	err = s.write(ctx, func(w *work) error {
		script, waits = line.Script{line.Hangup{}}, false
		leg, err := w.legOf(step.Ref)
		if ours(err) == nil && err != nil {
			return nil
		}
		if err != nil {
			return err
		}
		fact := line.Fact{Carrier: in.Carrier, State: line.Answered, Seq: -1, Source: "document"}
		if in.State == line.Ended { // it hung up, and that is told in passing
			fact.State, fact.Result = line.Ended, line.Completed
			return w.heard(leg, fact)
		}
		if err := w.heard(leg, fact); err != nil {
			return err
		}
		if leg, err = w.LockLeg(leg.ID); err != nil || leg.State == calling.LegEnded {
			return err
		}
		waits = step.Name == stepAlone || step.Name == stepEnter
		switch {
		case step.Name == stepCode:
			waits = false
			script, err = w.code(leg, step.N, in)
		case leg.Kind == calling.ContactLeg:
			script, err = w.contactAsks(leg, step, in)
		default:
			script, err = w.callerAsks(leg, step, in)
		}
		return err
	})
	return script, waits, err
}

// contactAsks decides what a contact's phone does next.
func (w *work) contactAsks(leg calling.Leg, step line.Step, in line.Input) (line.Script, error) {
	a, err := w.LockAttempt(leg.Attempt)
	if err != nil {
		return nil, err
	}
	switch step.Name {
	case stepAnswer:
		return w.answered(a, leg, step.N)
	case stepAlone:
		return w.alone(a, leg, step.N)
	case stepAfter:
		if a.State == Bridged && a.Turn == step.N && a.Joined.IsZero() && !w.isThere(a) && w.now.Sub(a.Bridged) < neverMet { // the caller left before they met
			return w.answered(a, leg, step.N)
		}
	case stepNine:
		if in.Key == "9" {
			return w.never(a.Organisation, a.Phone)
		}
	}
	return line.Script{line.Hangup{}}, nil
}

// there is the caller whom a contact was given to, if they are there for them yet.
func (w *work) there(a Attempt) (Caller, bool) {
	k, found, err := w.Caller(a.Caller)
	return k, err == nil && found && k.Up && k.Turn == a.Turn && k.Attempt == a.ID
}

func (w *work) isThere(a Attempt) bool {
	_, there := w.there(a)
	return there
}

// answered gives a contact who answered to whoever waits longest: after the machine's verdict, or a second without one; within
// two seconds in all. Asked twice it gives the same answer.
func (w *work) answered(a Attempt, leg calling.Leg, n int) (line.Script, error) {
	was := a
	switch a.State {
	case Bridged:
		if k, there := w.there(a); there {
			return meet(a, leg, k), nil
		}
		if err := errors.Join(w.leftBehind(a), w.unsaid(&a)); err != nil {
			return nil, err
		}
	case Answered:
	case Dropped:
		return w.message(a, leg)
	default:
		return line.Script{line.Hangup{}}, nil
	}
	out, err := w.OptedOut(a.Organisation, []string{a.Phone})
	if err != nil {
		return nil, err
	}
	if len(out) > 0 { // while it rang
		a, _ = a.After(Heard, w.now)
		a.Outcome = Withheld
		return line.Script{line.Hangup{}}, w.settle(was, a)
	}
	again := line.Script{line.Pause{Seconds: 1}, line.Ask{Then: line.Step{Name: stepAnswer, Ref: leg.Ref, N: n + 1}}}
	since := w.now.Sub(a.Answered)
	if a.awaitsVerdict(w.now) {
		return again, nil
	}
	k, found, err := w.FreeCaller(a.Campaign)
	switch {
	case err != nil:
		return nil, err
	case found:
		return w.bridge(was, a, k, leg)
	case since < AnswerWait-time.Second/2 && a.State == Answered:
		return again, nil
	}
	a, _ = a.After(NobodyFree, w.now)
	if err := w.settle(was, a); err != nil {
		return nil, err
	}
	return w.message(a, leg)
}

// bridge gives a contact to a caller.
func (w *work) bridge(was, a Attempt, k Caller, leg calling.Leg) (line.Script, error) {
	a, _ = a.After(Bridge, w.now)
	k.Turn = k.Room
	a.Caller, a.Turn, a.Bridged, a.Joined = k.ID, k.Turn, w.now, time.Time{}
	k, _ = k.After(Given, w.now)
	k.Attempt, k.Notice = a.ID, ""
	k.Talks++
	return meet(a, leg, k), errors.Join(w.settle(was, a), w.saveCaller(k))
}

// leftBehind frees the caller of a contact who is given to somebody else: they had gone.
func (w *work) leftBehind(a Attempt) error {
	k, found, err := w.LockCaller(a.Caller)
	if err != nil || !found || k.Attempt != a.ID {
		return err
	}
	after, moved := k.After(Saved, w.now)
	if !moved {
		return nil
	}
	return errors.Join(w.saveCaller(after), w.onTheirWay(after))
}

// unsaid has what the caller before answered say nothing of the contact: they talk to somebody else now, or to nobody. A number that was
// put on the Do Not Call list stays there.
func (w *work) unsaid(a *Attempt) error {
	a.Question, a.Outcome, a.CallBack = "", "", time.Time{}
	return w.CountNoAnswers(a.ID)
}

func meet(a Attempt, leg calling.Leg, k Caller) line.Script {
	return line.Script{line.Meet{
		Room: line.Room(a.Caller, a.Turn), As: line.ContactSeat, Report: leg.Ref, Limit: int(TalkLimit / time.Second), Quiet: k.NoBeep,
		Alone: line.Step{Name: stepAlone, Ref: leg.Ref, N: a.Turn}, Then: line.Step{Name: stepAfter, Ref: leg.Ref, N: a.Turn},
	}}
}

// alone is a contact in a room without a caller: the caller is on their way, or has gone, and then another is looked for.
func (w *work) alone(a Attempt, leg calling.Leg, turn int) (line.Script, error) {
	again := line.Script{line.Pause{Seconds: 1}, line.Ask{Then: line.Step{Name: stepAlone, Ref: leg.Ref, N: turn}}}
	if a.State != Bridged || a.Turn != turn {
		return again, nil
	}
	if w.apart(a) {
		return again, w.Do(JobBridge, a.ID, w.now)
	}
	return again, nil
}

// steer has a caller's phone ask for its next room, unless it has done so by itself.
func (s *Service) steer(ctx context.Context, id, step string) error {
	var leg calling.Leg
	stuck := false
	err := s.Store.Read(ctx, func(r Reader) error {
		k, found, err := r.CallerOfLeg(id)
		if err != nil || !found {
			return err
		}
		stuck = k.Up && k.Room <= k.Turn && k.State != Talking
		leg, err = r.Leg(id)
		return err
	})
	if err != nil || !stuck || leg.Carrier == "" {
		return err
	}
	err = s.Phone.Join(ctx, leg.Carrier, line.Step{Name: step, Ref: leg.Ref})
	if err != nil && fault.As(err).Code == "leg_gone" { // and nobody has told us
		return s.write(ctx, func(w *work) error { return w.Do(JobCheck, id, w.now) })
	}
	return err
}

// message is what somebody hears for whom nobody was free: who called, where to ring back, and how to stop it.
func (w *work) message(a Attempt, leg calling.Leg) (line.Script, error) {
	name, err := w.OrganisationName(a.Organisation)
	if err != nil {
		return nil, err
	}
	c, err := w.Campaign(a.CampaignID)
	if err != nil {
		return nil, err
	}
	from := ""
	if len(c.CallerIDs) > 0 {
		from = c.CallerIDs[int(a.Contact)%len(c.CallerIDs)]
	}
	return line.Script{
		line.AskKey{Prompt: recorded(name, from), Seconds: 4, Then: line.Step{Name: stepNine, Ref: leg.Ref}},
		line.Hangup{},
	}, nil
}

// keyTries is how often a caller whom we rang is asked for a key. A mailbox presses none, and nobody is ever connected to it.
const keyTries = 3

func askHere(leg calling.Leg, n int, prompt ...string) line.Script {
	return line.Script{line.AskKey{Prompt: append(prompt, sayKey), Seconds: 8, Then: line.Step{Name: stepHere, Ref: leg.Ref, N: n + 1}}}
}

// callerAsks decides what a caller's phone does next.
func (w *work) callerAsks(leg calling.Leg, step line.Step, in line.Input) (line.Script, error) {
	k, found, err := w.CallerOfLeg(leg.ID)
	if err != nil || !found {
		return line.Script{line.Hangup{}}, err
	}
	if k, found, err = w.LockCaller(k.ID); err != nil || !found || k.Leg != leg.ID {
		return line.Script{line.Hangup{}}, err
	}
	alone := stepAlone
	switch step.Name {
	case stepGreet, stepHere, stepIn:
		if step.Name == stepHere && in.Key != "" {
			if _, err := w.InsertFact(line.Fact{Leg: leg.ID, Source: ringFact, State: ringTaken}); err != nil {
				return nil, err
			}
		}
		again := k.RingsAgain()
		switch {
		case k.State != Joining && !again:
		case step.Name == stepGreet:
			return askHere(leg, 0, sayHello), nil
		case step.Name == stepHere && in.Key == "" && step.N < keyTries:
			return askHere(leg, step.N), nil
		case step.Name == stepHere && in.Key == "":
			return line.Script{line.Say{Text: sayGoodbye}, line.Hangup{}}, nil
		case again: // into a room of their own, until their answers are saved
			k.Up = true
			k.Version++
		default:
			k.Up, k.Notice = true, ""
			k, _ = k.After(AudioUp, w.now)
			alone = stepEnter // not before the room: whoever picks up meanwhile would be alone in it
		}
	case stepAlone, stepEnter:
		if k.Room == step.N && k.State != Out && k.State != Finished {
			if step.Name == stepEnter {
				return line.Script{line.Say{Text: welcome(k)}, line.Ask{Then: line.Step{Name: stepAlone, Ref: leg.Ref, N: step.N}}}, nil
			}
			return line.Script{line.Pause{Seconds: holdSeconds}, line.Ask{Then: line.Step{Name: stepAlone, Ref: leg.Ref, N: step.N}}}, nil
		}
		return line.Script{line.Pause{Seconds: 1}, line.Ask{Then: line.Step{Name: stepAlone, Ref: leg.Ref, N: step.N}}}, nil
	case stepAfter:
		if k.Room != step.N { // an old room's end, told late
			break
		}
		k.Room++ // a room is used up by whoever was in it; the turn stays, for it is of the talk whose answers may be open yet
		k.Version++
	}
	if k.State == Out || k.State == Finished || !k.Up {
		return line.Script{line.Say{Text: sayGoodbye}, line.Hangup{}}, nil
	}
	if k.Room <= k.Turn {
		k.Room = k.Turn + 1
		k.Version++
	}
	next := line.Meet{
		Room: line.Room(k.ID, k.Room), As: line.CallerSeat, Report: leg.Ref,
		Alone: line.Step{Name: alone, Ref: leg.Ref, N: k.Room}, Then: line.Step{Name: stepAfter, Ref: leg.Ref, N: k.Room},
	}
	return line.Script{next}, w.saveCaller(k)
}

// never puts a number on the Do Not Call list because its person asked for it.
func (w *work) never(organisation, phone string) (line.Script, error) {
	return line.Script{line.Say{Text: sayNever}, line.Hangup{}}, w.OptOut(organisation, []string{phone}, "", w.now)
}
