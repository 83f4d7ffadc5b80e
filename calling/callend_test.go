package calling

import (
	"testing"
	"time"
)

func TestWhenACallEnds(t *testing.T) {
	end := noonThen
	over := func(r LegResult, seconds int) Leg {
		l := Leg{State: LegEnded, Result: r, Ended: end, Seconds: seconds, Ringing: end.Add(-time.Duration(seconds+10) * second)}
		if seconds > 0 || r == LegCompleted {
			l.Answered = end.Add(-time.Duration(seconds) * second)
		}
		return l
	}
	up := Leg{State: LegAnswered}
	gone := func(after time.Duration) Leg {
		return Leg{State: LegEnded, Answered: end.Add(-time.Hour), Ended: end.Add(after)}
	}
	rungOut := over(LegNoAnswer, 0)
	rungOut.Ringing = end.Add(-25 * second)
	logged, putOff := Attempt{Outcome: Talked}, Attempt{PutOff: end}
	for _, c := range []struct {
		name string
		call Call
		wait time.Duration
		want Ending
	}{
		{"it rings", Call{Leg: Leg{State: LegRinging}, Leader: up}, 0, GoesOn},
		{"they talk", Call{Leg: up, Leader: up}, time.Hour, GoesOn},
		{"they talk, logged in mid-talk", Call{Leg: up, Leader: up, Attempt: logged}, 0, GoesOn},
		{"they talk, skipped in mid-talk", Call{Leg: up, Leader: up, Skipped: true}, 0, GoesOn},
		{"the leader is gone, the other end is not known", Call{Leg: Leg{State: LegRinging}, Leader: gone(0)}, time.Hour, GoesOn},
		{"the talk is over", Call{Leg: over(LegCompleted, 60), Leader: up}, 0, LogOwed},
		{"the talk is over, nine minutes ago", Call{Leg: over(LegCompleted, 60), Leader: up}, 9 * time.Minute, LogOwed},
		{"the talk is over, ten minutes ago", Call{Leg: over(LegCompleted, 60), Leader: up}, 10 * time.Minute, EndNoLog},
		{"the talk is over, the leader hung up later", Call{Leg: over(LegCompleted, 60), Leader: gone(time.Minute)}, 2 * time.Minute, LogOwed},
		{"the leader hung up to end the talk", Call{Leg: over(LegCompleted, 60), Leader: gone(0)}, 0, LogOwed},
		{"put off", Call{Leg: over(LegCompleted, 60), Leader: up, Attempt: putOff}, 0, EndNoLog},
		{"logged", Call{Leg: over(LegCompleted, 60), Leader: up, Attempt: logged}, 0, EndLogged},
		{"skipped", Call{Leg: over(LegCompleted, 60), Leader: up, Skipped: true}, 0, EndSkipped},
		{"logged and skipped", Call{Leg: over(LegCompleted, 60), Leader: up, Attempt: logged, Skipped: true}, 0, EndLogged},
		{"no answer", Call{Leg: over(LegNoAnswer, 0), Leader: up}, 0, KnownResult},
		{"busy", Call{Leg: over(LegBusy, 0), Leader: up}, 0, KnownResult},
		{"failed", Call{Leg: over(LegFailed, 0), Leader: up}, 0, KnownResult},
		{"star while it rings", Call{Leg: over(LegCanceled, 0), Leader: up}, 0, KnownResult},
		{"no answer, ten minutes without a key", Call{Leg: over(LegNoAnswer, 0), Leader: up}, 10 * time.Minute, EndSaved},
		{"no answer, then the leader hangs up", Call{Leg: rungOut, Leader: gone(time.Second)}, 0, EndSaved},
		{"busy, then the leader hangs up", Call{Leg: over(LegBusy, 0), Leader: gone(time.Minute)}, 0, EndSaved},
		{"no answer, the run moved to another session", Call{Leg: rungOut, Leader: up, Gone: true}, 0, EndSaved},
		{"the leader hangs up while it rings", Call{Leg: over(LegCanceled, 0), Leader: gone(0)}, 0, EndReleased},
		{"the same, told as no answer", Call{Leg: over(LegNoAnswer, 0), Leader: gone(-time.Second)}, 0, EndReleased},
		{"star, and a minute later the leader hangs up", Call{Leg: over(LegCanceled, 0), Leader: gone(time.Minute)}, 0, EndSaved},
		{"skipped while it rings", Call{Leg: over(LegCanceled, 0), Leader: up, Skipped: true}, 0, EndSkipped},
		{"never placed", Call{Leg: over(LegNeverPlaced, 0), Leader: up}, 0, EndReleased},
		{"never placed, the leader gone", Call{Leg: over(LegNeverPlaced, 0), Leader: gone(-time.Minute)}, 0, EndReleased},
		{"answered in the instant of the hang-up", Call{Leg: over(LegCompleted, 1), Leader: gone(0)}, 0, EndCutOff},
		{"answered for a second, the leader stayed", Call{Leg: over(LegCompleted, 1), Leader: up}, 0, LogOwed},
		{"answered for a second, the leader left later", Call{Leg: over(LegCompleted, 1), Leader: gone(time.Minute)}, time.Minute, LogOwed},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.call.ending(end.Add(c.wait)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestWhereAnEntryGoesWhenCallingEnds(t *testing.T) {
	later := &Skip{Type: SkipQuick, Until: noonThen.Add(hour)}
	past := &Skip{Type: SkipQuick, Until: noonThen.Add(-time.Minute)}
	good := &Skip{Type: SkipRemove, Reason: "moved"}
	for _, c := range []struct {
		name      string
		skip      *Skip
		outcome   Outcome
		how       Ending
		voicemail bool
		off       bool
		want      Status
		notLogged bool
	}{
		{name: "talked", outcome: Talked, how: EndLogged, want: Completed},
		{name: "not interested", outcome: NotInterested, how: EndLogged, want: Completed},
		{name: "refused", outcome: Refused, how: EndLogged, want: Completed},
		{name: "call back, without a skip", outcome: CallBack, how: EndLogged, want: Attempted},
		{name: "call back, with a skip", outcome: CallBack, skip: later, how: EndLogged, want: Skipped},
		{name: "do not call", outcome: DoNotCall, how: EndLogged, want: Completed},
		{name: "no answer", outcome: NoAnswer, how: EndSaved, want: Attempted},
		{name: "busy", outcome: Busy, how: EndSaved, want: Attempted},
		{name: "voicemail", outcome: Voicemail, how: EndLogged, want: Attempted},
		{name: "voicemail where that is done", outcome: Voicemail, voicemail: true, how: EndLogged, want: Completed},
		{name: "wrong number", outcome: WrongNumber, how: EndLogged, want: Completed},
		{name: "not in service", outcome: NotInService, how: EndSaved, want: Completed},
		{name: "deceased", outcome: Deceased, how: EndLogged, want: Completed},
		{name: "put off or timed out", how: EndNoLog, want: Attempted, notLogged: true},
		{name: "cut off", how: EndCutOff, want: Attempted, notLogged: true},
		{name: "skipped", skip: later, how: EndSkipped, want: Skipped, notLogged: true},
		{name: "a skip wins over a contact", skip: later, outcome: Talked, how: EndLogged, want: Skipped},
		{name: "removed during the call", skip: good, outcome: Talked, how: EndLogged, want: Skipped},
		{name: "a skip that ran out during the talk", skip: past, outcome: Talked, how: EndLogged, want: Available},
		{name: "the leader hung up while it rang", how: EndReleased, want: Available},
		{name: "taken off the list meanwhile, talked", outcome: Talked, off: true, how: EndLogged, want: Completed},
		{name: "taken off the list meanwhile, rang", off: true, how: EndReleased, want: Attempted},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := testRules(func(r *rules) { r.list.VoicemailDone = c.voicemail })
			e := entryIn(Calling)
			e.Skip, e.OffList = c.skip, c.off
			got, gone := r.ended(e, free, Attempt{Leader: "me", Outcome: c.outcome}, c.how)
			if gone || got.Status != c.want || got.NotLogged != c.notLogged || got.LastOutcome != c.outcome {
				t.Errorf("gone %v, %+v", gone, got)
			}
			consistent(t, got)
		})
	}
	e := entryIn(Calling)
	e.OffList, e.Attempts = true, 0
	if _, gone := testRules(nil).ended(e, free, Attempt{}, EndReleased); !gone {
		t.Error("taken off the list before anybody was dialled: leaves the queue and the total")
	}
}

func TestThePrefilledOutcome(t *testing.T) {
	for r, want := range map[LegResult]Outcome{LegNoAnswer: NoAnswer, LegCanceled: NoAnswer, LegBusy: Busy, LegFailed: NotInService, LegCompleted: "", LegNeverPlaced: ""} {
		if got := prefill(Leg{State: LegEnded, Result: r}); got != want {
			t.Errorf("%s: %q, want %q", r, got, want)
		}
	}
	if prefill(Leg{State: LegRinging}) != "" || prefill(Leg{State: LegEnded, Result: LegFailed, Answered: noonThen}) != "" {
		t.Error("only the leader knows what an answered call came to")
	}
}

// Another leader's late log completes a person whom this one is just calling. The call comes to nothing, and the
// entry must not stay Calling for ever.
func TestAResultThatCameDuringTheCallCountsWhenItEnds(t *testing.T) {
	past := &Skip{Type: SkipQuick, Until: noonThen.Add(-time.Minute)}
	done := person(func(p *Person) {
		p.OtherLog, p.OtherLogBy, p.OtherLogOutcome = noonThen.Add(-time.Minute), "sarah", Talked
	})
	for _, c := range []struct {
		name string
		skip *Skip
		how  Ending
	}{
		{"the leader hung up while it rang", nil, EndReleased},
		{"with a skip that ran out meanwhile", past, EndReleased},
		{"not logged, with a skip that ran out meanwhile", past, EndSkipped},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := testRules(nil)
			e := entryIn(Calling)
			e.Skip = c.skip
			e = r.told(e, Result{At: done.OtherLog, By: "sarah", Outcome: Talked})
			if e.Status != Calling {
				t.Fatalf("a call that goes on became %s", e.Status)
			}
			got, gone := r.ended(e, done, Attempt{Leader: "me"}, c.how)
			if gone || got.Status != Completed || got.LastBy != "sarah" {
				t.Errorf("gone %v, %+v", gone, got)
			}
			consistent(t, got)
		})
	}
}
