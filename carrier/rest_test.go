package carrier

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// code is Twilio's error code and the HTTP status of an error.
func code(t *testing.T, err error) (int, int) {
	t.Helper()
	var e *client.TwilioRestError
	if !errors.As(err, &e) {
		t.Fatalf("not one of Twilio's errors: %v", err)
	}
	if !strings.HasSuffix(e.MoreInfo, "/errors/"+itoa(e.Code)) || e.Message == "" {
		t.Errorf("the envelope is %+v", e)
	}
	return e.Code, e.Status
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

func TestRefusalsOfACreate(t *testing.T) {
	w := newWorld(t)
	for _, row := range []struct {
		name   string
		change func(p *api.CreateCallParams)
		code   int
	}{
		{"no to", func(p *api.CreateCallParams) { p.To = nil }, 21201},
		{"to is no number", func(p *api.CreateCallParams) { p.SetTo("hello") }, 21211},
		{"to does not exist", func(p *api.CreateCallParams) { p.SetTo("+15005550001") }, 21211},
		{"no from", func(p *api.CreateCallParams) { p.From = nil }, 21213},
		{"from is no number", func(p *api.CreateCallParams) { p.SetFrom("0") }, 21212},
		{"from is not ours", func(p *api.CreateCallParams) { p.SetFrom("+14155550100") }, 21210},
		{"no document", func(p *api.CreateCallParams) { p.Url = nil }, 21205},
		{"relative document", func(p *api.CreateCallParams) { p.SetUrl("/doc") }, 21205},
		{"bad status callback", func(p *api.CreateCallParams) { p.SetStatusCallback("ftp://x/y") }, 21609},
		{"bad method", func(p *api.CreateCallParams) { p.SetMethod("PUT") }, 20001},
		{"rings too long", func(p *api.CreateCallParams) { p.SetTimeout(601) }, 20001},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := (&api.CreateCallParams{}).SetTo(leader).SetFrom(us).SetUrl(w.base + "/doc")
			row.change(p)
			_, err := w.api.Api.CreateCall(p)
			if got, status := code(t, err); got != row.code || status != 400 {
				t.Errorf("code %d, status %d", got, status)
			}
		})
	}
	if n := len(w.c.Ledger()); n != 0 {
		t.Errorf("%d legs were made", n)
	}
}

func TestStrangersAndLostPathsAreRefused(t *testing.T) {
	w := newWorld(t)
	account, _ := Credentials()
	for name, c := range map[string]interface {
		FetchCall(string, *api.FetchCallParams) (*api.ApiV2010Call, error)
	}{
		"another token":   newClient(w.c.cfg.AccountSID, strings.Repeat("0", 32), w.rest).Api,
		"another account": newClient(account, w.c.cfg.AuthToken, w.rest).Api,
	} {
		_, err := c.FetchCall("CA1", nil)
		if got, status := code(t, err); got != 20003 || status != 401 {
			t.Errorf("%s: code %d, status %d", name, got, status)
		}
	}
	_, err := w.api.Api.FetchCall("CA00000000000000000000000000000000", nil)
	if got, status := code(t, err); got != 20404 || status != 404 {
		t.Errorf("an unknown call: code %d, status %d", got, status)
	}
	_, err = w.api.Api.ListQueue(nil)
	if got, _ := code(t, err); got != 20404 {
		t.Errorf("an unknown path: code %d", got)
	}
}

func TestACallReadsAsTwilioWritesIt(t *testing.T) {
	w := newWorld(t)
	p := (&api.CreateCallParams{}).SetTo("(500) 555-0012").SetFrom(us).SetUrl(w.base + "/doc?s=R").SetStatusCallback(w.base + "/status?s=R#rc=2")
	call, err := w.api.Api.CreateCall(p)
	if err != nil {
		t.Fatal(err)
	}
	if *call.Status != "queued" || *call.Direction != "outbound-api" || *call.To != "+15005550012" || *call.ToFormatted != "(500) 555-0012" || *call.QueueTime != "0" {
		t.Errorf("created: %v %v %v %v %v", *call.Status, *call.Direction, *call.To, *call.ToFormatted, *call.QueueTime)
	}
	if len(*call.SubresourceUris) == 0 || *call.Uri != "/2010-04-01/Accounts/"+w.c.cfg.AccountSID+"/Calls/"+*call.Sid+".json" {
		t.Errorf("addresses %v %v", *call.Uri, *call.SubresourceUris)
	}
	if _, err := time.Parse(time.RFC1123Z, *call.DateCreated); err != nil {
		t.Error(err)
	}
	if ref := w.leg(*call.Sid).Ref; ref != w.base+"/status?s=R" {
		t.Errorf("ref %s", ref)
	}
	// nulls are there and null, durations are strings: by hand, because the client hides it
	req, _ := http.NewRequest("GET", w.rest+*call.Uri, nil)
	req.SetBasicAuth(w.c.cfg.AccountSID, w.c.cfg.AuthToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var raw map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"duration", "price", "end_time", "parent_call_sid", "answered_by", "group_sid", "caller_name", "forwarded_from"} {
		if v, there := raw[name]; !there || v != nil {
			t.Errorf("%s is %v (there: %v)", name, v, there)
		}
	}
}

