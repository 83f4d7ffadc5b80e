package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// booted opens a link's page, and is what it begins with.
func (p *party) booted(path string, status int) (title string, b Booted) {
	p.Helper()
	req, err := http.NewRequest("GET", p.base+path, nil)
	p.must(err)
	req.Header.Set("Cookie", p.cookie())
	resp, err := http.DefaultClient.Do(req)
	p.must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	p.must(err)
	if resp.StatusCode != status {
		p.Fatalf("%s: %d %s", path, resp.StatusCode, body)
	}
	page, socket := "", ""
	p.must(json.Unmarshal(body, &[]any{&page, &title, &socket, &b}))
	if want := "ws" + strings.TrimPrefix(p.base, "http"); page != "clicker" || socket != want {
		p.Errorf("the page is %q with a socket at %q", page, socket)
	}
	return title, b
}

// Opening a link shows where it leads, and does nothing: nobody has come in, and nobody holds numbers.
func TestALinksPageHoldsWhatItBeginsWithAndDoesNothing(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		id := maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
		path := "/campaigns/" + id
		token := maya.do("GET", path+"/links", nil, 200).field("items").([]any)[1].(map[string]any)["token"].(string)
		cleo := s.party()
		title, b := cleo.booted("/k/"+token, 200)
		if title != "Spring GOTV – Partyline" || b.Token != token || b.Invited == nil || b.Invited.Me != nil || b.Problem != nil || b.Now == 0 {
			t.Errorf("%q: %+v", title, b)
		}
		if p := maya.do("GET", path+"/people", nil, 200); !strings.Contains(string(p.body), `"items":[]`) {
			t.Errorf("by opening the page came in %s", p.body)
		}
		cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "Cleo"}, 200)
		if _, b = cleo.booted("/k/"+token, 200); b.Invited.Me == nil || b.Invited.Me.Name != "Cleo" || b.Invited.Topic == "" || b.Invited.Clicking == nil {
			t.Errorf("somebody who is in: %+v", b.Invited)
		}
		maya.do("POST", path+"/links/clicker/rotate", nil, 200)
		if _, b = cleo.booted("/k/"+token, 200); b.Invited == nil || b.Invited.Me == nil || b.Invited.Me.Name != "Cleo" {
			t.Errorf("somebody who was in before the link was changed: %+v", b)
		}
		other := s.party()
		for _, dead := range []string{token, "nonsense", "%00", strings.Repeat("x", 3000)} {
			title, b = other.booted("/k/"+dead, 404)
			if b.Problem == nil || b.Problem.Code != "link_invalid" || b.Invited != nil || title != "Partyline" {
				t.Errorf("%s: %+v", dead, b)
			}
		}
	})
}

// Where a link asks for a passcode its page gives the browser a secret of its own, once: wrong tries are counted by browser, not
// by the address that many share.
func TestALinkWithAPasscodeKnowsBrowsersApart(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		path := "/campaigns/" + maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
		token := maya.do("GET", path+"/links", nil, 200).field("items").([]any)[1].(map[string]any)["token"].(string)
		opened := func(cookies ...*http.Cookie) []*http.Cookie {
			req, err := http.NewRequest("GET", maya.base+"/k/"+token, nil)
			maya.must(err)
			for _, c := range cookies {
				req.AddCookie(c)
			}
			resp, err := http.DefaultClient.Do(req)
			maya.must(err)
			maya.must(resp.Body.Close())
			return resp.Cookies()
		}
		if got := opened(); len(got) > 0 {
			t.Errorf("without a passcode: %v", got)
		}
		maya.do("PUT", path+"/links/clicker/passcode", map[string]any{"passcode": "Leeds 2026"}, 200)
		first, second := opened(), opened()
		if len(first) != 1 || len(second) != 1 || first[0].Value == second[0].Value || !first[0].HttpOnly {
			t.Fatalf("%v, and %v", first, second)
		}
		if again := opened(first...); len(again) > 0 {
			t.Errorf("a second time: %v", again)
		}
	})
}
