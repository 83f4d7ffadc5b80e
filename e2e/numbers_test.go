package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// With the organisation's switch off, nothing that a leader is sent in a whole shift, and no line of the log, holds a
// supporter's number or e-mail, however it is written.
func TestAWholeShiftShowsALeaderNoNumber(t *testing.T) {
	each(t, func(t *testing.T, database func(*testing.T) string) {
		h := build(t, database(t), 20, "LOG_LEVEL=debug", crowdMobiles())
		c := h.crowd(2, seedOf(t))
		p := c.players[0]
		c.maya.must("PUT", "/groups/"+c.group+"/leaders/"+p.id, map[string]string{"role": "captain"}, nil) // who may import, too
		sent := &record{}
		p.web.Transport = hearing{sent}
		page := p.listen(map[string]int64{"session/" + p.session: 0, "list/" + p.list: 0, "sessions/" + c.group: 0, "user/" + p.id: 0})
		foreign, imports := p.brings(t, c.group)

		rules := []carrier.Rule{
			{Kind: "rest", Effect: "error", Probability: .2}, {Kind: "create", Effect: "lost_reply", Probability: .2},
			{Kind: "document", Effect: "bad_signature", Probability: .1}, {Kind: "status", Effect: "drop", Probability: .2},
		}
		if _, err := h.call(nil, "PUT", h.sim+"/_sim/faults", rules); err != nil {
			t.Fatal(err)
		}
		stop, cancel := context.WithTimeout(context.Background(), 6*time.Second)
		defer cancel()
		go c.players[1].play(stop)
		p.play(stop)
		if _, err := h.call(nil, "DELETE", h.sim+"/_sim/faults", nil); err != nil {
			t.Fatal(err)
		}
		p.looksEverywhere(c, imports)
		c.settle()
		p.looksEverywhere(c, imports)
		page.close()
		p.web.Transport = nil
		other, told := h.signIn("Chloe"), &record{} // captain of the same group; it is not her file
		other.web.Transport = hearing{told}
		for _, path := range []string{"", "/rejects", "/rejects.csv"} {
			b, err := h.call(other.web, "GET", h.base+"/api/v1/imports/"+imports+path, nil)
			if err != nil {
				t.Logf("another captain asks for the import%s: %v", path, err)
			}
			_, _ = told.Write(b)
		}
		h.kill()

		b := h.books()
		defer b.close()
		secrets := append(find[string](b, `SELECT phone FROM supporters WHERE phone <> ''`), find[string](b, `SELECT email FROM supporters WHERE email <> ''`)...)
		if len(secrets) < 150 || !strings.Contains(sent.String(), `"items":[{`) || !strings.Contains(page.frames.String(), "calling.phone_changed") {
			t.Fatalf("%d secrets: this tests nothing", len(secrets))
		}
		for what, text := range map[string]string{"a reply": sent.String(), "a frame": page.frames.String(), "the log": h.log.String()} {
			shows(t, what, text, secrets)
		}
		numbers := append(foreign, find[string](b, `SELECT mobile FROM users WHERE mobile <> ''`)...)
		shows(t, "the log", h.log.String(), numbers)
		shows(t, "what another captain is told of an import", told.String(), append(foreign, "new.person@example.net", "someone.else@example.net"))
	})
}

// shows reports every secret that a text holds, in any form of writing.
func shows(t *testing.T, what, text string, secrets []string) {
	t.Helper()
	lower := strings.ToLower(text)
	digits := regexp.MustCompile(`(\d)(?:[ \-().\x{00a0}\x{202f}/]|\\u00a0|%20|&nbsp;)+`).ReplaceAllString(lower, "$1")
	n := 0
	for _, s := range secrets {
		needle, in := strings.ToLower(s), lower
		if strings.HasPrefix(s, "+") {
			needle, in = s[len(s)-10:], digits // the national number without its zero
		}
		if at := strings.Index(in, needle); at >= 0 {
			if n++; n <= 5 {
				t.Errorf("%s holds %q: …%s…", what, needle, in[max(0, at-300):min(len(in), at+40)])
			}
		}
	}
	// A number that is hidden in part is shown in part.
	for _, m := range regexp.MustCompile(`[*•·…xX]{2,}[ \-]?\d{3,}`).FindAllString(text, 5) {
		t.Errorf("%s holds a number that is hidden in part: %s", what, m)
	}
}

// hearing keeps every reply with its headers.
type hearing struct{ to *record }

