package carrier

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var inline = regexp.MustCompile(`(?i)<script(?:[^>]*[^>\s])?>[^<]|<style|\sstyle=|\son[a-z]+=|https?://|(?:href|src|action)="/`)

func TestPagesAreStrictAndStayUnderTheirPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refs := regexp.MustCompile(`(?:href|src)="([^"#]+)"`)
	for page, up := range map[string]string{"": "", "phone/" + leader: "../"} {
		resp, err := http.Get(w.rest + "/_sim/" + page)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%q: policy %q", page, csp)
		}
		if bad := inline.FindString(string(b)); bad != "" {
			t.Errorf("%q holds %q", page, bad)
		}
		for _, m := range refs.FindAllStringSubmatch(string(b), -1) {
			path, ok := strings.CutPrefix(m[1], up)
			if !ok {
				t.Errorf("%q refers to %q", page, m[1])
			} else if got := w.ask("GET", path, "", nil); got != 200 {
				t.Errorf("%q refers to %q: %d", page, m[1], got)
			}
		}
	}
}

func TestAForeignPageCannotPressAnything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	req, _ := http.NewRequest("POST", w.rest+"/_sim/reset", nil)
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	req.Header.Set("Origin", "https://elsewhere.example")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", resp.StatusCode)
	}
}
