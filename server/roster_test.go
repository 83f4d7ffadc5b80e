package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// withRoster gives the edge the use cases of supporters, lists and imports, and people to call.
func withRoster(t *testing.T, e *edge) roster.Seeded {
	t.Helper()
	e.server.Roster = &roster.Service{Store: e.db.Roster(), Clock: e.clock, Log: slog.New(slog.DiscardHandler), NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	seeded, err := e.server.Roster.Seed(context.Background(), e.demo.Group)
	if err != nil {
		t.Fatal(err)
	}
	return seeded
}

// workImports does the jobs of imports that are due.
func (e *edge) workImports() {
	e.t.Helper()
	handlers := map[string]storage.Handler{}
	for _, kind := range roster.Jobs {
		handlers[kind] = func(ctx context.Context, j storage.Job) error {
			return e.server.Roster.Work(ctx, j.Kind, j.Subject)
		}
	}
	if _, err := storage.RunDue(context.Background(), e.db, handlers); err != nil {
		e.t.Fatal(err)
	}
}

const somePeople = "Vorname;Nachname;Handynummer;Ort\nZoë;Élan;07400 123001;Leeds\nBen;Okafor;0770 90;York\n=1+1;Day;@x;\n"

func TestACaptainImportsAFileOverHTTP(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		withRoster(t, e)
		chloe := e.as("Chloe")
		group := "/groups/" + e.demo.Group
		var v roster.ImportView
		up := chloe.ask("POST", group+"/imports?name=Unsere%20Leute.csv", somePeople, "Content-Type", "text/csv").want(t, 201, "")
		up.into(t, &v)
		if v.State != "columns" || v.FileName != "Unsere Leute.csv" || v.Shape.Separator != ";" || v.By.Name != "Chloe Davies" || len(v.Shape.Sample) != 3 {
			t.Fatalf("%s", up.body)
		}
		imp := "/imports/" + v.ID
		fields := []string{"first_name", "last_name", "phone", ""}
		chloe.patch(imp, map[string]any{"version": v.Version, "fields": fields, "country": "gb"}).want(t, 200, "").into(t, &v)
		chloe.patch(imp, map[string]any{"version": 1, "country": "IE"}).want(t, 409, "conflict")
		chloe.patch(imp, map[string]any{"version": v.Version, "fields": []string{"shoe_size"}}).want(t, 422, "")
		chloe.post(imp+"/run", map[string]any{}).want(t, 409, "import_state")
		chloe.post(imp+"/check", nil).want(t, 200, "")
		e.workImports()
		chloe.get(imp).want(t, 200, "").into(t, &v)
		if v.State != "checked" || v.Ready != 1 || v.Rejected != 2 || v.Rows != 3 || v.Seq == 0 {
			t.Fatalf("%+v", v)
		}
		page := chloe.get(imp+"/rejects?limit=1").want(t, 200, "")
		if page.text("next") != "3" || !strings.Contains(string(page.body), "Row 3: '0770 90' is too short for a GB number") {
			t.Errorf("%s", page.body)
		}
		chloe.get(imp+"/rejects?cursor=3").want(t, 200, "")
		file := chloe.get(imp+"/rejects.csv").want(t, 200, "")
		if file.header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(file.header.Get("Content-Disposition"), "unsere-leute-rejects-") {
			t.Errorf("%v", file.header)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.body, []byte("\xEF\xBB\xBF")))).ReadAll()
		if err != nil || len(rows) != 3 || rows[2][2] != "'=1+1" || rows[2][4] != "'@x" || !bytes.HasPrefix(file.body, []byte("\xEF\xBB\xBF")) {
			t.Errorf("%v %q", err, rows)
		}
		chloe.post(imp+"/run", map[string]any{"new_list": "Markt"}).want(t, 200, "").into(t, &v)
		e.workImports()
		chloe.get(imp).want(t, 200, "").into(t, &v)
		if v.State != "done" || v.Figures.Added != 1 || v.List.Name != "Markt" {
			t.Fatalf("%+v", v)
		}
		on := chloe.get("/lists/"+v.List.ID+"/supporters?q=elan").want(t, 200, "")
		if !strings.Contains(string(on.body), "Zoë Élan") || on.field("total") != 1.0 {
			t.Errorf("%s", on.body)
		}
		if all := chloe.get(group+"/imports").want(t, 200, ""); !strings.Contains(string(all.body), v.ID) {
			t.Errorf("%s", all.body)
		}
		chloe.ask("DELETE", imp, nil).want(t, 200, "")
	})
}

