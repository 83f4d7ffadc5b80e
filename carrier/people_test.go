package carrier

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestThePopulationIsAPureFunction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := DefaultPopulation
		p.Seed = rapid.Uint64().Draw(t, "seed")
		number := fmt.Sprintf("+1415555%04d", rapid.IntRange(0, 9999).Draw(t, "number"))
		attempt := rapid.IntRange(1, 20).Draw(t, "attempt")
		steps := p.plan(number, attempt)
		if !reflect.DeepEqual(steps, p.plan(number, attempt)) {
			t.Fatal("the same question has two answers")
		}
		if err := checkScript(steps); err != nil {
			t.Fatal(err)
		}
		if f := fate(steps); (f == "invalid" || f == "unreachable") != (fate(p.plan(number, attempt+1)) == f && f != "" && f != "busy") {
			t.Fatal("a number that does not exist came to life")
		}
	})
}

func TestThePopulationKeepsItsShares(t *testing.T) {
	p := Population{Seed: 3, Answer: 0.3, Machine: 0.25, Fax: 0.01, Busy: 0.1, Reject: 0.04, Unreachable: 0.05, Invalid: 0.05,
		EarlyHangup: 0.2, Ring: Duration(9 * time.Second), RingSpread: 0.4, Talk: Duration(time.Minute), TalkSpread: 0.5}
	const n = 40_000
	count := map[string]int{}
	var talks, rings []time.Duration
	for i := range n {
		steps := p.plan(fmt.Sprintf("+1415%07d", i), 1+i%3)
		what := fate(steps)
		for _, s := range steps {
			switch {
			case s.Answer != "":
				what = s.Answer
			case s.Reject:
				what = "reject"
			}
		}
		if what == "human" {
			if len(steps) == 5 {
				count["early"]++
			} else {
				talks = append(talks, steps[3].Wait.d()+steps[5].Wait.d())
			}
			rings = append(rings, steps[0].Ring.d())
		}
		count[what]++
	}
	for what, share := range map[string]float64{"human": .3, "machine": .25, "fax": .01, "busy": .1, "reject": .04, "unreachable": .05, "invalid": .05, "": .2, "early": .06} {
		if got := float64(count[what]) / n; math.Abs(got-share) > 0.008 {
			t.Errorf("%q: %.3f, want %.3f", what, got, share)
		}
	}
	below := func(list []time.Duration, d time.Duration) float64 {
		k := 0
		for _, x := range list {
			if x < d {
				k++
			}
		}
		return float64(k) / float64(len(list))
	}
	if m := below(talks, time.Minute); math.Abs(m-0.5) > 0.02 {
		t.Errorf("%.3f of the talks are below the median", m)
	}
	if m := below(rings, 9*time.Second); math.Abs(m-0.5) > 0.02 {
		t.Errorf("%.3f of the ring times are below the median", m)
	}
	if m := below(talks, time.Duration(float64(time.Minute)*math.Exp(0.5))); math.Abs(m-0.841) > 0.02 {
		t.Errorf("%.3f of the talks are below one sigma", m)
	}
}

func TestAScriptIsMoreSpecificThanThePatternAndThatThanAHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *Config) { c.Manned = []string{leader, "+15005550003"} })
	if _, by := w.c.people.plan("+15005550003", 1); by != "reserved" {
		t.Errorf("the pattern gave way to %s", by)
	}
	if err := w.c.Behave("+15005550003", Behaviour{Profile: "talks"}); err != nil {
		t.Fatal(err)
	}
	if steps, by := w.c.people.plan("+15005550003", 1); by != "script" || fate(steps) != "" {
		t.Errorf("the script gave way to %s", by)
	}
	if _, by := w.c.people.plan(leader, 1); by != "manned" {
		t.Errorf("the leader's phone is played by %s", by)
	}
	if _, by := w.c.people.plan("+14155550100", 1); by != "population" {
		t.Errorf("a stranger is played by %s", by)
	}
}

func TestALeaderByScriptWorksThroughAQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := w.c.Behave(leader, Behaviour{Script: []Step{
		{Ring: Duration(2 * time.Second)}, {Answer: "human"}, {WaitFor: "PRESS ANY KEY"}, {Press: "5"}, {Repeat: 2},
	}})
	if err != nil {
		t.Fatal(err)
	}
	w.doc("/doc", `<Gather numDigits="1" action="/key"><Say>Press any key to start.</Say></Gather>`)
	n := 0
	w.reply("/key", func(q request) (int, string, string) {
		n++
		if n == 4 {
			return 200, "text/xml", "<Response><Say>That was everybody.</Say><Hangup/></Response>"
		}
		return 200, "text/xml", fmt.Sprintf(`<Response><Dial hangupOnStar="true"><Number statusCallback="/status?a=%d">+1500555000%d</Number></Dial><Gather numDigits="1" action="/key"><Say>Save, then press any key.</Say></Gather></Response>`, n, 5+n)
	})
	sid := w.place(leader)
	l := w.ended(sid)
	if children := w.children(sid); len(children) != 3 || l.Why != "document hung up" || l.By != "script" {
		t.Errorf("%d people were called; it ended because of %s", len(children), l.Why)
	}
}

func TestScriptsOfSeveralAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Hangup/>`)
	number := "+14155550123"
	if err := w.c.Behave(number, Behaviour{Scripts: [][]Step{{{Busy: true}}, {{Ring: Duration(time.Second)}, {Reject: true}}, {{Answer: "human"}}}}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"busy", "busy", "completed", "completed"} {
		if l := w.ended(w.place(number)); l.Status != want || l.Attempt != i+1 {
			t.Errorf("attempt %d: %s", l.Attempt, l.Status)
		}
	}
}

func TestScriptsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range [][]Step{
		{{}}, {{Ring: 1, Answer: "human"}}, {{Answer: "dog"}}, {{Press: "5a"}}, {{Wait: -1}}, {{Say: "hi"}, {Busy: true}},
		{{Repeat: 1}}, {{Say: "for ever"}, {Repeat: 1}}, {{Answer: "human"}, {Invalid: true}},
	} {
		if checkScript(s) == nil {
			t.Errorf("took %+v", s)
		}
	}
}
