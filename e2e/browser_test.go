package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The pages' own tests in Chromium, against the whole program, on both databases.
func TestPagesInChromium(t *testing.T) {
	browser := chromium(t)
	each(t, func(t *testing.T, database func(*testing.T) string) {
		address, kind := database(t), "embedded"
		if address != "" {
			kind = "postgres"
		}
		build(t, address, wall, "EXPORT_LONG=50").pages(browser, "PARTYLINE_DATABASE="+kind)
	})
}

// Two leaders in two browsers, each on another of two servers behind a balancer, see what the other does while Redis
// runs, while it is stopped, and when it runs again; the pages say what is late meanwhile. And no action fails while
// the servers are restarted, one after the other.
func TestTwoServersInTwoBrowsers(t *testing.T) {
	browser := chromium(t)
	c := settleTown(t, 2, wall)
	lever := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/redis/stop":
			c.redis.Stop()
		case "/redis/start":
			c.redis.Start()
		case "/servers/restart":
			for _, n := range c.nodes {
				n.stop()
				n.start()
			}
		}
	}))
	defer lever.Close()
	c.pages(browser, "ONLY=town", "PARTYLINE_TOWN="+lever.URL)
}

// Two leaders in two browsers behind the load balancer of compose.yaml, in its own settings, which the carrier's requests pass, too:
// while admins write, both servers are restarted, twice, and nothing that is pressed on a page fails.
func TestARollingRestartUnderLoadInTwoBrowsers(t *testing.T) {
	browser := chromium(t)
	c := settleTown(t, 2, wall)
	gate := balanced(t, c.nodes)
	c.base = gate.at
	for i, n := range c.nodes {
		n.env = append(n.env, "PUBLIC_URL="+gate.at, "DEMO=0")
		n.stop()
		gate.sees(i, "DOWN", 1)
		n.start()
		gate.sees(i, "UP", 1)
	}
	admin := c.signIn("Maya")
	admin.to = gate.at
	times := 1
	writing := writes(t, admin, 2)
	defer writing.end()
	var one sync.Mutex // a second try comes while the first one's restart is under way
	lever := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		one.Lock()
		defer one.Unlock()
		times++
		for i, n := range c.nodes {
			n.stop()
			gate.sees(i, "DOWN", times)
			n.start()
			gate.sees(i, "UP", times)
		}
	}))
	defer lever.Close()
	c.pages(browser, "ONLY=rolling", "PARTYLINE_TOWN="+lever.URL)
	writing.end()
	c.wrote(writing)
}

// chromium is the browser's program. Without it, or what is needed besides, the test is skipped, which CI forbids.
func chromium(t *testing.T) string {
	t.Helper()
	static, err := filepath.Abs("../static")
	if err != nil {
		t.Fatal(err)
	}
	for _, need := range []string{"node_modules/playwright-core", "dist/app.html"} {
		if _, err := os.Stat(filepath.Join(static, need)); err != nil {
			skip(t, "static/"+need+" is missing: make test builds the pages and installs what tests them.")
		}
	}
	path := os.Getenv("CHROME_BIN")
	for _, name := range []string{"chromium", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		skip(t, "Chromium is not installed here.")
	}
	return path
}

// pages runs the browser tests against the house.
func (h *house) pages(browser string, more ...string) {
	h.t.Helper()
	signIns, err := json.Marshal(h.signIns)
	if err != nil {
		h.t.Fatal(err)
	}
	c := exec.Command("npm", "run", "--silent", "e2e")
	c.Dir = filepath.Join("..", "static")
	c.Env = append(os.Environ(), "NO_COLOR=1", "CHROME_BIN="+browser, "PARTYLINE_URL="+h.base, "PARTYLINE_SIM="+h.sim, "PARTYLINE_SIGNINS="+string(signIns))
	c.Env = append(c.Env, more...)
	out, err := c.CombinedOutput()
	if err != nil {
		h.t.Fatalf("%v\n%s", err, failed(string(out)))
	}
	h.t.Logf("%s", out)
}

// failed is the part of a run's output that says what failed, and why: what passed would bury it.
func failed(out string) string {
	from := len(out)
	for _, heading := range []string{" Failed Suites ", " Failed Tests ", " Unhandled Errors "} {
		if i := strings.Index(out, heading); i >= 0 {
			from = min(from, i)
		}
	}
	if from == len(out) {
		return out
	}
	return strings.TrimSpace(out[from:])
}

// skip says what is missing; CI forbids it.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}
