package calling_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// plants is bugs in rules of calling sessions: what stands in the package, and what is to stand there instead. planted is
// whether the one that is meant is on.
var plants = []struct{ what, file, is, planted string }{
	{
		"Prioritise puts first instead of behind whoever is next", "order.go",
		"	putFirst(s, e)\n	putFirst(s, head)\n	return true\n",
		"	putFirst(s, e)\n	if planted(%q) {\n		return false\n	}\n	putFirst(s, head)\n	return true\n",
	},
	{
		"a skip for this cycle survives a new one", "cycle.go",
		"e.Skip.Type != SkipCycle {", "e.Skip.Type != SkipCycle || planted(%q) {",
	},
	{
		"there is no cooldown", "availability.go",
		"if !p.Substantive.IsZero() && ", "if !p.Substantive.IsZero() && !planted(%q) && ",
	},
	{
		"whoever answered and was not logged is not held", "close.go",
		"if a.Answered.IsZero() || a.Outcome", "if planted(%q) || a.Answered.IsZero() || a.Outcome",
	},
	{
		"there is no minimum time after another leader's attempt", "availability.go",
		"if j.shared && !p.OtherTried.IsZero() {", "if j.shared && !p.OtherTried.IsZero() && !planted(%q) {",
	},
	{
		"another leader's attempt ends a skip", "entry.go",
		"	case e.Status == Skipped, e.Status == NotCallable:\n		return e\n	case e.Status == Completed && e.LastBy",
		"	case e.Status == Skipped && !planted(%q), e.Status == NotCallable:\n		return e\n	case e.Status == Completed && e.LastBy",
	},
	{
		"a skip in mid-talk cuts the call", "close.go",
		"if o.how == GoesOn && !o.call.Leg.up() {", "if o.how == GoesOn && (planted(%q) || !o.call.Leg.up()) {",
	},
	{
		"a late log counts in the cycle of now", "writelog.go",
		"log.ID, log.Organisation, log.Session, log.List, log.Cycle = w.svc.NewID(), a.Organisation, a.Session, a.List, a.Cycle\n",
		"log.ID, log.Organisation, log.Session, log.List, log.Cycle = w.svc.NewID(), a.Organisation, a.Session, a.List, a.Cycle\n	if planted(%q) {\n		a.Cycle = w.session.Cycle.Number\n	}\n",
	},
	{
		"do not call drops nobody else with that number", "logperson.go",
		"			if err := w.recheckNumber(p.Number); err != nil {",
		"			number := p.Number\n			if planted(%q) {\n				number = \"\"\n			}\n			if err := w.recheckNumber(number); err != nil {",
	},
}

// TestTheModelFindsWhatIsPlanted is the proof that the comparison with the plain model looks at the rules: the package is
// built once more, with bugs in it that an environment variable turns on, and the model must find each of them, and nothing
// without one. The short version plants the first four; asked for another number of runs than usual (make soak), all of them.
func TestTheModelFindsWhatIsPlanted(t *testing.T) {
	model := buildPlanted(t)
	some, longest := plants[:4], 0
	if flag.Lookup("rapid.checks").Value.String() != "100" {
		some = plants
	}
	for _, p := range some {
		t.Run(p.what, func(t *testing.T) {
			found, said := model(p.what, 400)
			if found < 0 {
				t.Fatalf("it was not found:\n%s", said)
			}
			longest = max(longest, found)
			t.Logf("found in run %d: %s", found+1, differs(said))
		})
	}
	if found, said := model("", longest+1); found >= 0 { // as many runs as it took to find them
		t.Errorf("without a plant it finds\n%s", said)
	}
}

// buildPlanted builds this package's tests with all plants in it, and gives back what runs the model with one of them on: behind
// how many runs it was found, or -1.
func buildPlanted(t *testing.T) func(what string, checks int) (found int, said string) {
	t.Helper()
	dir, replace := t.TempDir(), map[string]string{}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	put := func(file, text string) {
		t.Helper()
		replace[filepath.Join(here, file)] = filepath.Join(dir, file)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("planted.go", "package calling\n\nimport \"os\"\n\nfunc planted(what string) bool { return os.Getenv(\"PLANTED\") == what }\n")
	texts := map[string]string{}
	for _, p := range plants {
		if texts[p.file] == "" {
			whole, err := os.ReadFile(p.file)
			if err != nil {
				t.Fatal(err)
			}
			texts[p.file] = string(whole)
		}
		if n := strings.Count(texts[p.file], p.is); n != 1 {
			t.Fatalf("%q stands %d times in %s", p.is, n, p.file)
		}
		texts[p.file] = strings.Replace(texts[p.file], p.is, fmt.Sprintf(p.planted, p.what), 1)
		put(p.file, texts[p.file])
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "calling.test")
	// Without the race detector: nothing runs at the same moment in it.
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(dir, "overlay.json"), "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	after := regexp.MustCompile(`\[rapid\] failed after (\d+) tests`)
	return func(what string, checks int) (int, string) {
		c := exec.Command(bin, "-test.run=^TestModelOfCallingSessions$", "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=1ns", fmt.Sprint("-rapid.checks=", checks))
		c.Env = append(os.Environ(), "PLANTED="+what)
		out, err := c.CombinedOutput()
		m := after.FindSubmatch(out)
		switch {
		case err == nil:
			return -1, string(out)
		case m == nil:
			t.Fatalf("the model broke: %v\n%s", err, out)
		}
		found, _ := strconv.Atoi(string(m[1]))
		return found, string(out)
	}
}

// differs is the first line in which the service and the model differ.
func differs(said string) string {
	for line := range strings.Lines(said) {
		if strings.Contains(line, "want ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
