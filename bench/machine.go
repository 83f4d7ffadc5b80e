//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// cpuOf is the CPU time, user and system, that all threads of a process have used so far, to
// the nanosecond: clock_gettime on the process's own clock (see clock_getcpuclockid(3)).
func cpuOf(pid int) (time.Duration, error) {
	const perProcessSched = 2
	clock := ^uintptr(pid)<<3 | perProcessSched
	var ts syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
		return 0, fmt.Errorf("reading the CPU time of process %d: %w", pid, errno)
	}
	return time.Duration(ts.Nano()), nil
}

// cpuWith is that of a process and of those that it has started and that run still: PostgreSQL has one for each connection. What the
// benchmark itself has started is watched by itself while it runs, and counts as its own once it has ended: a load begins and ends
// within one trial.
func cpuWith(pid int) (time.Duration, error) {
	sum, err := cpuOf(pid)
	if err != nil {
		return sum, err
	}
	if pid == os.Getpid() {
		var ended syscall.Rusage
		err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &ended)
		return sum + time.Duration(ended.Utime.Nano()+ended.Stime.Nano()), err
	}
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range all {
		b, err := os.ReadFile(stat)
		if err != nil {
			continue // it has ended meanwhile
		}
		_, behind, _ := strings.Cut(string(b), ") ") // its name is in parentheses; then its state, and whose child it is
		if f := strings.Fields(behind); len(f) < 2 || f[1] != strconv.Itoa(pid) {
			continue
		}
		if child, err := strconv.Atoi(filepath.Base(filepath.Dir(stat))); err == nil {
			t, _ := cpuOf(child)
			sum += t
		}
	}
	return sum, err
}

// statusOf is a figure of /proc/PID/status that is in kB, in bytes.
func statusOf(pid int, name string) (float64, error) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			var kB float64
			_, err := fmt.Sscanf(rest, "%f kB", &kB)
			return kB * 1024, err
		}
	}
	return 0, fmt.Errorf("no %s in the status of process %d", name, pid)
}

// watch sees how much of the machine others use: then figures cannot be trusted.
type watch struct {
	began time.Time
	total time.Duration         // CPU time of everybody
	own   map[int]time.Duration // of ours, by process
}

func watching(pids ...int) (*watch, error) {
	w := &watch{began: time.Now(), own: map[int]time.Duration{}}
	for _, pid := range append(pids, os.Getpid()) {
		t, err := cpuWith(pid)
		if err != nil {
			return nil, err
		}
		w.own[pid] = t
	}
	var err error
	w.total, err = everybody()
	return w, err
}

// others is the share of all cores that others have used since.
func (w *watch) others(cores int) (float64, error) {
	total, err := everybody()
	if err != nil {
		return 0, err
	}
	used := total - w.total
	for pid, before := range w.own {
		t, err := cpuWith(pid)
		if err != nil {
			return 0, err
		}
		used -= t - before
	}
	return max(0, used.Seconds()/time.Since(w.began).Seconds()/float64(cores)), nil
}

// everybody is the CPU time that all processes and other machines on this one have used.
func everybody() (time.Duration, error) {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	line, _, _ := bufio.NewReader(bytes.NewReader(b)).ReadLine()
	return busy(string(line))
}

// busy adds up the first line of /proc/stat but for what is idle, waiting or an interrupt.
func busy(line string) (time.Duration, error) {
	const tick = 10 * time.Millisecond // USER_HZ is 100 for programs on every machine of today
	f := strings.Fields(line)
	if len(f) < 9 || f[0] != "cpu" {
		return 0, fmt.Errorf("/proc/stat begins with %q", line)
	}
	var sum time.Duration
	for _, at := range []int{1, 2, 3, 8} { // user, nice, system, steal
		n, err := strconv.ParseInt(f[at], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n) * tick
	}
	return sum, nil
}
