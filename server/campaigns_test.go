package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"

	"partyline/account"
	"partyline/campaign"
	"partyline/client"
	"partyline/event"
	"partyline/sheets"
	"partyline/storage"
)

// ownNumbers is a carrier's account with these numbers.
type ownNumbers []string

func (n ownNumbers) Numbers(context.Context) ([]string, error) {
	return append([]string(nil), n...), nil
}

// campaignsOn is the campaigns of one node.
func campaignsOn(db *storage.DB, c campaign.Clock, phone campaign.Carrier) *campaign.Service {
	return &campaign.Service{
		Store: db.Campaigns(), Files: &sheets.Files{}, Carrier: phone, Clock: c, Log: slog.New(slog.DiscardHandler), NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Secrets: campaign.NewSecrets("a secret"), Later: func(at time.Time) error { return storage.Later{At: at} },
	}
}

// party is somebody with a browser: an admin's login, or a volunteer's page.
type party struct {
	*shift
	cookies map[string]string
	ws      *websocket.Conn

	mu    sync.Mutex
	heard []map[string]any
}

func (s *shift) party() *party { return &party{shift: s, cookies: map[string]string{}} }

// boss is an admin of an organisation of their own.
func (s *shift) boss() *party {
	p := s.party()
	_, err := s.account.CreateAdmin(context.Background(), account.FirstAdmin{Organisation: "Spring", Name: "Maya Osei", Email: "maya@spring.example", Password: "a long enough password"})
	s.must(err)
	p.do("POST", "/login", map[string]any{"email": "maya@spring.example", "password": "a long enough password"}, 204)
	return p
}

func (p *party) cookie() string {
	var all []string
	for name, value := range p.cookies {
		all = append(all, name+"="+value)
	}
	return strings.Join(all, "; ")
}

// do sends a request and wants a status.
func (p *party) do(method, path string, body any, status int) answered {
	p.Helper()
	text, kind := "", "application/json"
	switch v := body.(type) {
	case nil:
	case string:
		text, kind = v, "text/csv"
	default:
		b, err := json.Marshal(v)
		p.must(err)
		text = string(b)
	}
	req, err := http.NewRequest(method, p.base+"/api/v1"+path, strings.NewReader(text))
	p.must(err)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Origin", p.base)
	req.Header.Set("Cookie", p.cookie())
	resp, err := http.DefaultClient.Do(req)
	p.must(err)
	defer resp.Body.Close()
	for _, c := range resp.Cookies() {
		p.cookies[c.Name] = c.Value
	}
	b, err := io.ReadAll(resp.Body)
	p.must(err)
	if resp.StatusCode != status {
		p.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, b)
	}
	return answered{resp.StatusCode, b, resp.Header}
}

// listen opens the socket and keeps what it hears.
func (p *party) listen(path string) {
	p.Helper()
	ws, _, err := websocket.Dial(context.Background(), "ws"+strings.TrimPrefix(p.base, "http")+path,
		&websocket.DialOptions{Subprotocols: []string{client.Subprotocol}, HTTPHeader: http.Header{"Cookie": {p.cookie()}, "Origin": {p.base}}})
	p.must(err)
	p.Cleanup(func() { ws.CloseNow() })
	ws.SetReadLimit(1 << 20)
	p.ws = ws
	go func() {
		for {
			_, b, err := ws.Read(context.Background())
			if err != nil {
				return
			}
			for _, part := range client.Apart(b) {
				var f map[string]any
				if json.Unmarshal(part, &f) == nil {
					p.mu.Lock()
					p.heard = append(p.heard, f)
					p.mu.Unlock()
				}
			}
		}
	}()
}

func (p *party) say(frame any) {
	p.Helper()
	b, err := json.Marshal(frame)
	p.must(err)
	p.must(p.ws.Write(context.Background(), websocket.MessageText, b))
}

// hears waits for a frame.
func (p *party) hears(what string, so func(f map[string]any) bool) (got map[string]any) {
	p.Helper()
	p.until("they hear "+what, func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.heard {
			if so(f) {
				got = f
				return true
			}
		}
		return false
	})
	return got
}

// within is a value inside a frame.
func within(f map[string]any, path string) any {
	var v any = f
	for _, part := range strings.Split(path, ".") {
		m, _ := v.(map[string]any)
		v = m[part]
	}
	return v
}

// noon is a zone in which it is about noon, whenever the test runs: hours are open there.
func noon(now time.Time) string {
	off := 12 - now.UTC().Hour()
	if off == 0 {
		return "Etc/GMT"
	}
	return fmt.Sprintf("Etc/GMT%+d", -off)
}

