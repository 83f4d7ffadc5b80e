package carrier

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func TestDocumentsThatFailGoToTheFallback(t *testing.T) {
	xml := func(body string) func(request) (int, string, string) {
		return func(request) (int, string, string) { return 200, "text/xml", body }
	}
	for _, row := range []struct {
		name string
		doc  func(request) (int, string, string)
		code string
	}{
		{"server error", func(request) (int, string, string) { return 500, "text/xml", "<Response/>" }, "11200"},
		{"not found", func(request) (int, string, string) { return 404, "text/html", "?" }, "11200"},
		{"no reply in time", nil, "11205"},
		{"content type", func(request) (int, string, string) { return 200, "text/html", "<Response/>" }, "12300"},
		{"no content", func(request) (int, string, string) { return 204, "", "" }, "12300"},
		{"not XML", xml("hello"), "12100"},
		{"cut off", xml("<Response><Say>Hel"), "12100"},
		{"another root", xml("<Answer/>"), "12100"},
		{"two roots", xml("<Response/><Response/>"), "12100"},
		{"unknown verb", xml("<Response><Sing>La</Sing></Response>"), "12200"},
		{"badly nested", xml("<Response><Gather><Dial>+15005550006</Dial></Gather></Response>"), "12200"},
		{"bad number", xml(`<Response><Gather numDigits="many"/></Response>`), "12200"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			doc := w.base + "/doc?s=R"
			if row.doc != nil {
				w.reply("/doc", row.doc)
			} else {
				hung := make(chan struct{})
				deaf := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-hung }))
				defer func() { close(hung); deaf.Close() }()
				doc = deaf.URL + "/doc#rt=150&ct=100"
			}
			w.doc("/fallback", `<Hangup/>`)
			sid := w.place(leader, func(p *api.CreateCallParams) { p.SetUrl(doc).SetFallbackUrl(w.base + "/fallback?s=R") })
			w.answered(sid)
			if l := w.ended(sid); l.Why != "document hung up" {
				t.Errorf("it ended because of %s", l.Why)
			}
			q := w.requests("/fallback")
			if len(q) != 1 || q[0].form.Get("ErrorCode") != row.code || q[0].form.Get("ErrorUrl") != plain(doc) {
				t.Errorf("the fallback got %v", q)
			}
			if n := w.c.overview().Notices; len(n) != 1 || itoa(n[0].Code) != row.code {
				t.Errorf("notices %v", n)
			}
		})
	}
}

