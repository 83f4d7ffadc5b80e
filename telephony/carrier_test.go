package telephony_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
	"partyline/clock"
	"partyline/fault"
	"partyline/telephony"
)

const (
	ours   = "+15005559900"
	hand   = "+15005559001" // a phone that waits for a hand
	ref    = "leader-ref-0123456789"
	child  = "child-ref-0123456789"
	busyNo = "+15005550003"
)

// exchange is our side of the wire in these tests: it checks every webhook as the server does, keeps
// what it said, and answers steps with what the test says.
type exchange struct {
	*testing.T
	sim   *carrier.Carrier
	phone *telephony.Phone
	clock *clock.Real
	cfg   telephony.Config

	mu      sync.Mutex
	facts   map[string][]calling.Fact // by ref
	asked   []asked
	scripts map[string]calling.Script // by step name
	forged  []error
}

type asked struct {
	step calling.Step
	in   calling.Input
}

type simClock struct{ clock.Clock }

func (c simClock) AfterFunc(d time.Duration, f func()) carrier.Timer { return c.Clock.AfterFunc(d, f) }

func newExchange(t *testing.T, change ...func(*telephony.Config)) *exchange {
	t.Helper()
	x := &exchange{T: t, clock: clock.New(50), facts: map[string][]calling.Fact{}, scripts: map[string]calling.Script{}}
	sid, token := carrier.Credentials()
	var err error
	x.sim, err = carrier.New(carrier.Config{AccountSID: sid, AuthToken: token, Numbers: []string{ours}, Manned: []string{hand}, CPS: 50, Seed: 7, Clock: simClock{x.clock}})
	x.must(err)
	x.must(x.sim.Start())
	var docs telephony.Documents
	var guard *telephony.Guard
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, err := guard.Open(r.URL.RequestURI(), r.Header.Get("Content-Type"), r.Header.Get("X-Twilio-Signature"), body)
		x.mu.Lock()
		defer x.mu.Unlock()
		if err != nil {
			x.forged = append(x.forged, err)
			w.WriteHeader(403)
			return
		}
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		switch {
		case parts[1] == "status" && len(parts) == 3:
			if f, ok := telephony.Fact(form); ok {
				x.facts[parts[2]] = append(x.facts[parts[2]], f)
			}
			w.WriteHeader(204)
		case parts[1] == "step" && len(parts) == 5:
			step, ok := telephony.ParseStep(parts[2], parts[3], parts[4])
			script, known := x.scripts[step.Name]
			if !ok || !known {
				w.WriteHeader(503)
				return
			}
			x.asked = append(x.asked, asked{step, telephony.Input(form, r.Header.Get(telephony.TokenHeader))})
			w.Header().Set("Content-Type", telephony.ContentType)
			w.Write(docs.Render(script))
		case parts[1] == "fallback":
			step, ok := docs.Links.Failed(form.Get("ErrorUrl"), parts[2])
			if !ok {
				x.forged = append(x.forged, fault.New(fault.Internal, "fallback", "The fallback cannot tell which step failed."))
			}
			x.asked = append(x.asked, asked{calling.Step{Name: "fallback"}, telephony.Input(form, "")})
			w.Header().Set("Content-Type", telephony.ContentType)
			w.Write(docs.Hold("One moment.", 2, step))
		}
	}))
	x.cfg = telephony.Config{AccountSID: sid, AuthToken: token, BaseURL: "http://" + x.sim.Addr(), PublicURL: server.URL, CPS: 50, Clock: x.clock}
	for _, f := range change {
		f(&x.cfg)
	}
	x.phone, err = telephony.New(x.cfg)
	x.must(err)
	guard, err = telephony.NewGuard(server.URL, "another", token)
	x.must(err)
	docs.Links, err = telephony.NewLinks(server.URL)
	x.must(err)
	t.Cleanup(func() {
		x.phone.Close()
		x.sim.Close()
		server.Close()
		for _, err := range x.forged {
			t.Errorf("a webhook of the carrier was refused: %v", err)
		}
		for _, sentence := range carrier.Judge(x.sim.Ledger()) {
			t.Errorf("the ledger says: %s", sentence)
		}
	})
	return x
}

func (x *exchange) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

