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
	"time"
)

// loading is the time from Start until every row of a file can be dialled, against its finished rows poured into the same
// tables with nothing around them: by \copy on PostgreSQL, by prepared inserts on the embedded database.
type loading struct {
	rows     int
	embedded bool
	bar      float64
}

const mostMemory = 200 // MB, of the process that loads

func (k loading) run(r *Result) error {
	r.Unit, r.Bar = "s", k.bar
	if err := buildCampaigns(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "partyline-bench-rows")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	l := &loads{loading: k, dir: dir}
	if err := r.compare(3, 1, l.ours, l.floor); err != nil {
		return err
	}
	r.Note += fmt.Sprintf("; at most %.0f MB of memory, scanned in %.1f s", l.most/1e6, l.scanned)
	if l.most > mostMemory*1e6 {
		return fmt.Errorf("the load took %.0f MB of memory, %d are allowed", l.most/1e6, mostMemory)
	}
	return nil
}

func buildCampaigns() error {
	if out, err := exec.Command("go", "build", "-o", "bin/bench/", "./bench/campaigns").CombinedOutput(); err != nil {
		return fmt.Errorf("building the load: %w\n%s", err, out)
	}
	return nil
}

// loads is the trials of one row.
type loads struct {
	loading
	dir     string
	dumped  bool
	most    float64 // bytes of memory at the worst
	scanned float64 // seconds, at the last
}

// ours loads a new file on a new database; what comes out of the first one is kept for the floor.
func (l *loads) ours() (float64, error) {
	on, err := newOffice("campaigns", l.embedded, l.rows)
	if err != nil {
		return 0, named("ours", err)
	}
	defer on.stop()
	took, err := on.timed("load")
	if err != nil {
		return 0, named("ours", err)
	}
	l.scanned = on.scanned
	rss, err := statusOf(on.cmd.Process.Pid, "VmHWM")
	if err != nil {
		return 0, err
	}
	l.most = max(l.most, rss)
	if l.dumped {
		return took, nil
	}
	l.dumped = true
	if l.embedded {
		_, err = on.ask("dump " + l.dir)
		return took, err
	}
	return took, psql(on.postgres.url, tableByTable(`\copy %s to '`+l.dir+`/%[1]s'`)...)
}

// loadTables is what a load writes.
var loadTables = []string{"contacts", "households", "ready", "clickable", "load_rejects"}

func tableByTable(command string) (out []string) {
	for _, t := range loadTables {
		out = append(out, fmt.Sprintf(command, t))
	}
	return out
}

// floor pours the same rows into the same tables of a database of its own, which has none.
func (l *loads) floor() (float64, error) {
	on, err := newOffice("campaigns", l.embedded, 100)
	if err != nil {
		return 0, named("floor", err)
	}
	defer on.stop()
	if l.embedded {
		return on.timed("pour " + l.dir)
	}
	// The rejects of the rows that cannot be used belong to a file: here to none.
	empty := []string{`ALTER TABLE load_rejects DROP CONSTRAINT load_rejects_load_id_fkey`, `TRUNCATE ` + strings.Join(loadTables, ", "), `CHECKPOINT`}
	if err := psql(on.postgres.url, empty...); err != nil {
		return 0, named("floor", err)
	}
	begin := time.Now()
	err = psql(on.postgres.url, tableByTable(`\copy %s from '`+l.dir+`/%[1]s'`)...)
	return time.Since(begin).Seconds(), named("floor", err)
}

// psql runs commands one after the other.
func psql(url string, commands ...string) error {
	args := []string{"-q", "-X", "-v", "ON_ERROR_STOP=1", url}
	for _, c := range commands {
		args = append(args, "-c", c)
	}
	if out, err := exec.Command("psql", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("psql: %w\n%s", err, out)
	}
	return nil
}

// anOffice is a campaign or a call list of many numbers on a database of its own, in a process of its own.
type anOffice struct {
	postgres *service
	cmd      *exec.Cmd
	dir      string
	in       io.WriteCloser
	said     *bufio.Reader
	scanned  float64
}

func newOffice(program string, embedded bool, rows int, more ...string) (_ *anOffice, err error) {
	o := &anOffice{}
	defer func() {
		if err != nil {
			o.stop()
		}
	}()
	if o.dir, err = os.MkdirTemp("", "partyline-bench"); err != nil {
		return nil, err
	}
	args := []string{"-rows", fmt.Sprint(rows), "-path", filepath.Join(o.dir, "partyline.db")}
	if !embedded {
		if o.postgres, err = startPostgres(); err != nil {
			return nil, err
		}
		args = []string{"-rows", fmt.Sprint(rows), "-db", o.postgres.url}
	}
	o.cmd = exec.Command("bin/bench/"+program, append(args, more...)...)
	o.cmd.Stderr = os.Stderr
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := o.cmd.Start(); err != nil {
		return nil, err
	}
	o.said = bufio.NewReader(out)
	_, err = o.said.ReadString('\n')
	return o, err
}

// pids is its processes.
func (o *anOffice) pids() []int {
	pids := []int{o.cmd.Process.Pid}
	if o.postgres != nil {
		pids = append(pids, o.postgres.cmd.Process.Pid)
	}
	return pids
}

// ask has something done and waits for its line.
func (o *anOffice) ask(what string) (string, error) {
	if _, err := fmt.Fprintln(o.in, what); err != nil {
		return "", err
	}
	return o.said.ReadString('\n')
}

// timed is ask for what says how many rows, how long they took, and how long the scan before.
func (o *anOffice) timed(what string) (seconds float64, err error) {
	line, err := o.ask(what)
	if err != nil {
		return 0, err
	}
	var rows, took, scanned int64
	if _, err := fmt.Sscan(line, &rows, &took, &scanned); err != nil || rows == 0 {
		return 0, errors.Join(fmt.Errorf("%s: %q", what, line), err)
	}
	o.scanned = time.Duration(scanned).Seconds()
	return time.Duration(took).Seconds(), nil
}

func (o *anOffice) stop() {
	if o.cmd != nil && o.cmd.Process != nil {
		_ = o.in.Close()
		_ = o.cmd.Wait()
	}
	if o.postgres != nil {
		o.postgres.stop()
	}
	_ = os.RemoveAll(o.dir)
}