// Thin through everything: an admin builds, is told what is missing, starts; a clicker comes by link and presses once; the
// admin's socket sees it; the dialer's taker gets the number.
func TestACampaignOverHTTPAndSockets(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		id := maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
		path := "/campaigns/" + id
		early := maya.do("POST", path+"/start", nil, 422)
		if early.text("code") != "not_ready" || len(early.field("missing").([]any)) != 2 || within(early.field("missing").([]any)[0].(map[string]any), "step") != "contacts" ||
			len(early.field("errors").([]any)) != 2 {
			t.Fatalf("refused with %s", early.body)
		}
		maya.listen("/ws")
		maya.say(client.SubscribeFrame{Type: "subscribe", Topic: event.On(event.FamilyCampaign, id)})
		maya.hears("subscribed", func(f map[string]any) bool { return f["type"] == "subscribed" })

		var csv strings.Builder
		csv.WriteString("Phone;First name;Line type;Time zone\n")
		zone := noon(s.clock.Now())
		for i := range 100 {
			fmt.Fprintf(&csv, "+4477009%05d;Person %d;%s;%s\n", i, i, []string{"landline", "cell"}[i%2], zone)
		}
		csv.WriteString("12;Short;;\n")
		maya.do("POST", path+"/contacts?name=people.csv", csv.String(), 201)
		maya.hears("the scan's end", func(f map[string]any) bool {
			return f["kind"] == "campaign.load_changed" && within(f, "data.load.state") == "scanned" && within(f, "data.load.valid") == 100.0 && within(f, "data.load.rejected") == 1.0
		})
		load := within(maya.do("GET", path, nil, 200).field("loads").([]any)[0].(map[string]any), "id").(string)
		if r := maya.do("GET", path+"/contacts/"+load+"/rejects", nil, 200); !strings.Contains(string(r.body), `"row":102`) {
			t.Errorf("rejects: %s", r.body)
		}
		if r := maya.do("GET", path+"/contacts/"+load+"/rejects.csv", nil, 200); string(r.body) != "\uFEFFRow,Reason,Phone,First name,Line type,Time zone\r\n102,'12' is too short for a GB number,12,Short,,\r\n" {
			t.Errorf("rejects: %q", r.body)
		}
		maya.do("GET", path+"/contacts/nonsense/rejects.csv", nil, 404)
		if r := maya.do("GET", path+"/rejects.csv", nil, 200); string(r.body) != "\uFEFFFile,Row,Reason,Cells\r\npeople.csv,102,'12' is too short for a GB number,12,Short,,\r\n" {
			t.Errorf("rejects of all files: %q", r.body)
		}
		own := maya.do("GET", path+"/caller-ids", nil, 200).field("items").([]any)
		number := within(own[0].(map[string]any), "number")
		version := maya.do("GET", path, nil, 200).field("version")
		maya.do("PATCH", path, map[string]any{"version": version, "caller_ids": []any{number}, "hours": everyDay()}, 200)
		if w := maya.do("POST", path+"/start", nil, 200); w.text("state") != "loading" {
			t.Errorf("started as %s", w.body)
		}
		maya.hears("100 %", func(f map[string]any) bool {
			return f["kind"] == "campaign.status_changed" && within(f, "data.load.percent") == 100.0 && within(f, "data.counts.total") == 100.0
		})

		links := maya.do("GET", path+"/links", nil, 200).field("items").([]any)
		link := links[1].(map[string]any)
		if link["url"] != s.base+"/k/"+link["token"].(string) {
			t.Errorf("the link is %v", link)
		}
		token := link["token"].(string)
		cleo := s.party()
		if look := cleo.do("GET", "/k/"+token, nil, 200); look.text("campaign.name") != "Spring GOTV" || look.field("me") != nil {
			t.Errorf("the link leads to %s", look.body)
		}
		cleo.do("GET", "/c/"+token, nil, 404)
		if look := cleo.do("GET", "/c/"+links[0].(map[string]any)["token"].(string), nil, 200); !strings.Contains(string(look.body), "Who answered?") || strings.Contains(string(look.body), "+44") {
			t.Errorf("a caller reads %s", look.body)
		}
		cleo.do("GET", "/k/nonsense", nil, 404)
		cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "   "}, 422)
		me := cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "Cleo"}, 200)
		cleo.listen("/ws?as=page")
		cleo.say(client.SubscribeFrame{Type: "subscribe", Topic: event.On(event.FamilyCampaign, id+"/clickers")})
		cleo.hears("subscribed", func(f map[string]any) bool { return f["type"] == "subscribed" })
		cleo.say(client.SubscribeFrame{Type: "subscribe", Topic: event.On(event.FamilyCampaign, id)})
		cleo.hears("that the admins' topic is not theirs", func(f map[string]any) bool { return f["type"] == "error" && f["code"] == "not_found" })
		cleo.say(client.LeaseFrame{Type: "lease", Key: "l1"})
		leased := cleo.hears("numbers", func(f map[string]any) bool { return f["type"] == "leased" && f["key"] == "l1" })
		lease := leased["lease"].(string)
		if n := len(leased["numbers"].([]any)); n != 25 || leased["left"] != 50.0 {
			t.Fatalf("leased %v", leased)
		}
		if text := fmt.Sprint(leased); strings.Contains(text, "77009") {
			t.Errorf("a number is not masked: %s", text)
		}
		for i, presses := range []string{"[null]", "[[null,null]]", "[[3]]", "[[]]", "[[4,1],[5,null]]"} { // none says what was pressed, and when
			key := fmt.Sprint("half ", i)
			cleo.say(map[string]any{"type": "approve", "key": key, "lease": lease, "presses": json.RawMessage(presses)})
			if f := cleo.hears("a refusal", func(f map[string]any) bool { return f["key"] == key }); f["code"] != "invalid_frame" {
				t.Errorf("%s: %v", presses, f)
			}
		}
		cleo.say(client.ApproveFrame{Type: "approve", Key: "a1", Lease: lease, Presses: [][2]int64{{4, 1}, {99, 2}}})
		ack := cleo.hears("the ack", func(f map[string]any) bool { return f["type"] == "ack" && f["key"] == "a1" })
		if ack["approved"] != 1.0 || fmt.Sprint(ack["refused"]) != "[map[code:not_leased ordinal:99]]" {
			t.Errorf("acknowledged %v", ack)
		}
		maya.hears("the approval", func(f map[string]any) bool {
			return f["kind"] == "campaign.status_changed" && within(f, "data.counts.undialed_cells") == 1.0 && within(f, "data.clicking.approved") == 1.0
		})
		cleo.hears("the same", func(f map[string]any) bool {
			return f["kind"] == "campaign.clicking_changed" && within(f, "data.approved") == 1.0
		})

		taken, err := s.server.Campaigns.Take(context.Background(), id, "a test", 100)
		if err != nil || len(taken) != 51 {
			t.Fatalf("%d taken: %v", len(taken), err)
		}

		// Given back, removed: the page is closed out.
		cleo.say(client.ReleaseFrame{Type: "release", Key: "r1", Lease: lease})
		cleo.hears("that it is given back", func(f map[string]any) bool { return f["type"] == "ack" && f["key"] == "r1" })
		maya.do("DELETE", path+"/people/"+me.text("me.id"), nil, 204)
		cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "Cleo"}, 403)
		cleo.until("the socket's rights are gone", func() bool {
			return cleo.ws.Write(context.Background(), websocket.MessageText, []byte(`{"type":"ping"}`)) != nil
		})
		maya.do("POST", path+"/links/clicker/rotate", nil, 200)
		s.party().do("GET", "/k/"+token, nil, 404)
		if p := maya.do("GET", path+"/people", nil, 200); !strings.Contains(string(p.body), `"removed":true`) {
			t.Errorf("people: %s", p.body)
		}
	})
}

