package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"partyline/clock"
)

// Handler does a job. nil: it is done. Later: once more at that instant. Any other error: it is
// tried again after a while. A job may be begun twice (a node died, a connection broke); Tries says so.
type Handler func(ctx context.Context, j Job) error

// Gathered does several jobs of one kind at once: an error is all of theirs. Each of them is then done by itself by the
// kind's Handler, so that one that cannot be done keeps no other waiting.
type Gathered func(ctx context.Context, jobs []Job) error

// Subjects is what jobs are about.
func Subjects(jobs []Job) []string {
	subjects := make([]string, len(jobs))
	for i, j := range jobs {
		subjects[i] = j.Subject
	}
	return subjects
}

// Worker does the jobs that transactions left behind. Any number of workers on any number of
// nodes share them: each job is with one of them at a time. It wakes when it is poked, when a job is left behind that is due
// before it would look again, when the next job is due, and every second of the wall for what others left behind.
type Worker struct {
	db       *DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]Handler
	gathered map[string]Gathered

	wake    chan struct{}
	ctx     context.Context // of the loops
	stop    context.CancelFunc
	jobs    context.Context // of the handlers
	cut     context.CancelFunc
	loops   sync.WaitGroup
	started sync.Once

	mu      sync.Mutex // guards running, hands, full, looks
	running map[string]Job
	hands   int             // goroutines that do jobs
	full    map[string]bool // gathered kinds that one of them is at
	looks   time.Time       // when it looks for jobs again, while it sleeps; zero while it does not
	idle    sync.WaitGroup  // one for each of them
}

const (
	atOnce         = 8                // hands at the same time
	gatheredAtOnce = 500              // jobs of a gathered kind in one hand
	lease          = 30 * time.Second // of the wall, renewed by a third
	look           = time.Second      // of the wall, between looks for what others left behind
)

// NewWorker makes a worker for these kinds of jobs. Give its Left to the DB, then Start it.
func NewWorker(db *DB, c clock.Clock, log *slog.Logger, handlers map[string]Handler) *Worker {
	w := &Worker{
		db: db, clock: c, log: log, handlers: handlers, gathered: map[string]Gathered{},
		wake: make(chan struct{}, 1), running: map[string]Job{}, full: map[string]bool{},
	}
	w.ctx, w.stop = context.WithCancel(context.Background())
	w.jobs, w.cut = context.WithCancel(context.Background())
	return w
}

// Gather has the jobs of a kind done together: whatever waits, at most 500, while the next ones gather. Its handler in
// NewWorker does single ones. Call it before Start.
func (w *Worker) Gather(kind string, all Gathered) { w.gathered[kind] = all }

// Start begins to work. It may be called twice.
func (w *Worker) Start() {
	w.started.Do(func() {
		w.loops.Go(w.work)
		w.loops.Go(w.keep)
	})
}

// Poke says that there may be something to do now; it never waits.
func (w *Worker) Poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Left hears what jobs a transaction left behind, and when the first of each kind is due. It never waits.
func (w *Worker) Left(jobs map[string]time.Time) {
	w.mu.Lock()
	looks := w.looks
	w.mu.Unlock()
	for kind, due := range jobs {
		if w.handlers[kind] != nil && (looks.IsZero() || due.Before(looks)) {
			w.Poke()
			return
		}
	}
}

// Close takes no more jobs and waits for those that run; when ctx ends first it cancels them, and
// waits for that. It may be called twice, and before Start.
func (w *Worker) Close(ctx context.Context) {
	w.stop()
	w.started.Do(func() {}) // too late to start
	w.loops.Wait()
	done := make(chan struct{})
	go func() { w.idle.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		w.cut()
		<-done
	}
	w.cut()
}

// work takes jobs while there are free hands, and sleeps until something wakes it.
func (w *Worker) work() {
	for w.ctx.Err() == nil {
		pause := w.product(look)
		if free, kinds := w.free(); free > 0 && len(kinds) > 0 {
			next, found, err := w.db.nextDue(w.ctx, kinds)
			if wait := next.Sub(w.clock.Now()); found && wait > 0 {
				pause = min(pause, wait)
			} else if found {
				var n int
				if n, err = w.take(free, kinds); n > 0 {
					continue
				}
				pause = w.product(look / 100) // another worker is just taking it
			}
			if err != nil {
				pause = w.product(look)
				if w.ctx.Err() == nil {
					w.log.Error("could not take jobs", "error", err)
				}
			}
		}
		w.sleep(pause)
	}
}

// take claims jobs, and with the first of a gathered kind all that wait of it.
func (w *Worker) take(most int, kinds []string) (int, error) {
	jobs, err := w.db.claim(w.ctx, kinds, most, w.until())
	together := map[string][]Job{}
	for _, j := range jobs {
		if w.gathered[j.Kind] == nil {
			w.begin(j.Kind, []Job{j})
		} else {
			together[j.Kind] = append(together[j.Kind], j)
		}
	}
	for kind, some := range together {
		rest, also := w.db.claim(w.ctx, []string{kind}, gatheredAtOnce-len(some), w.until())
		err = errors.Join(err, also)
		w.begin(kind, append(some, rest...))
	}
	return len(jobs), err
}

