package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
)

// profiled writes profiles of what do uses to the folder: cpu-PID.pprof, and memory-PID.pprof
// of what it has allocated by its end. Without a folder it only does it.
func profiled(folder string, do func() error) error {
	if folder == "" {
		return do()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	named := func(what string) (*os.File, error) {
		return os.Create(filepath.Join(folder, fmt.Sprintf("%s-%d.pprof", what, os.Getpid())))
	}
	cpu, err := named("cpu")
	if err != nil {
		return err
	}
	defer cpu.Close()
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return err
	}
	err = do()
	pprof.StopCPUProfile()
	memory, ferr := named("memory")
	if ferr != nil {
		return errors.Join(err, ferr)
	}
	return errors.Join(err, pprof.Lookup("allocs").WriteTo(memory, 0), memory.Close())
}
