package carrier

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// stay is a document that puts a leg into a room; more are further attributes.
func stay(room, label, more string) string {
	return `<Dial action="/after?who=` + label + `" hangupOnStar="true"><Conference endConferenceOnExit="true" maxParticipants="2" beep="onEnter" participantLabel="` + label +
		`" waitUrl="/alone?who=` + label + `" statusCallback="/room?by=` + label + `" statusCallbackEvent="start end join leave" ` + more + `>` + room + `</Conference></Dial>`
}

// waits rings the manned phone, which goes into a room and is alone there.
func (w *world) waits(room, label, more string) (sid string) {
	w.t.Helper()
	w.doc("/caller", stay(room, label, more))
	w.doc("/alone", `<Say>You are waiting.</Say><Pause length="20"/>`)
	w.doc("/after", `<Say>After.</Say><Pause length="600"/>`)
	sid = w.place(leader, func(p *api.CreateCallParams) { p.SetUrl(w.base + "/caller") })
	w.answered(sid)
	w.hears(leader, "You are waiting.")
	return sid
}

// joins rings somebody who answers and joins that room.
func (w *world) joins(number, room, label, more string) (sid string) {
	w.t.Helper()
	w.doc("/contact", stay(room, label, more))
	return w.place(number, func(p *api.CreateCallParams) { p.SetUrl(w.base + "/contact") })
}

// told are the events of a room, by their numbers.
func (w *world) told(by string) (list []string) {
	all := w.requests("/room?by=" + by)
	number := func(q request) int { n, _ := strconv.Atoi(q.form.Get("SequenceNumber")); return n }
	slices.SortFunc(all, func(a, b request) int { return number(a) - number(b) })
	for _, q := range all {
		f := q.form
		list = append(list, strings.Join(strings.Fields(strings.Join([]string{f.Get("StatusCallbackEvent"), f.Get("ParticipantLabel"), f.Get("ReasonParticipantLeft"), f.Get("ReasonConferenceEnded")}, " ")), " "))
	}
	return list
}

func (w *world) hears0(number string) string {
	var said []string
	if call := w.c.Phone(number).Call; call != nil {
		for _, l := range call.Lines {
			said = append(said, l.Text)
		}
	}
	return strings.Join(said, " | ")
}

func TestTwoMeetInARoomAndWhoeverLeavesEndsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	contact := w.joins("+15005550006", "c-1-7", "contact", "")
	w.hears(leader, "Goodbye.")
	if said := w.hears0(leader); !strings.Contains(said, "You are waiting. | ♪ beep | Connected | Goodbye.") {
		t.Errorf("the caller heard %s", said)
	}
	w.ended(contact)
	w.hears(leader, "After.")
	w.until("everything is told", func() bool { return len(w.told("caller")) == 6 && len(w.requests("/after")) == 2 })
	want := []string{"participant-join caller", "participant-join contact", "conference-start", "participant-leave contact participant_hung_up",
		"participant-leave caller moderator_ended_conference", "conference-end participant-with-end-conference-on-exit-left"}
	if got := w.told("caller"); !slices.Equal(got, want) {
		t.Errorf("told %q", got)
	}
	if len(w.told("contact")) != 0 {
		t.Error("the second one's callback was told")
	}
	for _, q := range w.requests("/room") {
		f := q.form
		if f.Get("FriendlyName") != "c-1-7" || !strings.HasPrefix(f.Get("ConferenceSid"), "CF") || f.Get("AccountSid") == "" || f.Get("Timestamp") == "" {
			t.Errorf("an event says %v", f)
		}
		if f.Get("StatusCallbackEvent") == "conference-end" && f.Get("CallSidEndingConference") != contact {
			t.Errorf("ended by %s", f.Get("CallSidEndingConference"))
		}
	}
	var after []string
	for _, q := range w.requests("/after") {
		after = append(after, q.path+" "+q.form.Get("DialCallStatus")+" "+q.form.Get("CallStatus")+" "+q.form.Get("DialCallSid"))
	}
	slices.Sort(after)
	if want := []string{"/after?who=caller answered in-progress ", "/after?who=contact answered completed "}; !slices.Equal(after, want) {
		t.Errorf("the actions say %q", after)
	}
	a, b := w.leg(caller), w.leg(contact)
	if len(a.Bridges) != 1 || a.Bridges[0].With != contact || len(b.Bridges) != 1 || len(a.Stays) != 1 || a.Stays[0].Room != "c-1-7" || a.Stays[0].Conference != b.Stays[0].Conference || b.Stays[0].Why != leftHungUp {
		t.Errorf("the ledger says %+v %+v", a, b)
	}
}

