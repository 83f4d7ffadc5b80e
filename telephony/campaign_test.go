package telephony_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/carrier"
	"partyline/clock"
	"partyline/fault"
	"partyline/line"
	"partyline/telephony"
)

const (
	callerRef  = "caller-ref-0123456789"
	contactRef = "contact-ref-0123456789"
	turnRef    = "turn-ref-0123456789"
)

var room7 = line.Room("caller-0123456789", 7)

// campaign is our side of the wire for rooms: every webhook is checked as the server does, every
// document against the vocabulary, and steps are answered with what the test says.
type campaign struct {
	*testing.T
	sim   *carrier.Carrier
	phone *telephony.Phone
	clock *clock.Real

	mu       sync.Mutex
	scripts  map[string]line.Script // by step name
	waiting  []string               // the steps whose documents are heard in a room
	asked    []line.Step
	inputs   []line.Input
	facts    map[string][]line.Fact // by ref
	rooms    []line.RoomFact
	verdicts []line.Verdict
	inbound  []line.Inbound
	wrong    []string
}

func newCampaign(t *testing.T) *campaign {
	t.Helper()
	x := &campaign{T: t, clock: clock.New(50), scripts: map[string]line.Script{}, facts: map[string][]line.Fact{}, waiting: []string{"waiting", "alone"}}
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
			x.wrong = append(x.wrong, "a webhook was refused: "+err.Error())
			w.WriteHeader(403)
			return
		}
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		script, step := line.Script(nil), ""
		switch {
		case r.URL.Path == telephony.InboundPath:
			in, ok := telephony.Inbound(form, r.Header.Get(telephony.TokenHeader))
			if !ok {
				x.wrong = append(x.wrong, "no inbound call: "+form.Encode())
			}
			x.inbound = append(x.inbound, in)
			script = x.scripts["inbound"]
		case r.URL.Path == telephony.InboundStatusPath:
			f, _ := telephony.Fact(form)
			x.facts[f.Carrier] = append(x.facts[f.Carrier], f)
			w.WriteHeader(204)
			return
		case parts[1] == "step" && len(parts) == 5:
			s, ok := telephony.ParseStep(parts[2], parts[3], parts[4])
			if !ok {
				x.wrong = append(x.wrong, "no step: "+r.URL.Path)
			}
			step, script = s.Name, x.scripts[s.Name]
			x.asked, x.inputs = append(x.asked, s), append(x.inputs, telephony.Input(form, ""))
		default:
			switch parts[1] {
			case "status":
				if f, ok := telephony.Fact(form); ok {
					x.facts[parts[2]] = append(x.facts[parts[2]], f)
				}
			case "room":
				if f, ok := telephony.RoomFact(form); ok && parts[2] == turnRef {
					x.rooms = append(x.rooms, f)
				} else {
					x.wrong = append(x.wrong, "no fact of a room: "+form.Encode())
				}
			case "verdict":
				v, ok := telephony.Verdict(form)
				if !ok || parts[2] != contactRef {
					x.wrong = append(x.wrong, "no verdict: "+form.Encode())
				}
				x.verdicts = append(x.verdicts, v)
			default:
				x.wrong = append(x.wrong, "asked for "+r.URL.Path)
			}
			w.WriteHeader(204)
			return
		}
		document := docs.Render(script)
		if slices.Contains(x.waiting, step) {
			if document, err = docs.RenderWait(script); err != nil {
				x.wrong = append(x.wrong, err.Error())
			}
		}
		if err := carrier.Check(document); err != nil {
			x.wrong = append(x.wrong, "a document is not in the vocabulary: "+err.Error())
		}
		w.Header().Set("Content-Type", telephony.ContentType)
		w.Write(document)
	}))
	x.phone, err = telephony.New(telephony.Config{AccountSID: sid, AuthToken: token, BaseURL: "http://" + x.sim.Addr(), PublicURL: server.URL, CPS: 50, Clock: x.clock})
	x.must(err)
	guard, err = telephony.NewGuard(server.URL, token)
	x.must(err)
	links, err := telephony.NewLinks(server.URL)
	x.must(err)
	docs.Links = links.Campaign()
	step := func(name, ref string, n int) line.Step { return line.Step{Name: name, Ref: ref, N: n} }
	x.scripts["hello"] = line.Script{line.Meet{Room: room7, As: line.CallerSeat, Alone: step("waiting", callerRef, 7), Then: step("turn", callerRef, 7), Report: turnRef}}
	x.scripts["waiting"] = line.Script{line.Say{Text: "You are waiting."}, line.Pause{Seconds: 20}}
	x.scripts["turn"] = line.Script{line.Say{Text: "That was it."}, line.Pause{Seconds: 600}}
	x.scripts["answered"] = line.Script{line.Say{Text: "One moment."}, line.Pause{Seconds: 1}, line.Ask{Then: step("answered", contactRef, 2)}}
	x.scripts["bridge"] = line.Script{line.Meet{Room: room7, As: line.ContactSeat, Alone: step("alone", contactRef, 2), Then: step("over", contactRef, 2), Report: turnRef, Limit: 3600}}
	x.scripts["alone"] = line.Script{line.Pause{Seconds: 1}}
	x.scripts["over"] = line.Script{line.Hangup{}}
	x.scripts["message"] = line.Script{line.AskKey{Prompt: []string{"Press 9 and we will not call again."}, Seconds: 4, Then: step("nine", contactRef, 3)}, line.Hangup{}}
	x.scripts["nine"] = line.Script{line.Say{Text: "Done."}, line.Hangup{}}
	t.Cleanup(func() {
		x.phone.Close()
		x.sim.Close()
		server.Close()
		for _, what := range x.wrong {
			t.Error(what)
		}
		for _, sentence := range carrier.JudgeAt(x.sim.Ledger(), time.Minute) {
			t.Errorf("the ledger says: %s", sentence)
		}
	})
	return x
}

