package export

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"partyline/fault"
)

// errTakenOver stops whoever works on a file that was taken away, or that a later turn has.
var errTakenOver = errors.New("the export is no longer this one's turn")

// Work does one job of this package; see Jobs. When ctx ends, or the server dies, the job is done again by somebody and goes on behind
// the last part that was kept. An error means: try again later.
func (s *Service) Work(ctx context.Context, kind, id string) error {
	var err error
	switch kind {
	case JobPrepare:
		if !s.enter(id) {
			return s.Later(s.Clock.Now().Add(time.Second))
		}
		defer s.leave(id)
		err = s.prepare(ctx, id)
	case JobExpire:
		err = s.expire(ctx, id)
	default:
		return fmt.Errorf("export does no job %q", kind)
	}
	if errors.Is(err, errTakenOver) || err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}

func (s *Service) enter(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at[id] || len(s.at) >= atOnce {
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

// prepare reads on behind what is kept, to the end.
func (s *Service) prepare(ctx context.Context, id string) error {
	var p Prepared
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockExport(id); err != nil {
			return err
		}
		if p.State != Preparing {
			return errTakenOver
		}
		p.Turn++
		return tx.SaveExport(p)
	})
	if err != nil {
		return err
	}
	w := &work{service: s, ctx: ctx, p: p}
	if err = w.run(); err == nil || ctx.Err() != nil || errors.Is(err, errTakenOver) {
		return err
	}
	return s.stuck(ctx, w.p, err)
}

// work is one stretch of a file's preparation. It is one job's, and for one goroutine.
type work struct {
	service *Service
	ctx     context.Context
	p       Prepared // as it was kept last
	buf     bytes.Buffer
	sheet   Sheet
	rows    int64 // in buf
	told    time.Time
	stopped error // why it could not go on
}

func (w *work) run() error {
	s := w.service
	as := formats[w.p.Format]
	o, err := s.Open(w.ctx, w.p.Of, w.p.File, w.p.Narrow, as)
	if err != nil {
		return err
	}
	fresh := w.p.Parts == 0 || !w.p.goesOn(o.Shown) // a question came, or went, while nobody was at it
	behind := w.p.Place
	if fresh {
		behind = ""
	}
	begin := func(m Moment) error {
		w.stopped = w.begin(m, o, fresh)
		if w.stopped != nil {
			return w.stopped
		}
		if fresh {
			w.sheet, w.stopped = as.Begin(&w.buf, o.Shown)
		} else {
			w.sheet, w.stopped = as.goOn(&w.buf, o.Shown, w.p.Done)
		}
		return w.stopped
	}
	row := worded(o.file, o.words, func(cells []any) error { return w.sheet.Row(cells) })
	err = s.Source.Stretch(w.ctx, o.file, behind, begin, func(cells []any, place func() (string, error)) error {
		w.stopped = row(cells)
		w.rows++
		if w.stopped == nil && w.buf.Len() >= s.partSize() {
			w.stopped = w.keep(place)
		}
		return w.stopped
	})
	if w.stopped != nil {
		return w.stopped
	}
	if err != nil {
		return err
	}
	if err := w.sheet.End(); err != nil {
		return err
	}
	return w.keep(nil)
}

// step changes a file whose turn it still is.
func (w *work) step(tell bool, f func(tx Tx, p *Prepared) error) error {
	s := w.service
	var p Prepared
	err := s.Store.Write(w.ctx, func(tx Tx) (err error) {
		if p, err = tx.LockExport(w.p.ID); err != nil {
			return err
		}
		if p.State != Preparing || p.Turn != w.p.Turn {
			return errTakenOver
		}
		p.Updated, p.Version = s.Clock.Now(), p.Version+1
		if err := f(tx, &p); err != nil {
			return err
		}
		if err := tx.SaveExport(p); err != nil || !tell {
			return err
		}
		return s.tell(tx, p)
	})
	if err == nil {
		w.p = p
	}
	return err
}

// begin keeps what is so at the moment of this stretch.
func (w *work) begin(m Moment, o Open, fresh bool) error {
	return w.step(true, func(tx Tx, p *Prepared) error {
		if fresh {
			p.again()
			if err := tx.DeleteExportParts(p.ID); err != nil {
				return err
			}
			p.Columns, p.From = slices.Clone(o.Shown), m.At
		}
		p.Until, p.Rows, p.Numbers = m.At, max(m.Rows, p.Done), p.Numbers || m.Numbers
		return nil
	})
}

// keep keeps what was written since the last part as the next one; without a place it is the last one, and the file is ready.
func (w *work) keep(place func() (string, error)) error {
	if err := w.sheet.Flush(); err != nil {
		return err
	}
	var at string
	var err error
	if place != nil {
		if at, err = place(); err != nil {
			return err
		}
	}
	part, err := packed(w.buf.Bytes())
	if err != nil {
		return err
	}
	tell := place == nil || time.Since(w.told) >= tellMost
	err = w.step(tell, func(tx Tx, p *Prepared) error {
		if err := tx.InsertExportPart(p.ID, p.Parts, part); err != nil {
			return err
		}
		p.Parts, p.Bytes, p.Done, p.Tries = p.Parts+1, p.Bytes+int64(w.buf.Len()), p.Done+w.rows, 0
		if place != nil {
			p.Place = at
			return nil
		}
		p.State, p.Rows, p.Place = Ready, p.Done, ""
		p.Expires = p.Updated.Add(kept)
		return tx.Do(JobExpire, p.ID, p.Expires)
	})
	if err != nil {
		return err
	}
	if tell {
		w.told = time.Now()
	}
	w.buf.Reset()
	w.rows = 0
	return nil
}

func packed(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is one
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	err := z.Close()
	return out.Bytes(), err
}

// stuck is what becomes of a job that could not go on: the error, to try again later; after some of them that kept nothing, the end of
// the file, with the reason.
func (s *Service) stuck(ctx context.Context, was Prepared, cause error) error {
	gone := fault.As(cause).Kind == fault.NotFound
	err := s.Store.Write(ctx, func(tx Tx) error {
		p, err := tx.LockExport(was.ID)
		if err != nil {
			return err
		}
		if p.State != Preparing || p.Turn != was.Turn {
			return errTakenOver
		}
		if p.Tries++; p.Tries < mostTry && !gone {
			return tx.SaveExport(p)
		}
		p.State, p.Expires, p.Problem = Failed, s.Clock.Now(), reason(cause)
		return errors.Join(tx.DeleteExportParts(p.ID), s.save(tx, &p))
	})
	if err != nil {
		return errors.Join(cause, err)
	}
	if was.Tries+1 < mostTry && !gone {
		return cause
	}
	s.Log.Error("an export cannot be prepared", "export", was.ID, "file", was.File, "error", cause)
	return nil
}

func reason(cause error) string {
	if f := fault.As(cause); f.Kind != fault.Internal {
		return "It could not be prepared. " + strings.TrimSuffix(f.Title, ".") + "."
	}
	return "It could not be prepared: something broke on our side. Have it prepared again; if that does not help, the log of the server says why."
}
