package carrier

import (
	"hash/fnv"
	"strconv"

	"partyline/fault"
)

// Rule is one fault: what it strikes and what it does. The first rule that matches is applied.
type Rule struct {
	Kind        string  `json:"kind"`                  // status, document, room, verdict, webhook (all four); create, update, fetch, list, numbers, rooms, rest (all); leg
	Number      string  `json:"number,omitempty"`      // only this callee
	SID         string  `json:"sid,omitempty"`         // only this leg
	Event       string  `json:"event,omitempty"`       // only this event or purpose of a document
	Nth         int     `json:"nth,omitempty"`         // only the nth that matches so far, from 1
	Times       int     `json:"times,omitempty"`       // at most so often
	Probability float64 `json:"probability,omitempty"` // 0 means always; drawn from the seed and the count

	Effect     string   `json:"effect"`
	Delay      Duration `json:"delay,omitzero"`       // of delay and drop_leg in product time, of slow in wall time
	Copies     int      `json:"copies,omitempty"`     // duplicate: how many in all, 2 when zero
	Concurrent bool     `json:"concurrent,omitempty"` // duplicate: all at once
	Status     int      `json:"status,omitempty"`     // error: 500 (default) or another from 500
	RetryAfter int      `json:"retry_after,omitempty"`

	Matched int `json:"matched"` // how often it matched
	Applied int `json:"applied"` // how often it struck
}

// effects says which effect belongs to what.
var effects = map[string][]string{
	"webhook": {"wrong", "delay", "duplicate", "swap", "hold", "drop", "fallback", "bad_signature"},
	"rest":    {"throttle", "error", "slow", "cut", "lost_reply", "silent", "never_place"},
	"leg":     {"drop_leg"},
}

var families = map[string]string{
	"status": "webhook", "document": "webhook", "room": "webhook", "verdict": "webhook", "webhook": "webhook", "leg": "leg",
	"create": "rest", "update": "rest", "fetch": "rest", "list": "rest", "numbers": "rest", "rooms": "rest", "rest": "rest",
}

// check says what is wrong with a rule.
func (r *Rule) check() error {
	switch family := families[r.Kind]; {
	case family == "":
		return fault.New(fault.Invalid, "fault_kind", "A fault strikes status, document, room, verdict, webhook, create, update, fetch, list, numbers, rooms, rest or leg.")
	case !contains(effects[family], r.Effect):
		return fault.New(fault.Invalid, "fault_effect", "This effect does not exist for this kind of fault.")
	case (r.Effect == "silent" || r.Effect == "never_place") && r.Kind != "create":
		return fault.New(fault.Invalid, "fault_effect", "Silent and never_place strike create only.")
	case r.Effect == "wrong" && r.Kind != "verdict":
		return fault.New(fault.Invalid, "fault_effect", "Only a verdict can be wrong.")
	case r.Kind == "document" && (r.Effect == "hold" || r.Effect == "swap"):
		return fault.New(fault.Invalid, "fault_effect", "The carrier waits for documents; only status callbacks can be held or swapped.")
	case r.Probability < 0 || r.Probability > 1 || r.Nth < 0 || r.Times < 0 || r.Copies < 0 || r.Copies > 100 || r.Delay < 0 || r.RetryAfter < 0:
		return fault.New(fault.Invalid, "fault_range", "A number in this fault is out of range.")
	case r.Status != 0 && (r.Status < 500 || r.Status > 599):
		return fault.New(fault.Invalid, "fault_range", "An error fault answers with a status from 500 to 599.")
	}
	if r.Number != "" {
		n, ok := normal(r.Number)
		if !ok {
			return fault.New(fault.Invalid, "fault_number", "This is not a phone number in international form.")
		}
		r.Number = n
	}
	return nil
}

// faults are the rules in force; guarded by Carrier.mu.
type faults struct {
	seed  uint64
	rules []*Rule
}

// pick finds the rule that strikes; a copy of it, or nil.
func (f *faults) pick(kind, event string, l *leg) *Rule {
	var number, sid string
	if l != nil {
		number, sid = l.phone, l.sid
	}
	for i, r := range f.rules {
		family := families[kind]
		if r.Kind != kind && r.Kind != family || r.Number != "" && r.Number != number || r.SID != "" && r.SID != sid ||
			r.Event != "" && r.Event != event || kind == "document" && (r.Effect == "hold" || r.Effect == "swap") {
			continue
		}
		r.Matched++
		if r.Nth > 0 && r.Matched != r.Nth || r.Times > 0 && r.Applied >= r.Times {
			continue
		}
		if p := r.Probability; p > 0 && p < 1 && f.draw(i, r.Matched) >= p {
			continue
		}
		r.Applied++
		struck := *r
		return &struck
	}
	return nil
}

// draw is a number in [0, 1) that depends on nothing but the seed, the rule's place and the count.
func (f *faults) draw(rule, count int) float64 {
	return uniform(f.seed, "fault "+strconv.Itoa(rule), count, "")
}

// uniform is a number in (0, 1) that is a pure function of its arguments.
func uniform(seed uint64, subject string, n int, salt string) float64 {
	h := fnv.New64a()
	h.Write([]byte(strconv.FormatUint(seed, 36) + "\x00" + subject + "\x00" + strconv.Itoa(n) + "\x00" + salt))
	x := h.Sum64() // FNV alone is uneven in its high bits; finish as MurmurHash3 does
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return (float64(x>>11) + 0.5) / (1 << 53)
}
