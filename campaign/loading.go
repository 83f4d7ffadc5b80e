package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"partyline/fault"
)

// errTakenOver stops whoever works on a load that was changed, removed, or taken over by a later one.
var errTakenOver = errors.New("the load is no longer this one's turn")

// Work does one job of this package; see Jobs. When ctx ends, or the server dies, the job is done again by somebody: a scan
// begins anew, a load goes on behind the last batch that was kept. An error means: try again later.
func (s *Service) Work(ctx context.Context, kind, subject string) error {
	var err error
	switch kind {
	case JobTell:
		err = s.tellNow(ctx, subject)
	case JobDriven:
		err = s.driven(ctx, subject)
	case JobSeen:
		err = s.tellSeen(ctx, subject)
	case JobLapse:
		err = s.lapse(ctx, subject)
	case JobMove:
		err = s.move(ctx, subject)
	case JobSwitch:
		err = s.switchOver(ctx, subject)
	case JobSweep:
		if err = s.withdrawOptedOut(ctx, subject); err == nil {
			err = s.sweep(ctx, subject)
		}
	case JobRestream:
		err = s.restream(ctx, subject)
	case JobRelist:
		err = s.relist(ctx, subject)
	case JobUpload:
		err = s.abandon(ctx, subject)
	case JobScan, JobLoad:
		if !s.enter(subject) {
			return fault.New(fault.Busy, "load_at_work", "This node is at this file already.")
		}
		defer s.leave(subject)
		if kind == JobScan {
			err = s.scan(ctx, subject)
		} else {
			err = s.load(ctx, subject)
		}
	default:
		return fmt.Errorf("campaign does no job %q", kind)
	}
	if errors.Is(err, errTakenOver) || err != nil && fault.As(err).Kind == fault.NotFound {
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

func (s *Service) batch() int {
	if s.Batch > 0 {
		return s.Batch
	}
	return 10_000
}

// turn begins work on a load: from here on, older ones stop.
func (s *Service) turn(ctx context.Context, id string, states ...LoadState) (l Load, err error) {
	err = s.Store.Write(ctx, func(tx Tx) (err error) {
		if l, err = tx.LockLoad(id); err != nil {
			return err
		}
		for _, state := range states {
			if l.State == state {
				l.Turn++
				return tx.SaveLoad(l)
			}
		}
		return errTakenOver
	})
	return l, err
}

// step keeps one batch of a load whose turn it still is; f changes the load as it stands.
func (s *Service) step(ctx context.Context, was Load, tell bool, f func(tx Tx, l *Load) error) (l Load, err error) {
	err = s.Store.Write(ctx, func(tx Tx) (err error) {
		if l, err = tx.LockLoad(was.ID); err != nil {
			return err
		}
		if l.State != was.State || l.Turn != was.Turn {
			return errTakenOver
		}
		if err := f(tx, &l); err != nil {
			return err
		}
		l.Updated = s.Clock.Now()
		if l.State != was.State {
			l.Version++
		}
		if err := tx.SaveLoad(l); err != nil {
			return err
		}
		if l.State != was.State && (l.State == LoadDone || l.State == LoadFailing) {
			if err := s.tellLoaded(tx, l); err != nil {
				return err
			}
		}
		if tell || l.State != was.State {
			return s.tellLoad(tx, l)
		}
		return nil
	})
	return l, err
}

// people is the rows of a load's file below its header, without blank ones.
func (s *Service) people(ctx context.Context, l Load) *people {
	return &people{rows: s.Files.Rows(&file{ctx: ctx, store: s.Store, load: l.ID}, l.Shape), header: l.Shape.Header}
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
		p.at = row.Number
		switch {
		case row.blank():
		case p.header:
			p.header = false
		default:
			out = append(out, row)
		}
	}
	return out, nil
}

type people struct {
	rows   Rows
	header bool  // still to come
	at     int64 // the row that was read last
}

func (r Row) blank() bool {
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return r.Problem == ""
}

// scan looks at every row: how many there are, how many can be used, and which cannot, with a reason each.
func (s *Service) scan(ctx context.Context, id string) error {
	l, err := s.turn(ctx, id, LoadScanning)
	if err != nil {
		return err
	}
	l, err = s.step(ctx, l, true, func(tx Tx, l *Load) error {
		l.Done, l.Valid, l.Rejected, l.Zones = 0, 0, 0, nil
		return tx.DeleteRejects(id)
	})
	if err != nil {
		return err
	}
	in, r := s.people(ctx, l), newReader(s.Files, l.Plan)
	var told time.Time
	zones := map[string]int64{}
	for {
		size := s.piece(id, l.Done)
		rows, err := in.next(size)
		if err != nil {
			return s.stuck(ctx, l, span{to: in.at}, err, (*Load).unusable)
		}
		var valid int64
		var rejects []Reject
		for _, row := range rows {
			c, why := r.judge(row)
			if why != "" {
				if l.List != "" { // its numbers are not this page's to show
					row.Cells = row.Cells[1:]
				}
				rejects = append(rejects, Reject{row.Number, why, cells(row)})
				continue
			}
			valid++
			zones[strings.Join(c.zones, "|")]++
		}
		tell := time.Since(told) >= tellMost
		if tell {
			told = time.Now()
		}
		last := len(rows) < size
		was := l
		l, err = s.step(ctx, l, tell, func(tx Tx, l *Load) error {
			l.Done += int64(len(rows))
			l.Valid += valid
			l.Zones = zones
			l.Rejected += int64(len(rejects))
			l.Rows = max(l.Rows, l.Done)
			if last {
				l.Rows, l.Done, l.State = l.Done, 0, LoadScanned
				if l.Valid == 0 {
					l.Problem = "No row of this file has a number that can be called."
				}
			}
			return tx.InsertRejects(id, rejects)
		})
		if err != nil {
			return s.stuck(ctx, was, spanOf(rows), err, (*Load).unusable)
		}
		if last {
			return s.scanned(ctx, l)
		}
	}
}

// scanned tells what a campaign lacks now that a file is read.
func (s *Service) scanned(ctx context.Context, l Load) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(l.Campaign)
		if err != nil {
			return err
		}
		c.Version++
		return errors.Join(tx.SaveCampaign(c), s.tellCampaign(tx, c))
	})
}

