package campaign

import (
	"context"
	"sync"
)

// judged is one batch of a file's rows, looked at: who of them can be a contact.
type judged struct {
	rows, rejected int64
	numbers        span
	good           []candidate
	last           bool
	err            error
}

// ahead reads a file and looks at its rows on a goroutine of its own, one batch ahead of whoever keeps them: while the
// database writes one batch the next is made ready.
type ahead struct {
	ctx     context.Context
	batches chan judged
	cancel  context.CancelFunc
	work    sync.WaitGroup
}

// judged begins behind the rows that are kept already. Call stop when done.
func (s *Service) judged(ctx context.Context, l Load) *ahead {
	ctx, cancel := context.WithCancel(ctx)
	a := &ahead{ctx: ctx, batches: make(chan judged), cancel: cancel}
	a.work.Go(func() {
		defer close(a.batches)
		rows, r := s.people(ctx, l), newReader(s.Files, l.Plan)
		err := s.passOver(rows, l.Done)
		for done := l.Done; ; {
			b := judged{err: err}
			if err == nil {
				b = judgeSome(rows, r, s.piece(l.ID, done))
				done += b.rows
			}
			select {
			case a.batches <- b:
			case <-ctx.Done():
				return
			}
			if b.last || b.err != nil {
				return
			}
		}
	})
	return a
}

// next is the next batch; the last one says that it is. When the context of who began it ends, that is the error.
func (a *ahead) next() (judged, error) {
	b, open := <-a.batches
	if !open {
		return b, a.ctx.Err()
	}
	return b, b.err
}

// stop ends the reading and waits for that.
func (a *ahead) stop() {
	a.cancel()
	a.work.Wait()
}

// passOver reads what is kept already.
func (s *Service) passOver(in *people, done int64) error {
	for done > 0 {
		gone, err := in.next(int(min(done, int64(s.batch()))))
		if err != nil || len(gone) == 0 {
			return err
		}
		done -= int64(len(gone))
	}
	return nil
}

// judgeSome judges up to n rows.
func judgeSome(in *people, r *reader, n int) judged {
	rows, err := in.next(n)
	if err != nil {
		return judged{err: err, numbers: span{to: in.at}}
	}
	b := judged{rows: int64(len(rows)), good: make([]candidate, 0, len(rows)), last: len(rows) < n, numbers: spanOf(rows)}
	for _, row := range rows {
		c, why := r.judge(row)
		if why != "" {
			b.rejected++
			continue
		}
		b.good = append(b.good, c)
	}
	return b
}
