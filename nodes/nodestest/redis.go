// Package nodestest starts a Redis of its own for a test, which can be stopped, emptied and started again.
package nodestest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Redis is one server on loopback. It keeps nothing on disk: after a stop it starts empty.
type Redis struct {
	URL  string
	t    testing.TB
	port string
	run  *exec.Cmd
}

// Start starts a Redis; the test's end stops it. Without the program the test is skipped, which CI forbids.
func Start(t testing.TB) *Redis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Redis is not installed: make test installs it.")
		}
		t.Skip("Redis is not installed here.")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	r := &Redis{URL: "redis://127.0.0.1:" + port + "/0", t: t, port: port}
	r.Start()
	t.Cleanup(r.Stop)
	return r
}

// Start runs it, if it does not run.
func (r *Redis) Start() {
	r.t.Helper()
	if r.run != nil {
		return
	}
	r.run = exec.Command("redis-server", "--port", r.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", r.t.TempDir())
	r.run.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := r.run.Start(); err != nil {
		r.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+r.port)
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(end) {
			r.t.Fatal(fmt.Errorf("redis does not answer: %w", err))
		}
	}
}

// Stop ends it as a power cut would; what it held is gone.
func (r *Redis) Stop() {
	if r.run != nil {
		_ = r.run.Process.Kill()
		_ = r.run.Wait()
		r.run = nil
	}
}

// Hang stops it from answering without ending it; Go lets it go on.
func (r *Redis) Hang() { r.signal(syscall.SIGSTOP) }

// Go ends Hang.
func (r *Redis) Go() { r.signal(syscall.SIGCONT) }

// signal does nothing to a Redis that does not run.
func (r *Redis) signal(s syscall.Signal) {
	if r.run != nil {
		_ = r.run.Process.Signal(s)
	}
}
