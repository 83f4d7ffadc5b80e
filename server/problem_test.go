package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
)

func TestWhatCannotBeUsedIsSaidByFieldAndNeverRepeated(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		for _, c := range []struct {
			method, path, body string
			status             int
			code, field, title string
		}{
			{"POST", "/groups", `{`, 400, "unreadable", "", ""},
			{"POST", "/groups", ``, 400, "unreadable", "", ""},
			{"POST", "/groups", `{}`, 422, "invalid", "name", "This is needed."},
			{"POST", "/groups", `{"name": 5550001}`, 422, "invalid", "name", "This must be text."},
			{"POST", "/groups", `{"name": "x", "zone": "Mars/5550001"}`, 422, "invalid", "zone", "This is not a time zone that we know. Write it like Europe/London."},
			{"POST", "/groups", `{"name": "` + strings.Repeat("5550001", 30) + `"}`, 422, "invalid", "name", "At most 120 characters can be kept."},
			{"POST", "/groups", `{"name": "x", "5550001": 1}`, 422, "invalid", "", "There is a field that we do not know."},
			{"PATCH", "/me", `{"version": "5550001"}`, 422, "invalid", "version", "This must be a whole number."},
			{"PATCH", "/me", `{"version": 1, "theme": "5550001"}`, 422, "invalid", "theme", `This must be one of "device, light, dark".`},
			{"PATCH", "/me", `{"version": 1, "mobile": "5550001"}`, 422, "number_invalid", "mobile", "There is no such GB number."},
			{"PATCH", "/me", `{"version": 1, "email": "5550001"}`, 422, "invalid", "email", "This is not an email address."},
			{"GET", "/phone?number=5550001", "", 422, "number_invalid", "number", "There is no such GB number."},
			{"GET", "/audit?limit=5550001", "", 422, "invalid", "limit", "At most 200 is possible."},
			{"GET", "/audit?cursor=5550001", "", 422, "invalid", "cursor", "This is no cursor of ours. Begin without one."},
			{"GET", "/groups/5550001", "", 404, "not_found", "", ""},
			{"GET", "/5550001", "", 404, "not_found", "", ""},
			{"PUT", "/groups", "", 404, "not_found", "", ""},
		} {
			var body any
			if c.body != "" || c.method == "POST" {
				body = c.body
			}
			r := maya.ask(c.method, c.path, body)
			r.want(t, c.status, c.code)
			if kind := r.header.Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("%s %s: comes as %s", c.method, c.path, kind)
			}
			if strings.Contains(string(r.body), "5550001") {
				t.Errorf("%s %s repeats what was sent: %s", c.method, c.path, r.body)
			}
			if n, _ := r.field("status").(float64); int(n) != c.status || r.text("title") == "" || r.field("detail") != nil {
				t.Errorf("%s %s: the shape is %s", c.method, c.path, r.body)
			}
			if c.title != "" {
				var p struct{ Errors []fault.Field }
				r.into(t, &p)
				if len(p.Errors) != 1 || p.Errors[0] != (fault.Field{Field: c.field, Title: c.title}) {
					t.Errorf("%s %s %.60s: %s", c.method, c.path, c.body, r.body)
				}
			}
		}
	})
}

func TestWhatBreaksHasAReferenceThatFindsItInTheLog(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		e.server.App().Get("/test/broken", func(*fiber.Ctx) error { return errors.New("the cause: disk on fire") })
		e.server.App().Get("/test/panics", func(*fiber.Ctx) error { panic("a secret") })
		e.server.App().Get("/test/slow", func(*fiber.Ctx) error { return fmt.Errorf("ask: %w", context.DeadlineExceeded) })
		get := func(path string) answered {
			req, _ := http.NewRequest("GET", publicURL+"/test/"+path, nil)
			resp, err := e.server.App().Test(req, -1)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			return answered{resp.StatusCode, body, resp.Header}
		}
		for _, path := range []string{"broken", "panics"} {
			r := get(path).want(t, 500, "internal")
			ref := r.text("reference")
			if len(ref) != 4 || !strings.Contains(e.log.String(), `"reference":"`+ref+`"`) {
				t.Errorf("the reference %q does not find the log line", ref)
			}
			if r.text("title") != "Something broke on our side. Nothing you saved is lost." || strings.Contains(string(r.body), "fire") {
				t.Errorf("%s says %s", path, r.body)
			}
		}
		if !strings.Contains(e.log.String(), "disk on fire") || strings.Contains(e.log.String(), "a secret") {
			t.Error("the log must have the cause, and not what was panicked with")
		}
		if r := get("slow").want(t, 503, "busy"); r.header.Get("Retry-After") == "" {
			t.Error("nobody says when to try again")
		}
	})
}

