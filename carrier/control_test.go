package carrier

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// ask sends a request to /_sim/ and decodes the reply into out; it returns the status.
func (w *world) ask(method, path, body string, out any) int {
	w.t.Helper()
	req, err := http.NewRequest(method, w.rest+"/_sim/"+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	if out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			w.t.Fatalf("%s %s: %s: %v", method, path, b, err)
		}
	}
	return resp.StatusCode
}

type problem struct {
	Status      int
	Code, Title string
}

func TestAPhoneIsOperatedOverHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Gather numDigits="2" action="/key"><Say>Two keys.</Say></Gather>`)
	w.doc("/key", `<Pause length="60"/>`)
	var p Phone
	var no problem
	if w.ask("POST", "phone/"+leader+"/answer", "", &no); no.Status != 409 || no.Code != "no_call" || no.Title == "" {
		t.Errorf("answering a phone that does not ring: %+v", no)
	}
	sid := w.place(leader)
	w.until("it rings", func() bool { return w.leg(sid).Status == "ringing" })
	if w.ask("GET", "phone/"+leader+"/state", "", &p); p.Call == nil || p.Call.State != "ringing" || p.Call.From != display(us) || p.Call.Robot {
		t.Errorf("ringing: %+v", p.Call)
	}
	if w.ask("POST", "phone/"+leader+"/press", `{"keys":"1"}`, &no); no.Code != "not_talking" {
		t.Errorf("pressing while it rings: %+v", no)
	}
	if w.ask("POST", "phone/1"+leader[2:]+"/answer", "", &p); p.Call == nil || p.Call.State != "talking" { // without its plus sign
		t.Errorf("answered: %+v", p.Call)
	}
	w.hears(leader, "Two keys.")
	for _, keys := range []string{"", "x", "5 5", strings.Repeat("1", 33)} {
		if w.ask("POST", "phone/"+leader+"/press", `{"keys":"`+keys+`"}`, &no); no.Status != 422 {
			t.Errorf("keys %q: %+v", keys, no)
		}
	}
	w.ask("POST", "phone/"+leader+"/press", `{"keys":"*7"}`, nil)
	w.until("the keys arrive", func() bool { return len(w.requests("/key")) == 1 })
	if got := w.requests("/key")[0].form.Get("Digits"); got != "*7" {
		t.Errorf("digits %q", got)
	}
	if w.ask("POST", "phone/"+leader+"/hangup", "", &p); p.Call.State != "ended" || p.Call.Words != "This phone hung up" || len(p.Recent) != 1 {
		t.Errorf("hung up: %+v", p)
	}
	if l := w.leg(sid); l.By != "page" || l.Why != "hung up" {
		t.Errorf("the ledger says %s, %s", l.By, l.Why)
	}
	sid = w.place(leader)
	w.until("it rings", func() bool { return w.leg(sid).Status == "ringing" })
	if w.ask("POST", "phone/"+leader+"/decline", "", &p); p.Call.Words != "Call declined" || w.leg(sid).Status != "busy" {
		t.Errorf("declined: %+v", p.Call)
	}
	for path, status := range map[string]int{"phone/nobody/state": 422, "phone/nobody": 404, "phone/" + leader + "/dance": 404, "calls/CA1/drop": 404, "assets/phone.html": 404} {
		method := "GET"
		if strings.HasSuffix(path, "dance") || strings.HasSuffix(path, "drop") {
			method = "POST"
		}
		if got := w.ask(method, path, "", nil); got != status {
			t.Errorf("%s: %d, want %d", path, got, status)
		}
	}
}

func TestAHandTakesOverFromTheScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Pause length="300"/>`)
	number := "+15005550004" // would never answer
	sid := w.place(number)
	w.answered(sid)
	w.pass(2 * time.Minute)
	if l := w.leg(sid); l.Status != "in-progress" || l.By != "page" {
		t.Errorf("it is %s, played by %s", l.Status, l.By)
	}
	talker := w.place("+15005550006")
	w.until("it is answered", func() bool { return w.leg(talker).Status == "in-progress" })
	if err := w.c.Press("+15005550006", "1"); err != nil {
		t.Fatal(err)
	}
	w.pass(time.Minute)
	if l := w.leg(talker); l.Status != "in-progress" {
		t.Errorf("the script hung up although a hand holds the phone: %s", l.Why)
	}
}

