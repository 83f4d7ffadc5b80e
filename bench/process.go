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
	"syscall"
	"time"
	"unsafe"
)

// built is a folder of programs.
type built string

// compile builds commands of this project into a folder of their own.
func compile(packages ...string) (built, error) {
	dir, err := os.MkdirTemp("", "partyline-bench")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", append([]string{"build", "-o", dir + "/"}, packages...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("building %s: %w\n%s", strings.Join(packages, " "), err, out)
	}
	return built(dir), nil
}

func (b built) program(name string) string { return filepath.Join(string(b), name) }
func (b built) remove()                    { os.RemoveAll(string(b)) }

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	addr string // what it said it listens on
}

// start runs a program that prints "listening on ADDRESS" as its first line.
func start(program string, env []string, args ...string) (*process, error) {
	cmd := exec.Command(program, args...)
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

// cpu is the CPU time, user and system, that all threads of the process have used so far, to
// the nanosecond: clock_gettime on the process's own clock (see clock_getcpuclockid(3)).
func (p *process) cpu() (time.Duration, error) {
	const perProcessSched = 2
	clock := ^uintptr(p.cmd.Process.Pid)<<3 | perProcessSched
	var ts syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
		return 0, fmt.Errorf("reading the CPU time of process %d: %w", p.cmd.Process.Pid, errno)
	}
	return time.Duration(ts.Nano()), nil
}

// partyline is the shipped program, which make build has built.
const partyline = "bin/partyline"

func shipped() (os.FileInfo, error) {
	info, err := os.Stat(partyline)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is not built: run make build first", partyline)
	}
	return info, err
}