func (x *exchange) until(what string, so func() bool) {
	x.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(20 * time.Second); ; {
		x.mu.Lock()
		done := so()
		x.mu.Unlock()
		if done {
			return
		}
		select {
		case <-late:
			x.Fatalf("it never came to be that %s: asked %+v, facts %+v, ledger %+v", what, x.asked, x.facts, x.sim.Ledger())
		case <-tick.C:
		}
	}
}

func (x *exchange) leg(number string) calling.Leg {
	return calling.Leg{ID: "leg", Ref: ref, Kind: calling.LeaderLeg, Number: number, Opened: x.clock.Now()}
}

// steps is the names of the steps that were asked for.
func (x *exchange) steps() (names []string) {
	for _, a := range x.asked {
		names = append(names, a.step.Name)
	}
	return names
}

func (x *exchange) states(ref string) (states []calling.LegState) {
	for _, f := range x.facts[ref] {
		states = append(states, f.State)
	}
	slices.SortFunc(x.facts[ref], func(a, b calling.Fact) int { return a.Seq - b.Seq })
	states = states[:0]
	for _, f := range x.facts[ref] {
		states = append(states, f.State)
	}
	return states
}

var everyState = []calling.LegState{calling.LegQueued, calling.LegRinging, calling.LegAnswered, calling.LegEnded}

