package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house says which of our packages each package may import, and why no others.
// Everything outside of this table is not part of the house yet: a new package needs a line here.
var house = []struct {
	pkg string
	may []string
	why string
}{
	{"event", nil, "the envelope is a word everyone shares: it knows nobody"},
	{"fault", nil, "refusals are words everyone shares: they know nobody"},
	{"clock", nil, "time is a word everyone shares: it knows nobody"},
	{"press", nil, "the key of a request is a word everyone shares: it knows nobody"},
	{"line", nil, "what a phone line does, and what is heard of it, are words everyone shares: they know nobody"},
	{"calling", []string{"event", "fault", "press", "line"}, "the rules of sessions do no I/O and know no other trade"},
	{"account", []string{"event", "fault"}, "the rules of people and rights do no I/O and know no other trade"},
	{"roster", []string{"event", "fault"}, "supporters, lists and imports do no I/O and know no other trade"},
	{"campaign", []string{"event", "fault", "press"}, "the rules of campaigns do no I/O and know no other trade"},
	{"dialer", []string{"event", "fault", "press", "calling", "campaign", "line"}, "stands on two trades, the lines of the one and the contacts of the other: neither knows it"},
	{"export", []string{"event", "fault", "calling", "campaign", "dialer"}, "files are of sessions and of campaigns, in a campaign's own words; none of them knows it"},
	{"hooks", []string{"event", "fault"}, "the rules of outgoing webhooks do no I/O and know no other trade"},
	{"sheets", []string{"campaign", "roster"}, "lets campaigns read people's files as imports do: neither trade knows the other"},
	{"outbound", []string{"fault", "hooks"}, "the edge to other people's programs: no database, no events"},
	{"hub", []string{"event", "fault"}, "the hub knows bytes by topic: neither sessions nor sockets"},
	{"client", []string{"event", "fault", "hub"}, "the end of a socket knows frames, not sessions"},
	{"nodes", []string{"hub"}, "carries what the hub has between nodes, through Redis; it knows neither sessions nor sockets"},
	{"storage", []string{"event", "fault", "clock", "press", "line", "calling", "account", "roster", "campaign", "dialer", "export", "hooks"}, "the edge to the database serves the trades; it tells nobody itself"},
	{"storage/storagetest", []string{"clock", "storage"}, "gives each test a database of its own"},
	{"telephony", []string{"fault", "clock", "line", "calling"}, "the edge to carriers: no database, no HTTP server"},
	{"carrier", []string{"fault"}, "the simulated carrier is a peer reached over HTTP: it may know nothing of ours"},
	{"static", nil, "files for browsers"},
	{"server", []string{"event", "fault", "clock", "press", "line", "calling", "account", "roster", "campaign", "dialer", "export", "hooks", "hub", "client", "telephony"}, "the HTTP edge parses, calls and replies: it has no database and no carrier"},
	{"bench", nil, "measures programs from outside"},
	{"bench/bare", []string{"calling", "clock", "storage"}, "the bare transaction of a command, without the server"},
	{"bench/campaigns", []string{"account", "calling", "campaign", "dialer", "line", "server", "sheets", "storage", "telephony"}, "the load of a campaign, its taker, its driver and its webhooks, without sign-in"},
	{"bench/claims", []string{"calling", "storage"}, "the claims of leaders on one list and the bare claim, without the server"},
	{"bench/node", []string{"calling", "client", "clock", "event", "hub", "nodes", "server", "storage"}, "is one of several servers on a real database, without sign-in"},
	{"bench/fanout", []string{"event", "fault", "hub", "client", "server"}, "serves the real socket and hub without sign-in"},
	{"bench/queue", []string{"event", "hub"}, "drives a browser behind the real hub: its frames are the product's"},
	{"nodes/nodestest", nil, "starts a Redis for a test"},
	{"e2e", nil, "its tests run the whole program from outside"},
	{".", []string{"*"}, "main is the only place where concrete types meet"},
}

func TestImportsPointInward(t *testing.T) {
	rules := map[string]int{}
	for i, h := range house {
		rules[h.pkg] = i
	}
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "node_modules" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if strings.HasPrefix(pkg, "bench/") && pkg != "bench/fanout" && pkg != "bench/bare" && pkg != "bench/campaigns" && pkg != "bench/claims" && pkg != "bench/node" && pkg != "bench/queue" {
			pkg = "bench"
		}
		i, known := rules[pkg]
		if !known {
			t.Errorf("%s: package %q has no line in the table of imports", path, pkg)
			return nil
		}
		for _, im := range f.Imports {
			name, _ := strconv.Unquote(im.Path.Value)
			ours, found := strings.CutPrefix(name, "partyline/")
			if !found || slices.Contains(house[i].may, "*") || slices.Contains(house[i].may, ours) {
				continue
			}
			t.Errorf("%s imports %s: %s", path, name, house[i].why)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Domains do no I/O: what would let them is not importable either.
func TestDomainsDoNoIO(t *testing.T) {
	forbidden := []string{"net", "net/http", "os", "database/sql", "github.com/jmoiron/sqlx", "github.com/lib/pq", "github.com/gofiber/fiber/v2", "github.com/twilio/twilio-go", "github.com/redis/go-redis/v9"}
	fset := token.NewFileSet()
	for _, pkg := range []string{"calling", "account", "roster", "campaign", "dialer", "hooks", "event", "fault", "press", "line"} {
		files, err := filepath.Glob(pkg + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", pkg, err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, im := range f.Imports {
				if name, _ := strconv.Unquote(im.Path.Value); slices.Contains(forbidden, name) {
					t.Errorf("%s imports %s: rules are pure, what they need they declare", path, name)
				}
			}
		}
	}
}