func TestTheStarLeavesTheRoomAndKeepsTheLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	contact := w.joins("+15005550012", "c-1-7", "contact", "")
	w.until("they talk", func() bool { return len(w.leg(contact).Bridges) == 1 })
	w.press(leader, "5")
	w.press(leader, "*")
	w.hears(leader, "After.")
	w.hears("+15005550012", "After.")
	if w.leg(caller).Status != "in-progress" || w.leg(contact).Status != "in-progress" || w.leg(contact).Stays[0].Why != leftByOther {
		t.Errorf("%+v %+v", w.leg(caller), w.leg(contact).Stays)
	}
}

func TestARoomHoldsNoMoreThanItMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.waits("c-1-7", "caller", "")
	first := w.joins("+15005550012", "c-1-7", "contact", "")
	w.until("they talk", func() bool { return len(w.leg(first).Bridges) == 1 })
	w.doc("/contact", stay("c-1-7", "another", ""))
	second := w.place("+15005550006", func(p *api.CreateCallParams) { p.SetUrl(w.base + "/contact") })
	w.until("the second one's action is asked", func() bool { return len(w.requests("/after?who=another")) == 1 })
	if q := w.requests("/after?who=another")[0].form; q.Get("DialCallStatus") != "failed" || len(w.leg(second).Stays) != 0 || w.c.overview().Notices[0].Code != 16020 {
		t.Errorf("%v %v", q, w.c.overview().Notices)
	}
	w.doc("/twin", stay("c-2-1", "caller", ""))
	w.doc("/contact", stay("c-2-1", "caller", ""))
	a := w.place("+15005550014", func(p *api.CreateCallParams) { p.SetUrl(w.base + "/twin") })
	w.until("it is in", func() bool { return len(w.leg(a).Stays) == 1 })
	w.place("+15005550015", func(p *api.CreateCallParams) { p.SetUrl(w.base + "/contact") })
	w.until("the label is refused", func() bool { return w.c.overview().Notices[0].Code == 16025 })
}

func TestALegIsSentIntoARoomAndOutOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	w.doc("/contact", `<Say>One moment.</Say><Pause length="600"/>`)
	contact := w.place("+15005550012", func(p *api.CreateCallParams) { p.SetUrl(w.base + "/contact") })
	w.hears("+15005550012", "One moment.")
	w.doc("/bridge", stay("c-1-7", "contact", ""))
	w.update(contact, func(p *api.UpdateCallParams) { p.SetUrl(w.base + "/bridge") })
	w.until("they talk", func() bool { return len(w.leg(contact).Bridges) == 1 })
	w.doc("/message", `<Say>Goodbye then.</Say>`)
	w.update(contact, func(p *api.UpdateCallParams) { p.SetUrl(w.base + "/message") })
	w.hears("+15005550012", "Goodbye then.")
	w.hears(leader, "After.")
	var order []string
	for _, q := range w.requests("/") {
		if p, _, _ := strings.Cut(q.path, "&"); q.form.Get("CallSid") == contact && (p == "/after?who=contact" || p == "/message" || p == "/bridge") {
			order = append(order, p)
		}
	}
	if want := []string{"/bridge", "/after?who=contact", "/message"}; !slices.Equal(order, want) {
		t.Errorf("asked %q", order)
	}
	if s := w.leg(contact).Stays[0]; s.Why != leftSent || w.leg(caller).Stays[0].Why != leftByOther {
		t.Errorf("%+v", s)
	}
	if said := w.hears0("+15005550012"); strings.Contains(said, "After.") {
		t.Error("the reply to the old action was run")
	}
}