func TestBadFilesAreRefusedOverHTTPAndNothingStays(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		withRoster(t, e)
		chloe := e.as("Chloe")
		path := "/groups/" + e.demo.Group + "/imports"
		for code, body := range map[string]any{
			"file_empty": "", "file_no_rows": "Name,Phone\n", "file_excel": "PK\x03\x04 [Content_Types].xml", "file_pdf": "%PDF-1.7", "file_not_csv": strings.Repeat("\x01\x02\x03\n", 99),
		} {
			if r := chloe.ask("POST", path, body, "Content-Type", "text/csv").want(t, 422, code); !strings.HasSuffix(r.text("title"), ".") {
				t.Errorf("%s", r.body)
			}
		}
		chloe.ask("POST", path, nil).want(t, 422, "file_empty")
		chloe.ask("POST", path, "no form", "Content-Type", "multipart/form-data; boundary=x").want(t, 422, "file_empty")
		if r := chloe.get(path).want(t, 200, ""); string(r.body) != `{"items":[]}`+"\n" && !strings.Contains(string(r.body), `"items":[]`) {
			t.Errorf("left behind: %s", r.body)
		}
		e.as("Dev").ask("POST", path, somePeople, "Content-Type", "text/csv").want(t, 403, "forbidden")
		chloe.ask("POST", path, somePeople, "Content-Type", "text/csv", "Origin", "https://evil.example").want(t, 403, "foreign_origin")

		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		_ = w.WriteField("why", "because")
		part, _ := w.CreateFormFile("file", "people.csv")
		_, _ = io.WriteString(part, somePeople)
		_ = w.Close()
		up := chloe.ask("POST", path, form.String(), "Content-Type", w.FormDataContentType()).want(t, 201, "")
		if up.text("file_name") != "people.csv" || up.text("shape.separator") != ";" {
			t.Errorf("%s", up.body)
		}
	})
}

// listen serves the edge on a port of its own.
func (e *edge) listen() string {
	e.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		e.t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- e.server.App().Listener(ln) }()
	e.t.Cleanup(func() {
		_ = e.server.App().Shutdown()
		<-served
	})
	return ln.Addr().String()
}

// endless makes rows until there are n bytes, and looks every 4 MB at what is alive on the heap.
type endless struct {
	left, row int64
	rest      []byte
	peak      int64
	look      int64 // when so much is left
}

func (r *endless) Read(b []byte) (int, error) {
	if r.left <= r.look || r.row == 0 {
		r.peak, r.look = max(r.peak, alive()), r.left-4<<20
	}
	if r.left <= 0 {
		return 0, io.EOF
	}
	for len(r.rest) == 0 {
		r.row++
		r.rest = fmt.Appendf(nil, "Person %d,07400 %06d,\"%0200d\"\n", r.row, r.row%1_000_000, r.row)
		if r.row == 1 {
			r.rest = append([]byte("Name,Phone,Notes\n"), r.rest...)
		}
	}
	n := copy(b, r.rest)
	r.rest, r.left = r.rest[n:], r.left-int64(n)
	return n, nil
}

func TestALargeFileIsNotHeldInMemory(t *testing.T) {
	if !byItself(t) {
		return
	}
	e := newEdge(t, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t)}))
	withRoster(t, e)
	chloe := e.as("Chloe")
	address := e.listen()
	before := alive()
	const size = 64 << 20
	body := &endless{left: size}
	req, err := http.NewRequest("POST", "http://"+address+"/api/v1/groups/"+e.demo.Group+"/imports", body)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = -1
	req.Header.Set("Cookie", chloe.cookie)
	req.Header.Set("Content-Type", "text/csv")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var v roster.ImportView
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil || resp.StatusCode != 201 || v.Bytes < size {
		t.Fatalf("%d %v %d bytes", resp.StatusCode, err, v.Bytes)
	}
	if rose := body.peak - before; rose > size/2 {
		t.Errorf("the heap rose by %d MB for a file of %d MB", rose>>20, size>>20)
	} else {
		t.Logf("the heap rose by %d MB for a file of %d MB", rose>>20, size>>20)
	}
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		withRoster(t, e)
		chloe := e.as("Chloe")
		address := e.listen()
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST /api/v1/groups/%s/imports HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Type: text/csv\r\nContent-Length: 5000000\r\n\r\nName,Phone\n%s", e.demo.Group, address, chloe.cookie, strings.Repeat("Ada,07400 123456\n", 2000)) // the server looks at 8 kB before it begins
		path := "/groups/" + e.demo.Group + "/imports"
		e.until(func() bool { return strings.Contains(string(chloe.get(path).body), "uploading") })
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		e.until(func() bool { return strings.Contains(string(chloe.get(path).body), `"items":[]`) })
	})
}

func (e *edge) until(true func() bool) {
	e.t.Helper()
	for late := time.Now().Add(20 * time.Second); !true(); {
		if time.Now().After(late) {
			e.t.Fatal("it did not come to be")
		}
		runtime.Gosched()
	}
}

