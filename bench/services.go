//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// service is a PostgreSQL or a Redis of one row's own.
type service struct {
	cmd *exec.Cmd
	dir string
	url string
}

func (s *service) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		_ = s.cmd.Wait()
	}
	_ = os.RemoveAll(s.dir)
}

// startPostgres makes an empty database on a server with Debian's settings, fsync on.
func startPostgres() (_ *service, err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return nil, errors.New("PostgreSQL is not installed here (no /usr/lib/postgresql/*/bin)")
	}
	slices.Sort(found)
	bin := found[len(found)-1]
	s := &service{}
	if s.dir, err = os.MkdirTemp("", "partyline-bench-pg"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	as := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Getuid() == 0 { // which PostgreSQL refuses
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(s.dir, uid, gid); err != nil {
			return nil, err
		}
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(s.dir, "data"), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
	initdb.SysProcAttr, initdb.Dir = as, s.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=")
	s.cmd.SysProcAttr, s.cmd.Dir = as, s.dir
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.url = "postgres://postgres@/postgres?sslmode=disable&host=" + s.dir
	return s, answers(exec.Command(filepath.Join(bin, "pg_isready"), "-q", "-h", s.dir))
}

func startRedis() (_ *service, err error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &service{url: "redis://127.0.0.1:" + port + "/0"}
	if s.dir, err = os.MkdirTemp("", "partyline-bench-redis"); err != nil {
		return nil, err
	}
	s.cmd = exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err = s.cmd.Start(); err == nil {
		err = answers(exec.Command("redis-cli", "-p", port, "ping"))
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// answers asks again and again until a service is there.
func answers(ask *exec.Cmd) error {
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		err := exec.Command(ask.Path, ask.Args[1:]...).Run()
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}