func TestEveryReplyHasHeadersThatKeepBrowsersSafe(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		for _, path := range []string{"/me", "/nothing", "/openapi.json", "/docs"} {
			h := e.browser().get(path).header
			policy := h.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the policy is %s", path, policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Request-Id") == "" {
				t.Errorf("%s: headers are missing: %v", path, h)
			}
			if h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be kept by a cache", path)
			}
		}
	})
}

func TestTheDocsPageLoadsNothingFromElsewhere(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		for _, path := range []string{"/docs", "/docs.js", "/docs.css"} {
			r := e.browser().get(path).want(t, 200, "")
			if body := string(r.body); strings.Contains(body, "http://") || strings.Contains(body, "https://") || strings.Contains(body, "style=") || strings.Contains(body, "onclick") {
				t.Errorf("%s: %s", path, body)
			}
		}
		var doc struct {
			OpenAPI string         `json:"openapi"`
			Paths   map[string]any `json:"paths"`
		}
		e.browser().get("/openapi.json").want(t, 200, "").into(t, &doc)
		if doc.OpenAPI != "3.1.0" || doc.Paths["/groups/{id}"] == nil {
			t.Errorf("the document is %s with %d paths", doc.OpenAPI, len(doc.Paths))
		}
	})
}

// serve gives the edge a real port on loopback.
func (e *edge) serve(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- e.server.App().Listener(ln) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := e.server.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		<-over
	})
	return ln.Addr().String()
}

func TestABodyThatIsTooLargeIsRefusedAndItsRestIsNoRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		at := e.serve(t)
		hidden := "GET /healthz HTTP/1.1\r\nHost: phones.example\r\n\r\n"
		for name, request := range map[string]string{
			"a length that is too large":    "POST /api/v1/login HTTP/1.1\r\nHost: phones.example\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n" + strings.Repeat(" ", 1<<20) + hidden,
			"chunks that are too many":      "POST /api/v1/login HTTP/1.1\r\nHost: phones.example\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + strings.Repeat(" ", 0x200000) + "\r\n",
			"a body where none is expected": "POST /nowhere HTTP/1.1\r\nHost: phones.example\r\nContent-Length: " + strconv.Itoa(len(hidden)) + "\r\n\r\n" + hidden,
		} {
			conn, err := net.Dial("tcp", at)
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			go func() { _, _ = io.WriteString(conn, request) }()
			r := bufio.NewReader(conn)
			resp, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				conn.Close()
				continue
			}
			body, _ := io.ReadAll(resp.Body)
			want := 413
			if strings.Contains(name, "none") {
				want = 404
			}
			if resp.StatusCode != want || !resp.Close {
				t.Errorf("%s: got %d, close %v: %s", name, resp.StatusCode, resp.Close, body)
			}
			if second, err := http.ReadResponse(r, nil); err == nil {
				t.Errorf("%s: the rest of the body was answered with %d", name, second.StatusCode)
			}
			conn.Close()
		}
	})
}

func TestAConnectionServesRequestAfterRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		at := e.serve(t)
		var opened int
		client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			opened++
			return (&net.Dialer{}).DialContext(ctx, network, at)
		}}}
		for i := range 20 {
			body, _ := json.Marshal(map[string]any{"email": "nobody@example.org", "password": fmt.Sprint("wrong", i)})
			resp, err := client.Post(publicURL+"/api/v1/login", "application/json", strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode != 422 && resp.StatusCode != 429 {
				t.Fatalf("request %d: %d", i, resp.StatusCode)
			}
		}
		if opened != 1 {
			t.Errorf("%d connections were needed", opened)
		}
	})
}

func TestMetricsCountRequestsByRouteWithoutNumbersOrNames(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.get("/phone?number=07700900555").want(t, 200, "")
		ben.get("/groups/"+e.demo.Group).want(t, 200, "")
		req, _ := http.NewRequest("GET", publicURL+"/metrics", nil)
		resp, err := e.server.App().Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(resp.Body)
		body := string(raw)
		if !strings.Contains(body, `partyline_request_seconds_count{method="GET",route="/api/v1/groups/:id",status="200"} 1`) || !strings.Contains(body, "go_goroutines") {
			t.Errorf("it tells %.2000s", body)
		}
		if strings.Contains(body, "900555") || strings.Contains(body, e.demo.Group) {
			t.Error("a number or an id is in the metrics")
		}
	})
}
