package e2e

import (
	"bufio"
	"io"
	"net"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"partyline/nodes/nodestest"
	"partyline/storage/storagetest"
)

// town is a house with several servers: one PostgreSQL, one Redis, one carrier, and in front of
// them a load balancer that sends each request to the next server.
type town struct {
	*house
	redis *nodestest.Redis
	front *balancer
}

// node is one of the servers.
type node struct {
	h   *house
	at  string // its address, for those who know which they want
	env []string
	run *exec.Cmd
}

// settleTown starts so many servers on a database of their own. The first one makes the demo organisation.
func settleTown(t *testing.T, servers, speed int, more ...string) *town {
	t.Helper()
	return settleTownOn(t, storagetest.Empty(t), servers, speed, more...)
}

func settleTownOn(t *testing.T, database string, servers, speed int, more ...string) *town {
	t.Helper()
	redis := nodestest.Start(t)
	h := found(t, database, speed, append(more, "REDIS_URL="+redis.URL, "SECRET_KEY=the same long text on every server")...)
	t.Cleanup(h.kill)
	c := &town{house: h, redis: redis, front: balance(t)}
	h.base = "http://" + c.front.address
	for i := range servers {
		own := address(t)
		_, port, _ := net.SplitHostPort(own)
		n := &node{h: h, at: "http://" + own, env: append(h.env[:len(h.env):len(h.env)],
			"PORT="+port, "LISTEN=127.0.0.1", "PUBLIC_URL="+h.base, "DATA_DIR="+t.TempDir())}
		if i > 0 {
			n.env = append(n.env, "DEMO=0")
		}
		h.nodes = append(h.nodes, n)
		n.start()
		n.env = append(n.env, "DEMO=0") // the next time: its sign-ins are to stay
		c.front.add(own)
	}
	return c
}

// start runs the server and waits until it is ready.
func (n *node) start() {
	n.h.t.Helper()
	n.run = n.h.command(n.h.program, "serve")
	n.run.Env = n.env
	out, err := n.run.StdoutPipe()
	if err != nil {
		n.h.t.Fatal(err)
	}
	if err := n.run.Start(); err != nil {
		n.h.t.Fatal(err)
	}
	line := regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s+(\S+) `)
	demo := !strings.HasSuffix(n.env[len(n.env)-1], "DEMO=0")
	if n.h.signIns == nil {
		n.h.signIns = map[string][2]string{}
	}
	for scan := bufio.NewScanner(out); scan.Scan(); {
		if m := line.FindStringSubmatch(scan.Text() + " "); m != nil && demo {
			n.h.signIns[m[3]] = [2]string{m[1], m[2]}
		}
		if strings.Contains(scan.Text(), "3. Press Start") || !demo && strings.Contains(scan.Text(), "Pages ") {
			go io.Copy(io.Discard, out)
			return
		}
	}
	n.h.t.Fatalf("a server did not start: %v", n.run.Wait())
}

// kill ends it as a power cut would.
func (n *node) kill() { n.end(syscall.SIGKILL) }

// stop asks it to stop and waits until it has.
func (n *node) stop() { n.end(syscall.SIGTERM) }

func (n *node) end(how syscall.Signal) {
	if n.run == nil {
		return
	}
	_ = n.run.Process.Signal(how)
	_ = n.run.Wait()
	n.run = nil
}
