package campaign

import (
	"context"
	"errors"
	"io"
	"time"

	"partyline/fault"
)

// Upload keeps a file as it comes, holding a megabyte of it, recognises what it is, and leaves a job that scans every row.
// A file that cannot be CSV is refused with a sentence, and nothing of it stays; nor does one that breaks off.
func (s *Service) Upload(ctx context.Context, by By, campaign, fileName string, body io.Reader) (LoadView, error) {
	return s.upload(ctx, by, campaign, fileName, "", body, func(sniff Sniffer, country string) (FileShape, Plan, error) {
		shape, err := sniff.Shape(country)
		shape = shape.untitled()
		return shape, guess(shape, country), err
	})
}

// upload keeps a file and has it scanned; look says what it is once it is there.
func (s *Service) upload(ctx context.Context, by By, campaign, name, list string, body io.Reader, look func(sniff Sniffer, country string) (FileShape, Plan, error)) (LoadView, error) {
	l, country, err := s.begin(ctx, by, campaign, name, list)
	if err != nil {
		return LoadView{}, err
	}
	var plan Plan
	sniff, err := s.receive(ctx, l.ID, body)
	if err == nil {
		l.Shape, plan, err = look(sniff, country)
	}
	if err != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return LoadView{}, errors.Join(err, s.dropLoad(ctx, by, l.ID, nil))
	}
	var view LoadView
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		now, err := tx.LockLoad(l.ID)
		if err != nil {
			return err
		}
		if now.State != LoadUploading {
			return loadCancelled()
		}
		if err := tx.Done(JobUpload, l.ID); err != nil {
			return err
		}
		now.Shape, now.Plan, now.Bytes, now.Rows = l.Shape, plan, sniff.Bytes(), max(sniff.Lines(), 1)
		c.save([]Step{StepContacts}, by.ref(), s.Clock.Now())
		view, err = s.rescan(tx, &c, &now)
		return err
	})
	return view, err
}

func (s *Service) begin(ctx context.Context, by By, campaign, fileName, list string) (l Load, country string, err error) {
	l = Load{ID: s.NewID(), Campaign: campaign, State: LoadUploading, FileName: tidy(fileName, 200), List: list, By: by.ref(), Version: 1, Created: s.Clock.Now(), Updated: s.Clock.Now()}
	l.Shape = FileShape{Columns: []FileColumn{}, Sample: [][]string{}, Notices: []FileNotice{}}
	l.Plan = Plan{Fields: []Field{}}
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		if !c.Ended.IsZero() {
			return ended()
		}
		if country, _, err = tx.Place(c.Organisation); err != nil {
			return err
		}
		before, err := tx.Loads(campaign)
		if err != nil {
			return err
		}
		open := 0
		l.No = 1
		for _, b := range before {
			l.No = max(l.No, b.No+1)
			if b.State != LoadDone && b.State != LoadCancelled {
				open++
			}
		}
		if open >= openFiles {
			return fault.New(fault.Busy, "too_many", "%d files of this campaign are not loaded. Load or remove one of them first.", open)
		}
		return errors.Join(tx.InsertLoad(l), tx.Do(JobUpload, l.ID, l.Updated.Add(uploadSilence)))
	})
	return l, country, err
}

// uploadSilence is how long nothing may come of a file that is being sent: a megabyte takes two minutes on a slow line. Whoever sends it
// is told at once when it breaks off; this is for a server that died meanwhile.
const uploadSilence = 10 * time.Minute

// abandon takes a file away of which nothing has come for so long.
func (s *Service) abandon(ctx context.Context, id string) error {
	var l Load
	if err := s.Store.Read(ctx, func(r Reader) (err error) { l, err = r.Load(id); return err }); err != nil || l.State != LoadUploading {
		return err
	}
	if due := l.Updated.Add(uploadSilence); due.After(s.Clock.Now()) {
		return s.Later(due)
	}
	return s.dropLoad(ctx, By{User: l.By.ID, Name: l.By.Name}, id, func(now Load) error {
		if now.State != LoadUploading || !now.Updated.Equal(l.Updated) {
			return s.Later(s.Clock.Now().Add(uploadSilence))
		}
		return nil
	})
}

// receive writes the body away piece by piece, each in a transaction of its own.
func (s *Service) receive(ctx context.Context, load string, body io.Reader) (Sniffer, error) {
	sniff, piece := s.Files.Begin(), make([]byte, partSize)
	var told time.Time
	for part := 0; ; part++ {
		n, err := fill(body, piece)
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
		_, _ = sniff.Write(piece[:n]) // never fails
		if part == 0 {
			if err := sniff.Foreign(); err != nil {
				return nil, err
			}
		}
		if sniff.Bytes() > FileLimit {
			return nil, fault.New(fault.Invalid, "too_large", "This file is larger than 2 GB. Split it into several files.")
		}
		tell := time.Since(told) >= tellMost
		err = s.Store.Write(ctx, func(tx Tx) error {
			l, err := tx.LockLoad(load)
			if err != nil {
				return err
			}
			if l.State != LoadUploading {
				return loadCancelled()
			}
			l.Bytes, l.Rows, l.Updated = sniff.Bytes(), sniff.Lines(), s.Clock.Now()
			if err := errors.Join(tx.SaveLoad(l), tx.InsertPart(load, part, piece[:n])); err != nil || !tell {
				return err
			}
			return s.tellLoad(tx, l)
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

// fill reads until the piece is full; only a clean io.EOF is the end of a file.
func fill(body io.Reader, piece []byte) (n int, err error) {
	for n < len(piece) && err == nil {
		var more int
		more, err = body.Read(piece[n:])
		n += more
	}
	return n, err
}

// file reads a load's file from the store, a piece at a time.
type file struct {
	ctx   context.Context
	store Store
	load  string
	part  int
	rest  []byte
}

// Read reads on; io.EOF is behind the last piece.
func (f *file) Read(b []byte) (int, error) {
	for len(f.rest) == 0 {
		var piece []byte
		var found bool
		err := f.store.Read(f.ctx, func(r Reader) (err error) {
			piece, found, err = r.Part(f.load, f.part)
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
