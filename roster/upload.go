package roster

import (
	"context"
	"errors"
	"io"
	"time"

	"partyline/event"
	"partyline/fault"
)

// FileLimit is the most bytes that a file may have.
const FileLimit = 512 << 20

// How a file is kept: in pieces, each written in a transaction of its own, so that a slow upload holds nothing up.
const (
	partSize = 1 << 20
	tellMost = 250 * time.Millisecond // progress is told at most four times a second

	openImports = 10 // of one group, that are not over: each keeps its file
)

// How long what is left behind stays: an upload that broke off, a file that nobody imports, and the rejects of a
// finished import.
const (
	uploadStays  = 6 * time.Hour
	fileStays    = 7 * 24 * time.Hour
	rejectsStays = 30 * 24 * time.Hour
)

// Upload keeps a file as it comes and recognises what it is. It holds a megabyte of it in memory, whatever its size.
// A file that cannot be CSV is refused with a sentence, and nothing of it stays. When the upload breaks off
// (ctx ends, body fails with anything but io.EOF) it leaves nothing behind either.
func (s *Service) Upload(ctx context.Context, by By, group, fileName string, body io.Reader) (ImportView, error) {
	im, err := s.begin(ctx, by, group, fileName)
	if err != nil {
		return ImportView{}, err
	}
	sniff, err := s.receive(ctx, im, body)
	if err == nil {
		var country string
		if country, err = s.countryOf(ctx, group); err == nil {
			enc, marked := sniff.Encoding()
			im.Shape, err = look(sniff.Head(), enc, marked, sniff.Bytes() == int64(len(sniff.Head())), sniff.Lines(), told{Country: country}, &s.numbers)
			im.Plan = Plan{Country: country, Fields: im.Shape.fields()}
		}
	}
	if err != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return ImportView{}, errors.Join(err, s.drop(ctx, im.ID))
	}
	return s.change(ctx, by, im.ID, func(tx Tx, now *Import) error {
		if now.State != Uploading {
			return cancelled()
		}
		now.State, now.Shape, now.Plan, now.Bytes = Choosing, im.Shape, im.Plan, sniff.Bytes()
		now.Total = im.Shape.about()
		return s.sweepIn(tx, im.ID, fileStays)
	})
}

func (s *Service) begin(ctx context.Context, by By, group, fileName string) (Import, error) {
	im := Import{
		ID: s.NewID(), Group: group, User: by.User, State: Uploading, FileName: string(clip([]byte(tidy(fileName)), TextLimit)),
		Version: 1, Created: s.Clock.Now(), Updated: s.Clock.Now(),
	}
	err := s.Store.Write(ctx, func(tx Tx) error {
		g, err := tx.LockGroup(group)
		if err != nil {
			return err
		}
		before, err := tx.Imports(group, 10*openImports)
		if err != nil {
			return err
		}
		open := 0
		for _, b := range before {
			if !b.State.over() {
				open++
			}
		}
		if open >= openImports {
			return fault.New(fault.Busy, "too_many", "%d imports of this group are not finished. Finish or cancel one of them first.", open)
		}
		im.Organisation = g.Organisation
		if err := tx.InsertImport(im); err != nil {
			return err
		}
		return s.sweepIn(tx, im.ID, uploadStays)
	})
	return im, err
}

// receive writes the body away piece by piece.
func (s *Service) receive(ctx context.Context, im Import, body io.Reader) (*Sniffer, error) {
	sniff, piece := &Sniffer{}, make([]byte, partSize)
	var told time.Time
	for part := 0; ; part++ {
		n, err := fillPiece(body, piece)
		last := err == io.EOF
		if last && n == 0 {
			return sniff, nil
		}
		if err != nil && !last {
			if f := fault.As(err); f.Kind != fault.Internal {
				return nil, err
			}
			return nil, fault.New(fault.Invalid, "upload_broken", "The file did not arrive whole. Nothing of it was kept; send it again.").Because(err)
		}
		_, _ = sniff.Write(piece[:n])
		if part == 0 {
			if err := foreign(sniff.Head()); err != nil {
				return nil, err
			}
		}
		if sniff.Bytes() > FileLimit {
			return nil, fault.New(fault.Invalid, "too_large", "This file is larger than 512 MB. Split it into several files.")
		}
		tell := time.Since(told) >= tellMost
		err = s.Store.Write(ctx, func(tx Tx) error {
			now, err := tx.LockImport(im.ID)
			if err != nil {
				return err
			}
			if now.State != Uploading {
				return cancelled()
			}
			now.Bytes, now.Total, now.Updated = sniff.Bytes(), sniff.Lines(), s.Clock.Now()
			if err := tx.SaveImport(now); err != nil {
				return err
			}
			if tell {
				if err := s.tell(tx, now); err != nil {
					return err
				}
			}
			return tx.InsertPart(im.ID, part, piece[:n])
		})
		if err != nil {
			return nil, err
		}
		if tell {
			told = time.Now()
		}
		if last {
			return sniff, nil
		}
	}
}

// fillPiece reads until the piece is full. Only a clean io.EOF is the end of a file: io.ReadFull would make no
// difference between that and a connection that broke.
func fillPiece(body io.Reader, piece []byte) (n int, err error) {
	for n < len(piece) && err == nil {
		var more int
		more, err = body.Read(piece[n:])
		n += more
	}
	return n, err
}

// drop takes an import away that never became one.
func (s *Service) drop(ctx context.Context, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		im, err := tx.LockImport(id)
		if err != nil {
			return err
		}
		if err := tx.Done(JobSweep, id); err != nil {
			return err
		}
		im.State, im.Shape = Cancelled, Shape{}
		if err := s.tell(tx, im); err != nil {
			return err
		}
		return tx.DeleteImport(id)
	})
}

func (s *Service) countryOf(ctx context.Context, group string) (string, error) {
	var country string
	err := s.Store.Read(ctx, func(r Reader) error {
		g, err := r.Group(group)
		country = g.Country
		return err
	})
	return country, err
}

// sweepIn puts off the day on which what is left of an import is taken away.
func (s *Service) sweepIn(tx Tx, id string, after time.Duration) error {
	if err := tx.Done(JobSweep, id); err != nil {
		return err
	}
	return tx.Do(JobSweep, id, s.Clock.Now().Add(after))
}

func (s *Service) tell(tx Tx, im Import) error {
	v, err := im.view(tx, By{}, false)
	if err != nil {
		return err
	}
	return tx.Emit(event.On(event.FamilyImport, im.ID), ImportChanged, ImportEvent{v})
}

func (sh Shape) fields() []Field {
	out := make([]Field, len(sh.Columns))
	for i, c := range sh.Columns {
		out[i] = c.Field
	}
	return out
}

func cancelled() error {
	return fault.New(fault.Conflict, "import_cancelled", "This import was cancelled.")
}

// file reads an import's file from the store, a piece at a time.
type file struct {
	ctx   context.Context
	store Store
	id    string
	part  int
	rest  []byte
}

// Read reads on; io.EOF is behind the last piece.
func (f *file) Read(b []byte) (int, error) {
	for len(f.rest) == 0 {
		var piece []byte
		var found bool
		err := f.store.Read(f.ctx, func(r Reader) (err error) {
			piece, found, err = r.Part(f.id, f.part)
			return err
		})
		if err != nil {
			return 0, err
		}
		if !found {
			return 0, io.EOF
		}
		f.rest, f.part = piece, f.part+1
	}
	n := copy(b, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
