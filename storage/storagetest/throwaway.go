package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The throw-away server belongs to every test binary that runs at the moment. Each holds a shared
// lock on a file for as long as it lives, however it ends. A small shell, the keeper, waits until
// nobody holds it any more, and then stops the server and removes its files.

// grace is how long the keeper waits for the next test binary, in seconds.
const grace = 10

// held keeps this binary's lock for its whole life.
var held *os.File

// installed finds the programs of the newest PostgreSQL from Debian's packages.
func installed() (bin string, ok bool) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", false
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1]), true
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4])
	return n
}

// join starts the server, or joins the one that runs, and returns its address.
func join(bin string) (string, error) {
	base := filepath.Join(os.TempDir(), "partyline-postgres-"+strconv.Itoa(os.Getuid()))
	start, err := lock(base+".start", syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer start.Close()
	if held, err = lock(base+".users", syscall.LOCK_SH); err != nil { // waits while a keeper cleans up
		return "", err
	}
	address := "postgres://postgres@/postgres?sslmode=disable&host=" + base
	if answers(bin, base) {
		return address, nil
	}
	if err := keep(base); err != nil { // before there is anything to leave behind
		return "", err
	}
	return address, begin(bin, base)
}

func lock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func answers(bin, base string) bool {
	return exec.Command(filepath.Join(bin, "pg_isready"), "-q", "-h", base).Run() == nil
}

// runner is how PostgreSQL's programs run in a folder that becomes theirs. PostgreSQL refuses to run as root, so root runs
// it as the user postgres.
func runner(base string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setsid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(base, uid, gid)
}

// cluster makes a new cluster in a folder that is there.
func cluster(bin, base string) error {
	attr, err := runner(base)
	if err != nil {
		return err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(base, "data"), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attr, base
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// begin makes a new cluster that listens on a socket in its own folder only, and starts it.
func begin(bin, base string) error {
	if err := os.RemoveAll(base); err != nil { // of a machine that went down
		return err
	}
	if err := os.Mkdir(base, 0o700); err != nil {
		return err
	}
	if err := cluster(bin, base); err != nil {
		return err
	}
	attr, err := runner(base)
	if err != nil {
		return err
	}
	data := filepath.Join(base, "data")
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer null.Close()
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", base,
		"-c", "listen_addresses=", "-c", "max_connections=400", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
		"-c", "shared_buffers=64MB", "-c", "logging_collector=on", "-c", "log_directory="+base)
	server.SysProcAttr, server.Dir = attr, base
	server.Stdin, server.Stdout, server.Stderr = null, null, null
	if err := server.Start(); err != nil {
		return err
	}
	gone := make(chan error, 1)
	go func() { gone <- server.Wait() }()
	for late := time.After(30 * time.Second); ; {
		if answers(bin, base) {
			return nil
		}
		select {
		case err := <-gone:
			logs, _ := filepath.Glob(base + "/*.log")
			var said bytes.Buffer
			for _, l := range logs {
				b, _ := os.ReadFile(l)
				said.Write(b)
			}
			return fmt.Errorf("postgres ended: %v\n%s", err, said.String())
		case <-late:
			_ = server.Process.Kill()
			return errors.New("postgres did not answer for 30 s")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// keep leaves the keeper behind.
func keep(base string) error {
	script := `base=$1; grace=$2
while :; do
  flock -x "$base.users" true
  sleep "$grace"
  flock -xn "$base.users" sh -c '
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
    if [ -n "$pid" ]; then
      kill -QUIT "$pid"
      while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    rm -rf "$1"' sh "$base" && exit
done`
	keeper := exec.Command("/bin/sh", "-c", script, "partyline-keeper", base, strconv.Itoa(grace))
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	keeper.Dir = "/"
	if err := keeper.Start(); err != nil {
		return err
	}
	return keeper.Process.Release()
}
