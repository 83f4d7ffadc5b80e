package calling

import (
	"slices"
	"sync"
	"time"
)

// linesUp is how long the first of those that come at the same moment waits for the rest, as a database's commits wait for their
// siblings: one transaction of fifty is done sooner than one of twenty with one of thirty behind it. On a phone nobody hears it.
const linesUp = time.Millisecond

// gathered is the claims that wait on a node. There is no goroutine: whoever finds nobody at work does what waits, and then leaves
// what came meanwhile to the one who has waited longest. The zero value is ready.
type gathered struct {
	mu      sync.Mutex // guards what follows
	waiting []*claim
	busy    bool
}

// do returns when run has had the claim, from this goroutine or another one. run is called by one at a time.
func (g *gathered) do(c *claim, run func(batch []*claim)) {
	g.mu.Lock()
	g.waiting = append(g.waiting, c)
	first := !g.busy
	g.busy = true
	g.mu.Unlock()
	if first {
		time.Sleep(linesUp)
	} else if <-c.turn; c.done {
		return
	}
	g.mu.Lock()
	n := min(len(g.waiting), claimsAtOnce)
	batch := slices.Clone(g.waiting[:n]) // c is among them: it waited longest
	g.waiting = slices.Delete(g.waiting, 0, n)
	g.mu.Unlock()
	defer g.pass(c, batch) // whatever happens in run, the others go on
	run(batch)
}

// pass lets go of those who are done, and leaves what waits to the first of them.
func (g *gathered) pass(c *claim, batch []*claim) {
	for _, b := range batch {
		if b.done = true; b != c {
			close(b.turn)
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.busy = len(g.waiting) > 0; g.busy {
		close(g.waiting[0].turn)
	}
}
