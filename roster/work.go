package roster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"partyline/fault"
)

// batch is how many rows go into one transaction.
func (s *Service) batch() int {
	if s.Batch > 0 {
		return s.Batch
	}
	return 1000
}

// Work does one job of this package; see Jobs. It may take minutes. When ctx ends, or the server dies, the job is
// done again by somebody: a check begins anew, a run goes on at the row behind the last one that was kept.
// Two that work on one import at once do no harm: the later one takes over, and the earlier one stops.
// An error means: try again later.
func (s *Service) Work(ctx context.Context, kind, subject string) error {
	if !s.enter(subject) {
		return fault.New(fault.Busy, "import_at_work", "This node is at this import already.")
	}
	defer s.leave(subject)
	var err error
	switch kind {
	case JobCheck:
		err = s.check(ctx, subject)
	case JobLoad:
		err = s.load(ctx, subject)
	case JobSweep:
		err = s.sweep(ctx, subject)
	default:
		return fmt.Errorf("roster does no job %q", kind)
	}
	switch {
	case errors.Is(err, errTakenOver):
		return nil
	case err != nil && fault.As(err).Kind == fault.NotFound:
		return s.fail(ctx, subject, Notice{Code: "group_deleted", Title: "The group was deleted while this import was at work."})
	}
	return err
}

// fail ends an import that can never be done. One that is not there is nothing to end.
func (s *Service) fail(ctx context.Context, id string, why Notice) error {
	err := s.Store.Write(ctx, func(tx Tx) error {
		im, err := tx.LockImport(id)
		if err != nil {
			return err
		}
		if im.State != Checking && im.State != Running {
			return nil
		}
		im.State, im.Problem, im.List, im.Updated = Failed, why, "", s.Clock.Now()
		im.Version++
		if err := s.finish(tx, &im); err != nil {
			return err
		}
		if err := tx.SaveImport(im); err != nil {
			return err
		}
		return s.tell(tx, im)
	})
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}

func (s *Service) enter(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at[id] {
		return false
	}
	if s.at == nil {
		s.at = map[string]bool{}
	}
	s.at[id] = true
	return true
}

func (s *Service) leave(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.at, id)
}

// errTakenOver stops whoever works on an import that was cancelled, edited, or taken over.
var errTakenOver = errors.New("the import is no longer this one's turn")

// turn begins a check or a run: from here on, older ones stop.
func (s *Service) turn(ctx context.Context, id string, state State, f func(tx Tx, im *Import) error) (Import, error) {
	var im Import
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		if im, err = tx.LockImport(id); err != nil {
			return err
		}
		if im.State != state {
			return errTakenOver
		}
		im.Figures.Turn++
		if err := f(tx, &im); err != nil {
			return err
		}
		return tx.SaveImport(im)
	})
	return im, err
}

// step keeps one batch: f changes the import as it stands in the table, whose turn is checked.
// The progress is told when tell says so, and at each change of state.
func (s *Service) step(ctx context.Context, was Import, tell bool, f func(tx Tx, im *Import) error) (Import, error) {
	var im Import
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		if im, err = tx.LockImport(was.ID); err != nil {
			return err
		}
		if im.State != was.State || im.Figures.Turn != was.Figures.Turn || im.Completed != was.Completed {
			return errTakenOver
		}
		if err := f(tx, &im); err != nil {
			return err
		}
		im.Updated = s.Clock.Now()
		if im.State != was.State {
			im.Version++
		}
		if err := tx.SaveImport(im); err != nil {
			return err
		}
		if tell || im.State != was.State {
			return s.tell(tx, im)
		}
		return nil
	})
	return im, err
}

// pace says when progress may be told again.
type pace struct{ last time.Time }

func (p *pace) due(most time.Duration) bool {
	if time.Since(p.last) < most {
		return false
	}
	p.last = time.Now()
	return true
}

// people reads the rows of an import's file below its header, without blank ones.
func (s *Service) people(ctx context.Context, im Import) *people {
	text := decode(&file{ctx: ctx, store: s.Store, id: im.ID}, im.Shape.Encoding)
	return &people{rows: read(text, im.Shape), header: im.Shape.Header}
}

type people struct {
	rows   *Rows
	header bool // still to come
}

// next is up to n rows; none behind the last one.
func (p *people) next(n int) ([]Row, error) {
	out := make([]Row, 0, n)
	for len(out) < n {
		row, err := p.rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case row.Blank():
		case p.header:
			p.header = false
		default:
			out = append(out, row)
		}
	}
	return out, nil
}

// skip goes past n rows.
func (p *people) skip(n int64) error {
	for n > 0 {
		rows, err := p.next(int(min(n, 1000)))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		n -= int64(len(rows))
	}
	return nil
}

// sweep takes away what is left of an import: one that nobody went on with, or the rejects of one that is over.
func (s *Service) sweep(ctx context.Context, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		im, err := tx.LockImport(id)
		if err != nil {
			return err
		}
		if im.State == Checking || im.State == Running {
			return nil
		}
		if err := errors.Join(tx.DeleteParts(id), tx.DeleteRejects(id)); err != nil {
			return err
		}
		if im.State.over() {
			return nil
		}
		im.State, im.Shape.Sample, im.Updated = Cancelled, nil, s.Clock.Now()
		im.Version++
		if err := tx.SaveImport(im); err != nil {
			return err
		}
		return s.tell(tx, im)
	})
}
