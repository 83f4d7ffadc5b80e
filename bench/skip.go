//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// skips is the whole command over HTTP, with an idempotency key each, against its bare transaction on the same
// database: so many clients skip people of one session as fast as they can.
type skips struct {
	clients, seconds int
	postgres         bool
}

func (k skips) run(r *Result) error {
	r.Unit, r.Bar = "µs each", 2 // at least half of the rate
	var settings, database []string
	if k.postgres {
		s, err := startPostgres()
		if err != nil {
			return err
		}
		defer s.stop()
		settings, database = []string{"DATABASE_URL=" + s.url}, []string{"-url", s.url}
	}
	p, err := presser(settings...)
	if err != nil {
		return err
	}
	defer p.close()
	if !k.postgres {
		database = []string{"-db", filepath.Join(p.dir, "partyline.db")}
	}
	if out, err := exec.Command("go", "build", "-o", "bin/bench/", "./bench/bare").CombinedOutput(); err != nil {
		return fmt.Errorf("building the floor: %w\n%s", err, out)
	}
	bare := exec.Command("bin/bench/bare", append(database, "-session", p.session, "-leader", p.leader, "-clients", strconv.Itoa(k.clients))...)
	bare.Stderr = os.Stderr
	in, err := bare.StdinPipe()
	if err != nil {
		return err
	}
	out, err := bare.StdoutPipe()
	if err != nil {
		return err
	}
	if err := bare.Start(); err != nil {
		return err
	}
	defer bare.Wait()
	defer in.Close()
	said := bufio.NewReader(out)
	if _, err := said.ReadString('\n'); err != nil {
		return fmt.Errorf("the floor did not start: %w", err)
	}
	floor := func() (float64, error) {
		if _, err := fmt.Fprintln(in, k.seconds); err != nil {
			return 0, err
		}
		var n int
		var took int64
		if _, err := fmt.Fscanln(said, &n, &took); err != nil {
			return 0, named("floor", err)
		}
		return each(time.Duration(took), n), nil
	}
	return r.compare(7, 1, func() (float64, error) { return p.skipping(k) }, floor, p.cmd.Process.Pid, bare.Process.Pid)
}

// pressing is a running demo with a leader's session, and that leader's sign-in.
type pressing struct {
	*served
	base, session, leader string
	signIn                []string // e-mail address and password
	entries               []string
	web                   http.Client
	keys                  atomic.Int64
}

func (p *pressing) close() { p.served.stop() }

// demo starts the program with its demo and signs somebody in, by first name; more are further settings.
func demo(name string, more ...string) (_ *pressing, err error) {
	if _, err := shipped(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "partyline-bench")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p := &pressing{served: &served{dir: dir}, base: "http://127.0.0.1:" + port, web: http.Client{Jar: jar, Timeout: 20 * time.Second}}
	p.web.Transport = &http.Transport{MaxIdleConnsPerHost: 64}
	p.cmd = exec.Command(partyline, "serve")
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LISTEN=127.0.0.1", "PORT=" + port, "DATA_DIR=" + dir, "DEMO=1", "LOG_LEVEL=error"}
	p.cmd.Env = append(p.cmd.Env, more...)
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	var signIn []string // is printed last of all
	for lines := bufio.NewScanner(out); lines.Scan() && !strings.Contains(lines.Text(), "3. Press Start"); {
		if m := regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s+` + name + ` `).FindStringSubmatch(lines.Text() + " "); m != nil {
			signIn = m
		}
	}
	go io.Copy(io.Discard, out)
	if signIn == nil {
		return nil, fmt.Errorf("the demo printed no sign-in of %s's", name)
	}
	p.signIn = signIn[1:3]
	return p, p.ask("POST", "/login", map[string]string{"email": signIn[1], "password": signIn[2]}, nil)
}

// presser is a demo with a session of Ben's; more are further settings.
func presser(more ...string) (_ *pressing, err error) {
	p, err := demo("Ben", more...)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	var groups, lists struct{ Items []struct{ ID string } }
	if err := p.ask("GET", "/groups", nil, &groups); err != nil || len(groups.Items) == 0 {
		return nil, fmt.Errorf("groups: %v", err)
	}
	if err := p.ask("GET", "/groups/"+groups.Items[0].ID+"/lists", nil, &lists); err != nil || len(lists.Items) == 0 {
		return nil, fmt.Errorf("lists: %v", err)
	}
	var session struct {
		ID     string
		Leader struct{ ID string }
	}
	if err := p.ask("POST", "/lists/"+lists.Items[0].ID+"/sessions", map[string]any{"archive_old": true}, &session); err != nil {
		return nil, err
	}
	p.session, p.leader = session.ID, session.Leader.ID
	var page struct {
		Items []struct{ ID, Status string }
	}
	if err := p.ask("GET", "/sessions/"+p.session+"/entries?limit=200", nil, &page); err != nil {
		return nil, err
	}
	for _, e := range page.Items {
		if e.Status != "not_callable" {
			p.entries = append(p.entries, e.ID)
		}
	}
	return p, nil
}

// ask sends a request and reads its reply.
func (p *pressing) ask(method, path string, body, to any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	q, err := http.NewRequest(method, p.base+"/api/v1"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", fmt.Sprint("press-", p.keys.Add(1)))
	reply, err := p.web.Do(q)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if b, err = io.ReadAll(reply.Body); err != nil {
		return err
	}
	if reply.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s %s", method, path, reply.Status, b)
	}
	if to == nil {
		return nil
	}
	return json.Unmarshal(b, to)
}

// skipping skips for so many seconds, and returns what one skip took, in microseconds.
func (p *pressing) skipping(k skips) (float64, error) {
	var next atomic.Int64
	var all sync.WaitGroup
	failed := make(chan error, k.clients)
	begin := time.Now()
	for range k.clients {
		all.Go(func() {
			for time.Since(begin) < time.Duration(k.seconds)*time.Second {
				e := p.entries[int(next.Add(1))%len(p.entries)]
				if err := p.ask("POST", "/sessions/"+p.session+"/entries/"+e+"/skip", map[string]string{"type": "cycle"}, nil); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return 0, named("ours", err)
	default:
		return each(time.Since(begin), int(next.Load())), nil
	}
}