func (r hearing) RoundTrip(q *http.Request) (*http.Response, error) {
	reply, err := http.DefaultTransport.RoundTrip(q)
	if err != nil || reply.StatusCode == http.StatusSwitchingProtocols {
		return reply, err
	}
	b, err := io.ReadAll(reply.Body)
	reply.Body.Close()
	reply.Body = io.NopCloser(bytes.NewReader(b))
	if !strings.Contains(q.URL.Path, "/imports") { // the leader's own file; its numbers are looked for elsewhere
		var head bytes.Buffer
		_ = reply.Header.Write(&head)
		_, _ = r.to.Write(append(append([]byte(q.Method+" "+q.URL.Path+"\n"+head.String()), b...), '\n'))
	}
	return reply, err
}

// brings imports people, one of whom is there already, adds one by hand, and asks for impossible things; it returns the
// numbers that only this leader knew, and the import.
func (p *player) brings(t *testing.T, group string) (numbers []string, imports string) {
	t.Helper()
	numbers = []string{"+447911123456", "+447911123457", "+447911123458", "+447911123459"}
	csv := "Name,Mobile,Email\nNew Person,07911 123456,new.person@example.net\nBad One,07911 12345x 123457,no mail\nTwice,+1 500-555-0006,someone.else@example.net\n"
	q, _ := http.NewRequest("POST", p.h.base+"/api/v1/groups/"+group+"/imports?name=people.csv", strings.NewReader(csv))
	q.Header.Set("Content-Type", "text/csv")
	reply, err := p.web.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var made struct{ ID string }
	if json.NewDecoder(reply.Body).Decode(&made) != nil || made.ID == "" {
		t.Fatalf("the import: %s", reply.Status)
	}
	at := "/imports/" + made.ID
	state := func() string {
		var v struct{ State string }
		p.must("GET", at, nil, &v)
		return v.State
	}
	p.send("POST", at+"/check", "check", nil)
	p.h.until("the import is checked", func() bool { return state() == "checked" })
	p.send("POST", at+"/run", "run", map[string]any{})
	p.h.until("the import is done", func() bool { return state() == "done" })
	for i, body := range []map[string]any{
		{"name": "By Hand", "phone": "07911 123458"},
		{"name": "By Hand Again", "phone": "07911 123458"},       // there already
		{"name": "Wrong", "phone": "07911 123459 or so"},         // no number
		{"name": "Wrong", "email": "not an address 07911123459"}, // no address
	} {
		p.send("POST", "/groups/"+group+"/supporters", "hand-"+string(rune('a'+i)), body)
	}
	return numbers, made.ID
}

// looksEverywhere asks for everything that can be asked for, with ids that exist, and ids that do not.
func (p *player) looksEverywhere(c *crowd, imports string) {
	p.h.t.Helper()
	b, err := os.ReadFile("../static/api/openapi.json")
	if err != nil {
		p.h.t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		p.h.t.Fatal(err)
	}
	var v calling.SessionView
	var people, entries struct {
		Items []struct{ ID, Attempt string }
	}
	p.must("GET", "/sessions/"+p.session, nil, &v)
	p.must("GET", "/groups/"+c.group+"/supporters?limit=100", nil, &people)
	p.must("GET", "/sessions/"+p.session+"/entries?limit=200", nil, &entries)
	get := func(path string) {
		if a := p.send("GET", path, "", nil); a.status >= 500 {
			p.h.t.Errorf("GET %s: %d %s", path, a.status, a.body)
		}
	}
	ids := map[string][]string{"groups": {c.group}, "lists": c.lists, "sessions": {p.session, c.players[1].session}, "imports": {imports}, "users": {p.id}}
	for _, s := range people.Items {
		ids["supporters"] = append(ids["supporters"], s.ID)
	}
	for _, e := range entries.Items {
		if e.Attempt != "" {
			ids["attempts"] = append(ids["attempts"], e.Attempt)
		}
	}
	for path, methods := range doc.Paths {
		if _, ok := methods["get"]; !ok || path == "/phone" || path == "/events" {
			continue
		}
		family := strings.Split(path, "/")[1]
		if !strings.Contains(path, "{id}") {
			get(path)
			get(path + "?q=an&search=an&limit=100")
			continue
		}
		for _, id := range append(ids[family], "01900000-0000-7000-8000-000000000000", "+447700900300") {
			get(strings.ReplaceAll(path, "{id}", id))
		}
	}
	for _, topic := range []string{"session/" + p.session, "list/" + p.list, "sessions/" + c.group, "user/" + p.id} {
		get("/events?limit=1000&topic=" + topic)
	}
	for _, path := range []string{"/metrics", "/readyz", "/healthz", "/api/v1/nothing/+447700900300", "/t/status/+447700900300"} {
		reply, err := p.web.Get(p.h.base + path)
		if err != nil {
			p.h.t.Fatal(err)
		}
		reply.Body.Close()
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for _, s := range people.Items[:10] { // as it is shown is as it is kept
		p.send("PATCH", "/supporters/"+s.ID, "", map[string]any{"version": dice.IntN(3), "notes": "Was told of the rally."})
	}
}