func TestAnOpenPageMakesItsPhoneManned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *Config) { c.Population = Population{Seed: 1, Busy: 1} })
	number := "+14155550177"
	if l := w.ended(w.place(number)); l.Status != "busy" || l.By != "population" {
		t.Fatalf("before: %s by %s", l.Status, l.By)
	}
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	req, _ := http.NewRequestWithContext(ctx, "GET", w.rest+"/_sim/phone/"+number+"/events", nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	stream := bufio.NewScanner(resp.Body)
	stream.Buffer(nil, 1<<20)
	next := func(what string, ok func(Phone) bool) {
		t.Helper()
		for stream.Scan() {
			data, is := strings.CutPrefix(stream.Text(), "data: ")
			var p Phone
			if is && json.Unmarshal([]byte(data), &p) == nil && ok(p) {
				return
			}
		}
		t.Fatalf("the stream ended without: %s", what)
	}
	next("a first state", func(p Phone) bool { return p.Number == number })
	sid := w.place(number)
	w.until("it rings", func() bool { return w.leg(sid).Status == "ringing" })
	next("ringing", func(p Phone) bool { return p.Call != nil && p.Call.State == "ringing" })
	if l := w.leg(sid); l.By != "manned" {
		t.Errorf("played by %s", l.By)
	}
	if err := w.c.Answer(number); err != nil {
		t.Fatal(err)
	}
	next("talking", func(p Phone) bool { return p.Call.State == "talking" })
	leave()
	w.until("the page is gone", func() bool {
		w.c.mu.Lock()
		defer w.c.mu.Unlock()
		return !w.c.people.attended(number)
	})
}

func TestTheControlsOfPeopleFaultsAndTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var no problem
	if got := w.ask("PUT", "numbers/+14155550123", `{"script":[{"ring":"6s"},{"answer":"human"},{"say":"hello"},{"wait":12},{"press":"1"},{"hangup":true}]}`, nil); got != 200 {
		t.Errorf("a script: %d", got)
	}
	if _, by := w.c.people.plan("+14155550123", 1); by != "script" {
		t.Errorf("played by %s", by)
	}
	for _, body := range []string{`{}`, `{"profile":"dragon"}`, `{"script":[{"ring":"soon"}]}`, `{"script":[{"press":"x"}]}`, `nonsense`} {
		if w.ask("PUT", "numbers/+14155550123", body, &no); no.Status != 422 {
			t.Errorf("%s: %+v", body, no)
		}
	}
	w.ask("DELETE", "numbers/+14155550123", "", nil)
	if _, by := w.c.people.plan("+14155550123", 1); by != "population" {
		t.Errorf("played by %s", by)
	}

	var p Population
	if w.ask("PUT", "population", `{"seed":9,"answer":0.3}`, &p); p.Seed != 9 || p.Answer != 0.3 || p.Machine != DefaultPopulation.Machine {
		t.Errorf("population %+v", p)
	}
	if w.ask("PUT", "population", `{"answer":0.9}`, &no); no.Code != "population_share" || w.c.population().Answer != 0.3 {
		t.Errorf("too many people: %+v", no)
	}

	var rules []Rule
	if w.ask("PUT", "faults", `[{"kind":"status","effect":"delay","delay":"5s","event":"ringing"}]`, &rules); len(rules) != 1 || rules[0].Delay.d() != 5*time.Second {
		t.Errorf("faults %+v", rules)
	}
	if w.ask("PUT", "faults", `[{"kind":"status","effect":"explode"}]`, &no); no.Code != "fault_effect" || len(w.c.rules()) != 1 {
		t.Errorf("an unknown effect: %+v", no)
	}
	if w.ask("DELETE", "faults", "", nil); len(w.c.rules()) != 0 {
		t.Error("the faults stayed")
	}

	before := w.clock.Now()
	var k clockState
	if w.ask("POST", "clock", `{"advance":"30s"}`, &k); k.Now.Sub(before) != 30*time.Second {
		t.Errorf("the clock moved %s", k.Now.Sub(before))
	}
	if w.ask("POST", "clock", `{"speed":20}`, &no); no.Status != 409 || no.Code != "clock_fixed" {
		t.Errorf("a speed that this clock has not: %+v", no)
	}
	if w.ask("POST", "clock", `{"advance":"-1s"}`, &no); no.Status != 422 {
		t.Errorf("back in time: %+v", no)
	}
}

func TestResetForgetsAndTellsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dialling("+15005550012")
	w.until("they talk", func() bool { return len(w.arrived("/status")) == 6 })
	w.faults(Rule{Kind: "status", Effect: "drop"})
	w.ask("POST", "reset", "", nil)
	w.pass(5 * time.Second)
	var o Overview
	if w.ask("GET", "state", "", &o); len(o.Live)+len(o.Recent)+len(o.Hooks)+len(o.Faults)+o.Placed != 0 || len(o.Manned) != 1 {
		t.Errorf("left over: %+v", o)
	}
	if n := len(w.requests("")); n != 7 { // six callbacks and the document
		t.Errorf("%d webhooks came", n)
	}
	if l := w.ended(w.place("+15005550003")); l.Attempt != 1 {
		t.Errorf("attempt %d", l.Attempt)
	}
}

// Hands, keys, REST and documents at once: nothing may be left standing, and the ledger stays innocent.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Gather numDigits="1" timeout="3" action="/key"><Say>Press.</Say></Gather><Redirect>/doc</Redirect>`)
	n := 0
	w.reply("/key", func(request) (int, string, string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		n++
		return 200, "text/xml", fmt.Sprintf(`<Response><Dial hangupOnStar="true" timeout="8" action="/doc"><Number statusCallback="/status?a=%d" statusCallbackEvent="initiated ringing answered completed">+1415555%04d</Number></Dial></Response>`, n, n)
	})
	var sids []string
	var work sync.WaitGroup
	stop := make(chan struct{})
	for i := range 8 {
		number := fmt.Sprintf("+1500555810%d", i)
		if err := w.c.Behave(number, Behaviour{Profile: "manned"}); err != nil {
			t.Fatal(err)
		}
		sid := w.place(number)
		sids = append(sids, sid)
		for hand := range 3 {
			r := rand.New(rand.NewPCG(uint64(i), uint64(hand)))
			work.Add(1)
			go func() {
				defer work.Done()
				tick := time.NewTicker(3 * time.Millisecond)
				defer tick.Stop()
				for range tick.C {
					select {
					case <-stop:
						return
					default:
					}
					switch r.IntN(40) {
					case 0:
						if r.IntN(20) == 0 {
							_ = w.c.HangUp(number)
						}
					case 1:
						_, _ = w.api.Api.UpdateCall(sid, (&api.UpdateCallParams{}).SetUrl(w.base+"/key"))
					case 2:
						for _, child := range w.children(sid) {
							_, _ = w.api.Api.UpdateCall(child.SID, (&api.UpdateCallParams{}).SetStatus("completed"))
						}
					case 3, 4, 5:
						_ = w.c.Press(number, "*")
					case 6, 7, 8, 9, 10:
						_ = w.c.Press(number, "5")
					default:
						_ = w.c.Answer(number)
					}
				}
			}()
		}
	}
	end := w.clock.Now().Add(3 * time.Minute)
	w.until("three minutes pass", func() bool { w.clock.Advance(50 * time.Millisecond); return w.clock.Now().After(end) })
	close(stop)
	work.Wait()
	for _, sid := range sids {
		_, _ = w.api.Api.UpdateCall(sid, (&api.UpdateCallParams{}).SetStatus("completed"))
		w.ended(sid)
	}
	if len(w.c.Ledger()) < 12 {
		t.Errorf("only %d legs: not much happened", len(w.c.Ledger()))
	}
	for _, l := range w.c.Ledger() {
		if l.Ended.IsZero() {
			t.Errorf("leg %s is still %s", l.SID, l.Status)
		}
		for _, b := range l.Bridges {
			if b.To.IsZero() {
				t.Errorf("leg %s is still bridged", l.SID)
			}
		}
	}
}
