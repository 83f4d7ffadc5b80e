package campaign

import (
	"hash/maphash"
	"slices"
	"sync"
)

// The bounds of a writer.
const (
	drained = 500    // in one transaction
	waiting = 20_000 // that may wait on a node
	abreast = 2      // of them side by side: while the database works for one, this process does for the other
)

// writer takes whatever waits into one transaction, one transaction after the other, with no timer in between. Many small
// writes become few. The zero value is ready.
type writer[T any] struct {
	mu      sync.Mutex // guards what follows
	queue   []T
	running bool
	work    sync.WaitGroup // Add only under mu
}

// add hands one over to be written with others, from another goroutine. It never waits; false: too much waits already.
func (w *writer[T]) add(one T, write func(batch []T)) bool {
	return w.join(one, nil, drained, write)
}

// join is add in transactions of at most so many. One that waits already may take it along: into says whether it did.
func (w *writer[T]) join(one T, into func(waits *T, one T) bool, most int, write func(batch []T)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.queue {
		if into == nil {
			break
		}
		if into(&w.queue[i], one) {
			return true
		}
	}
	if len(w.queue) >= waiting {
		return false
	}
	w.queue = append(w.queue, one)
	if !w.running {
		w.running = true
		w.work.Go(func() { w.drain(most, write) })
	}
	return true
}

// back puts what a write did not do back, before all that waits. Only a write may call it.
func (w *writer[T]) back(some []T) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = slices.Concat(some, w.queue)
}

// drain writes until nothing waits.
func (w *writer[T]) drain(most int, write func(batch []T)) {
	for {
		w.mu.Lock()
		n := min(len(w.queue), most)
		batch := slices.Clone(w.queue[:n])
		if w.queue = w.queue[n:]; len(w.queue) == 0 {
			w.queue = nil
		}
		if n == 0 {
			w.running = false
			w.mu.Unlock()
			return
		}
		w.mu.Unlock()
		write(batch)
	}
}

// lanes is writers side by side. The zero value is ready.
type lanes[T any] [abreast]writer[T]

var laneSeed = maphash.MakeSeed()

// of is the one of n that takes what has this key, in its order.
func (l *lanes[T]) of(key string, n int) *writer[T] {
	if n = min(n, abreast); n < 2 {
		return &l[0]
	}
	return &l[maphash.String(laneSeed, key)%uint64(n)]
}

// wait waits until nothing waits.
func (l *lanes[T]) wait() {
	for i := range l {
		l[i].work.Wait()
	}
}
