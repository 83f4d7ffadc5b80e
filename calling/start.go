package calling

import (
	"context"
	"encoding/json"
	"errors"

	"partyline/event"
	"partyline/fault"
)

// Start rings the leader's phone: Start, Resume and Try again are the same press. A second one
// while the phone rings or is up changes nothing (but asks the carrier at once when nobody knows
// how the phone is). move takes the leader's call over from another of their sessions.
func (s *Service) Start(ctx context.Context, who Who, id string, move bool) (SessionView, error) {
	if err := s.moveHere(ctx, who, id, move); err != nil {
		return SessionView{}, err
	}
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayPress(who); err != nil {
			return "", err
		}
		if run, live, err := w.SessionRun(id); err != nil || live {
			if err != nil {
				return "", err
			}
			return w.startAgain(run)
		}
		leader, err := w.canRing()
		if err != nil {
			return "", err
		}
		if w.session.Preparing.Kind == PrepareFinish || w.session.Counts.Available == 0 {
			return "", w.nobodyCallable()
		}
		if err := w.audit(who.User, "session.start", event.FamilySession, id, nil); err != nil {
			return "", err
		}
		return PhoneChanged, w.ring(leader)
	})
}

// canRing checks what a leader needs to be rung: a mobile number, and a number to ring from.
func (w *work) canRing() (leader Leader, err error) {
	if leader, err = w.Leader(w.session.Leader); err != nil {
		return leader, err
	}
	if leader.Mobile == "" {
		return leader, fault.New(fault.Conflict, "mobile_missing", "Add your mobile number first: we ring it to connect your calls.")
	}
	if w.list.Deleted {
		return leader, fault.New(fault.Conflict, "not_available", "The call list of this session was deleted.")
	}
	switch from := callerID(w.org, w.list, ""); {
	case from == leader.Mobile:
		return leader, fault.New(fault.Conflict, "caller_id_missing", "Calls would come from your own mobile number, which nobody is to see. An admin must choose another caller ID.")
	case from == "":
		return leader, fault.New(fault.Conflict, "caller_id_missing", "There is no number to call from yet. An admin must choose the caller ID in the organisation's settings.")
	}
	return leader, nil
}

// startAgain is Start on a phone that is connected or being rung already.
func (w *work) startAgain(run Run) (event.Kind, error) {
	switch {
	case run.over():
		return "", fault.New(fault.Conflict, "phone_down", "Your phone is just being hung up. Try again in a few seconds.")
	case w.session.Pausing:
		w.session.Pausing = false
		return PhoneChanged, nil
	}
	return "", w.askCarrier(run)
}

// callerID is the number that a call comes from: never the leader's own mobile. "": there is none.
func callerID(o Organisation, l List, mobile string) string {
	id := l.CallerID
	if id == "" {
		id = o.CallerID
	}
	if id == mobile {
		return ""
	}
	return id
}

// ring opens a run and its leg; the carrier is asked after the commit.
func (w *work) ring(leader Leader) error {
	leg := Leg{
		ID: w.svc.NewID(), Ref: w.svc.NewRef(), Organisation: w.session.Organisation, Number: leader.Mobile, Kind: LeaderLeg,
		User: leader.ID, State: LegClaimed, Opened: w.now,
	}
	run := Run{ID: w.svc.NewID(), Session: w.session.ID, Leader: leader.ID, Leg: leg.ID, State: RunPlacing, Since: w.now, Step: 1, Started: w.now}
	leg.Run = run.ID
	free, err := w.InsertLeg(leg)
	if err != nil {
		return err
	}
	if !free {
		return fault.New(fault.Conflict, "live_elsewhere", "Your phone is still on a call. Hang up, wait a few seconds, then try again.")
	}
	if err := w.InsertRun(run); err != nil {
		return err
	}
	w.session.Notice, w.session.Pausing = Notice{}, false
	w.active()
	if err := w.Do(Job{Kind: JobPlace, Subject: leg.ID, Due: w.now}); err != nil {
		return err
	}
	return w.Do(Job{Kind: JobCheckLeg, Subject: leg.ID, Due: leg.nextCheck()})
}

// askCarrier has the carrier asked at once about a leader's leg that nobody is sure of. One that was surely not placed, because the
// carrier was away, is placed at once: by the job that waits to try that again, so that it is placed once.
func (w *work) askCarrier(run Run) error {
	if run.State != RunPlacing && run.State != RunUnknown && run.State != RunRinging {
		return nil
	}
	leg, err := w.Leg(run.Leg)
	if err != nil {
		return err
	}
	if leg.State == LegClaimed {
		return w.Do(Job{Kind: JobPlace, Subject: leg.ID, Due: w.now})
	}
	return w.Do(Job{Kind: JobCheckLeg, Subject: run.Leg, Data: askNow, Due: w.now})
}

// moveHere looks whether the leader's phone is up in another session, and moves the call here if
// that is wanted and nobody is being talked to there. The leg stays up; it gets a run in this
// session and is greeted anew.
func (s *Service) moveHere(ctx context.Context, who Who, id string, move bool) error {
	var old Run
	var name string
	err := s.Store.Read(ctx, func(r Reader) error {
		here, err := r.PeekSession(id)
		if err != nil {
			return err
		}
		run, live, err := r.LiveRun(here.Leader)
		if err != nil || !live || run.Session == id || here.Leader != who.User {
			return err
		}
		there, err := r.PeekSession(run.Session)
		old, name = run, there.Name
		return err
	})
	if err != nil || old.ID == "" {
		return err
	}
	if !move {
		return fault.New(fault.Conflict, "live_elsewhere", "Your phone is connected to another session: %s. Move the call here, or go on there.", name).With("session", old.Session)
	}
	if err := s.due(ctx, id); err != nil {
		return err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		first, second := id, old.Session
		if second < first { // always in the same order
			first, second = second, first
		}
		a, err := s.lock(tx, first)
		if err != nil {
			return err
		}
		b, err := s.lock(tx, second)
		if err != nil {
			return err
		}
		if first != id {
			a, b = b, a
		}
		return a.takeOver(b, old.ID, who)
	})
	if errors.Is(err, errOver) { // Start goes on as if it had never been
		return nil
	}
	return err
}