func TestListsFilterAndPage(t *testing.T) {
	w := newWorld(t)
	w.doc("/doc", `<Dial><Number statusCallback="/status?a=A">+15005550006</Number></Dial>`)
	first := w.place(leader)
	w.answered(first)
	w.child(first, "completed")
	w.ended(first)
	later := w.clock.Now().Add(time.Minute)
	w.clock.Advance(2 * time.Minute)
	for range 7 {
		w.ended(w.place("+15005550003"))
	}
	last := w.place("+15005550004")

	list := func(p *api.ListCallParams) (sids []string) {
		t.Helper()
		calls, err := w.api.Api.ListCall(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range calls {
			sids = append(sids, *c.Sid)
		}
		return sids
	}
	count := func(what string, p *api.ListCallParams, want int) {
		t.Helper()
		if n := len(list(p)); n != want {
			t.Errorf("%s: %d calls, want %d", what, n, want)
		}
	}
	q := func() *api.ListCallParams { return &api.ListCallParams{} }
	count("all", q(), 10)
	count("to", q().SetTo("+15005550003"), 7)
	count("from", q().SetFrom(us), 10)
	count("from nobody", q().SetFrom("+14155550100"), 0)
	count("status", q().SetStatus("busy"), 7)
	count("children", q().SetParentCallSid(first), 1)
	count("started since", q().SetStartTimeAfter(later), 8)
	count("started before", q().SetStartTimeBefore(later), 2)
	count("on the day", q().SetStartTime(w.clock.Now()), 10)
	count("the day before", q().SetStartTime(w.clock.Now().Add(-24*time.Hour)), 0)
	count("not placed yet, but looked for", q().SetTo("+15005550004").SetStartTimeAfter(later), 1)

	whole := list(q())
	paged := list(q().SetPageSize(3))
	if !slices.Equal(whole, paged) || whole[0] != last {
		t.Errorf("pages of three give\n%v, want\n%v", paged, whole)
	}
	// a page token holds on to its place when new calls come in
	page, err := w.api.Api.PageCall(q().SetPageSize(4), "", "")
	if err != nil {
		t.Fatal(err)
	}
	w.place("+15005550012")
	next, _ := url.Parse(*page.NextPageUri)
	page, err = w.api.Api.PageCall(q().SetPageSize(4), next.Query().Get("PageToken"), next.Query().Get("Page"))
	if err != nil {
		t.Fatal(err)
	}
	if *page.Calls[0].Sid != whole[4] || page.Page != 1 || page.PageSize != 4 {
		t.Errorf("the second page begins with %s on page %d", *page.Calls[0].Sid, page.Page)
	}

	numbers, err := w.api.Api.ListIncomingPhoneNumber(&api.ListIncomingPhoneNumberParams{})
	if err != nil || len(numbers) != 1 || *numbers[0].PhoneNumber != us || !numbers[0].Capabilities.Voice {
		t.Errorf("numbers: %v %v", numbers, err)
	}
}

func TestUpdatesThatComeTooLateOrTooEarly(t *testing.T) {
	w := newWorld(t)
	w.doc("/doc", `<Pause length="600"/>`)
	update := func(sid string, p *api.UpdateCallParams) error {
		_, err := w.api.Api.UpdateCall(sid, p)
		return err
	}
	sid := w.place(leader)
	w.until("it rings", func() bool { return w.leg(sid).Status == "ringing" })
	if got, status := code(t, update(sid, (&api.UpdateCallParams{}).SetUrl(w.base+"/x"))); got != 21220 || status != 400 {
		t.Errorf("redirecting what rings: %d, %d", got, status)
	}
	w.answered(sid)
	if err := update(sid, (&api.UpdateCallParams{}).SetStatus("canceled")); err != nil || w.leg(sid).Status != "in-progress" {
		t.Errorf("canceling what is in progress: %v, %s", err, w.leg(sid).Status)
	}
	if got, _ := code(t, update(sid, (&api.UpdateCallParams{}).SetStatus("gone"))); got != 20001 {
		t.Errorf("an unknown status: %d", got)
	}
	if err := update(sid, (&api.UpdateCallParams{}).SetTwiml("<Response><Say>New words.</Say><Pause length='60'/></Response>")); err != nil {
		t.Error(err)
	}
	w.hears(leader, "New words.")
	if err := update(sid, (&api.UpdateCallParams{}).SetStatus("completed")); err != nil || w.leg(sid).Why != "ended by REST" {
		t.Errorf("completing: %v, %s", err, w.leg(sid).Why)
	}
	for _, p := range []*api.UpdateCallParams{(&api.UpdateCallParams{}).SetStatus("completed"), (&api.UpdateCallParams{}).SetUrl(w.base + "/x")} {
		if got, _ := code(t, update(sid, p)); got != 21220 {
			t.Errorf("after the end: %d", got)
		}
	}
	ringing := w.place("+15005550004")
	w.until("it rings", func() bool { return w.leg(ringing).Status == "ringing" })
	if err := w.cancel(ringing); err != nil || w.leg(ringing).Status != "canceled" {
		t.Errorf("canceling what rings: %v, %s", err, w.leg(ringing).Status)
	}
}

func TestEndingAChildByRESTLetsTheParentGoOn(t *testing.T) {
	w := newWorld(t)
	sid := w.dialling("+15005550012")
	child := w.child(sid, "in-progress")
	if _, err := w.api.Api.UpdateCall(child.SID, (&api.UpdateCallParams{}).SetStatus("completed")); err != nil {
		t.Fatal(err)
	}
	w.hears(leader, "After.")
	if q := w.requests("/after"); len(q) != 1 || q[0].form.Get("DialCallStatus") != "completed" {
		t.Errorf("requested %v", q)
	}
}

func TestUnknownEventNamesSilenceACall(t *testing.T) {
	w := newWorld(t)
	w.doc("/doc", ``)
	sid := w.place("+15005550007", func(p *api.CreateCallParams) { p.SetStatusCallbackEvent([]string{"initiated ringing answered"}) })
	w.ended(sid)
	if n := len(w.requests("/status")); n != 0 {
		t.Errorf("%d callbacks came", n)
	}
	if n := w.c.overview().Notices; len(n) != 1 || n[0].Code != 21626 {
		t.Errorf("notices %v", n)
	}
}

func TestWithoutEventsOnlyTheEndIsTold(t *testing.T) {
	w := newWorld(t)
	sid := w.place("+15005550003", func(p *api.CreateCallParams) { p.StatusCallbackEvent = nil })
	w.ended(sid)
	w.until("the end is told", func() bool { return len(w.requests("/status")) == 1 })
	if q := w.requests("/status")[0].form; q.Get("CallStatus") != "busy" || q.Get("SequenceNumber") != "0" {
		t.Errorf("told %v", q)
	}
}

func TestStartAndCloseWorkTwiceAndListenHereOnly(t *testing.T) {
	account, token := Credentials()
	for _, listen := range []string{"0.0.0.0:0", ":0", "8.8.8.8:80"} {
		c, err := New(Config{AccountSID: account, AuthToken: token, Numbers: []string{us}, Listen: listen})
		if err != nil {
			t.Fatal(err)
		}
		if c.Start() == nil {
			t.Errorf("it listened on %s", listen)
		}
		_ = c.Close()
	}
	for _, bad := range []Config{{}, {AccountSID: account, AuthToken: token}, {AccountSID: account, AuthToken: "short", Numbers: []string{us}}, {AccountSID: account, AuthToken: token, Numbers: []string{"us"}}} {
		if _, err := New(bad); err == nil {
			t.Errorf("New took %+v", bad)
		}
	}
	c, err := New(Config{AccountSID: account, AuthToken: token, Numbers: []string{us}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := c.Start(); err != nil {
			t.Error(err)
		}
	}
	resp, err := http.Get("http://" + c.Addr() + "/_sim/state")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	for range 2 {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if c.Start() == nil {
		t.Error("it started after its end")
	}
}
