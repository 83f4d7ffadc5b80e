//go:build linux

package main

import (
	"fmt"
	"syscall"
)

// descriptors lets this process and the servers it starts open so many files each.
func descriptors(need int) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	raised := syscall.Rlimit{Cur: max(limit.Cur, uint64(need)), Max: max(limit.Max, uint64(need))}
	// Also where it is high enough: Go gives the limit it began with to the programs it starts,
	// unless this one was set.
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &raised); err != nil {
		return fmt.Errorf("this row needs %d open files in each process and the limit is %d, which could not be raised (%w): as root, ulimit -Hn %d", need, limit.Max, err, need)
	}
	return nil
}
