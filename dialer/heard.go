package dialer

import (
	"context"
	"errors"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/fault"
	"partyline/line"
)

// Heard is the carrier saying something about a leg: in any order, any number of times. What is said about a leg that is not
// ours is ignored.
func (s *Service) Heard(ctx context.Context, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.LockLeg(f.Leg)
		if err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

// HeardOf is Heard by the reference in the callback's address.
func (s *Service) HeardOf(ctx context.Context, ref string, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.legOf(ref)
		if err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

// HeardInbound is Heard of a call that came in: its leg is known by the carrier's id.
func (s *Service) HeardInbound(ctx context.Context, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, found, err := w.LegByCarrier(f.Carrier)
		if err != nil || !found {
			return err
		}
		if leg, err = w.LockLeg(leg.ID); err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

func ours(err error) error {
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}

// legOf locks the leg of a reference, of a caller's or a contact's.
func (w *work) legOf(ref string) (calling.Leg, error) {
	leg, err := w.LegByRef(ref)
	if err != nil {
		return leg, err
	}
	if leg.Kind != calling.CallerLeg && leg.Kind != calling.ContactLeg {
		return leg, fault.New(fault.NotFound, "not_found", "This line is not a campaign's.")
	}
	return w.LockLeg(leg.ID)
}

// heard applies a fact to a leg that is locked, and to whatever hangs on it: the caller, or the attempt. Applying it again
// changes nothing.
func (w *work) heard(before calling.Leg, f line.Fact) error {
	f.Leg = before.ID
	if f.At.IsZero() || f.At.After(w.now) {
		f.At = w.now
	}
	if _, err := w.InsertFact(f); err != nil {
		return err
	}
	leg := before.After(f, w.now)
	if err := w.SaveLeg(leg); err != nil {
		return err
	}
	if leg.State != calling.LegEnded && leg.State != before.State {
		if err := w.Do(JobCheck, leg.ID, leg.NextCheck()); err != nil {
			return err
		}
	}
	if leg.Kind == calling.ContactLeg {
		return w.contactHeard(leg)
	}
	return w.callerHeard(leg)
}

// callerHeard brings a caller in line with their leg. That it is answered counts when it asks what to do: see CallerAsks.
func (w *work) callerHeard(leg calling.Leg) error {
	if leg.State != calling.LegEnded {
		return nil
	}
	k, found, err := w.CallerOfLeg(leg.ID)
	if err != nil || !found {
		return err
	}
	if k, found, err = w.LockCaller(k.ID); err != nil || !found || k.Leg != leg.ID {
		return err
	}
	if k.State == Joining && k.Notice == "" {
		switch {
		case !leg.Answered.IsZero():
			k.Notice = "no_key"
		case leg.Result == line.Busy:
			k.Notice = "busy"
		default:
			k.Notice = "not_reached"
		}
	}
	k.Up, k.Leg = false, ""
	if after, moved := k.After(AudioGone, w.now); moved {
		k = after
	} else {
		k.Version++
	}
	return w.saveCaller(k)
}

// contactHeard brings an attempt in line with its leg.
func (w *work) contactHeard(leg calling.Leg) error {
	a, err := w.LockAttempt(leg.Attempt)
	if err != nil || a.Over() && !a.LegEnded.IsZero() {
		return err
	}
	was := a
	step := func(sig Signal) { a, _ = a.After(sig, w.now) }
	if leg.State == calling.LegRinging {
		step(Rang)
	}
	if !leg.Answered.IsZero() {
		step(Answers)
	}
	if leg.State.Rank() >= line.Queued.Rank() && leg.Result != line.NeverPlaced && was.State.Unclassified() {
		if err := w.accepted(a); err != nil {
			return err
		}
	}
	if leg.State == calling.LegEnded {
		a.LegEnded = leg.Ended
		if leg.Result == line.NeverPlaced {
			step(NeverThere)
		}
		left, err := w.leftBefore(was, a, leg)
		if err != nil {
			return err
		}
		if left {
			step(Leaving)
		}
		step(Ends)
		if a.State == NotReached && a.Outcome == "" {
			a.Outcome = unreached(leg)
		}
		step(Ends) // what needs no caller is closed with it
	}
	return w.settle(was, a)
}

// leftBefore says whether somebody hung up in the two seconds in which they were to be given to a caller, and one was free for them
// by then: they were not dropped. Both is judged by when it was, however late it is told; without a fact of the answer they were
// never asked about, and it is the carrier who says how long they waited.
func (w *work) leftBefore(was, a Attempt, leg calling.Leg) (bool, error) {
	waited := max(leg.Ended.Sub(leg.Answered), time.Duration(leg.Seconds-1)*time.Second) // the answer may have been told late too
	if a.State != Answered || waited > AnswerWait {
		return false, nil
	}
	by := leg.Ended
	if was.State == Answered && was.Answered.After(by) { // the carrier dates in whole seconds
		by = was.Answered
	}
	return w.FreeSince(a.Campaign, by)
}

// unreached is what a line's end means that nobody answered.
func unreached(leg calling.Leg) campaign.Outcome {
	switch {
	case leg.Result == line.Busy:
		return campaign.Busy
	case leg.Result == line.Failed, leg.Result == line.NeverPlaced, leg.Result == line.Canceled && leg.Ringing.IsZero(): // taken back before it rang
		return campaign.Failed
	}
	return campaign.NoAnswer
}

// settle saves an attempt that has moved and does what follows: for its caller, and for its contact.
func (w *work) settle(was, a Attempt) error {
	if a == was {
		return nil
	}
	if a.State == WritingUp && was.State != WritingUp || a.State == Machine && was.State == Bridged {
		told, err := w.talkOver(a)
		if err != nil {
			return err
		}
		if !told && a.State == WritingUp { // nobody is left to write it up
			a.Outcome = Incomplete
			a, _ = a.After(Written, w.now)
		}
	}
	if a.Over() && !was.Over() {
		a.Closed = w.now
		if err := w.close(a); err != nil {
			return err
		}
	}
	return errors.Join(w.SaveAttempt(a), w.tellSoon(a.CampaignID))
}

// talkOver is for the caller of a contact whose line is over, or who turned out to be a machine; false when there is none.
func (w *work) talkOver(a Attempt) (bool, error) {
	k, found, err := w.LockCaller(a.Caller)
	if err != nil || !found || k.Attempt != a.ID {
		return false, err
	}
	what := TalkOver
	if a.State == Machine {
		what, k.Notice = Saved, "machine"
	} else if !a.Bridged.IsZero() {
		k.Talked += int(w.now.Sub(a.Bridged) / time.Second)
	}
	after, moved := k.After(what, w.now)
	if !moved {
		return true, nil
	}
	if after.State == WrapUp {
		c, err := w.Campaign(a.CampaignID)
		if err != nil {
			return false, err
		}
		p, err := w.Person(k.ID)
		if err != nil {
			return false, err
		}
		if after.Due = w.now.Add(c.WrapUp); !p.Removed.IsZero() {
			after.Due = w.now // no page can answer
		}
		if err := w.Do(JobWrapUp, k.ID, after.Due); err != nil {
			return false, err
		}
	}
	return true, errors.Join(w.saveCaller(after), w.onTheirWay(after))
}

// onTheirWay sees to it that a caller's phone goes where the caller goes: out of the room that was used up, or off the line.
func (w *work) onTheirWay(k Caller) error {
	switch {
	case k.Leg == "":
		return nil
	case k.State == Finished || k.State == Out:
		return w.Do(JobHangup, k.Leg, w.now)
	case k.Room <= k.Turn: // the room asks for the next one itself when its other half leaves; in case that is lost
		return w.Do(JobNext, k.Leg, w.now.Add(3*time.Second))
	}
	return nil
}

// close is the end of an attempt for its contact: it is final, waits, or is as it was.
func (w *work) close(a Attempt) error {
	if a.State == Released && a.Outcome == "" && a.Sent.IsZero() { // withdrawn before anybody was asked
		return w.s.Campaigns.ReturnIn(w, a.CampaignID, dialled, []int64{a.Contact})
	}
	e, err := w.ended(a)
	if err != nil {
		return err
	}
	return w.s.Campaigns.AttemptedIn(w, a.CampaignID, dialled, []campaign.Ended{e})
}

// ended is how an attempt ended for its contact, with the rule of the answer to question 1.
func (w *work) ended(a Attempt) (campaign.Ended, error) {
	e := campaign.Ended{Contact: a.Contact, Outcome: a.Outcome, At: a.Closed, CallBack: a.CallBack}
	if a.State == Released {
		e.Outcome = campaign.Failed
	}
	left := a.Question == "" && e.Outcome == campaign.HungUp // before anybody could talk to them
	switch {
	case left:
		e.Retry = campaign.Retry{Again: campaign.OnceMore} // unless the script says otherwise
	case e.Outcome == Incomplete:
		e.Retry = campaign.Retry{Again: campaign.NextPass}
	}
	if a.Question != "" || left {
		script, err := w.ScriptOf(a.CampaignID, a.Script)
		if err != nil {
			return e, err
		}
		if len(script.Questions) > 0 {
			for _, answer := range script.Questions[0].Answers {
				if (answer.ID == a.Question || left && answer.Outcome == e.Outcome) && answer.Retry != nil {
					e.Retry = *answer.Retry
				}
			}
		}
	}
	return e, nil
}

// Incomplete is the outcome of a talk that nobody wrote up; Withheld of one that was let go because the person is not to be
// called any more.
const (
	Incomplete campaign.Outcome = "incomplete"
	Withheld   campaign.Outcome = "do_not_call"
)

// Verdict is what the carrier's machine detection says of who answered. It may come late, twice, wrong or never: unknown counts
// as a person, and so does whoever the caller has said something of by then, who hears them.
func (s *Service) Verdict(ctx context.Context, ref string, v line.Verdict) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.legOf(ref)
		if err != nil || leg.Kind != calling.ContactLeg {
			return err
		}
		a, err := w.LockAttempt(leg.Attempt)
		if err != nil || a.Verdict != "" && a.Verdict != string(line.Unclear) {
			return err
		}
		was := a
		a.Verdict = string(v.By)
		a.Version++
		if v.Machine() && a.Question == "" {
			a, _ = a.After(Answers, w.now)
			after, moved := a.After(Heard, w.now)
			if moved {
				a = after
				if err := w.Do(JobHangup, leg.ID, w.now); err != nil {
					return err
				}
			}
		}
		return w.settle(was, a)
	}))
}

// InRoom is the carrier saying something about a room. A contact has met their caller when two are in it: so it was said, or one came
// and was not the first. Whoever comes first is alone there, contacts too.
func (s *Service) InRoom(ctx context.Context, f line.RoomFact) error {
	caller, turn, ok := line.RoomOf(f.Room)
	if !ok || f.Kind != line.Started && (f.Kind != line.Came || f.Seq <= 1) {
		return nil // who leaves is asked what comes after
	}
	return ours(s.write(ctx, func(w *work) error {
		a, err := w.AttemptAt(caller, turn)
		if err != nil {
			return err
		}
		if a, err = w.LockAttempt(a.ID); err != nil || !a.Joined.IsZero() || a.Turn != turn || a.Caller != caller {
			return err
		}
		return w.met(a)
	}))
}

// met keeps that a contact and their caller are in one room.
func (w *work) met(a Attempt) error {
	a.Joined = w.now
	a.Version++
	return w.SaveAttempt(a)
}
