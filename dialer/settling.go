package dialer

import (
	"errors"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/line"
)

// Incomplete is the outcome of a talk that nobody wrote up; Withheld of one that was let go because the person is not to be
// called any more.
const (
	Incomplete campaign.Outcome = "incomplete"
	Withheld   campaign.Outcome = "do_not_call"
)

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
