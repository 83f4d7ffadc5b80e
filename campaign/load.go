package campaign

import (
	"context"
	"errors"
	"io"
	"time"

	"partyline/fault"
)

// LoadState is how far a file is on its way to contacts.
type LoadState string

// The states. Scanned waits for the start of the campaign; a file that comes later goes on by itself when asked to.
const (
	LoadUploading LoadState = "uploading"
	LoadScanning  LoadState = "scanning"
	LoadScanned   LoadState = "scanned"
	LoadLoading   LoadState = "loading"
	LoadDone      LoadState = "done"
	LoadFailing   LoadState = "failed"
	LoadCancelled LoadState = "cancelled"
)

// Load is one file on its way to contacts.
type Load struct {
	ID, Campaign string
	No           int64
	State        LoadState
	FileName     string // or the call list's name
	List         string // the call list that the people came from, "" for a file
	Shape        FileShape
	Plan         Plan
	Bytes        int64
	Rows, Done   int64 // Rows is an estimate until the scan has seen all of them
	Valid        int64
	Loaded       int64
	Rejected     int64
	Duplicates   int64
	OptedOut     int64
	Turn         int
	Problem      string
	By           Ref
	Version      int

	Created, Updated time.Time
}

// Percent never falls, and is 100 only when every contact is where the dialer takes it.
func (l Load) Percent() int {
	switch {
	case l.State == LoadDone:
		return 100
	case l.State != LoadLoading && l.State != LoadFailing || l.Rows <= 0:
		return 0
	}
	return int(min(l.Done*100/l.Rows, 99))
}

// Reject is a row that cannot be used, with its reason.
type Reject struct {
	Row    int64    `json:"row" doc:"as a spreadsheet numbers it"`
	Reason string   `json:"reason"`
	Cells  []string `json:"cells"`
}

// The bounds of files.
const (
	FileLimit = 2 << 30
	partSize  = 1 << 20
	openFiles = 10 // of one campaign, that are not over
	tellMost  = 250 * time.Millisecond
)

// Upload keeps a file as it comes, holding a megabyte of it, recognises what it is, and leaves a job that scans every row.
// A file that cannot be CSV is refused with a sentence, and nothing of it stays; nor does one that breaks off.
func (s *Service) Upload(ctx context.Context, by By, campaign, fileName string, body io.Reader) (LoadView, error) {
	return s.upload(ctx, by, campaign, fileName, "", body, func(sniff Sniffer, country string) (FileShape, Plan, error) {
		shape, err := sniff.Shape(country)
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
		now.Shape, now.Plan, now.Bytes, now.Rows = l.Shape, plan, sniff.Bytes(), max(sniff.Lines(), 1)
		c.save([]Step{StepContacts}, by.ref(), s.Clock.Now())
		view, err = s.rescan(tx, &c, &now)
		return err
	})
	return view, err
}

// rescan puts a load back to being scanned and tells.
func (s *Service) rescan(tx Tx, c *Campaign, l *Load) (LoadView, error) {
	l.State, l.Valid, l.Rejected, l.Done, l.Duplicates, l.Problem = LoadScanning, 0, 0, 0, 0, ""
	l.Turn++
	l.Version++
	l.Updated = s.Clock.Now()
	if !l.Plan.hasPhone() {
		l.State = LoadScanned
		l.Problem = "Choose which column holds the phone number."
	} else if err := tx.Do(JobScan, l.ID, l.Updated); err != nil {
		return LoadView{}, err
	}
	if err := errors.Join(tx.DeleteRejects(l.ID), tx.SaveLoad(*l), tx.SaveCampaign(*c), s.tellLoad(tx, *l)); err != nil {
		return LoadView{}, err
	}
	return l.view(), s.tellCampaign(tx, *c)
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
		return tx.InsertLoad(l)
	})
	return l, country, err
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

// LoadEdit says what a file's columns are; Version is the load's as it was seen.
type LoadEdit struct {
	Version int      `json:"version" minimum:"1"`
	Fields  *[]Field `json:"fields,omitempty" doc:"the field of each column, in their order; empty: ignored"`
	Country *string  `json:"country,omitempty" maxLength:"2" doc:"for numbers without a country code: GB"`
	Header  *bool    `json:"header,omitempty" doc:"the first row names the columns"`
}

// EditLoad puts columns to fields and scans the file again. Once it is loading it stays as it is.
func (s *Service) EditLoad(ctx context.Context, by By, campaign, load string, e LoadEdit) (view LoadView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		l, err := lockLoadOf(tx, campaign, load)
		if err != nil {
			return err
		}
		if l.State != LoadScanning && l.State != LoadScanned {
			return fault.New(fault.Conflict, "load_state", "The columns of this file can no longer be changed.").With("current", l.view())
		}
		if l.List != "" {
			return fault.New(fault.Conflict, "load_state", "What a call list holds is known: there are no columns to choose.").With("current", l.view())
		}
		if e.Version != l.Version {
			return fault.New(fault.Conflict, "conflict", "Somebody else changed this file's columns in the meantime. Here is how they are now.").With("current", l.view())
		}
		plan := l.Plan
		if e.Fields != nil {
			plan.Fields = *e.Fields
		}
		if e.Country != nil {
			plan.Country = *e.Country
		}
		if err := plan.check(len(l.Shape.Columns), func(c string) bool { return len(s.Files.CountryZones(c)) > 0 }); err != nil {
			return err
		}
		l.Plan = plan
		if e.Header != nil {
			l.Shape.Header = *e.Header
		}
		c.save([]Step{StepContacts}, by.ref(), s.Clock.Now())
		view, err = s.rescan(tx, &c, &l)
		return err
	})
	return view, err
}

// RemoveLoad takes a file away that was not loaded.
func (s *Service) RemoveLoad(ctx context.Context, by By, campaign, load string) error {
	return s.dropLoad(ctx, by, load, func(l Load) error {
		if l.Campaign != campaign {
			return noLoad()
		}
		if l.State == LoadLoading || l.State == LoadDone || l.Done > 0 && l.State == LoadFailing {
			return fault.New(fault.Conflict, "load_state", "Contacts of this file are in the campaign already.")
		}
		return nil
	})
}

func (s *Service) dropLoad(ctx context.Context, by By, id string, may func(Load) error) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		before, err := tx.Load(id)
		if err != nil {
			return err
		}
		c, err := tx.LockCampaign(before.Campaign)
		if err != nil {
			return err
		}
		l, err := tx.LockLoad(id)
		if err != nil {
			return err
		}
		if may != nil {
			if err := may(l); err != nil {
				return err
			}
		}
		if l.State == LoadCancelled {
			return nil
		}
		l.State, l.Updated = LoadCancelled, s.Clock.Now()
		l.Shape.Sample = [][]string{}
		l.Turn++
		l.Version++
		c.save([]Step{StepContacts}, by.ref(), s.Clock.Now())
		if err := errors.Join(tx.DeleteParts(id), tx.DeleteRejects(id), tx.Done(JobScan, id), tx.SaveLoad(l), tx.SaveCampaign(c), s.tellLoad(tx, l)); err != nil {
			return err
		}
		return s.tellCampaign(tx, c)
	})
}

func lockLoadOf(tx Tx, campaign, load string) (Load, error) {
	l, err := tx.LockLoad(load)
	if err == nil && l.Campaign != campaign {
		err = noLoad()
	}
	return l, err
}

func noLoad() error {
	return fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
}

func loadCancelled() error {
	return fault.New(fault.Conflict, "load_cancelled", "This file was removed.")
}

func ended() error {
	return fault.New(fault.Conflict, "ended", "This campaign is over.")
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