// running is a campaign of so many cells and as many landlines that is loaded: its path, and its clicker link's token.
func (p *party) running(cells int) (path, token string) {
	p.Helper()
	path = "/campaigns/" + p.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
	var csv strings.Builder
	csv.WriteString("Phone;First name;Line type;Time zone\n")
	for i := range 2 * cells {
		fmt.Fprintf(&csv, "+4477009%05d;=Person %d;%s;%s\n", i, i, []string{"landline", "cell"}[i%2], noon(p.clock.Now()))
	}
	p.do("POST", path+"/contacts?name=people.csv", csv.String(), 201)
	loaded := func(what string) {
		p.until(what, func() bool {
			return p.do("GET", path, nil, 200).field("loads").([]any)[0].(map[string]any)["state"] == what
		})
	}
	loaded("scanned")
	number := within(p.do("GET", path+"/caller-ids", nil, 200).field("items").([]any)[0].(map[string]any), "number")
	p.do("PATCH", path, map[string]any{"version": p.do("GET", path, nil, 200).field("version"), "caller_ids": []any{number}, "hours": everyDay()}, 200)
	p.do("POST", path+"/start", nil, 200)
	loaded("done")
	return path, p.do("GET", path+"/links", nil, 200).field("items").([]any)[1].(map[string]any)["token"].(string)
}

func everyDay() []any {
	var out []any
	for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		out = append(out, map[string]any{"day": day, "opens": 480, "closes": 1260})
	}
	return out
}

func TestAPageWithoutACookieGetsNoSocket(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		for _, cookie := range []string{"", "partyline_page=nonsense", s.cookie("Maya Hart")} {
			_, resp, err := websocket.Dial(context.Background(), "ws"+strings.TrimPrefix(s.base, "http")+"/ws?as=page",
				&websocket.DialOptions{Subprotocols: []string{client.Subprotocol}, HTTPHeader: http.Header{"Cookie": {cookie}, "Origin": {s.base}}})
			if err == nil || resp == nil || resp.StatusCode != 401 {
				t.Errorf("with %q: %v", cookie, resp)
			}
		}
		// A login is no clicker.
		maya := s.boss()
		maya.listen("/ws")
		maya.say(client.LeaseFrame{Type: "lease", Key: "l"})
		maya.hears("a refusal", func(f map[string]any) bool {
			return f["type"] == "error" && f["code"] == "forbidden" && f["key"] == "l"
		})
	})
}
