//go:build linux

package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The arithmetic of each row.

func TestARatioIsTheMedianOfTrials(t *testing.T) {
	var r Result
	r.settle([]trial{{4, 4, 0}, {5, 4, 0}, {6, 5, 0}, {40, 10, 0}, {5, 5, 0}, {4, 5, 0}, {4, 2, 0}}, 7)
	// Their ratios are 1, 1.25, 1.2, 4, 1, 0.8, 2.
	if *r.Ours != 5 || *r.Floor != 5 || *r.Ratio != 1.2 {
		t.Errorf("%v / %v = %v", *r.Ours, *r.Floor, *r.Ratio)
	}
	if r.Note != "ratios 0.80 to 4.00" {
		t.Error(r.Note)
	}
}

func TestTheQuietestTrialsCount(t *testing.T) {
	var r Result
	r.settle([]trial{{9, 1, 0.5}, {2, 1, 0.02}, {3, 1, 0.01}, {4, 1, 0.03}}, 3)
	if *r.Ratio != 3 || r.Note != "ratios 2.00 to 4.00" {
		t.Errorf("%v, %s", *r.Ratio, r.Note)
	}
	r.settle([]trial{{9, 1, 0.5}, {2, 1, 0.02}, {3, 1, 0.4}, {4, 1, 0.03}}, 3)
	if *r.Ratio != 3 || r.Note != "ratios 2.00 to 4.00; others used up to 40 % of the machine: take it again when it is quiet" {
		t.Errorf("%v, %s", *r.Ratio, r.Note)
	}
}

