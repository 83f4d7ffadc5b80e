package carrier

import (
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func (w *world) faults(rules ...Rule) {
	w.t.Helper()
	if err := w.c.SetFaults(rules); err != nil {
		w.t.Fatal(err)
	}
}

// arrived are the CallStatus values at /status in the order they came.
func (w *world) arrived(path string) (list []string) {
	for _, q := range w.requests(path) {
		list = append(list, q.form.Get("CallStatus"))
	}
	return list
}

func TestFaultsOfStatusCallbacks(t *testing.T) {
	for _, row := range []struct {
		name string
		rule Rule
		want []string
		any  bool // in any order
	}{
		{"none", Rule{Kind: "leg", Effect: "drop_leg", Number: leader}, []string{"initiated", "ringing", "in-progress", "completed"}, true},
		{"duplicate", Rule{Kind: "status", Event: "ringing", Effect: "duplicate", Copies: 3}, []string{"initiated", "ringing", "ringing", "ringing", "in-progress", "completed"}, true},
		{"duplicate at once", Rule{Kind: "webhook", Event: "completed", Effect: "duplicate", Copies: 4, Concurrent: true}, []string{"initiated", "ringing", "in-progress", "completed", "completed", "completed", "completed"}, true},
		{"drop", Rule{Kind: "status", Event: "answered", Effect: "drop"}, []string{"initiated", "ringing", "completed"}, true},
		{"drop one", Rule{Kind: "status", Effect: "drop", Nth: 2}, []string{"initiated", "in-progress", "completed"}, true},
		{"hold", Rule{Kind: "status", Event: "ringing", Effect: "hold"}, []string{"initiated", "in-progress", "completed", "ringing"}, false},
		{"swap", Rule{Kind: "status", Event: "ringing", Effect: "swap"}, []string{"initiated", "in-progress", "ringing", "completed"}, false},
		{"delay", Rule{Kind: "status", Event: "initiated", Effect: "delay", Delay: Duration(3 * time.Minute)}, []string{"ringing", "in-progress", "completed", "initiated"}, false},
		{"another number", Rule{Kind: "status", Effect: "drop", Number: leader}, []string{"initiated", "ringing", "in-progress", "completed"}, true},
		{"at most once", Rule{Kind: "status", Effect: "drop", Times: 1}, []string{"ringing", "in-progress", "completed"}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.faults(row.rule)
			w.doc("/doc", `<Pause length="120"/>`)
			sid := w.place("+15005550006")
			w.ended(sid)
			w.until("all have come", func() bool { return len(w.arrived("/status")) >= len(row.want) })
			w.pass(5 * time.Second)
			got, want := w.arrived("/status"), slices.Clone(row.want)
			if row.any {
				slices.Sort(got)
				slices.Sort(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("came %v, want %v", got, want)
			}
		})
	}
}

func TestABadSignatureIsBad(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.faults(Rule{Kind: "webhook", Effect: "bad_signature"})
	sid := w.place("+15005550003", func(p *api.CreateCallParams) { p.SetStatusCallback(w.base + "/unsigned?r=1") })
	w.ended(sid)
	w.until("it came", func() bool { return len(w.requests("/unsigned")) == 2 })
	for _, q := range w.requests("/unsigned") {
		if q.sig {
			t.Error("the signature was right")
		}
	}
	if h := w.c.Webhooks()[0]; h.Fault != "bad_signature" {
		t.Errorf("the log says %q", h.Fault)
	}
}

func TestDocumentsCanBeDroppedDivertedAndDoubled(t *testing.T) {
	t.Parallel()
	for effect, want := range map[string]string{"drop": "11205", "fallback": "11200", "duplicate": ""} {
		w := newWorld(t)
		w.faults(Rule{Kind: "document", Event: "answer", Effect: effect})
		w.doc("/doc", `<Hangup/>`)
		w.doc("/fallback", `<Hangup/>`)
		sid := w.place("+15005550012", func(p *api.CreateCallParams) { p.SetFallbackUrl(w.base + "/fallback") })
		if l := w.ended(sid); l.Why != "document hung up" {
			t.Errorf("%s: it ended because of %s", effect, l.Why)
		}
		switch q := w.requests("/fallback"); {
		case want == "" && (len(q) != 0 || len(w.requests("/doc")) != 2):
			t.Errorf("%s: %d documents, %d fallbacks", effect, len(w.requests("/doc")), len(q))
		case want != "" && (len(q) != 1 || q[0].form.Get("ErrorCode") != want || len(w.requests("/doc")) != 0):
			t.Errorf("%s: the fallback got %v", effect, q)
		}
	}
}

func TestFaultsOfREST(t *testing.T) {
	t.Parallel()
	create := func(w *world) error {
		_, err := w.api.Api.CreateCall((&api.CreateCallParams{}).SetTo("+15005550012").SetFrom(us).SetUrl(w.base + "/doc").SetStatusCallback(w.base + "/status?r=" + sid("")))
		return err
	}
	t.Run("throttle and errors make nothing", func(t *testing.T) {
		w := newWorld(t)
		for want, rule := range map[int]Rule{
			20429: {Kind: "create", Effect: "throttle", RetryAfter: 3},
			20500: {Kind: "rest", Effect: "error"},
			20503: {Kind: "create", Effect: "error", Status: 503},
		} {
			w.faults(rule)
			if got, status := code(t, create(w)); got != want || status != want-20000 {
				t.Errorf("code %d, status %d, want %d", got, status, want)
			}
		}
		if n := len(w.c.Ledger()); n != 0 {
			t.Errorf("%d legs were made", n)
		}
	})
	t.Run("cut makes nothing, a lost reply makes a call", func(t *testing.T) {
		w := newWorld(t)
		w.faults(Rule{Kind: "create", Effect: "cut"})
		if err := create(w); err == nil || len(w.c.Ledger()) != 0 {
			t.Errorf("cut: %v, %d legs", err, len(w.c.Ledger()))
		}
		w.faults(Rule{Kind: "create", Effect: "lost_reply"})
		if err := create(w); err == nil {
			t.Error("the reply was not lost")
		}
		if n := len(w.c.Ledger()); n != 1 {
			t.Fatalf("%d legs were made", n)
		}
		w.until("its webhooks come", func() bool { return slices.Contains(w.arrived("/status"), "completed") })
	})
	t.Run("slow", func(t *testing.T) {
		w := newWorld(t)
		w.faults(Rule{Kind: "create", Effect: "slow", Delay: Duration(60 * time.Millisecond)})
		begin := time.Now()
		if err := create(w); err != nil || time.Since(begin) < 60*time.Millisecond {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
	})
	t.Run("silent", func(t *testing.T) {
		w := newWorld(t)
		w.faults(Rule{Kind: "create", Effect: "silent"})
		w.doc("/doc", `<Hangup/>`)
		if err := create(w); err != nil {
			t.Fatal(err)
		}
		w.until("it ends", func() bool { return !w.c.Ledger()[0].Ended.IsZero() })
		if n := len(w.requests("/status")); n != 0 {
			t.Errorf("%d callbacks came", n)
		}
	})
	t.Run("never placed", func(t *testing.T) {
		w := newWorld(t)
		w.faults(Rule{Kind: "create", Effect: "never_place"})
		if err := create(w); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		l := w.c.Ledger()[0]
		if l.Status != "queued" || !l.Initiated.IsZero() {
			t.Errorf("it is %s", l.Status)
		}
		if err := w.cancel(l.SID); err != nil {
			t.Error(err)
		}
	})
}

func TestALineDropsAndACarrierRestarts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.faults(Rule{Kind: "leg", Number: "+15005550012", Effect: "drop_leg", Delay: Duration(5 * time.Second)})
	sid := w.dialling("+15005550012")
	w.hears(leader, "After.")
	if l := w.children(sid)[0]; l.Why != "line dropped" || l.Ended.Sub(l.Answered) < 5*time.Second || l.Ended.Sub(l.Answered) > 6*time.Second {
		t.Errorf("the child ended because of %s after %s", l.Why, l.Ended.Sub(l.Answered))
	}
	w.until("its callbacks came", func() bool { return len(w.arrived("/status")) == 7 })

	w.c.Restart(10 * time.Second)
	if l := w.leg(sid); l.Why != "carrier restarted" || l.Status != "completed" {
		t.Errorf("the leader's leg is %s because of %s", l.Status, l.Why)
	}
	_, err := w.api.Api.FetchCall(sid, nil)
	if got, status := code(t, err); got != 20503 || status != 503 {
		t.Errorf("while it is down: %d, %d", got, status)
	}
	w.pass(11 * time.Second)
	call, err := w.api.Api.FetchCall(sid, nil)
	if err != nil || *call.Status != "completed" {
		t.Errorf("afterwards: %v", err)
	}
	if n := len(w.arrived("/status")); n != 7 {
		t.Errorf("the end was told: %v", w.arrived("/status"))
	}
}

func TestFaultsAreDrawnFromTheSeed(t *testing.T) {
	draw := func(seed uint64) (list []bool) {
		f := faults{seed: seed, rules: []*Rule{{Kind: "status", Effect: "drop", Probability: 0.3}}}
		for range 1000 {
			list = append(list, f.pick("status", "ringing", nil) != nil)
		}
		return list
	}
	a := draw(1)
	if !slices.Equal(a, draw(1)) || slices.Equal(a, draw(2)) {
		t.Error("the same seed must give the same faults, another one others")
	}
	n := 0
	for _, hit := range a {
		if hit {
			n++
		}
	}
	if n < 250 || n > 350 {
		t.Errorf("%d of 1000 at a probability of 0.3", n)
	}
}

func TestRulesThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, r := range []Rule{
		{}, {Kind: "moon", Effect: "drop"}, {Kind: "status", Effect: "throttle"}, {Kind: "create", Effect: "drop"},
		{Kind: "rest", Effect: "silent"}, {Kind: "document", Effect: "hold"}, {Kind: "status", Effect: "drop", Probability: 2},
		{Kind: "create", Effect: "error", Status: 200}, {Kind: "status", Effect: "drop", Number: "me"},
	} {
		if err := w.c.SetFaults([]Rule{r}); err == nil {
			t.Errorf("took %+v", r)
		} else if strings.Contains(err.Error(), "+1") {
			t.Error("the refusal repeats a number")
		}
	}
}
