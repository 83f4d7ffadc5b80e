package telephony

import (
	"net/url"
	"strconv"
	"strings"

	"partyline/calling"
)

// TokenHeader names the carrier's own token of a request: the same when it asks again.
const TokenHeader = "I-Twilio-Idempotency-Token"

// Input reads what came with a question for a step. A key is a digit, or the key that finished the
// asking (the carrier keeps "#" apart from the digits); everything else is silence.
func Input(form url.Values, token string) calling.Input {
	in := calling.Input{
		Carrier: short(form.Get("CallSid")),
		Key:     form.Get("Digits"),
		Request: short(token),
		To:      form.Get("To"),
		Child:   short(form.Get("DialCallSid")),
	}
	if keys := form.Get("Digits"); keysOnly(keys) {
		in.Keys = keys[:min(len(keys), 32)]
	}
	in.State, _, _ = stateOf(form.Get("CallStatus"))
	if in.Key == "" {
		in.Key = form.Get("FinishedOnKey")
	}
	if len(in.Key) > 1 {
		in.Key = in.Key[:1]
	}
	in.Silent = in.Key == ""
	if status := form.Get("DialCallStatus"); status != "" {
		if state, result, ok := stateOf(status); ok && state == calling.LegAnswered {
			in.ChildResult = calling.LegCompleted // "answered": the other line lived when the talk was over
		} else if ok && state == calling.LegEnded {
			in.ChildResult = result
		}
		in.ChildSeconds = number(form.Get("DialCallDuration"))
	}
	return in
}

// Fact reads what the carrier reports about a leg; false when it says nothing that we know. The leg
// itself is not in the form: who calls knows its reference from the address.
func Fact(form url.Values) (calling.Fact, bool) {
	state, result, ok := stateOf(form.Get("CallStatus"))
	if !ok {
		return calling.Fact{}, false
	}
	f := calling.Fact{
		Carrier: short(form.Get("CallSid")), State: state, Result: result, Seq: -1, Source: "status",
		At: dated(form.Get("Timestamp")),
	}
	if s := form.Get("SequenceNumber"); s != "" {
		if n, err := strconv.Atoi(s); err == nil && n >= 0 {
			f.Seq = n
		}
	}
	if state == calling.LegEnded {
		f.Seconds = number(form.Get("CallDuration"))
	}
	return f, true
}

func keysOnly(s string) bool { return strings.Trim(s, "0123456789*#") == "" }

// number reads seconds; 0 for anything else.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// short cuts off what is longer than any id of a carrier.
func short(s string) string { return s[:min(len(s), 64)] }

// ErrorCode is why the carrier asks the fallback; 0 when it does not say.
func ErrorCode(form url.Values) int { return number(form.Get("ErrorCode")) }