func TestBothSidesAlternateAndSoDoesWhoBegins(t *testing.T) {
	var order strings.Builder
	say := func(letter string, figure float64) func() (float64, error) {
		return func() (float64, error) { order.WriteString(letter); return figure, nil }
	}
	var r Result
	if err := r.compare(3, 1, say("o", 3), say("f", 2)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(order.String(), "offoof") || *r.Ratio != 1.5 {
		t.Errorf("%s, %v", &order, *r.Ratio)
	}
	order.Reset()
	if err := r.compare(2, 3, say("o", 3), say("f", 2)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(order.String(), "offooffooffo") || *r.Ours != 3 || *r.Ratio != 1.5 {
		t.Errorf("%s, %v, %v", &order, *r.Ours, *r.Ratio)
	}
}

func TestTurnsOfAPercentileAreInterleaved(t *testing.T) {
	var order strings.Builder
	say := func(letter string, d time.Duration) func() ([]time.Duration, error) {
		return func() ([]time.Duration, error) { order.WriteString(letter); return []time.Duration{d}, nil }
	}
	var r Result
	if err := r.interleave(2, 3, say("o", 30*time.Millisecond), say("f", 20*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(order.String(), "ofofofofofof") || *r.Ours != 30 || *r.Floor != 20 || *r.Ratio != 1.5 {
		t.Errorf("%s, %v / %v = %v", &order, *r.Ours, *r.Floor, *r.Ratio)
	}
}

func TestThePercentileIsOneThatWasTaken(t *testing.T) {
	var all []time.Duration
	for i := range 1000 {
		all = append(all, time.Duration((i*7)%1000+1))
	}
	for per100, want := range map[float64]time.Duration{99: 990, 50: 500, 100: 1000, 0: 1} {
		if got := percentile(all, per100); got != want {
			t.Errorf("%v %%: %v, not %v", per100, got, want)
		}
	}
	if got := percentile([]time.Duration{5}, 99); got != 5 {
		t.Errorf("of one: %v", got)
	}
}

func TestCPUTimeIsDividedAmongDeliveriesAndReconnects(t *testing.T) {
	if us := each(3*time.Second, 1_000_000); us != 3 {
		t.Errorf("%v µs", us)
	}
}

func TestMemoryIsDividedAmongConnections(t *testing.T) {
	if kB := kilobytes(20e6, 110e6, 10_000); kB != 9 {
		t.Errorf("%v kB", kB)
	}
}

func TestTheMachineIsBusyWithWhatIsNeitherIdleNorAnInterrupt(t *testing.T) {
	//                       user nice system idle iowait irq softirq steal guest
	got, err := busy("cpu  100  1    20     9999 9999   99  99      3     50 0")
	if err != nil || got != 1240*time.Millisecond {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := busy("intr 1 2 3"); err == nil {
		t.Error("another line is taken for it")
	}
}

func TestMoreDescriptorsThanThereCanBeAreRefusedWithASentence(t *testing.T) {
	err := descriptors(1 << 31)
	if err == nil || !strings.Contains(err.Error(), "ulimit -Hn 2147483648") {
		t.Error(err)
	}
	if err := descriptors(16); err != nil {
		t.Error(err)
	}
}

// Every row in small, against the real servers: that figures come out, not what they are.
func TestEveryRowCanBeTaken(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command to build the servers with")
	}
	t.Chdir("..")
	small := claiming{rows: 1000, leaders: 3, trials: 3}
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin"); len(found) > 0 {
		r := &Result{Name: "claim"}
		if err := small.run(r); err != nil || r.Ratio == nil {
			t.Errorf("claim: %v %+v", err, r)
		}
		r = &Result{Name: "event-two-nodes"}
		if err := (twoNodes{topics: 3, against: 2, rate: 50, seconds: 1, turns: 1, bar: 1}).run(r); err != nil || r.Ratio == nil {
			t.Errorf("event-two-nodes: %v %+v", err, r)
		}
	}
	for name, run := range map[string]func(*Result) error{
		"fanout":         fanout{listeners: 20, window: 1, rounds: 20, bar: 1}.run,
		"fanout-batch":   fanout{listeners: 20, window: 32, rounds: 5, bar: 1}.run,
		"fanout-latency": latency{listeners: 20, publications: 2, every: 2 * time.Millisecond, turns: 2}.run,
		"claim-embedded": claiming{rows: 1000, leaders: 3, embedded: true, trials: 3}.run,
		"idle":           idle{connections: 20, wait: time.Millisecond, runs: 3}.run,
		"reconnect":      reconnect{listeners: 20, missed: 3}.run,
	} {
		r := &Result{Name: name}
		if err := run(r); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r.judge(); r.Ours == nil || r.Unit == "" || r.Bar == 0 || r.Note == "" {
			t.Errorf("%s: %+v", name, r)
		}
		if name != "idle" && (r.Floor == nil || r.Ratio == nil || *r.Ours <= 0 || *r.Floor <= 0) {
			t.Errorf("%s has no floor: %+v", name, r)
		}
	}
}

func TestWhoNeverReadsIsToldFromWhoWasCutOff(t *testing.T) {
	t.Chdir("..")
	hub, err := openHub(60_000)
	if err != nil {
		t.Fatal(err)
	}
	defer hub.close()
	silent, err := slowReader{silent: 3}.join(hub.process.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.close()
	if err := hub.join(5); err != nil {
		t.Fatal(err)
	}
	if err := hub.carry(60, 1); err != nil { // 3.6 MB: more than kernel and outbox hold together
		t.Fatal(err)
	}
	if _, err := silent.cutOff(); err != nil {
		t.Error(err)
	}
}

func TestAListenerThatGetsAnEventTwiceIsAnError(t *testing.T) {
	t.Chdir("..")
	hub, err := openHub(fanoutPayload)
	if err != nil {
		t.Fatal(err)
	}
	defer hub.close()
	if err := firstly(func() error { return hub.join(3) }, func() error { return hub.carry(1, 1) }); err != nil {
		t.Fatal(err)
	}
	floor, err := openFloor()
	if err != nil {
		t.Fatal(err)
	}
	defer floor.close()
	if err := firstly(func() error { return floor.learn(hub, 2) }, func() error { return floor.join(3) }); err != nil {
		t.Fatal(err)
	}
	floor.brings = 1 // but it writes two
	if err := floor.carry(1, 1); err == nil || !strings.Contains(err.Error(), "event 2 came, and 1 were published") {
		t.Error(err)
	}
}
