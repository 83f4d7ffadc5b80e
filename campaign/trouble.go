package campaign

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"partyline/fault"
)

// trouble is a file that did not go on: rows that could not be kept are tried again in smaller and smaller pieces, until one row is
// all there is. What is over by then was a moment's trouble of the database's; what is not is that row's.
type trouble struct {
	from  int64 // rows before it are kept
	size  int   // of a piece
	tries int   // that failed in pieces of that size
}

const (
	smaller      = 100 // times smaller is the next piece
	piecesTries  = 2   // of a piece of many rows
	oneRowsTries = 3
)

// piece is how many rows go into the next transaction behind those that are done.
func (s *Service) piece(load string, done int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, whole := s.troubles[load], s.batch()
	switch {
	case t == nil || done >= t.from+int64(whole):
		return whole
	case done < t.from:
		return int(min(t.from-done, int64(whole)))
	}
	return t.size
}

// another notes that rows behind those that are done could not be kept, and says whether there is any use in trying again.
func (s *Service) another(load string, done int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.troubles[load]
	switch {
	case t == nil || done >= t.from+int64(s.batch()):
		t = &trouble{from: done, size: s.batch()}
	case done > t.from:
		t.from, t.tries = done, 0
	}
	if s.troubles == nil {
		s.troubles = map[string]*trouble{}
	}
	s.troubles[load] = t
	switch t.tries++; {
	case t.size == 1 && t.tries >= oneRowsTries:
		delete(s.troubles, load)
		return false
	case t.size > 1 && t.tries >= piecesTries:
		t.size, t.tries = max(1, t.size/smaller), 0
	}
	return true
}

// span is the rows of one piece as a spreadsheet numbers them; 0: behind the last one that could be read.
type span struct{ from, to int64 }

func spanOf(rows []Row) span {
	if len(rows) == 0 {
		return span{}
	}
	return span{rows[0].Number, rows[len(rows)-1].Number}
}

// of names them.
func (r span) of(l Load) string {
	name := l.FileName
	if name == "" {
		name = "the file"
	}
	switch {
	case r.from == 0 && r.to == 0:
		return "The end of " + name
	case r.from == 0:
		return fmt.Sprintf("What is behind row %s of %s", grouped(r.to), name)
	case r.from == r.to:
		return fmt.Sprintf("Row %s of %s", grouped(r.from), name)
	}
	return fmt.Sprintf("Rows %s to %s of %s", grouped(r.from), grouped(r.to), name)
}

// stuck is what becomes of a job that could not keep some rows of a file: the error, to try again later; or the end of it, with the
// row and the reason, where that has no use. f says in which state the file is then.
func (s *Service) stuck(ctx context.Context, l Load, rows span, err error, f func(l *Load, why string)) error {
	if ctx.Err() != nil || errors.Is(err, errTakenOver) || fault.As(err).Kind == fault.Busy || fault.As(err).Kind == fault.NotFound || s.another(l.ID, l.Done) {
		return err
	}
	s.Log.Error("a file cannot be loaded", "load", l.ID, "rows", rows.of(l), "error", err)
	reason := "something in it cannot be kept; the log of the server says what"
	if of := fault.As(err); of.Kind != fault.Internal {
		reason = strings.TrimSuffix(of.Title, ".")
	}
	_, err = s.step(ctx, l, true, func(_ Tx, l *Load) error {
		f(l, rows.of(*l)+": "+reason+".")
		return nil
	})
	if err != nil {
		return err
	}
	return s.scanned(ctx, l)
}
