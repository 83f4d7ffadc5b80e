package static

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"
)

const (
	bootScript = `const boot = JSON.parse(document.getElementById('boot').textContent)`
	bootStyle  = `body{margin:0}`
)

// boots answers every request with the page of that name.
func boots(t *testing.T, name, title string, data []byte, encoding string) (int, map[string][]string, string) {
	t.Helper()
	p, err := Of(fstest.MapFS{
		"app.html": {Data: []byte(`<!doctype html>`)},
		"clicker.html": {Data: []byte(`<!doctype html><title>Partyline</title><style>` + bootStyle + `</style><div id="root"></div>` +
			`<script id="boot" type="application/json"></script><script>` + bootScript + `</script>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := fiber.New()
	a.Get("/k/:token", func(c *fiber.Ctx) error { return p.Boot(c, name, title, "wss://bank.example", data) })
	a.Use(p.Handler())
	path := "/k/abc"
	if name == "" {
		path = "/clicker.html"
	}
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	res, err := a.Test(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(decode(t, strings.Join(res.Header["Content-Encoding"], ""), body))
}

func TestAVolunteersPageHoldsItsDataAndRunsOnlyItsOwnScriptAndStyle(t *testing.T) {
	for _, encoding := range []string{"", "gzip"} {
		status, h, body := boots(t, "clicker", `Spring & "GOTV" <b>`, []byte(`{"token":"abc"}`), encoding)
		if status != 200 || !strings.Contains(body, `type="application/json">{"token":"abc"}</script>`) {
			t.Fatalf("%d %s", status, body)
		}
		if !strings.Contains(body, `<title>Spring &amp; &#34;GOTV&#34; &lt;b&gt;</title>`) {
			t.Errorf("title: %s", body)
		}
		policy := h["Content-Security-Policy"][0]
		for _, part := range []string{bootScript, bootStyle} {
			sum := sha256.Sum256([]byte(part))
			if !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
				t.Errorf("no hash of %s in %q", part, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Count(policy, "sha256-") != 2 || !strings.HasSuffix(policy, "connect-src 'self' wss://bank.example") {
			t.Errorf("policy: %q", policy)
		}
		if h["Referrer-Policy"][0] != "no-referrer" || !strings.Contains(h["Cache-Control"][0], "private") {
			t.Errorf("headers: %v", h)
		}
	}
}

func TestBootDataThatCouldEndItsScriptIsNotSent(t *testing.T) {
	if status, _, body := boots(t, "clicker", "", []byte(`{"name":"</script><script>alert(1)"}`), ""); status != 500 || strings.Contains(body, "alert") {
		t.Errorf("%d %s", status, body)
	}
}

func TestAVolunteersPageIsNoFileByItself(t *testing.T) {
	if status, _, _ := boots(t, "", "", nil, ""); status != 404 {
		t.Errorf("clicker.html: %d", status)
	}
	if status, _, body := boots(t, "caller", "", []byte(`{}`), ""); status != 503 || body != notBuilt {
		t.Errorf("a page that is not built: %d %s", status, body)
	}
}
