package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"partyline/carrier"
	"partyline/storage/storagetest"
)

// A rehearsal runs at this many times the wall's speed; a browser has only the wall's clock, so its tests run at 1.
const (
	fast = 10
	wall = 1
)

// house is a simulated carrier and a server, each its own process; the server can be killed and comes back.
type house struct {
	t       *testing.T
	env     []string
	sim     string // address of the carrier
	base    string // address of the server
	server  *exec.Cmd
	nodes   []*node              // instead of it, where there are several
	signIns map[string][2]string // first name: e-mail, password of the last start
	mobile  string
	log     record // what the processes wrote
	program string // which the processes run

	patience time.Duration // product time that a webhook may take, for the ledger's judge; 0: a second
}

// setting is a setting that the processes were started with.
func (h *house) setting(name string) string {
	for _, e := range slices.Backward(h.env) {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return ""
}

// build starts both on one database; more is further settings.
func build(t *testing.T, database string, speed int, more ...string) *house {
	t.Helper()
	h := prepare(t, database, speed, more...)
	h.start()
	return h
}

// prepare starts the carrier, and settles all that the server needs.
func prepare(t *testing.T, database string, speed int, more ...string) *house {
	t.Helper()
	h := found(t, database, speed, more...)
	own := address(t)
	_, port, _ := net.SplitHostPort(own)
	h.base = "http://" + own
	h.env = append(h.env, "PORT="+port, "LISTEN=127.0.0.1", "PUBLIC_URL="+h.base)
	return h
}

// found starts the carrier alone.
func found(t *testing.T, database string, speed int, more ...string) *house {
	t.Helper()
	program := asTested
	if database == "" && os.Getenv("SOAK") == "" { // there it is half as fast with the race detector: on PostgreSQL it looks on
		program = plain
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	sid, token := carrier.Credentials()
	h := &house{t: t, mobile: "+447700900123", program: bin}
	h.env = append(os.Environ(), "CLOCK_SPEED="+strconv.Itoa(speed), "CLOCK_ANCHOR="+time.Now().UTC().Format(time.RFC3339),
		"TWILIO_ACCOUNT_SID="+sid, "TWILIO_AUTH_TOKEN="+token, "LOG_FORMAT=text", "LOG_LEVEL=warn",
		"SIM_MANNED=+447700900120,+447700900121,+447700900122,+447700900123",
		"DATABASE_URL="+database, "DATA_DIR="+t.TempDir(), "DEMO=1")
	h.env = append(h.env, more...)
	sim := address(t)
	h.sim = "http://" + sim
	h.env = append(h.env, "TWILIO_BASE_URL="+h.sim, "TWILIO_CPS=50")
	c := h.command(bin, "carrier", "--listen", sim, "--cps", "50")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	h.until("the carrier listens", func() bool { _, err := h.call(nil, "GET", h.sim+"/_sim/ledger", nil); return err == nil })
	t.Cleanup(func() { h.kill(); h.judge() })
	return h
}

// address is a loopback address that was free a moment ago.
func address(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (h *house) command(bin string, args ...string) *exec.Cmd {
	c := exec.Command(bin, args...)
	c.Env = h.env
	c.Stderr = lines{h, args[0]}
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

// start runs the server and waits until it has printed its sign-ins.
func (h *house) start() {
	h.t.Helper()
	c := h.command(h.program, "serve")
	out, err := c.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.server, h.signIns = c, map[string][2]string{}
	line := regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s+(\S+) `)
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		if m := line.FindStringSubmatch(scan.Text() + " "); m != nil {
			h.signIns[m[3]] = [2]string{m[1], m[2]}
		}
		if strings.Contains(scan.Text(), "3. Press Start") {
			go io.Copy(io.Discard, out)
			return
		}
	}
	h.t.Fatalf("the server did not start: %v", c.Wait())
}

// kill ends the server as a power cut would.
func (h *house) kill() {
	for _, n := range h.nodes {
		n.kill()
	}
	if h.server == nil {
		return
	}
	_ = h.server.Process.Signal(syscall.SIGKILL)
	_ = h.server.Wait()
	h.server = nil
}

// ledger is the carrier's account of every leg.
func (h *house) ledger() []carrier.Leg {
	h.t.Helper()
	b, err := h.call(nil, "GET", h.sim+"/_sim/ledger", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	var legs []carrier.Leg
	if err := json.Unmarshal(b, &legs); err != nil {
		h.t.Fatal(err)
	}
	return legs
}

// judge lets the carrier's ledger say whether anything happened that never may.
func (h *house) judge() {
	for _, wrong := range carrier.JudgeAt(h.ledger(), max(time.Second, h.patience)) {
		h.t.Errorf("the ledger: %s", wrong)
	}
}

// press drives a phone page: answer, press, hangup, decline.
func (h *house) press(what string, keys string) {
	h.t.Helper()
	if _, err := h.call(nil, "POST", h.phoneURL(what), map[string]string{"keys": keys}); err != nil {
		h.t.Fatalf("%s: %v", what, err)
	}
}

func (h *house) phoneURL(what string) string {
	return h.sim + "/_sim/phone/" + url.PathEscape(h.mobile) + "/" + what
}

// listening says whether the leader's phone waits for a key.
func (h *house) listening() bool {
	h.t.Helper()
	b, err := h.call(nil, "GET", h.phoneURL("state"), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	var s struct {
		Call struct {
			Keys bool `json:"keys"`
		} `json:"call"`
	}
	if err := json.Unmarshal(b, &s); err != nil {
		h.t.Fatal(err)
	}
	return s.Call.Keys
}

// until waits for something to become true, a minute of the wall at most.
func (h *house) until(what string, f func() bool) {
	h.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !f() {
		if time.Now().After(deadline) {
			h.t.Fatalf("waited a minute until %s", what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}

// record is text that several write.
type record struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// lines puts a process's log into the test's, and keeps it.
type lines struct {
	h    *house
	name string
}

func (l lines) Write(b []byte) (int, error) {
	fmt.Fprintf(&l.h.log, "%s: %s", l.name, b)
	if testing.Verbose() {
		fmt.Fprintf(os.Stderr, "%s: %s", l.name, b)
	}
	return len(b), nil
}

// each runs a test on both databases.
func each(t *testing.T, f func(t *testing.T, database func(*testing.T) string)) {
	t.Run("embedded", func(t *testing.T) { f(t, func(*testing.T) string { return "" }) })
	t.Run("postgres", func(t *testing.T) { f(t, storagetest.Empty) })
}