func (x *campaign) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

func (x *campaign) until(what string, so func() bool) {
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
		case <-tick.C:
		case <-late:
			x.Fatalf("never: %s", what)
		}
	}
}

// told looks at what came over the wire, while nothing more comes.
func (x *campaign) told(look func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	look()
}

// heard waits until a phone has heard a text.
func (x *campaign) heard(number, text string) {
	x.Helper()
	x.until(number+" hears "+text, func() bool {
		call := x.sim.Phone(number).Call
		return call != nil && slices.ContainsFunc(call.Lines, func(l carrier.Line) bool { return strings.Contains(l.Text, text) })
	})
}

// waits rings the caller, who waits in room 7.
func (x *campaign) waits() (carrierID string) {
	x.Helper()
	id, err := x.phone.PlaceCaller(context.Background(), line.Call{Leg: "leg-1", Ref: callerRef, Number: hand, From: ours, First: line.Step{Name: "hello", Ref: callerRef, N: 7}})
	x.must(err)
	x.until("it rings", func() bool { return x.sim.Answer(hand) == nil })
	x.heard(hand, "You are waiting.")
	return id
}

// rings a contact, who answers and is held.
func (x *campaign) rings(number string) (carrierID string) {
	x.Helper()
	id, err := x.phone.PlaceContact(context.Background(), line.Call{Leg: "leg-2", Ref: contactRef, Number: number, From: ours, First: line.Step{Name: "answered", Ref: contactRef, N: 1}})
	x.must(err)
	x.heard(number, "One moment.")
	return id
}

func TestACallerAndAContactMeetInTheRoomOfATurn(t *testing.T) {
	const silent = "+15005550012"
	x := newCampaign(t)
	ctx := context.Background()
	caller := x.waits()
	contact := x.rings(silent)
	x.must(x.phone.Join(ctx, contact, line.Step{Name: "bridge", Ref: contactRef, N: 2}))
	x.heard(hand, "beep")
	in, err := x.phone.InRoom(ctx, room7)
	if err != nil || !slices.Equal(in, []string{caller, contact}) {
		t.Errorf("%v %v", in, err)
	}
	x.until("the verdict is told", func() bool { return len(x.verdicts) == 1 })
	x.told(func() {
		if v := x.verdicts[0]; v.By != line.Unclear || v.Machine() || v.Carrier != contact || v.Took != 5*time.Second {
			t.Errorf("%+v", v)
		}
	})
	x.must(x.phone.Cancel(ctx, contact)) // it talks: nothing happens
	if in, err = x.phone.InRoom(ctx, room7); err != nil || len(in) != 2 {
		t.Errorf("%v %v", in, err)
	}
	x.must(x.phone.Hangup(ctx, contact))
	x.heard(hand, "That was it.")
	x.until("the room is over", func() bool { return len(x.rooms) == 6 })
	ranks := map[line.RoomKind]int{}
	x.told(func() {
		for _, f := range x.rooms {
			ranks[f.Kind]++
			if f.Room != room7 || f.Seq < 1 || f.At.IsZero() || f.Kind == line.Over && (f.Carrier != contact || f.Why != line.HungUp) {
				t.Errorf("%+v", f)
			}
		}
	})
	if ranks[line.Came] != 2 || ranks[line.Started] != 1 || ranks[line.Left] != 2 || ranks[line.Over] != 1 {
		t.Errorf("%v", ranks)
	}
	if in, err = x.phone.InRoom(ctx, room7); err != nil || len(in) != 0 {
		t.Errorf("%v %v", in, err)
	}
	x.must(x.phone.CloseRoom(ctx, room7)) // it is over already
	if err := x.phone.Join(ctx, contact, line.Step{Name: "bridge", Ref: contactRef, N: 3}); !fault.Is(err, "leg_gone") {
		t.Errorf("joining what is over: %v", err)
	}
	seen, err := x.phone.Find(ctx, line.Call{Carrier: contact})
	if err != nil || len(seen) != 1 || seen[0].State != line.Ended || !seen[0].Answered {
		t.Errorf("%+v %v", seen, err)
	}
	x.must(x.phone.Hangup(ctx, caller))
	x.until("all is told", func() bool { return len(x.facts[callerRef]) == 4 && len(x.facts[contactRef]) == 4 })
}