func TestAWholeCallOverTheWire(t *testing.T) {
	x := newExchange(t)
	ctx := context.Background()
	next := func(name string, n int) calling.Step { return calling.Step{Name: name, Ref: ref, N: n} }
	x.scripts["greet"] = calling.Script{calling.AskKey{Prompt: []string{"Press any key."}, Seconds: 60, Then: next("key", 1)}}
	x.scripts["key"] = calling.Script{calling.Say{Text: "Calling <Zoë> & Bob."}, calling.Connect{Ref: child, Number: "+15005550006", CallerID: ours, RingSeconds: 25, TalkSeconds: 600, Then: next("after", 1)}}
	x.scripts["after"] = calling.Script{calling.AskKey{Prompt: []string{"Any key."}, Seconds: 60, Then: next("wait", 2)}}
	x.scripts["wait"] = calling.Script{calling.Say{Text: "Goodbye."}, calling.Hangup{}}

	leg := x.leg(hand)
	id, err := x.phone.Place(ctx, leg, ours)
	x.must(err)
	x.until("it rings", func() bool { return x.sim.Answer(hand) == nil })
	press := func(key string) {
		x.until("a key is asked for", func() bool { c := x.sim.Phone(hand).Call; return c != nil && c.Keys })
		x.must(x.sim.Press(hand, key))
	}
	press("#")
	x.until("the talk is over", func() bool { return slices.Contains(x.steps(), "after") })
	press("*")
	x.until("all is reported", func() bool {
		return slices.Equal(x.states(ref), everyState) && slices.Equal(x.states(child), everyState)
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	if got := x.steps(); !slices.Equal(got, []string{"greet", "key", "after", "wait"}) {
		t.Fatalf("asked %v", got)
	}
	for _, a := range x.asked {
		if a.in.Carrier != id || a.in.Request == "" || a.step.Ref != ref {
			t.Errorf("%+v", a)
		}
	}
	if key := x.asked[1].in; key.Key != "#" || key.Silent {
		t.Errorf("the key: %+v", key)
	}
	if after := x.asked[2].in; after.ChildResult != calling.LegCompleted || after.Child == "" || after.ChildSeconds < 15 || after.ChildSeconds > 30 || !after.Silent {
		t.Errorf("after: %+v", after)
	}
	last := x.facts[child][3]
	if last.Result != calling.LegCompleted || last.Seconds < 15 || last.Carrier != x.asked[2].in.Child || last.At.Before(leg.Opened.Add(-time.Second)) || last.At.After(x.clock.Now()) {
		t.Errorf("the end: %+v", last)
	}
	said := x.sim.Phone(hand).Call.Lines
	if !slices.ContainsFunc(said, func(l carrier.Line) bool { return l.Text == "Calling <Zoë> & Bob." }) {
		t.Errorf("heard %+v", said)
	}

	// And what the carrier knows of both when it is asked.
	leg.Carrier = id
	seen, err := x.phone.Look(ctx, leg, "")
	if err != nil || len(seen) != 1 || seen[0].State != calling.LegEnded || !seen[0].Answered {
		t.Errorf("%+v %v", seen, err)
	}
	seen, err = x.phone.Look(ctx, calling.Leg{Number: "+15005550006", Opened: leg.Opened}, id)
	if err != nil || len(seen) != 1 || seen[0].Carrier != last.Carrier || seen[0].Result != calling.LegCompleted {
		t.Errorf("%+v %v", seen, err)
	}
	if seen, err = x.phone.Look(ctx, calling.Leg{Number: "+15005550006", Opened: x.clock.Now().Add(time.Minute)}, ""); err != nil || len(seen) != 0 {
		t.Errorf("an older call was taken for ours: %+v %v", seen, err)
	}
	if err := x.phone.Steer(ctx, id, next("dial", 2)); !fault.Is(err, "leg_gone") {
		t.Errorf("steering what is over: %v", err)
	}
	if err := x.phone.Hangup(ctx, id); err != nil {
		t.Errorf("hanging up what is over: %v", err)
	}
	if seen, err := x.phone.Look(ctx, calling.Leg{Carrier: "CA" + strings.Repeat("0", 32)}, ""); err != nil || len(seen) != 0 {
		t.Errorf("a call that never was: %+v %v", seen, err)
	}
}

func TestSteeringALiveDialAsksForItsEndAndThenForTheStep(t *testing.T) {
	x := newExchange(t)
	ctx := context.Background()
	x.scripts["greet"] = calling.Script{calling.Connect{Ref: child, Number: "+15005550012", CallerID: ours, RingSeconds: 25, TalkSeconds: 600, Then: calling.Step{Name: "after", Ref: ref, N: 1}}}
	x.scripts["after"] = calling.Script{calling.Say{Text: "This is never heard."}}
	x.scripts["dial"] = calling.Script{calling.AskKey{Prompt: []string{"Here we are."}, Seconds: 60, Then: calling.Step{Name: "key", Ref: ref, N: 2}}}
	id, err := x.phone.Place(ctx, x.leg(hand), ours)
	x.must(err)
	x.until("it rings", func() bool { return x.sim.Answer(hand) == nil })
	x.until("both talk", func() bool { c := x.sim.Phone(hand).Call; return c != nil && c.With })
	x.must(x.phone.Steer(ctx, id, calling.Step{Name: "dial", Ref: ref, N: 2}))
	x.until("the step is asked for", func() bool { return slices.Contains(x.steps(), "dial") })
	x.until("it is heard", func() bool {
		return slices.ContainsFunc(x.sim.Phone(hand).Call.Lines, func(l carrier.Line) bool { return l.Text == "Here we are." })
	})
	if got := x.steps(); !slices.Equal(got, []string{"greet", "after", "dial"}) {
		t.Errorf("asked %v", got)
	}
	x.must(x.phone.Hangup(ctx, id))
	x.until("it is over", func() bool { return len(x.states(ref)) == 4 })
}

func TestAStepThatCannotBeFetchedIsHeldByTheFallback(t *testing.T) {
	x := newExchange(t)
	_, err := x.phone.Place(context.Background(), x.leg(hand), ours)
	x.must(err)
	x.until("it rings", func() bool { return x.sim.Answer(hand) == nil })
	x.until("the fallback was asked twice", func() bool { return len(x.asked) >= 2 })
	x.mu.Lock()
	x.scripts["greet"] = calling.Script{calling.Say{Text: "Back again."}, calling.Hangup{}}
	x.mu.Unlock()
	x.until("it goes on", func() bool { return x.asked[len(x.asked)-1].step.Name == "greet" })
	x.until("it is over", func() bool { return len(x.states(ref)) == 4 })
}

func TestEveryRefusalOfTheRealWire(t *testing.T) {
	x := newExchange(t)
	ctx := context.Background()
	place := func(number string) error { _, err := x.phone.Place(ctx, x.leg(number), ours); return err }
	if err := place("+15005550001"); !fault.Is(err, "bad_number") {
		t.Errorf("an invalid number: %v", err)
	}
	if _, err := x.phone.Place(ctx, x.leg(hand), "+15005550777"); !fault.Is(err, "phone_config") {
		t.Errorf("a caller ID that is not ours: %v", err)
	}
	wrong := x.cfg
	wrong.AuthToken = strings.Repeat("0", 32)
	other, err := telephony.New(wrong)
	x.must(err)
	defer other.Close()
	if _, err := other.Place(ctx, x.leg(hand), ours); !fault.Is(err, "phone_config") {
		t.Errorf("a wrong token: %v", err)
	}
	for i, c := range []struct {
		rule carrier.Rule
		want string
	}{
		{carrier.Rule{Kind: "create", Effect: "throttle", RetryAfter: 1, Times: 2}, ""},
		{carrier.Rule{Kind: "create", Effect: "throttle", RetryAfter: 1, Times: 9}, "carrier_away"},
		{carrier.Rule{Kind: "create", Effect: "error", Times: 1}, "outcome_unknown"},
		{carrier.Rule{Kind: "create", Effect: "lost_reply", Times: 1}, "outcome_unknown"},
	} {
		x.must(x.sim.SetFaults([]carrier.Rule{c.rule}))
		leg := x.leg(busyNo)
		leg.Ref += strconv.Itoa(i)
		_, err := x.phone.Place(ctx, leg, ours)
		if c.want == "" && err != nil || c.want != "" && !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %q", c.rule.Effect, err, c.want)
		}
		x.must(x.sim.SetFaults(nil))
		// What truly happened is found by asking.
		seen, err := x.phone.Look(ctx, leg, "")
		x.must(err)
		if happened := c.want == "" || c.rule.Effect == "lost_reply"; happened != (len(seen) == 1) {
			t.Errorf("%s: found %+v", c.rule.Effect, seen)
		}
		x.until("the line is free", func() bool {
			return !slices.ContainsFunc(x.sim.Ledger(), func(l carrier.Leg) bool { return l.Ended.IsZero() })
		})
		x.must(x.clock.Wait(ctx, 5*time.Second)) // the carrier's dates are whole seconds
	}
}

// ahead is a clock that somebody has set wrong.
type ahead struct {
	telephony.Clock
	by time.Duration
}

func (a ahead) Now() time.Time { return a.Clock.Now().Add(a.by) }

// The reply to a call is lost, and our clock is wrong: the call is found all the same, and an earlier one to the same number is not taken for it.
func TestACallIsFoundByAServerWhoseClockIsWrong(t *testing.T) {
	for _, by := range []time.Duration{time.Hour, 5 * time.Second, -5 * time.Second, -time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			x := newExchange(t, func(c *telephony.Config) { c.Clock = ahead{c.Clock, by} })
			ctx := context.Background()
			var before calling.Leg
			for i := range 2 {
				leg := x.leg(busyNo)
				leg.Ref += strconv.Itoa(i)
				leg.Opened = leg.Opened.Add(by)
				if i > 0 {
					if seen, err := x.phone.Look(ctx, leg, ""); err != nil || len(seen) != 0 {
						t.Errorf("before it is placed: %+v, %v", seen, err)
					}
				}
				x.must(x.sim.SetFaults([]carrier.Rule{{Kind: "create", Effect: "lost_reply", Times: 1}}))
				if _, err := x.phone.Place(ctx, leg, ours); !fault.Is(err, "outcome_unknown") {
					t.Errorf("placed: %v", err)
				}
				seen, err := x.phone.Look(ctx, leg, "")
				if err != nil || len(seen) != 1 || seen[0].Carrier == before.Carrier || seen[0].Started.Sub(leg.Opened).Abs() > 4*time.Second {
					t.Errorf("opened %s: found %+v, %v", leg.Opened, seen, err)
				} else {
					before.Carrier = seen[0].Carrier
				}
				x.until("the line is free", func() bool {
					return !slices.ContainsFunc(x.sim.Ledger(), func(l carrier.Leg) bool { return l.Ended.IsZero() })
				})
				x.must(x.clock.Wait(ctx, 20*time.Second))
			}
		})
	}
}

func TestAPlacedCallWithoutAWordRaisesTheAlarm(t *testing.T) {
	var x *exchange
	x = newExchange(t, func(c *telephony.Config) {
		c.Heard = func(context.Context, string) (bool, error) {
			x.mu.Lock()
			defer x.mu.Unlock()
			return len(x.facts[ref]) > 0, nil
		}
	})
	x.must(x.sim.SetFaults([]carrier.Rule{{Kind: "create", Effect: "silent"}}))
	_, err := x.phone.Place(context.Background(), x.leg(busyNo), ours)
	x.must(err)
	x.until("the alarm was raised", func() bool { return x.phone.Silent() == 1 })
}
