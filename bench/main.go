//go:build linux

// Command bench measures Partyline against floors: bare programs that do the same work with nothing around it.
//
// Run it from the project's root. It prints a table and writes bench/results.json; ONLY=name
// runs the rows whose names begin so. It fails if a row is over its bar or could not be measured.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// rows is every benchmark.
var rows = []struct {
	name string
	run  func(*Result) error
}{
	{"fanout-100", fanout{listeners: 100, window: 1, rounds: 400, bar: 1.15}.run},
	{"fanout-1000", fanout{listeners: 1000, window: 1, rounds: 60, bar: 1.15}.run},
	{"fanout-5000", fanout{listeners: 5000, window: 1, rounds: 12, bar: 1.15}.run},
	{"fanout-batch-1000", fanout{listeners: 1000, window: 32, rounds: 20, bar: 1.1}.run},
	{"fanout-batch-5000", fanout{listeners: 5000, window: 32, rounds: 4, bar: 1.1}.run},
	{"fanout-latency", latency{listeners: 5000, publications: 8, every: 125 * time.Millisecond, turns: 4}.run},
	{"idle-10000", idle{connections: 10_000, wait: 30 * time.Second, runs: 3}.run},
	{"slow-reader", slowReader{readers: 1000, silent: 100, payload: 10_000, publications: 240, every: 25 * time.Millisecond, turns: 4}.run},
	{"reconnect-10000", reconnect{listeners: 10_000, missed: 10}.run},
	{"event-two-nodes", twoNodes{topics: 100, rate: 500, seconds: 5, turns: 3, bar: 200}.run},
	{"event-two-nodes-topics", twoNodes{topics: 1000, against: 100, rate: 500, seconds: 4, turns: 3, bar: 1.5}.run},
	{"skip", skips{clients: 16, seconds: 2}.run},
	{"skip-postgres", skips{clients: 16, seconds: 2, postgres: true}.run},
	{"alert-1000-postgres", alerting{sockets: 1000, saves: 30, bar: 200}.run},
	{"alert-1000-embedded", alerting{sockets: 1000, saves: 30, embedded: true, bar: 200}.run},
	{"load-1000000", loading{rows: 1_000_000, bar: 1.8}.run},
	{"load-1000000-embedded", loading{rows: 1_000_000, embedded: true, bar: 1.5}.run},
	{"take-50", taking{rows: 1_000_000}.run},
	{"take-50-embedded", taking{rows: 1_000_000, embedded: true}.run},
	{"dialer-tick", ticking{rows: 1_000_000, bar: 20}.run},
	{"dialer-tick-embedded", ticking{rows: 1_000_000, embedded: true, bar: 20}.run},
	{"bridge", bridging{rows: 10_000, bar: 150}.run},
	{"bridge-embedded", bridging{rows: 10_000, embedded: true, bar: 150}.run},
	{"approval-200", approving{numbers: 1_000_000, clickers: 200, seconds: 2}.run},
	{"approval-200-embedded", approving{numbers: 600_000, clickers: 200, seconds: 2, embedded: true}.run},
	{"approval-2000", offered{approving{numbers: 200_000, clickers: 200, seconds: 8}, 2000, 25}.run},
	{"approval-2000-embedded", offered{approving{numbers: 200_000, clickers: 200, seconds: 8, embedded: true}, 2000, 25}.run},
	{"clicker-page", clickerPage},
	{"claim-1000000", claiming{rows: 1_000_000, leaders: 50, trials: 7}.run},
	{"claim-1000000-embedded", claiming{rows: 1_000_000, leaders: 50, embedded: true, trials: 7}.run},
	{"start-embedded", startEmbedded},
	{"program-size", programSize},
	{"idle-memory", idleMemory},
	{"queue-page", queuePage},
	{"queue-page-longest", queuePageLongest},
	{"queue-page-work", queuePageWork},
}

// Result is one line of the table and of results.json. Where there is no floor, the bar is
// for Ours, else for Ratio.
type Result struct {
	Name  string   `json:"name"`
	Ours  *float64 `json:"ours"`
	Floor *float64 `json:"floor"`
	Unit  string   `json:"unit"`
	Ratio *float64 `json:"ratio"`
	Bar   float64  `json:"bar"`
	OK    bool     `json:"ok"`
	Note  string   `json:"note,omitempty"` // the spread, or why there is no figure
}

// judge sets OK from the figures.
func (r *Result) judge() {
	switch {
	case r.Ratio != nil:
		r.OK = *r.Ratio <= r.Bar
	case r.Ours != nil:
		r.OK = *r.Ours <= r.Bar
	}
}

func main() {
	ok, err := run(os.Getenv("ONLY"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

func run(only string) (ok bool, err error) {
	if _, err := os.Stat("bench/main.go"); err != nil {
		return false, fmt.Errorf("run this from the project's root: %w", err)
	}
	var results []*Result
	ok = true
	for _, row := range rows {
		if !strings.HasPrefix(row.name, only) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", row.name, "…")
		r := &Result{Name: row.name}
		if err := row.run(r); err != nil {
			r.Ours, r.Floor, r.Ratio, r.Note = nil, nil, nil, err.Error()
		}
		r.judge()
		ok = ok && r.OK
		results = append(results, r)
	}
	if len(results) == 0 {
		return false, fmt.Errorf("no row's name begins with %q", only)
	}
	print(results)
	return ok, keep(results)
}

func print(results []*Result) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "row\tours\tfloor\tunit\tours / floor\tbar\t\t")
	for _, r := range results {
		verdict := "ok"
		if !r.OK {
			verdict = "NOT OK"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%g\t%s\t%s\n", r.Name, figure(r.Ours), figure(r.Floor), r.Unit, figure(r.Ratio), r.Bar, verdict, r.Note)
	}
	w.Flush()
}

func figure(f *float64) string {
	if f == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", *f)
}

func keep(results []*Result) error {
	b, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile("bench/results.json", append(b, '\n'), 0o644)
}