func TestAContactWhoseCallerHasGoneAsksAndIsBridgedAgain(t *testing.T) {
	const silent = "+15005550012"
	x := newCampaign(t)
	ctx := context.Background()
	x.waits()
	contact := x.rings(silent)
	x.must(x.sim.HangUp(hand))
	x.must(x.phone.Join(ctx, contact, line.Step{Name: "bridge", Ref: contactRef, N: 2}))
	x.until("it asks what to hear", func() bool {
		return slices.ContainsFunc(x.asked, func(s line.Step) bool { return s.Name == "alone" && s.Ref == contactRef })
	})
	x.must(x.phone.Join(ctx, contact, line.Step{Name: "message", Ref: contactRef, N: 3}))
	x.heard(silent, "Press 9")
	x.must(x.sim.Press(silent, "9"))
	x.heard(silent, "Done.")
	x.until("the key arrived", func() bool {
		return slices.ContainsFunc(x.inputs, func(in line.Input) bool { return in.Key == "9" && in.Carrier == contact })
	})
	x.until("all is told", func() bool { return len(x.facts[contactRef]) == 4 })
}

func TestARingingContactIsCanceledAndARoomIsClosed(t *testing.T) {
	x := newCampaign(t)
	ctx := context.Background()
	caller := x.waits()
	id, err := x.phone.PlaceContact(ctx, line.Call{Leg: "leg-2", Ref: contactRef, Number: "+15005550004", From: ours, First: line.Step{Name: "answered", Ref: contactRef, N: 1}})
	x.must(err)
	x.until("it rings", func() bool { return x.sim.Phone("+15005550004").Call != nil })
	if err := x.phone.Join(ctx, id, line.Step{Name: "bridge", Ref: contactRef, N: 2}); !fault.Is(err, "leg_gone") {
		t.Errorf("joining while it rings: %v", err)
	}
	x.must(x.phone.Cancel(ctx, id))
	x.until("it is told", func() bool {
		return slices.ContainsFunc(x.facts[contactRef], func(f line.Fact) bool { return f.Result == line.Canceled })
	})
	x.must(x.phone.CloseRoom(ctx, room7))
	x.heard(hand, "That was it.")
	x.must(x.phone.Hangup(ctx, caller))
	x.until("all is told", func() bool { return len(x.facts[callerRef]) == 4 && len(x.rooms) == 3 })
	x.told(func() {
		if last := x.rooms[slices.IndexFunc(x.rooms, func(f line.RoomFact) bool { return f.Kind == line.Over })]; last.Why != line.Closed {
			t.Errorf("%+v", last)
		}
	})
}

func TestSomebodyCallsInAndTypesTheirCode(t *testing.T) {
	x := newCampaign(t)
	ctx := context.Background()
	x.scripts["inbound"] = line.Script{line.AskCode{Prompt: []string{"Enter the six digits."}, Digits: 6, Seconds: 10, Then: line.Step{Name: "code", Ref: callerRef, N: 1}}}
	x.scripts["code"] = x.scripts["hello"]
	for range 2 { // the second time there is nothing to change
		if taken, err := x.phone.TakeCalls(ctx, ours); err != nil || !taken {
			t.Fatalf("%v %v", taken, err)
		}
	}
	if taken, err := x.phone.TakeCalls(ctx, "+15005550777"); err != nil || taken {
		t.Errorf("a number of nobody's: %v %v", taken, err)
	}
	sid, err := x.sim.Dial("+14155550123", ours, []carrier.Step{{WaitFor: "six digits"}, {Press: "471108"}, {WaitFor: "waiting"}, {Hangup: true}}, false)
	x.must(err)
	x.until("its end is told", func() bool { return len(x.facts[sid]) == 1 })
	x.told(func() {
		if len(x.inbound) != 1 || x.inbound[0].From != "+14155550123" || x.inbound[0].To != ours || x.inbound[0].Carrier != sid || x.inbound[0].Request == "" {
			t.Errorf("%+v", x.inbound)
		}
		if at := slices.IndexFunc(x.asked, func(s line.Step) bool { return s.Name == "code" }); at < 0 || x.inputs[at].Keys != "471108" {
			t.Errorf("%+v %+v", x.asked, x.inputs)
		}
	})
}
