//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// startEmbedded is the time from starting the program, on an empty folder with the embedded
// database, until /readyz answers 200.
func startEmbedded(r *Result) error {
	r.Unit, r.Bar = "s to ready", 1
	var took []float64
	for range 7 {
		s, d, err := serve()
		if err != nil {
			return err
		}
		s.stop()
		took = append(took, d.Seconds())
	}
	r.Ours = median(took)
	r.Note = fmt.Sprintf("%.2f to %.2f", slices.Min(took), slices.Max(took))
	return nil
}

// idleMemory is what the program holds in memory, ten seconds after it has become ready, with
// the embedded database and nobody there.
func idleMemory(r *Result) error {
	const idle = 10 * time.Second
	r.Unit, r.Bar = "MB of RSS", 60
	s, _, err := serve()
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(idle)
	rss, err := statusOf(s.pid(), "VmRSS")
	if err != nil {
		return err
	}
	mb := rss / 1e6
	r.Ours = &mb
	return nil
}

// programSize is the size of the one file that is shipped.
func programSize(r *Result) error {
	r.Unit, r.Bar = "MB", 60
	info, err := shipped()
	if err != nil {
		return err
	}
	mb := float64(info.Size()) / 1e6
	r.Ours = &mb
	return nil
}

// served is a running Partyline on a folder of its own.
type served struct {
	process
	dir string
	out bytes.Buffer
}

func (s *served) stop() {
	s.process.stop()
	os.RemoveAll(s.dir)
}

// serve starts the program and returns once it is ready, with the time that took.
func serve() (*served, time.Duration, error) {
	if _, err := shipped(); err != nil {
		return nil, 0, err
	}
	dir, err := os.MkdirTemp("", "partyline-bench")
	if err != nil {
		return nil, 0, err
	}
	port, err := freePort()
	if err != nil {
		return nil, 0, err
	}
	s := &served{dir: dir}
	s.cmd = exec.Command(partyline, "serve")
	s.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LISTEN=127.0.0.1", "PORT=" + port, "DATA_DIR=" + dir}
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, 0, err
	}
	if err := ready("http://127.0.0.1:"+port+"/readyz", s.cmd.Process.Pid); err != nil {
		s.stop()
		return nil, 0, fmt.Errorf("%w\n%s", err, s.out.String())
	}
	return s, time.Since(begin), nil
}

// ready asks until it is, or the process has ended, or it takes too long.
func ready(url string, pid int) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	for {
		reply, err := http.DefaultClient.Do(r)
		if err == nil {
			reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return nil
			}
		}
		if ctx.Err() != nil || ended(pid) {
			return fmt.Errorf("%s was not ready: %v", url, err)
		}
		time.Sleep(time.Millisecond)
	}
}

// ended says whether the process is a zombie that nobody has waited for yet.
func ended(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return err != nil || bytes.HasPrefix(rest, []byte("Z")) || syscall.Kill(pid, 0) != nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