func (w *world) update(sid string, change func(*api.UpdateCallParams)) {
	w.t.Helper()
	p := &api.UpdateCallParams{}
	change(p)
	if _, err := w.api.Api.UpdateCall(sid, p); err != nil {
		w.t.Fatal(err)
	}
}

func TestWhoeverIsAloneHearsTheWaitDocumentOverAndOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.waits("c-1-7", "caller", "")
	w.until("it was asked thrice", func() bool { return len(w.requests("/alone")) >= 3 })
	if q := w.requests("/alone")[0].form; q.Get("FriendlyName") != "c-1-7" || q.Get("ConferenceSid") == "" || q.Get("CallStatus") != "in-progress" {
		t.Errorf("it says %v", q)
	}
	w.joins("+15005550012", "c-1-7", "contact", "")
	w.hears(leader, "beep")
	asked := len(w.requests("/alone"))
	w.pass(time.Minute)
	if n := len(w.requests("/alone")); n != asked {
		t.Errorf("the wait document was asked for %d times in the talk", n-asked)
	}
}

func TestAWaitDocumentCanOnlyBeListenedTo(t *testing.T) {
	for name, doc := range map[string]string{"a Dial": `<Dial>+15005550006</Dial>`, "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.doc("/caller", stay("c-1-7", "caller", ""))
			w.doc("/after", `<Say>After.</Say>`)
			if doc != "" {
				w.doc("/alone", doc)
			}
			sid := w.place(leader, func(p *api.CreateCallParams) { p.SetUrl(w.base + "/caller") })
			w.answered(sid)
			w.hears(leader, "After.")
			if q := w.requests("/after")[0].form; q.Get("DialCallStatus") != "failed" || w.leg(sid).Stays[0].Why != leftFailed {
				t.Errorf("%v", q)
			}
		})
	}
}

func TestAContactWhoseCallerHasGoneIsAloneInANewRoomOfThatName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	if err := w.c.HangUp(leader); err != nil {
		t.Fatal(err)
	}
	contact := w.joins("+15005550012", "c-1-7", "contact", "")
	w.until("it asks what to hear", func() bool { return len(w.requests("/alone?who=contact")) > 0 })
	if w.leg(contact).Stays[0].Conference == w.leg(caller).Stays[0].Conference {
		t.Error("the old room was entered again")
	}
	w.until("its own callback is told", func() bool { return len(w.told("contact")) == 1 })
}

func TestWhatARoomTellsCanBeLostDoubledAndOutOfOrder(t *testing.T) {
	for _, row := range []struct {
		name  string
		rule  Rule
		check func(got []request) bool
	}{
		{"lost", Rule{Kind: "room", Event: "participant-leave", Effect: "drop"}, func(got []request) bool { return len(got) == 4 }},
		{"doubled", Rule{Kind: "room", Event: "conference-end", Effect: "duplicate", Copies: 3}, func(got []request) bool { return len(got) == 8 }},
		{"held until the end", Rule{Kind: "room", Event: "participant-join", Effect: "hold"}, func(got []request) bool {
			return len(got) == 6 && got[4].form.Get("StatusCallbackEvent") == "participant-join" && got[5].form.Get("StatusCallbackEvent") == "participant-join"
		}},
		{"after the next one", Rule{Kind: "room", Event: "participant-join", Nth: 1, Effect: "swap"}, func(got []request) bool {
			return len(got) == 6 && got[0].form.Get("ParticipantLabel") != "caller"
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if err := w.c.SetFaults([]Rule{row.rule}); err != nil {
				t.Fatal(err)
			}
			w.waits("c-1-7", "caller", "")
			w.ended(w.joins("+15005550006", "c-1-7", "contact", ""))
			w.until("what is to be told was told", func() bool { return row.check(w.requests("/room")) })
		})
	}
}

func TestARestartEmptiesTheRoomsAndTellsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	w.until("its coming is told", func() bool { return len(w.told("caller")) == 1 })
	w.c.Restart(time.Second)
	w.ended(caller)
	w.pass(5 * time.Second)
	if got := w.told("caller"); len(got) != 1 {
		t.Errorf("told %q", got)
	}
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if len(w.c.rooms) != 0 {
		t.Error("a room is left")
	}
}
