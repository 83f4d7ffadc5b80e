package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The pages' own tests in Chromium, against the whole program, on both databases.
func TestPagesInChromium(t *testing.T) {
	static, err := filepath.Abs("../static")
	if err != nil {
		t.Fatal(err)
	}
	for _, need := range []string{"node_modules/playwright-core", "dist/app.html"} {
		if _, err := os.Stat(filepath.Join(static, need)); err != nil {
			skip(t, "static/"+need+" is missing: make test builds the pages and installs what tests them.")
		}
	}
	chromium := os.Getenv("CHROME_BIN")
	for _, name := range []string{"chromium", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && chromium == "" {
			chromium = path
		}
	}
	if chromium == "" {
		skip(t, "Chromium is not installed here.")
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		address, kind := database(t), "embedded"
		if address != "" {
			kind = "postgres"
		}
		h := build(t, address, wall)
		signIns, err := json.Marshal(h.signIns)
		if err != nil {
			t.Fatal(err)
		}
		c := exec.Command("npm", "run", "--silent", "e2e")
		c.Dir = static
		c.Env = append(os.Environ(), "CHROME_BIN="+chromium, "PARTYLINE_DATABASE="+kind, "PARTYLINE_URL="+h.base, "PARTYLINE_SIM="+h.sim, "PARTYLINE_SIGNINS="+string(signIns))
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("%s", out)
	})
}

// skip says what is missing; CI forbids it.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}