// sleep ends when the worker is poked, a job ends, or some time has passed.
func (w *Worker) sleep(d time.Duration) {
	w.will(w.clock.Now().Add(d))
	t := w.clock.AfterFunc(d, w.Poke)
	defer t.Stop()
	select {
	case <-w.wake:
	case <-w.ctx.Done():
	}
	w.will(time.Time{})
}

// will notes when it looks again.
func (w *Worker) will(look time.Time) {
	w.mu.Lock()
	w.looks = look
	w.mu.Unlock()
}

// begin does jobs of one kind on a goroutine of its own.
func (w *Worker) begin(kind string, jobs []Job) {
	w.mu.Lock()
	w.hands++
	for _, j := range jobs {
		w.running[j.ID] = j
	}
	if w.gathered[kind] != nil {
		w.full[kind] = true
	}
	w.mu.Unlock()
	w.idle.Go(func() {
		if len(jobs) == 1 || !w.together(kind, jobs) {
			for _, j := range jobs {
				w.alone(j)
			}
		}
		w.mu.Lock()
		for _, j := range jobs {
			delete(w.running, j.ID)
		}
		w.hands--
		delete(w.full, kind)
		w.mu.Unlock()
		w.Poke()
	})
}

// together does gathered jobs at once; false: they are still to be done, one by one.
func (w *Worker) together(kind string, jobs []Job) bool {
	err := w.safely(func() error { return w.gathered[kind](w.jobs, jobs) })
	if err != nil && w.jobs.Err() == nil {
		w.log.Info("jobs could not be done together and are done one by one", "kind", kind, "jobs", len(jobs), "error", err)
		return false
	}
	w.note(jobs, err)
	return true
}

// alone does one job.
func (w *Worker) alone(j Job) {
	end := w.safely(func() error { return w.handlers[j.Kind](w.jobs, j) })
	if end != nil {
		if _, later := laterIn(end); !later {
			w.log.Warn("job failed and will be tried again", "kind", j.Kind, "subject", j.Subject, "tries", j.Tries+1, "error", end)
		}
	}
	w.note([]Job{j}, end)
}

// note writes down how jobs ended.
func (w *Worker) note(jobs []Job, end error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.jobs), 10*time.Second)
	defer cancel()
	if err := w.db.settle(ctx, jobs, end); err != nil {
		w.log.Error("could not note the end of jobs: they will run again", "kind", jobs[0].Kind, "subject", jobs[0].Subject, "jobs", len(jobs), "error", err)
	}
}

// safely has a panic be an error like others.
func (w *Worker) safely(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do()
}

// keep renews the claims of what runs: a slow carrier must not look like a dead node.
func (w *Worker) keep() {
	for w.clock.Wait(w.ctx, w.product(lease/3)) == nil {
		w.mu.Lock()
		jobs := slices.Collect(maps.Values(w.running))
		w.mu.Unlock()
		if len(jobs) == 0 {
			continue
		}
		if err := w.db.renew(w.ctx, jobs, w.until()); err != nil && w.ctx.Err() == nil {
			w.log.Error("could not renew the claims of running jobs", "error", err)
		}
	}
}

// free is how many hands are free, and for which kinds.
func (w *Worker) free() (hands int, kinds []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for kind := range w.handlers {
		if !w.full[kind] {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return atOnce - w.hands, kinds
}

func (w *Worker) until() time.Time { return w.clock.Now().Add(w.product(lease)) }

// product is how much product time passes in some time of the wall: claims and looks are about
// programs, not about the product, and must not shrink when the clock runs fast.
func (w *Worker) product(wall time.Duration) time.Duration {
	if c, ok := w.clock.(interface{ Speed() float64 }); ok {
		return time.Duration(float64(wall) * c.Speed())
	}
	return wall
}

// RunDue does every job that is due now, one after the other, until none is left, and says how
// many; for tests with a clock that stands still. A handler's error ends it, after it was noted.
func RunDue(ctx context.Context, db *DB, handlers map[string]Handler) (int, error) {
	kinds := slices.Sorted(maps.Keys(handlers))
	for n := 0; ; n++ {
		jobs, err := db.claim(ctx, kinds, 1, db.clock.Now().Add(lease))
		if err != nil || len(jobs) == 0 {
			return n, err
		}
		end := handlers[jobs[0].Kind](ctx, jobs[0])
		if err := db.settle(ctx, jobs, end); err != nil {
			return n, err
		}
		if _, later := laterIn(end); end != nil && !later {
			return n, fmt.Errorf("job %s: %w", jobs[0].Kind, end)
		}
	}
}
