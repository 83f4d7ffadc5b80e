package storagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a PostgreSQL server of one test's own, which can be restarted. It keeps what it said it kept: fsync is on.
type Server struct {
	URL  string // of an empty database
	t    testing.TB
	bin  string
	base string
	run  *exec.Cmd
}

// Own starts a server for this test alone, and ends it with the test. Without PostgreSQL the test is skipped.
func Own(t testing.TB) *Server {
	t.Helper()
	bin, ok := installed()
	if !ok {
		skip(t, "PostgreSQL is not installed here.")
	}
	base, err := os.MkdirTemp("", "partyline-own-postgres-") // a short path: sockets have one
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	s := &Server{URL: "postgres://postgres@/postgres?sslmode=disable&host=" + base, t: t, bin: bin, base: base}
	if err := cluster(bin, base); err != nil {
		t.Fatal(err)
	}
	s.start()
	t.Cleanup(func() { s.stop(syscall.SIGQUIT) })
	return s
}

// Restart ends the server as its operator would, cutting everybody off, and starts it again.
func (s *Server) Restart() {
	s.t.Helper()
	s.stop(syscall.SIGINT)
	s.start()
}

func (s *Server) start() {
	s.t.Helper()
	attr, err := runner(s.base)
	if err != nil {
		s.t.Fatal(err)
	}
	attr.Setsid, attr.Pdeathsig = false, syscall.SIGQUIT
	var said strings.Builder
	s.run = exec.Command(filepath.Join(s.bin, "postgres"), "-D", filepath.Join(s.base, "data"), "-k", s.base,
		"-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=128MB")
	s.run.SysProcAttr, s.run.Dir, s.run.Stderr = attr, s.base, &said
	if err := s.run.Start(); err != nil {
		s.t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); !answers(s.bin, s.base); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			s.stop(syscall.SIGKILL)
			s.t.Fatalf("postgres did not answer for a minute\n%s", said.String())
		}
	}
}

func (s *Server) stop(how syscall.Signal) {
	if s.run == nil {
		return
	}
	_ = s.run.Process.Signal(how)
	_ = s.run.Wait()
	s.run = nil
}
