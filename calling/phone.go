package calling

import (
	"fmt"
	"time"
)

// What the leader's phone says and asks. Every document ends in AskKey, Connect or Hangup, so the
// leg never falls off the end of one.

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// ask waits for a key that belongs to a step.
func ask(leg Leg, n int, wait time.Duration, prompt ...string) Script {
	return Script{AskKey{Prompt: prompt, Seconds: int(wait / time.Second), Then: Step{Name: "key", Ref: leg.Ref, N: n}}}
}

// greeting is the first thing a leader hears; the key they press is the proof that it is not a mailbox.
func greeting(leg Leg, r Run, available int, owed string) Script {
	if owed != "" {
		return ask(leg, r.Step, GreetWait, fmt.Sprintf("Hello. The result of your call with %s is not saved yet. %s", owed, sayKeypad))
	}
	return ask(leg, r.Step, GreetWait, fmt.Sprintf("Hello. You have %s to call. Press any key to start.", people(available)))
}

// goodbye says a last sentence and hangs up.
func goodbye(text string) Script { return Script{Say{Text: text}, Hangup{}} }

// connect dials the supporter of an attempt.
func connect(leader, child Leg, name, callerID string, n int) Script {
	return Script{
		Say{Text: "Calling " + name + "."},
		Connect{
			Leg: child.ID, Ref: child.Ref, Number: child.Number, CallerID: callerID,
			RingSeconds: int(SupporterRing / time.Second), TalkSeconds: int(TalkLimit / time.Second),
			Then: Step{Name: "after", Ref: leader.Ref, N: n},
		},
	}
}

// standBy is for a key that lost against the page: the page's own request for the dial is under way.
func standBy(leg Leg, n int) Script {
	return append(Script{Pause{Seconds: 3}}, ask(leg, n, KeyWait, "Press any key to go on.")...)
}

// moment lets a few seconds pass and then asks again without a key.
func moment(leg Leg, n int, wait time.Duration, say string) Script {
	a := AskKey{Seconds: int(wait / time.Second), Then: Step{Name: "wait", Ref: leg.Ref, N: n}}
	if say != "" {
		a.Prompt = []string{say}
	}
	return Script{a}
}

// afterCall asks for what is missing after a call, else for the key that goes on.
func afterCall(leg Leg, n int, how Ending, known Outcome) Script {
	switch how {
	case LogOwed:
		return ask(leg, n, KeyWait, "How was it? "+sayKeypad)
	case KnownResult:
		return ask(leg, n, KeyWait, knownWords[known]+" Press any key to save that and call the next person.")
	}
	return ask(leg, n, KeyWait, sayGoOnKey)
}

var knownWords = map[Outcome]string{
	NoAnswer: "No answer.", Busy: "The line is busy.", NotInService: "The number could not be reached.",
}

const (
	sayGoOnKey    = "Press any key for the next call."
	sayPutOff     = "Saved for later. " + sayGoOnKey
	sayWait       = "Everyone left is on another call. Please stay on the line."
	sayMoment     = "One moment, please."
	sayPaused     = "Your session is paused. Goodbye."
	sayEmpty      = "There is nobody left to call in this cycle. Thank you, and goodbye."
	sayNoKey      = "Nobody pressed a key. Goodbye."
	sayWaited     = "Everyone left is still on another call. We pause here. Goodbye."
	saySilent     = "You have been quiet for a long time. We pause here. Goodbye."
	sayGoOn       = "Press any key to go on."
	sayNotLeading = "You do not call for this group any more. Goodbye."
	sayListGone   = "This call list was deleted. Goodbye."
	sayNoNumbers  = "We cannot call out just now: there is no caller number. Goodbye."
)

// notices are why a phone is idle, by the run's reason.
var notices = map[string]string{
	"hung_up":      "Paused: you hung up. Press Resume calling session to go on with the same person.",
	"no_answer":    "We couldn't reach your phone: nobody answered within 30 seconds. Try again.",
	"busy":         "We couldn't reach your phone: it was busy. Try again.",
	"failed":       "We couldn't reach your phone: the call failed. Check your mobile number, then try again.",
	"bad_number":   "We couldn't reach your phone: the carrier refuses your mobile number. Change it in your profile, then try again.",
	"phone_config": "The carrier refused the call because of the way it is set up. An admin must check the phone settings.",
	"no_key":       "Nobody pressed a key on your phone, so we hung up. Try again when you are ready.",
	"silent":       "Paused: no key was pressed for 30 minutes. Press Resume calling session to go on.",
	"finished":     "Everyone in this cycle has been called or skipped.",
	"paused":       "Paused. Press Resume calling session to go on.",
	"waited":       "Paused: everyone left was on another call for two minutes. Press Resume calling session to try again.",
	"not_leading":  "Stopped: its leader may not call for this group any more.",
	"list_deleted": "Stopped: the call list of this session was deleted.",
	"moved":        "You moved your phone call to another session.",
	"lost":         "We couldn't reach your phone: the call was never placed. Try again.",
	"carrier_away": "We can't reach the phone carrier; checking every 5 seconds. Try again asks it at once.",
	"unconnected":  "The last call was not placed. Press any key on your phone, or Next person, to go on.",
}

func notice(code string, at time.Time) Notice {
	return Notice{Code: code, Title: notices[code], At: at}
}

// why names the reason for the end of a run whose leader's leg has ended by itself.
func why(leg Leg) string {
	if !leg.Answered.IsZero() {
		return "hung_up"
	}
	switch leg.Result {
	case LegBusy:
		return "busy"
	case LegNoAnswer, LegCanceled:
		return "no_answer"
	case LegNeverPlaced:
		return "lost"
	}
	return "failed"
}
