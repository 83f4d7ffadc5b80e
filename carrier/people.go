package carrier

import (
	"strings"
	"time"
)

// people is who is behind the numbers: the most specific of a script, the reserved pattern, a hand
// on the phone page and the population decides. Guarded by Carrier.mu.
type people struct {
	scripts    map[string][][]Step  // one script an attempt; the last one stays
	manned     map[string]bool      // from the configuration
	watched    map[string]int       // open phone pages
	seen       map[string]time.Time // when a phone page without a stream last asked, wall time
	attempts   map[string]int
	population Population
}

func newPeople(cfg Config) people {
	p := people{scripts: map[string][][]Step{}, manned: map[string]bool{}, watched: map[string]int{},
		seen: map[string]time.Time{}, attempts: map[string]int{}, population: cfg.Population}
	for _, n := range cfg.Manned {
		p.manned[n] = true
	}
	return p
}

// count numbers the next attempt at a number.
func (p *people) count(number string) int {
	p.attempts[number]++
	return p.attempts[number]
}

// plan is what happens at an attempt, and who decided it.
func (p *people) plan(number string, attempt int) (steps []Step, by string) {
	if list := p.scripts[number]; len(list) > 0 {
		steps = list[min(attempt, len(list))-1]
		if fate(steps) == "manned" {
			return nil, "manned"
		}
		return steps, "script"
	}
	if steps, ok := reserved(number, attempt); ok {
		return steps, "reserved"
	}
	if p.attended(number) {
		return nil, "manned"
	}
	return p.population.plan(number, attempt), "population"
}

// attended says whether a hand is expected at this phone. A page that only asks now and then
// counts for some seconds after each time.
func (p *people) attended(number string) bool {
	return p.manned[number] || p.watched[number] > 0 || time.Since(p.seen[number]) < 10*time.Second
}

// invalid says whether a number does not exist.
func (c *Carrier) invalid(number string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.invalidLocked(number)
}

func (c *Carrier) invalidLocked(number string) bool {
	steps, _ := c.people.plan(number, c.people.attempts[number]+1)
	return fate(steps) == "invalid"
}

// reserved is the behaviour of +1 500 555 0001 to 0015: they do the same on every carrier of this kind.
func reserved(number string, attempt int) ([]Step, bool) {
	last, ok := strings.CutPrefix(number, "+1500555")
	if !ok {
		return nil, false
	}
	ring, answer := Step{Ring: seconds6}, Step{Answer: "human"}
	switch last {
	case "0001":
		return []Step{{Invalid: true}}, true
	case "0002":
		return []Step{{Unreachable: true}}, true
	case "0003":
		return []Step{{Busy: true}}, true
	case "0004":
		return []Step{}, true
	case "0005":
		return append([]Step{ring, {Answer: "machine", After: seconds6 / 10}}, voicemail...), true
	case "0006":
		return append([]Step{ring, answer}, talks...), true
	case "0007":
		return []Step{ring, answer, {Hangup: true}}, true
	case "0008": // the fifth ring begins after 24 s
		return []Step{{Ring: 4 * seconds6}, answer, {Say: "Sorry, I could not find my phone."}, {Wait: Duration(20 * time.Second)}, {Hangup: true}}, true
	case "0009":
		return []Step{ring, {Answer: "fax"}, {Say: "(fax tone)"}, {Wait: Duration(30 * time.Second)}, {Hangup: true}}, true
	case "0010":
		if attempt < 2 {
			return []Step{}, true
		}
		return []Step{ring, answer, {Say: "Hello? You tried me before."}, {Wait: Duration(20 * time.Second)}, {Hangup: true}}, true
	case "0011":
		return []Step{{Ring: seconds6 / 2}, {Reject: true}}, true
	case "0012":
		return []Step{ring, answer}, true
	case "0013": // a machine that is recognised late
		return append([]Step{ring, {Answer: "machine", After: seconds6}}, voicemail...), true
	case "0014": // a person taken for a machine
		return append([]Step{ring, {Answer: "human", Verdict: "machine", After: seconds6 / 2}}, talks...), true
	case "0015": // a person of whom nothing is said
		return append([]Step{ring, {Answer: "human", Verdict: "none"}}, talks...), true
	}
	return nil, false
}

// seconds6 is one ring, with the silence after it.
const seconds6 = Duration(6 * time.Second)

// talks is what a person does who has twenty seconds.
var talks = []Step{{Say: "Hello?"}, {Wait: Duration(20 * time.Second)}, {Say: "Goodbye."}, {Hangup: true}}

// voicemail is what a machine says and how long it records.
var voicemail = []Step{
	{Say: "Hi, I cannot come to the phone. Please leave a message after the tone."}, {Wait: Duration(5 * time.Second)},
	{Say: "(tone)"}, {Wait: Duration(40 * time.Second)}, {Hangup: true},
}

// profiles are the reserved behaviours by name, for any number.
var profiles = map[string]string{
	"invalid": "0001", "unreachable": "0002", "busy": "0003", "no-answer": "0004", "machine": "0005", "talks": "0006",
	"hangs-up": "0007", "slow": "0008", "fax": "0009", "second-attempt": "0010", "rejects": "0011", "silent": "0012",
	"late-machine": "0013", "taken-for-machine": "0014", "unjudged": "0015",
}

// profile is a named behaviour as scripts, one an attempt.
func profile(name string) ([][]Step, bool) {
	if name == "manned" {
		return [][]Step{{{Manned: true}}}, true
	}
	last, ok := profiles[name]
	if !ok {
		return nil, false
	}
	first, _ := reserved("+1500555"+last, 1)
	later, _ := reserved("+1500555"+last, 2)
	return [][]Step{first, later}, true
}