// No reply that a leader gets has a number of a supporter in it, whatever is asked, while the organisation hides them.
func TestNumbersAreInNoReplyWhileTheyAreHidden(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		seeded := withRoster(t, e)
		list := "/lists/" + seeded.Lists[0].ID
		maya := e.as("Maya")
		on := func() roster.PeoplePage {
			var page roster.PeoplePage
			maya.get(list+"/supporters?limit=500").want(t, 200, "").into(t, &page)
			return page
		}
		maya.patch("/organisation", map[string]any{"version": 1, "show_numbers": true}).want(t, 200, "")
		shown := on()
		secret := map[string]bool{}
		for _, p := range shown.Items {
			if p.Phone != "" {
				secret[p.Phone[3:]] = true
			}
			if p.Email != "" {
				secret[p.Email] = true
			}
		}
		if len(secret) < 60 {
			t.Fatalf("only %d numbers and addresses are shown where they should be", len(secret))
		}
		maya.patch("/organisation", map[string]any{"version": 2, "show_numbers": false}).want(t, 200, "")
		id := shown.Items[0].ID
		group := "/groups/" + e.demo.Group
		for _, who := range []string{"Maya", "Chloe", "Dev"} {
			b := e.as(who)
			version := 0
			if f, ok := b.get("/supporters/" + id).field("version").(float64); ok {
				version = int(f)
			}
			for what, r := range map[string]answered{
				"supporters": b.get(group + "/supporters?limit=500"), "search": b.get(group + "/supporters?q=a"), "card": b.get("/supporters/" + id + "?list=" + seeded.Lists[0].ID),
				"lists": b.get(group + "/lists"), "list": b.get(list), "people": b.get(list + "/supporters?limit=500"),
				"edit": b.patch("/supporters/"+id, map[string]any{"version": version, "notes": "from " + who}), "stale edit": b.patch("/supporters/"+id, map[string]any{"version": 1, "city": who}),
				"refused edit": b.patch("/supporters/"+id, map[string]any{"version": version, "zone": "nowhere"}),
				"twin":         b.post(group+"/supporters", map[string]any{"name": shown.Items[0].Name, "phone": shown.Items[0].Phone}),
				"add":          b.post(list+"/supporters", map[string]any{"all": true}),
				"group":        b.get(group), "audit": b.get("/audit"), "imports": b.get(group + "/imports"),
			} {
				for s := range secret {
					if bytes.Contains(r.body, []byte(s)) {
						t.Errorf("%s sees a number or address in %s: %d %s", who, what, r.status, r.body[:min(len(r.body), 300)])
						break
					}
				}
			}
		}
		for s := range secret {
			if strings.Contains(e.log.String(), s) {
				t.Error("a number or address is in the log")
			}
		}
	})
}

func TestListsAndSupportersOverHTTP(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		seeded := withRoster(t, e)
		chloe := e.as("Chloe")
		group := "/groups/" + e.demo.Group
		made := chloe.post(group+"/lists", map[string]any{"name": "Doorstep", "event": "Picnic", "voicemail_done": true, "mode": "independent"}).want(t, 201, "")
		list := "/lists/" + made.text("id")
		chloe.patch(list, map[string]any{"version": 1, "opens": 600, "closes": 1200}).want(t, 200, "")
		stale := chloe.patch(list, map[string]any{"version": 1, "name": "X"}).want(t, 409, "conflict")
		if stale.text("current.name") != "Doorstep" || stale.field("current.version") != 2.0 {
			t.Errorf("%s", stale.body)
		}
		chloe.patch(list, map[string]any{"version": 2, "opens": 1300}).want(t, 422, "invalid")
		chloe.post(list+"/supporters", map[string]any{"tag": "lapsed donor"}).want(t, 200, "")
		page := chloe.get(list+"/supporters?limit=2").want(t, 200, "")
		var people roster.PeoplePage
		page.into(t, &people)
		if len(people.Items) != 2 || people.Next == "" || people.Total < 20 {
			t.Fatalf("%s", page.body)
		}
		a, b := people.Items[0].ID, people.Items[1].ID
		chloe.ask("PUT", list+"/order", map[string]any{"ids": []string{b}, "before": a}).want(t, 204, "")
		chloe.get(list+"/supporters?limit=2").want(t, 200, "").into(t, &people)
		if people.Items[0].ID != b {
			t.Error("the order did not change")
		}
		chloe.ask("PUT", list+"/order", map[string]any{"by": "shoe size"}).want(t, 422, "")
		chloe.ask("DELETE", list+"/supporters", map[string]any{"ids": []string{a}}).want(t, 200, "")
		if got := chloe.get("/lists/"+seeded.Lists[0].ID).want(t, 200, ""); got.field("people") != 40.0 || got.text("event") != "Spring Rally" {
			t.Errorf("%s", got.body)
		}
		add := chloe.post(group+"/supporters", map[string]any{"name": "Newcomer Élan", "phone": "07400 999999", "list": made.text("id")}).want(t, 201, "")
		if add.field("has_phone") != true || add.text("phone") != "" {
			t.Errorf("%s", add.body)
		}
		if bad := chloe.post(group+"/supporters", map[string]any{"name": "", "phone": "0770 90"}).want(t, 422, "invalid"); strings.Contains(string(bad.body), "0770") {
			t.Errorf("a refusal repeats a number: %s", bad.body)
		}
		chloe.ask("DELETE", list, nil).want(t, 204, "")
		if gone := chloe.get(list).want(t, 410, "deleted"); !strings.Contains(gone.text("title"), "deleted by Chloe Davies") {
			t.Errorf("%s", gone.body)
		}
	})
}
