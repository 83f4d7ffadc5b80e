package carrier

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"partyline/fault"
)

// Step is one thing that a phone or its person does; exactly one field is set.
// A script ends in silence: the person stays on the line until the other side ends the call.
type Step struct {
	Ring        Duration `json:"ring,omitzero"`         // let it ring so long
	Answer      string   `json:"answer,omitempty"`      // pick up as human, machine or fax
	Verdict     string   `json:"verdict,omitempty"`     // only with answer: what machine detection says, human, machine, fax, unknown or none
	After       Duration `json:"after,omitzero"`        // only with answer: when it says so
	Say         string   `json:"say,omitempty"`         // the other side hears it
	Wait        Duration `json:"wait,omitzero"`         // stay on the line so long
	WaitFor     string   `json:"wait_for,omitempty"`    // until something with this text is said, upper and lower case alike
	Press       string   `json:"press,omitempty"`       // keys, 0-9 * #
	Hangup      bool     `json:"hangup,omitempty"`      // ends the call
	Reject      bool     `json:"reject,omitempty"`      // declines while it rings
	Busy        bool     `json:"busy,omitempty"`        // only as the whole script
	Unreachable bool     `json:"unreachable,omitempty"` // only as the whole script
	Invalid     bool     `json:"invalid,omitempty"`     // only as the whole script: there is no such number
	Manned      bool     `json:"manned,omitempty"`      // only as the whole script: rings until a hand acts on the phone page
	Repeat      int      `json:"repeat,omitempty"`      // go back so many steps, for ever
}

// Duration is a length of time that is written as "1m30s" in JSON.
type Duration time.Duration

func (d Duration) d() time.Duration { return time.Duration(d) }

// MarshalJSON writes it as text.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.d().String()) }

// UnmarshalJSON reads text such as "1m30s", or a number of seconds.
func (d *Duration) UnmarshalJSON(b []byte) error {
	var s string
	var n float64
	if json.Unmarshal(b, &n) == nil {
		*d = Duration(n * float64(time.Second))
		return nil
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := time.ParseDuration(s)
	*d = Duration(v)
	return err
}

// checkScript says what is wrong with a script.
func checkScript(steps []Step) error {
	for i, s := range steps {
		set := 0
		for _, on := range []bool{s.Ring != 0, s.Answer != "", s.Say != "", s.Wait != 0, s.WaitFor != "", s.Press != "",
			s.Hangup, s.Reject, s.Busy, s.Unreachable, s.Invalid, s.Manned, s.Repeat != 0} {
			if on {
				set++
			}
		}
		switch {
		case set != 1:
			return fault.New(fault.Invalid, "script_step", "Step %d must say exactly one thing.", i+1)
		case s.Ring < 0 || s.Wait < 0 || s.After < 0:
			return fault.New(fault.Invalid, "script_step", "Step %d lasts less than nothing.", i+1)
		case (s.Verdict != "" || s.After != 0) && s.Answer == "":
			return fault.New(fault.Invalid, "script_step", "Step %d: machine detection judges whoever answers.", i+1)
		case s.Verdict != "" && !contains([]string{"human", "machine", "fax", "unknown", "none"}, s.Verdict):
			return fault.New(fault.Invalid, "script_step", "Step %d: machine detection says human, machine, fax, unknown or none.", i+1)
		case s.Answer != "" && !contains([]string{"human", "machine", "fax"}, s.Answer):
			return fault.New(fault.Invalid, "script_step", "Step %d: a phone is answered by a human, a machine or a fax.", i+1)
		case !keysOnly(s.Press):
			return fault.New(fault.Invalid, "script_step", "Step %d: a phone has the keys 0 to 9, * and #.", i+1)
		case s.Repeat < 0 || s.Repeat > i:
			return fault.New(fault.Invalid, "script_step", "Step %d goes back before the beginning.", i+1)
		case s.Repeat > 0 && !pauses(steps[i-s.Repeat:i]):
			return fault.New(fault.Invalid, "script_step", "Step %d repeats steps that take no time.", i+1)
		case fate([]Step{s}) != "" && len(steps) > 1:
			return fault.New(fault.Invalid, "script_step", "Step %d must be the whole script.", i+1)
		}
	}
	return nil
}

func keysOnly(s string) bool { return strings.Trim(s, "0123456789*#") == "" }

func pauses(steps []Step) bool {
	for _, s := range steps {
		if s.Wait > 0 || s.WaitFor != "" {
			return true
		}
	}
	return false
}

// fate is what a script says before the phone even rings: busy, unreachable, invalid, manned, or nothing.
func fate(steps []Step) string {
	if len(steps) == 0 {
		return ""
	}
	switch s := steps[0]; {
	case s.Busy:
		return "busy"
	case s.Unreachable:
		return "unreachable"
	case s.Invalid:
		return "invalid"
	case s.Manned:
		return "manned"
	}
	return ""
}

// act plays the person of a ringing leg until the script, the leg or the robot's turn ends:
// a hand on the phone page takes over by ending ctx.
func (c *Carrier) act(ctx context.Context, l *leg) {
	cursor := 0 // lines that a wait_for has already heard
	for i := 0; i < len(l.steps); i++ {
		switch s := l.steps[i]; {
		case s.Ring > 0:
			c.wait(ctx, s.Ring.d())
		case s.Wait > 0:
			c.wait(ctx, s.Wait.d())
		case s.WaitFor != "":
			c.untilIn(ctx, l, func() bool { return heardLocked(l, s.WaitFor, &cursor) })
			c.wait(ctx, 200*time.Millisecond) // nobody presses in the same instant
		case s.Press != "":
			for _, k := range s.Press {
				c.byRobot(ctx, func() { c.pressLocked(l, k) })
				c.wait(ctx, 150*time.Millisecond)
			}
		case s.Repeat > 0:
			i -= s.Repeat + 1
		default:
			c.byRobot(ctx, func() { c.doLocked(l, s) })
		}
		if ctx.Err() != nil {
			return
		}
	}
}

func (c *Carrier) doLocked(l *leg, s Step) {
	switch {
	case s.Answer != "":
		c.answerLocked(l, s.Answer)
	case s.Say != "":
		c.speakLocked(l, s.Say)
	case s.Hangup:
		c.hangUpLocked(l, "hung up")
	case s.Reject:
		c.endLocked(l, busy, "declined", 603)
	}
}

// byRobot does something under the lock, unless a hand has taken over.
func (c *Carrier) byRobot(ctx context.Context, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() == nil {
		f()
	}
}

// heardLocked says whether a line with this text came after the cursor, and moves the cursor past it.
func heardLocked(l *leg, text string, cursor *int) bool {
	for i := max(*cursor-l.forgot, 0); i < len(l.lines); i++ {
		*cursor = l.forgot + i + 1
		if line := l.lines[i]; line.Who != "you" && strings.Contains(strings.ToLower(line.Text), strings.ToLower(text)) {
			return true
		}
	}
	return false
}
