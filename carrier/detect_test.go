package carrier

import (
	"strconv"
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// judged rings somebody with machine detection in the background.
func (w *world) judged(number string, change ...func(*api.CreateCallParams)) (sid string) {
	w.t.Helper()
	w.doc("/contact", `<Say>One moment.</Say><Pause length="60"/>`)
	return w.place(number, append([]func(*api.CreateCallParams){func(p *api.CreateCallParams) {
		p.SetUrl(w.base + "/contact").SetMachineDetection("Enable").SetAsyncAmd("true").SetAsyncAmdStatusCallback(w.base + "/verdict")
	}}, change...)...)
}

func TestMachineDetectionInTheBackgroundTellsWhoAnswered(t *testing.T) {
	for _, row := range []struct {
		name, number string
		script       []Step
		want         string
		after        time.Duration // zero: any
	}{
		{"a machine, soon", "+15005550005", nil, "machine_start", 600 * time.Millisecond},
		{"a machine, late", "+15005550013", nil, "machine_start", 6 * time.Second},
		{"a person taken for one", "+15005550014", nil, "machine_start", 3 * time.Second},
		{"a fax", "+15005550009", nil, "fax", 0},
		{"a person", "+15005550006", nil, "human", 0},
		{"a silent line", "+15005550012", nil, "unknown", 5 * time.Second},
		{"as the script says", "+14155550123", []Step{{Ring: seconds6}, {Answer: "human", Verdict: "unknown", After: Duration(1500 * time.Millisecond)}, {Wait: Duration(time.Minute)}}, "unknown", 1500 * time.Millisecond},
		{"a person who gives no time", "+15005550007", nil, "", 0},
		{"a person of whom nothing is said", "+15005550015", nil, "", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if row.script != nil {
				if err := w.c.Behave(row.number, Behaviour{Script: row.script}); err != nil {
					t.Fatal(err)
				}
			}
			sid := w.judged(row.number)
			w.until("it is answered", func() bool { return !w.leg(sid).Answered.IsZero() })
			if row.want == "" {
				w.ended(sid)
				if q := w.requests("/verdict"); len(q) != 0 || w.leg(sid).Verdict != "" {
					t.Errorf("told %v", q)
				}
				return
			}
			w.until("the verdict is told", func() bool { return len(w.requests("/verdict")) == 1 })
			f := w.requests("/verdict")[0].form
			took, _ := strconv.Atoi(f.Get("MachineDetectionDuration"))
			if f.Get("CallSid") != sid || f.Get("AnsweredBy") != row.want || took < 300 || row.after != 0 && took != int(row.after.Milliseconds()) || f.Get("AccountSid") == "" {
				t.Errorf("told %v", f)
			}
			call, err := w.api.Api.FetchCall(sid, nil)
			if l := w.leg(sid); err != nil || *call.AnsweredBy != row.want || !l.Detect || l.Verdict != row.want {
				t.Errorf("%+v %v", l, err)
			}
		})
	}
}

func TestWithoutTheBackgroundTheFirstDocumentWaitsForTheVerdict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sid := w.judged("+15005550005", func(p *api.CreateCallParams) { p.SetAsyncAmd("false").SetMachineDetection("DetectMessageEnd") })
	w.until("the document is asked for", func() bool { return len(w.requests("/contact")) == 1 })
	f := w.requests("/contact")[0].form
	if f.Get("AnsweredBy") != "machine_end_beep" || f.Get("MachineDetectionDuration") != "4600" || len(w.requests("/verdict")) != 0 {
		t.Errorf("it says %v", f)
	}
	if waited := w.c.clock.Now().Sub(w.leg(sid).Answered); waited < 4600*time.Millisecond {
		t.Errorf("after %s", waited)
	}
}

func TestAVerdictCanBeLateWrongMissingAndDoubled(t *testing.T) {
	for effect, want := range map[string]struct {
		told int
		by   string
	}{"drop": {0, ""}, "wrong": {1, "machine_start"}, "duplicate": {2, "human"}, "delay": {1, "human"}} {
		t.Run(effect, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if err := w.c.SetFaults([]Rule{{Kind: "verdict", Effect: effect, Delay: Duration(10 * time.Second)}}); err != nil {
				t.Fatal(err)
			}
			sid := w.judged("+15005550006")
			w.ended(sid)
			w.pass(time.Second)
			q := w.requests("/verdict")
			if len(q) != want.told || len(q) > 0 && q[0].form.Get("AnsweredBy") != want.by {
				t.Errorf("told %d: %v", len(q), q)
			}
		})
	}
	w := newWorld(t)
	if err := w.c.SetFaults([]Rule{{Kind: "status", Effect: "wrong"}}); err == nil {
		t.Error("a status was wrong")
	}
}

func TestWhatMachineDetectionIsAskedIsChecked(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*api.CreateCallParams){
		"another word":         func(p *api.CreateCallParams) { p.SetMachineDetection("true") },
		"no true and no false": func(p *api.CreateCallParams) { p.SetAsyncAmd("1") },
		"too short":            func(p *api.CreateCallParams) { p.SetMachineDetectionTimeout(2) },
		"silence of a minute":  func(p *api.CreateCallParams) { p.SetMachineDetectionSilenceTimeout(60_000) },
		"a relative callback":  func(p *api.CreateCallParams) { p.SetAsyncAmdStatusCallback("/verdict") },
	} {
		p := (&api.CreateCallParams{}).SetTo(leader).SetFrom(us).SetUrl(w.base + "/doc").SetMachineDetection("Enable").SetAsyncAmd("true").SetAsyncAmdStatusCallback(w.base + "/verdict")
		change(p)
		_, err := w.api.Api.CreateCall(p)
		if c, status := code(t, err); status != 400 || c == 0 {
			t.Errorf("%s: %d %d", name, c, status)
		}
	}
	for name, steps := range map[string][]Step{
		"a verdict on nobody": {{Say: "Hello", Verdict: "human"}},
		"no such verdict":     {{Answer: "human", Verdict: "robot"}},
		"before the answer":   {{Answer: "human", After: -1}},
	} {
		if err := w.c.Behave("+14155550123", Behaviour{Script: steps}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestAPopulationIsMisjudgedAsOftenAsItSays(t *testing.T) {
	p := DefaultPopulation
	p.Seed, p.Misjudged, p.Unjudged = 7, 0.1, 0.05
	w := newWorld(t, func(cfg *Config) { cfg.Population = p })
	count := map[string]int{}
	w.c.mu.Lock()
	for i := range 4000 {
		l := &leg{phone: "+1415555" + strconv.Itoa(1000+i), attempt: 1, by: "population", answerer: "human", detection: &detection{patience: 30 * time.Second}}
		verdict, after := w.c.hears(l)
		count[verdict]++
		if after < 300*time.Millisecond || after > 30*time.Second {
			t.Fatalf("after %s", after)
		}
	}
	w.c.mu.Unlock()
	if m, n := count["machine_start"], count[""]; m < 300 || m > 460 || n < 140 || n > 260 {
		t.Errorf("%v", count)
	}
	if strings.Join([]string{"human", "machine_start", ""}, " ") == "" || len(count) != 3 {
		t.Errorf("%v", count)
	}
}
