package carrier

import (
	"math"
	"time"

	"partyline/fault"
)

// Population is how everybody behaves who has no script. What happens at an attempt is a pure
// function of (Seed, number, attempt), so it does not depend on what else goes on. Shares are of all
// attempts and sum to at most 1; the rest does not answer. Whether a number is invalid or
// unreachable does not change from attempt to attempt.
type Population struct {
	Seed        uint64   `json:"seed"`
	Answer      float64  `json:"answer"`       // a human picks up
	Machine     float64  `json:"machine"`      // voicemail picks up
	Fax         float64  `json:"fax"`          //
	Busy        float64  `json:"busy"`         //
	Reject      float64  `json:"reject"`       // declines while it rings
	Unreachable float64  `json:"unreachable"`  //
	Invalid     float64  `json:"invalid"`      // no such number
	EarlyHangup float64  `json:"early_hangup"` // of the humans: hangs up within three seconds
	Ring        Duration `json:"ring"`         // median time to the answer
	RingSpread  float64  `json:"ring_spread"`  // sigma of its logarithm
	Talk        Duration `json:"talk"`         // median talk
	TalkSpread  float64  `json:"talk_spread"`  //

	Verdict       Duration `json:"verdict"`        // median time to machine detection's verdict on a human; on a machine it takes twice as long
	VerdictSpread float64  `json:"verdict_spread"` //
	Misjudged     float64  `json:"misjudged"`      // of the verdicts: a human taken for a machine, or the other way round
	Unjudged      float64  `json:"unjudged"`       // of those who answer: no verdict ever
}

// DefaultPopulation is a friendly neighbourhood: more people answer than in life.
var DefaultPopulation = Population{
	Answer: 0.5, Machine: 0.2, Busy: 0.06, Reject: 0.04, Unreachable: 0.02, Invalid: 0.02, EarlyHangup: 0.08,
	Ring: Duration(8 * time.Second), RingSpread: 0.45, Talk: Duration(40 * time.Second), TalkSpread: 0.6,
	Verdict: Duration(1200 * time.Millisecond), VerdictSpread: 0.5,
}

// check says what is wrong with a population.
func (p Population) check() error {
	sum := 0.0
	for _, share := range []float64{p.Answer, p.Machine, p.Fax, p.Busy, p.Reject, p.Unreachable, p.Invalid} {
		if share < 0 {
			return fault.New(fault.Invalid, "population_share", "A share of the population is below nothing.")
		}
		sum += share
	}
	switch {
	case sum > 1+1e-9:
		return fault.New(fault.Invalid, "population_share", "The shares of the population sum to more than 1.")
	case p.EarlyHangup < 0 || p.EarlyHangup > 1:
		return fault.New(fault.Invalid, "population_share", "The share of early hang-ups is between 0 and 1.")
	case p.Misjudged < 0 || p.Misjudged > 1 || p.Unjudged < 0 || p.Unjudged > 1:
		return fault.New(fault.Invalid, "population_share", "The shares of verdicts are between 0 and 1.")
	case p.Verdict < 0 || p.VerdictSpread < 0 || p.VerdictSpread > 3 || p.Ring < 0 || p.Talk < 0 || p.RingSpread < 0 || p.TalkSpread < 0 || p.RingSpread > 3 || p.TalkSpread > 3:
		return fault.New(fault.Invalid, "population_times", "Median times are not negative and spreads are between 0 and 3.")
	}
	return nil
}

// plan is what a number does at an attempt.
func (p Population) plan(number string, attempt int) []Step {
	fixed := uniform(p.Seed, number, 0, "number")
	switch {
	case fixed < p.Invalid:
		return []Step{{Invalid: true}}
	case fixed < p.Invalid+p.Unreachable:
		return []Step{{Unreachable: true}}
	}
	draw := func(salt string) float64 { return uniform(p.Seed, number, attempt, salt) }
	rest := 1 - p.Invalid - p.Unreachable
	x := draw("what") * rest
	up := func(share float64) bool { x -= share; return x < 0 }
	ring := Step{Ring: logNormal(p.Ring, p.RingSpread, draw("ring"), time.Second)}
	switch {
	case up(p.Busy):
		return []Step{{Busy: true}}
	case up(p.Reject):
		return []Step{ring, {Reject: true}}
	case up(p.Machine):
		return append([]Step{ring, {Answer: "machine"}}, voicemail...)
	case up(p.Fax):
		return []Step{ring, {Answer: "fax"}, {Wait: Duration(30 * time.Second)}, {Hangup: true}}
	case up(p.Answer):
		steps := []Step{ring, {Answer: "human"}, {Say: choice(greetings, draw("greeting"))}}
		if draw("early") < p.EarlyHangup {
			return append(steps, Step{Wait: Duration(float64(3*time.Second) * draw("patience"))}, Step{Hangup: true})
		}
		talk := logNormal(p.Talk, p.TalkSpread, draw("talk"), 2*time.Second)
		return append(steps, Step{Wait: talk / 3}, Step{Say: choice(answers, draw("answer"))},
			Step{Wait: talk - talk/3}, Step{Say: choice(farewells, draw("farewell"))}, Step{Hangup: true})
	}
	return []Step{}
}

// logNormal is the quantile u of a log-normal distribution, at least least, to the millisecond.
func logNormal(median Duration, sigma, u float64, least time.Duration) Duration {
	z := math.Sqrt2 * math.Erfinv(2*u-1)
	d := time.Duration(float64(median) * math.Exp(sigma*z)).Round(time.Millisecond)
	return Duration(max(d, least))
}

func choice(list []string, u float64) string { return list[int(u*float64(len(list)))] }

var (
	greetings = []string{"Hello?", "Hello, who is this?", "Yes, hello.", "Hi there.", "Speaking."}
	answers   = []string{
		"Yes, I have a minute.", "I have not decided yet.", "Oh, I was hoping somebody would call.",
		"Can you tell me when it is?", "You can count on me.", "I am not sure I can make it.", "My neighbour told me about it.",
	}
	farewells = []string{"Thank you, goodbye.", "All right, bye.", "Thanks for calling.", "Have a good evening."}
)
