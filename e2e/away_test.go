package e2e

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"partyline/calling"
	"partyline/storage/storagetest"
)

// While something that the server needs is away, every press gets its sentence; when it is back, all goes on by
// itself: what was acknowledged is there, a repeat with the same key does nothing twice, and sockets have every event once.
func TestStressOfADatabaseThatComesAndGoes(t *testing.T) {
	g, address := beforePostgres(t, storagetest.Empty(t))
	awayFor(t, address, nil, func(n int) (back func()) {
		switch n % 4 {
		case 0: // stopped, and started again
			g.shut()
			return g.open
		case 1: // connections break in the middle of transactions
			g.cut()
		case 2: // and between a commit and its reply
			g.losing(9)
			return func() {
				g.losing(0)
				if g.broken == 0 {
					t.Error("no reply to a commit was lost: this tests nothing")
				}
			}
		case 3:
			g.cut()
			g.losing(5)
			return func() { g.losing(0) }
		}
		return func() {}
	})
}

// The reply to a commit is lost, whichever of those that a press needs: nobody knows whether it was done. The repeat
// with the same key finds out, and does nothing twice.
func TestAPressWhoseCommitNobodySawIsDoneOnce(t *testing.T) {
	g, address := beforePostgres(t, storagetest.Empty(t))
	h := build(t, address, wall, crowdMobiles())
	c := h.crowd(1, 1)
	p := c.players[0]
	p.repeats = true
	var rows struct{ Items []calling.EntryView }
	p.must("GET", "/sessions/"+p.session+"/entries?limit=200", nil, &rows)
	for n := 1; n <= 4; n++ {
		for i := range 3 {
			row := rows.Items[n*3+i].ID
			at := "/sessions/" + p.session + "/entries/" + row
			g.lose(n)
			p.once("skip", "POST", at+"/skip", row, "", func(mark string) any { return map[string]any{"type": "quick", "minutes": 15, "reason": mark} })
			g.lose(n)
			p.once("hand", "POST", at+"/log", row, "", p.logged(calling.Busy))
		}
	}
	g.lose(0)
	t.Logf("%d replies to commits were lost, refused: %v", g.broken, c.pressed.codes)
	if g.broken < 12 {
		t.Errorf("%d replies to commits were lost: this tests nothing", g.broken)
	}
	h.kill()
	b := h.books()
	defer b.close()
	b.kept(c.pressed.done)
}

// The same for what leaves no event behind: the key that the transaction marked tells whether it was committed, so that
// nobody is told to look first.
func TestAWriteWithoutEventsWhoseCommitNobodySawIsAnsweredAtOnce(t *testing.T) {
	g, address := beforePostgres(t, storagetest.Empty(t))
	h := build(t, address, wall)
	maya := h.signIn("Maya")
	maya.must("GET", "/me", nil, nil) // the first use of a login is noted
	const rounds, deep = 4, 3
	for n := range rounds * deep {
		g.lose(n%deep + 1) // taking the key, doing it, keeping the answer
		key := fmt.Sprint("key ", n)
		in := map[string]any{"name": key}
		first := maya.send("POST", "/tokens", key, in)
		again := maya.send("POST", "/tokens", key, in)
		if first.status != 201 || !bytes.Equal(first.body, again.body) {
			t.Errorf("first %d %s %v, again %d %s", first.status, first.body, first.err, again.status, again.body)
		}
	}
	g.lose(0)
	if n := h.tally(`SELECT count(*) FROM tokens WHERE name LIKE 'key %'`); n != rounds*deep {
		t.Errorf("%d tokens were made, %d were asked for", n, rounds*deep)
	}
	t.Logf("%d replies to commits were lost", g.broken)
	if g.broken < rounds*deep {
		t.Errorf("%d replies to commits were lost: this tests nothing", g.broken)
	}
}

// The embedded database on a disk that fills up.
func TestStressOfADiskThatIsFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("only root can have a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	filler := filepath.Join(disk, "filler")
	awayFor(t, "", []string{"DATA_DIR=" + disk}, func(int) (back func()) {
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, size := range []int{1 << 16, 1 << 12, 1} {
			for b := make([]byte, size); ; {
				if _, err := f.Write(b); err != nil {
					break
				}
			}
		}
		return func() {
			if err := os.Remove(filler); err != nil {
				t.Error(err)
			}
		}
	})
}

// The carrier's API cannot be reached, on both databases; its webhooks come.
func TestStressOfACarrierThatComesAndGoes(t *testing.T) {
	each(t, func(t *testing.T, database func(*testing.T) string) {
		h := prepare(t, database(t), 20, "LOG_LEVEL=info", crowdMobiles())
		sim := strings.TrimPrefix(h.sim, "http://")
		g := between(t, func() (net.Conn, error) { return net.Dial("tcp", sim) })
		h.env = append(h.env, "TWILIO_BASE_URL=http://"+g.addr)
		h.start()
		awayIn(h, func(n int) (back func()) {
			if n%2 == 1 {
				g.cut()
				return func() {}
			}
			g.shut()
			return g.open
		})
	})
}

func awayFor(t *testing.T, database string, more []string, away func(n int) (back func())) {
	t.Helper()
	awayIn(build(t, database, 20, append(more, "LOG_LEVEL=info", crowdMobiles())...), away)
}

// awayIn has four leaders press on while it goes away and comes back.
func awayIn(h *house, away func(n int) (back func())) {
	t := h.t
	t.Helper()
	rounds, seed := 4, seedOf(t)
	if os.Getenv("SOAK") != "" {
		rounds = 60
	}
	c := h.crowd(4, seed)
	topics := map[string]int64{"sessions/" + c.group: 0}
	for _, p := range c.players {
		p.repeats = true
		topics["session/"+p.session], topics["list/"+p.list] = 0, 0
	}
	page := c.maya.listen(topics)
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	var shift sync.WaitGroup
	for _, p := range c.players {
		shift.Go(func() { p.play(stop) })
	}
	for n := range rounds {
		<-time.After(time.Second)
		back := away(n)
		<-time.After(1500 * time.Millisecond)
		back()
	}
	c.lasts(time.Second)
	cancel()
	shift.Wait()
	c.settle()
	c.reads(page, topics)
	t.Logf("%d presses, refused: %v, the socket was opened %d times", len(c.pressed.done), c.pressed.codes, page.sockets())
	for _, b := range c.pressed.broken {
		t.Error(b)
	}
	for _, p := range c.pressed.done {
		if !p.certain {
			t.Errorf("%s %s was repeated until now, and nobody knows whether it was done", p.what, p.mark)
		}
	}
	c.audit()
}

// lasts lets the leaders press for a while of the wall, and on a machine that is busy until they rang somebody, too.
func (c *crowd) lasts(d time.Duration) {
	c.t.Helper()
	<-time.After(d) // this is what happens meanwhile, and not what is waited for
	limit := time.Now().Add(3 * time.Minute)
	for {
		rung := 0
		for _, l := range c.ledger() {
			if l.Parent != "" && !l.Initiated.IsZero() {
				rung++
			}
		}
		switch {
		case rung >= 5:
			return
		case time.Now().After(limit):
			c.t.Fatalf("in three minutes only %d people were rung", rung)
		}
		time.Sleep(100 * time.Millisecond) // between two looks
	}
}