func TestTheFallbackOfAKeyStillHearsTheKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Gather numDigits="1" action="/key?n=7"><Say>Press.</Say></Gather>`)
	w.reply("/key", func(request) (int, string, string) { return 503, "text/xml", "" })
	w.doc("/fallback", `<Hangup/>`)
	sid := w.place(leader, func(p *api.CreateCallParams) { p.SetFallbackUrl(w.base + "/fallback") })
	w.answered(sid)
	w.hears(leader, "Press.")
	w.press(leader, "4")
	w.ended(sid)
	if q := w.requests("/fallback"); len(q) != 1 || q[0].form.Get("Digits") != "4" || !strings.HasSuffix(q[0].form.Get("ErrorUrl"), "/key?n=7") {
		t.Errorf("the fallback got %v", q)
	}
}

func TestWithoutAFallbackThePersonHearsAnApplicationError(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *world, p *api.CreateCallParams){
		"none":          func(*world, *api.CreateCallParams) {},
		"fails as well": func(w *world, p *api.CreateCallParams) { p.SetFallbackUrl(w.base + "/also-missing") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.reply("/doc", func(request) (int, string, string) { return 500, "", "" })
			sid := w.place(leader, func(p *api.CreateCallParams) { change(w, p) })
			w.answered(sid)
			w.hears(leader, "application error has occurred")
			if l := w.ended(sid); l.Why != "application error" || l.Status != "completed" {
				t.Errorf("it ended %s because of %s", l.Status, l.Why)
			}
		})
	}
}

func TestInlineDocumentsRelativeURLsAndGET(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/a/b", `<Redirect method="GET">../c?x=1&amp;y=2</Redirect>`)
	w.doc("/c", `<Say loop="2">There.</Say><!-- a comment --><Play>https://sounds.example/bell.mp3</Play><Redirect>/d</Redirect><Say>never</Say>`)
	w.doc("/d", `<Reject/>`)
	p := (&api.CreateCallParams{}).SetTo(leader).SetFrom(us).SetStatusCallback(w.base + "/status?x=y").
		SetTwiml("<Response><Say>One <emphasis>two</emphasis> three.</Say><Redirect>" + w.base + "/a/b</Redirect></Response>")
	call, err := w.api.Api.CreateCall(p)
	if err != nil {
		t.Fatal(err)
	}
	w.answered(*call.Sid)
	l := w.ended(*call.Sid)
	if l.Why != "document rejected" || len(w.requests("/c")) != 1 || w.requests("/c")[0].form.Get("CallSid") != *call.Sid {
		t.Errorf("it ended because of %s; %v", l.Why, w.requests("/c"))
	}
	var heard []string
	for _, line := range w.c.Phone(leader).Call.Lines {
		if line.Who == "line" {
			heard = append(heard, line.Text)
		}
	}
	if got := strings.Join(heard, "|"); got != "One two three.|There.|There.|♪ bell.mp3" {
		t.Errorf("heard %s", got)
	}

	// a relative URL in an inline document leads nowhere
	p = (&api.CreateCallParams{}).SetTo(leader).SetFrom(us).SetStatusCallback(w.base + "/status?x=z").SetTwiml("<Response><Redirect>/d</Redirect></Response>")
	if call, err = w.api.Api.CreateCall(p); err != nil {
		t.Fatal(err)
	}
	w.answered(*call.Sid)
	if l := w.ended(*call.Sid); l.Why != "application error" {
		t.Errorf("it ended because of %s", l.Why)
	}
}

func TestRetriesFollowTheURLsFragment(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		fragment string
		tries    int
	}{
		{"", 1},
		{"#rc=2", 1}, // connect failures only
		{"#rc=2&rp=5xx", 3},
		{"#rc=1&rp=all", 2},
		{"#rc=9&rp=5xx", 2}, // out of bounds: the default
		{"#rc=3&rp=4xx", 1},
	} {
		w := newWorld(t)
		w.reply("/status", func(request) (int, string, string) { return 500, "", "" })
		sid := w.place("+15005550003", func(p *api.CreateCallParams) {
			p.SetStatusCallback(w.base + "/status?r=1" + row.fragment).SetStatusCallbackEvent([]string{"completed"})
		})
		w.ended(sid)
		w.until("all tries are logged", func() bool { return len(w.c.Webhooks()) == row.tries })
		w.pass(time.Second)
		hooks := w.c.Webhooks()
		if len(hooks) != row.tries || hooks[len(hooks)-1].Try != row.tries-1 || hooks[0].Status != 500 {
			t.Errorf("%q: %d tries", row.fragment, len(hooks))
		}
		got := w.requests("/status")
		for _, q := range got {
			if q.tok == "" || q.tok != got[0].tok {
				t.Errorf("%q: a retry carries another token", row.fragment)
			}
		}
	}
}

func TestAServerThatIsAwayIsTriedAgainAndThenGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	sid := w.place("+15005550003", func(p *api.CreateCallParams) {
		p.SetStatusCallback(away.URL + "/status?r=1").SetStatusCallbackEvent([]string{"completed"})
	})
	w.ended(sid)
	w.until("two tries are logged", func() bool { return len(w.c.Webhooks()) == 2 })
	if h := w.c.Webhooks()[1]; h.Error == "" || h.Status != 0 || h.Try != 1 {
		t.Errorf("the second try: %+v", h)
	}
}
