//go:build linux

package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// served is a running Partyline with its demo organisation, on a folder of its own.
type served struct {
	cmd  *exec.Cmd
	dir  string
	base string // its address
}

// serve starts the program for browsers that come to another address, and returns once it is ready.
func serve(program, public string) (*served, error) {
	dir, err := os.MkdirTemp("", "partyline-bench")
	if err != nil {
		return nil, err
	}
	out, err := os.Create(filepath.Join(dir, "said"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	l.Close() // free a moment ago
	_, port, _ := net.SplitHostPort(addr)
	s := &served{dir: dir, base: "http://" + addr}
	s.cmd = exec.Command(program, "serve")
	s.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LISTEN=127.0.0.1", "PORT=" + port, "DATA_DIR=" + dir, "DEMO=1", "LOG_LEVEL=warn", "PUBLIC_URL=" + public}
	s.cmd.Stdout, s.cmd.Stderr = out, out
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	for end := time.Now().Add(20 * time.Second); ; {
		reply, err := http.Get(s.base + "/readyz")
		if err == nil {
			reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return s, nil
			}
		}
		if time.Now().After(end) {
			s.stop()
			return nil, fmt.Errorf("%s was not ready: %v\n%s", program, err, s.said())
		}
		time.Sleep(5 * time.Millisecond) // between two looks
	}
}

// said is what it has printed so far.
func (s *served) said() string {
	b, _ := os.ReadFile(filepath.Join(s.dir, "said")) // serve made it
	return string(b)
}

func (s *served) stop() {
	s.cmd.Process.Kill() // its folder goes too
	s.cmd.Wait()
	os.RemoveAll(s.dir)
}
