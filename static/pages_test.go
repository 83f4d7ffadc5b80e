package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
)

const script = `document.documentElement.dataset.theme = 'dark'`

func built() fstest.MapFS {
	page := `<!doctype html><script>` + script + `</script><script type="module" src="/assets/app-AbCdEf12.js"></script>` + strings.Repeat("<p>hello</p>", 40)
	return fstest.MapFS{
		".gitkeep":               {},
		"app.html":               {Data: []byte(page)},
		"assets/app-AbCdEf12.js": {Data: []byte(strings.Repeat("console.log(1);\n", 100))},
		"licences.md":            {Data: []byte("MIT")},
	}
}

func get(t *testing.T, p *Pages, path string, headers ...string) (int, map[string][]string, []byte) {
	t.Helper()
	a := fiber.New()
	a.Use(p.Handler())
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := a.Test(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, body
}

func TestWithoutABuildTheHandlerSaysHowToMakeOne(t *testing.T) {
	p, err := Of(fstest.MapFS{".gitkeep": {}})
	if err != nil {
		t.Fatal(err)
	}
	status, _, body := get(t, p, "/")
	if status != 503 || string(body) != notBuilt {
		t.Errorf("got %d %q", status, body)
	}
}

func TestEveryPageAddressGetsTheAppAndNoFileAddressDoes(t *testing.T) {
	p, err := Of(built())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/": 200, "/sessions": 200, "/sessions/0190/anything": 200, "/licences": 200,
		"/assets/app-AbCdEf12.js": 200, "/assets/gone-12345678.js": 404, "/favicon.ico": 404, "/.gitkeep": 404, "/../pages.go": 404,
	} {
		if status, _, _ := get(t, p, path); status != want {
			t.Errorf("%s: got %d, want %d", path, status, want)
		}
	}
}

func TestFilesAreSentInTheEncodingTheBrowserTakes(t *testing.T) {
	p, err := Of(built())
	if err != nil {
		t.Fatal(err)
	}
	plain := built()["assets/app-AbCdEf12.js"].Data
	for _, c := range []struct{ accept, want string }{
		{"", ""}, {"gzip, deflate", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"br;q=0, gzip", "gzip"}, {"brotli", ""},
	} {
		_, h, body := get(t, p, "/assets/app-AbCdEf12.js", "Accept-Encoding", c.accept)
		got := strings.Join(h["Content-Encoding"], "")
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.accept, got, c.want)
			continue
		}
		if back := decode(t, got, body); !bytes.Equal(back, plain) {
			t.Errorf("%q: the body does not decode to the file", c.accept)
		}
	}
}

func decode(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestHashedFilesAreKeptForeverAndPagesAreAskedForEachTime(t *testing.T) {
	p, err := Of(built())
	if err != nil {
		t.Fatal(err)
	}
	_, h, _ := get(t, p, "/assets/app-AbCdEf12.js")
	if got := h["Cache-Control"][0]; !strings.Contains(got, "immutable") {
		t.Errorf("asset: %q", got)
	}
	_, h, _ = get(t, p, "/sessions")
	if got := h["Cache-Control"][0]; got != "no-cache" {
		t.Errorf("page: %q", got)
	}
	if status, _, body := get(t, p, "/sessions", "If-None-Match", h["Etag"][0]); status != 304 || len(body) != 0 {
		t.Errorf("unchanged page: %d, %d bytes", status, len(body))
	}
}

func TestThePolicyAllowsThePagesOwnScriptsAndNothingElse(t *testing.T) {
	p, err := Of(built())
	if err != nil {
		t.Fatal(err)
	}
	_, h, _ := get(t, p, "/")
	policy := h["Content-Security-Policy"][0]
	sum := sha256.Sum256([]byte(script))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("no hash of the inline script in %q", policy)
	}
	if strings.Contains(policy, "unsafe") || strings.Count(policy, "sha256-") != 1 {
		t.Errorf("policy: %q", policy)
	}
}

func TestOtherMethodsAreLeftToOthers(t *testing.T) {
	p, err := Of(built())
	if err != nil {
		t.Fatal(err)
	}
	a := fiber.New()
	a.Use(p.Handler())
	res, err := a.Test(httptest.NewRequest("POST", "/sessions", nil))
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 404 {
		t.Errorf("got %d", res.StatusCode)
	}
}

func TestTheEmbeddedFilesCanAlwaysBeServed(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	status, _, _ := get(t, p, "/")
	if want := map[bool]int{true: 200, false: 503}[p.Built()]; status != want {
		t.Errorf("got %d, want %d", status, want)
	}
}
