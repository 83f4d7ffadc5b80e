//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// programs builds the servers that are compared, once for all rows that need them, and
// returns their folder.
var programs = sync.OnceValues(func() (string, error) {
	const dir = "bin/bench/"
	if out, err := exec.Command("go", "build", "-o", dir, "./bench/fanout", "./bench/floor").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the servers: %w\n%s", err, out)
	}
	return dir, nil
})

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	addr string // what it said it listens on
}

// start runs a program that prints "listening on ADDRESS" as its first line.
func start(program string, env []string, args ...string) (*process, error) {
	return startWith(nil, program, env, args...)
}

// startWith is start of a program that reads from in.
func startWith(in *os.File, program string, env []string, args ...string) (*process, error) {
	cmd := exec.Command(program, args...)
	if in != nil {
		cmd.Stdin = in
	}
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		p.stop()
		return nil, fmt.Errorf("%s said %q: %w", filepath.Base(program), line, err)
	}
	go io.Copy(io.Discard, lines)
	p.addr = addr
	return p, nil
}

// stop ends the process and waits for it.
func (p *process) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(10*time.Second, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.cmd.Wait()
}

// cpu is the CPU time that the process has used so far.
func (p *process) cpu() (time.Duration, error) { return cpuOf(p.pid()) }

func (p *process) pid() int { return p.cmd.Process.Pid }

// partyline is the shipped program, which make build has built.
const partyline = "bin/partyline"

func shipped() (os.FileInfo, error) {
	info, err := os.Stat(partyline)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is not built: run make build first", partyline)
	}
	return info, err
}