// load makes contacts of a file. Each batch is one transaction with the progress, so that whoever goes on after a crash knows
// where. The numbers that are there already are kept in memory: a duplicate is told to the one who is there as their household.
func (s *Service) load(ctx context.Context, id string) error {
	l, err := s.turn(ctx, id, LoadLoading)
	if err != nil {
		return err
	}
	if before, err := s.before(ctx, l); before || err != nil {
		return errors.Join(err, s.later(before))
	}
	if l, err = s.listAsked(ctx, l); err != nil {
		return err
	}
	in := &intake{service: s, phones: map[uint64]int64{}, out: map[string]bool{}, sets: map[string]int64{}, names: map[int64]string{}}
	if err := s.Store.Read(ctx, in.recall(l)); err != nil {
		return err
	}
	rows := s.judged(ctx, l)
	defer rows.stop()
	var told time.Time
	for n := 1; ; n++ {
		batch, err := rows.next()
		if err != nil {
			return s.stuck(ctx, l, batch.numbers, err, (*Load).fail)
		}
		was, made := l, in.take(l, batch)
		tell := time.Since(told) >= tellMost
		if tell {
			told = time.Now()
		}
		l, err = s.step(ctx, l, tell, func(tx Tx, l *Load) error { return in.keep(tx, l, made, batch.last) })
		if err != nil {
			return s.stuck(ctx, was, batch.numbers, err, (*Load).fail)
		}
		in.kept(made)
		if batch.last || n == 1 || n == 8 {
			if err := s.Store.Filled(ctx); err != nil {
				s.Log.Warn("The database was not told how many contacts there are now; it finds out by itself.", "error", err)
			}
		}
		if batch.last {
			return nil
		}
	}
}

// before says whether another file of the campaign is to be loaded first: one after the other, so that the set of numbers holds. Who
// was started earlier comes first; of one start who has begun goes on, else they come in their order.
func (s *Service) before(ctx context.Context, l Load) (waits bool, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		loads, err := r.Loads(l.Campaign)
		waits = false
		for _, b := range loads {
			if b.ID == l.ID || b.State != LoadLoading {
				continue
			}
			begun := b.Done > 0
			waits = waits || b.Begun < l.Begun || b.Begun == l.Begun && (begun && l.Done == 0 || begun == (l.Done > 0) && b.No < l.No)
		}
		return err
	})
	return waits, err
}

func (s *Service) later(wait bool) error {
	if !wait {
		return nil
	}
	return s.Later(s.Clock.Now().Add(time.Second))
}

// fail ends loads that can never be done as they are: pressed again, Start tries what is left of them.
func (l *Load) fail(why string) { l.State, l.Problem = LoadFailing, why }

// unusable ends the scan of a file that cannot be looked at to its end.
func (l *Load) unusable(why string) {
	l.State, l.Problem, l.Valid, l.Done, l.Zones = LoadScanned, why, 0, 0, nil
}

func cells(row Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = tidy(c, fieldLimit)
	}
	return out
}
