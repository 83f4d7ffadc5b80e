package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
)

// One server after the other is restarted behind the load balancer of compose.yaml, in its own settings, while admins write:
// every write is answered, with its own answer, and is done once.
func TestARollingRestartBehindTheLoadBalancerOfCompose(t *testing.T) {
	c := settleTown(t, 2, wall)
	gate := balanced(t, c.nodes)
	admin := c.signIn("Maya")
	admin.to = gate.at
	writing := writes(t, admin, 8)
	defer writing.end()
	for round := range 2 {
		for i, n := range c.nodes {
			before := writing.done.Load()
			c.until("writes go on", func() bool { return writing.done.Load() > before+50 })
			n.stop()
			gate.sees(i, "DOWN", round+1)
			before = writing.done.Load()
			c.until("the other server writes", func() bool { return writing.done.Load() > before+50 })
			n.start()
			gate.sees(i, "UP", round+1)
		}
	}
	writing.end()
	c.wrote(writing)
}

// writing is admins who write without a pause.
type writing struct {
	stop chan struct{}
	done atomic.Int64
	all  sync.WaitGroup
	end  func()
}

func writes(t *testing.T, admin *user, many int) *writing {
	w := &writing{stop: make(chan struct{})}
	w.end = sync.OnceFunc(func() { close(w.stop); w.all.Wait() })
	for range many {
		w.all.Go(func() {
			for {
				select {
				case <-w.stop:
					return
				default:
				}
				if err := admin.writes("Group " + uuid.NewString()); err != nil {
					t.Error(err)
				} else {
					w.done.Add(1)
				}
			}
		})
	}
	return w
}

// wrote holds that every write that was answered is there, and once.
func (c *town) wrote(w *writing) {
	c.t.Helper()
	rows, names := c.tally(`SELECT count(*) FROM groups WHERE name LIKE 'Group %'`), c.tally(`SELECT count(DISTINCT name) FROM groups WHERE name LIKE 'Group %'`)
	if done := w.done.Load(); int64(rows) != done || names != rows || done == 0 {
		c.t.Errorf("%d writes were answered; %d groups of %d names are there", done, rows, names)
	}
}

// writes creates a group as a press does, and wants it in the answer.
func (u *user) writes(name string) error {
	body, _ := json.Marshal(map[string]string{"name": name})
	q, err := http.NewRequest("POST", u.server()+"/api/v1/groups", io.NopCloser(bytes.NewReader(body))) // which the client cannot send again by itself
	if err != nil {
		return err
	}
	q.ContentLength = int64(len(body))
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", uuid.NewString())
	reply, err := u.web.Do(q)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	var made struct{ Name string }
	b, err := io.ReadAll(reply.Body)
	if err == nil && (reply.StatusCode != http.StatusCreated || json.Unmarshal(b, &made) != nil || made.Name != name) {
		err = fmt.Errorf("%s: answered %d: %s", name, reply.StatusCode, b)
	}
	return err
}

// loadBalancer is HAProxy in the settings of compose.yaml, before servers of a test.
type loadBalancer struct {
	at  string
	h   *house
	log record // what it says of the servers
}

func balanced(t *testing.T, servers []*node) *loadBalancer {
	t.Helper()
	program, err := exec.LookPath("haproxy")
	if err != nil { // where Debian has it is not in everybody's path
		program, err = exec.LookPath("/usr/sbin/haproxy")
	}
	if err != nil {
		skip(t, "HAProxy is not installed here, so nothing was restarted behind it.")
	}
	settings, err := os.ReadFile("../haproxy.cfg")
	if err != nil {
		t.Fatal(err)
	}
	own := address(t)
	text := string(settings)
	for of, to := range map[string]string{
		"bind :8080":     "bind " + own,
		"127.0.0.1:8081": strings.TrimPrefix(servers[0].at, "http://"),
		"127.0.0.1:8082": strings.TrimPrefix(servers[1].at, "http://"),
	} {
		if strings.Count(text, of) != 1 {
			t.Fatalf("haproxy.cfg does not say %q once", of)
		}
		text = strings.Replace(text, of, to, 1)
	}
	file := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &loadBalancer{at: "http://" + own, h: servers[0].h}
	run := exec.Command(program, "-db", "-f", file)
	run.Stderr, run.Stdout = &b.log, &b.log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
	b.h.until("the load balancer sends to the servers", func() bool {
		reply, err := http.Get(b.at + "/readyz")
		if err != nil {
			return false
		}
		_ = reply.Body.Close()
		return reply.StatusCode == http.StatusOK
	})
	return b
}

// sees waits until it has seen that a server is UP or DOWN so many times.
func (b *loadBalancer) sees(server int, state string, times int) {
	b.h.t.Helper()
	says := "servers/" + []string{"one", "two"}[server] + " is " + state
	b.h.until(says, func() bool { return strings.Count(b.log.String(), says) >= times })
}