// errOver is a run that has ended before it could be moved: the transaction did nothing, and must not count as the press.
var errOver = errors.New("over meanwhile")

// takeOver moves the live leg of the run from another session to this one.
func (w *work) takeOver(from *work, runID string, who Who) error {
	if err := w.mayPress(who); err != nil {
		return err
	}
	old, err := from.Run(runID)
	if err != nil {
		return err
	}
	if old.over() {
		return errOver
	}
	open, err := from.OpenAttempts(from.session.ID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Run == old.ID && a.LegEnded.IsZero() {
			return fault.New(fault.Conflict, "calling", "You are on a call in %s. End it first.", from.session.Name).With("session", from.session.ID)
		}
	}
	if _, err := w.canRing(); err != nil {
		return err
	}
	if w.session.Preparing.Kind == PrepareFinish || w.session.Counts.Available == 0 {
		return w.nobodyCallable()
	}
	leg, err := w.Leg(old.Leg)
	if err != nil {
		return err
	}
	state := old.State
	if leg.up() {
		state = RunGreeting
	}
	old.State, old.Ended, old.Why = RunEnded, w.now, "moved"
	if err := from.SaveRun(old); err != nil {
		return err
	}
	for _, a := range open { // whose leader is gone from here
		o, err := from.callOf(a)
		if err != nil {
			return err
		}
		if err := from.closeIfOver(o); err != nil {
			return err
		}
	}
	from.session.Notice, from.session.Pausing = notice("moved", w.now), false
	if err := from.settle(PhoneChanged); err != nil {
		return err
	}
	// Steps of the old run stand in documents that the leg may still act on: the new one begins behind them.
	run := Run{ID: w.svc.NewID(), Session: w.session.ID, Leader: old.Leader, Leg: leg.ID, State: state, Since: w.now, Step: old.Step + 1, Started: w.now}
	if err := w.InsertRun(run); err != nil {
		return err
	}
	leg.Run = run.ID
	if err := w.SaveLeg(leg); err != nil {
		return err
	}
	if leg.up() {
		if err := w.steer(run.ID, leg, Step{Name: "greet", Ref: leg.Ref, N: run.Step}); err != nil {
			return err
		}
	}
	w.session.Notice, w.session.Pausing = Notice{}, false
	w.active()
	if err := w.audit(who.User, "session.move_here", event.FamilySession, w.session.ID, map[string]string{"from": from.session.Name}); err != nil {
		return err
	}
	return w.settle(PhoneChanged)
}

// Pause hangs up after the present talk; without a call it changes nothing.
func (s *Service) Pause(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayStop(who); err != nil {
			return "", err
		}
		w.active()
		if err := w.audit(who.User, "session.pause", event.FamilySession, id, nil); err != nil {
			return "", err
		}
		return PhoneChanged, w.hangUpAfterTalk("paused")
	})
}

// hangUpAfterTalk ends the session's run, now or when the talk that is going on is over.
func (w *work) hangUpAfterTalk(why string) error {
	run, live, err := w.SessionRun(w.session.ID)
	if err != nil || !live {
		return err
	}
	open, err := w.OpenAttempts(w.session.ID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Run == run.ID && a.LegEnded.IsZero() {
			w.session.Pausing = true
			return nil
		}
	}
	if err := w.finish(run, why); err != nil {
		return err
	}
	return w.Do(Job{Kind: JobHangup, Subject: run.Leg, Due: w.now})
}

// finish ends a run on our side; whoever calls it has its leg hung up, by a document or a job. The
// run itself ends when the carrier says that the leg has.
func (w *work) finish(run Run, why string) error {
	if run.over() {
		return nil
	}
	run.Why = why
	if run.State.Up() { // else it still rings, or is not even placed
		run.State, run.Since = RunFinished, w.now
	}
	w.session.Pausing = false
	w.session.Notice = notice(why, w.now)
	return w.SaveRun(run)
}

// steer has a live leg ask for a step. The subject is new for every steering: it is never repeated.
func (w *work) steer(subject string, leg Leg, to Step) error {
	data, err := json.Marshal(steerTo{Leg: leg.ID, To: to})
	if err != nil {
		return err
	}
	return w.Do(Job{Kind: JobSteer, Subject: subject, Data: data, Due: w.now})
}

type steerTo struct {
	Leg string
	To  Step
}

// HangUp is End call: only the supporter's leg drops.
func (s *Service) HangUp(ctx context.Context, who Who, attempt string) error {
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		a, err := r.Attempt(attempt)
		session = a.Session
		return err
	})
	if err != nil {
		return err
	}
	return s.in(ctx, session, func(w *work) (event.Kind, error) {
		if err := w.leads(who); err != nil {
			return "", err
		}
		a, err := w.Attempt(attempt)
		if err != nil || !a.LegEnded.IsZero() {
			return "", err // over already
		}
		if err := w.audit(who.User, "call.end", "attempt", a.ID, nil); err != nil {
			return "", err
		}
		return "", w.Do(Job{Kind: JobHangup, Subject: a.Leg, Due: w.now})
	})
}
