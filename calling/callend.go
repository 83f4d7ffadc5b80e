package calling

import "time"

// Call is a call with all that decides how it ends.
type Call struct {
	Attempt Attempt
	Leg     Leg  // the supporter's
	Leader  Leg  // the leader's
	Gone    bool // the leader's run is over
	Skipped bool // a skip waits on the entry
}

// Ending is what a call has come to.
type Ending string

// The endings. GoesOn, LogOwed and KnownResult mean that Calling has not ended.
const (
	GoesOn      Ending = "goes_on"
	LogOwed     Ending = "log_owed"   // answered, over, and nobody wrote down what came of it
	KnownResult Ending = "known"      // the carrier told: one key saves it
	EndLogged   Ending = "logged"     // its log decides
	EndSaved    Ending = "saved"      // the carrier's result is saved as its log
	EndSkipped  Ending = "skipped"    // its skip decides
	EndNoLog    Ending = "not_logged" // put off, or ten minutes have passed
	EndCutOff   Ending = "cut_off"    // answered in the instant in which the leader hung up
	EndReleased Ending = "released"   // never placed, or the leader hung up while it rang: called again, first
)

// Over says that Calling has ended.
func (e Ending) Over() bool { return e != GoesOn && e != LogOwed && e != KnownResult }

// ending decides what a call has come to. Calling ends when the supporter's leg is terminal and
// the contact is logged, skipped, put off, or ten minutes have passed. It depends on what is
// known, not on the order in which it was learned.
func (c Call) ending(now time.Time) Ending {
	a, leg := c.Attempt, c.Leg
	late := !now.Before(leg.Ended.Add(WrapUpLimit))
	switch {
	case leg.State != LegEnded:
		return GoesOn
	case a.Outcome != "":
		return EndLogged
	case leg.Result == LegNeverPlaced: // nobody was rung: skipped or not, they were not tried
		return EndReleased
	case c.Skipped:
		return EndSkipped
	case !leg.Answered.IsZero():
		switch {
		case !a.PutOff.IsZero(), late && !c.cutOff():
			return EndNoLog
		case c.cutOff():
			return EndCutOff
		}
		return LogOwed
	case c.hungUpOn():
		return EndReleased
	case !a.PutOff.IsZero(), late, c.Gone, c.Leader.State == LegEnded:
		return EndSaved
	}
	return KnownResult
}

// cutOff says that the supporter answered just as the leader hung up.
func (c Call) cutOff() bool {
	return c.Leader.State == LegEnded && c.Leg.Seconds <= 1 && c.Leg.Ended.Sub(c.Leg.Answered) <= together && c.atOnce()
}

// hungUpOn says that the leader hung up while it rang.
func (c Call) hungUpOn() bool {
	if c.Leader.State != LegEnded || !c.atOnce() {
		return false
	}
	switch c.Leg.Result {
	case LegCanceled:
		return true
	case LegNoAnswer: // some carriers say so for a canceled call: it is one unless it rang to the end
		return c.Leg.Ringing.IsZero() || c.Leg.Ended.Sub(c.Leg.Ringing) < SupporterRing-together
	}
	return false
}

// atOnce says that the leader's leg ended no later than right after the supporter's.
func (c Call) atOnce() bool { return c.Leader.Ended.Sub(c.Leg.Ended) <= together }

// prefill is the outcome that the carrier's result stands for; "" when only the leader knows.
func prefill(leg Leg) Outcome {
	if leg.State != LegEnded || !leg.Answered.IsZero() {
		return ""
	}
	switch leg.Result {
	case LegBusy:
		return Busy
	case LegNoAnswer, LegCanceled:
		return NoAnswer
	case LegFailed:
		return NotInService
	}
	return ""
}

// result is how an attempt's dial ended.
func (c Call) result(e Ending) AttemptResult {
	switch {
	case e == EndReleased:
		return Released
	case e == EndCutOff:
		return CutOff
	case !c.Leg.Answered.IsZero():
		return Answered
	case c.Leg.Result == LegBusy:
		return WasBusy
	case c.Leg.Result == LegFailed:
		return Failed
	}
	return Unanswered
}

// ended is an entry when Calling has ended; gone says that it leaves the session (taken off the
// list before anybody was dialled). A skip set during the call wins for the queue, whatever was logged.
func (r rules) ended(e Entry, p Person, a Attempt, how Ending) (after Entry, gone bool) {
	skip, notLogged := e.Skip, a.Outcome == ""
	if how == EndReleased { // this was no call
		notLogged = e.NotLogged
	}
	if a.Outcome != "" {
		e.LastOutcome = a.Outcome
	}
	if how != EndReleased {
		e.LastBy = a.Leader
	}
	switch {
	case how == EndReleased && skip == nil:
		if e.OffList && e.Attempts == 0 {
			return e, true
		}
		return r.comeBack(hungUp(e), p), false
	case skip != nil && !(skip.timed() && !skip.Until.After(r.now)):
		e = r.clear(e)
		if v := r.Judge.Judge(p, e.Callback, r.now); v.Status == NotCallable { // they asked for it in this very call
			e.Status, e.NotLogged = NotCallable, notLogged
			return e, false
		}
		e.Status, e.Skip, e.Due, e.NotLogged = Skipped, skip, skip.Until, notLogged
		return e, false
	case skip != nil:
		e.NotLogged = notLogged
		e = r.comeBack(hungUp(e), p)
		putBack(&e)
		return e, false
	}
	e = r.clear(e)
	e.Own, e.NotLogged = true, notLogged
	e.Status = Attempted
	if a.Outcome.Completes(r.list.VoicemailDone) {
		e.Status = Completed
	}
	return r.barring(e, p), false
}

// hungUp is an entry that is not on the phone any more, before it is judged: what other leaders
// achieved meanwhile, which a call that goes on leaves alone, counts from here on.
func hungUp(e Entry) Entry {
	e.Status = Available
	return e
}
