package campaign

import (
	"context"
	"errors"
	"time"

	"partyline/fault"
)

// LoadState is how far a file is on its way to contacts.
type LoadState string

// The states. Scanned waits for the start of the campaign, or for somebody to add a file that came later.
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
	Zones        map[string]int64 // the valid rows by the zones they may be in, joined by |, as the scan saw
	Loaded       int64
	Rejected     int64
	Duplicates   int64
	OptedOut     int64
	Turn         int
	Lot          int // whose bar it is under: 0 what the campaign began with, then a number for each time that something more was begun
	Begun        int // which of the campaign's starts has it loaded: one after the other
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

// rescan puts a load back to being scanned and tells.
func (s *Service) rescan(tx Tx, c *Campaign, l *Load) (LoadView, error) {
	l.State, l.Valid, l.Rejected, l.Done, l.Duplicates, l.Problem, l.Zones = LoadScanning, 0, 0, 0, 0, "", nil
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

// LoadEdit says what a file's columns are; Version is the load's as it was seen.
type LoadEdit struct {
	Version int      `json:"version" minimum:"1"`
	Fields  *[]Field `json:"fields,omitempty" doc:"the field of each column, in their order; empty: ignored"`
	Country *string  `json:"country,omitempty" maxLength:"2" doc:"for numbers without a country code: GB"`
	Header  *bool    `json:"header,omitempty" doc:"the first row names the columns"`
}

// EditLoad puts columns to fields and scans the file again. Once it is loading it stays as it is. Saying that its first row
// names the columns, or does not, has the columns guessed anew.
func (s *Service) EditLoad(ctx context.Context, by By, campaign, load string, e LoadEdit) (view LoadView, err error) {
	var shape *FileShape
	if e.Header != nil {
		if shape, err = s.headed(ctx, load, *e.Header); err != nil {
			return view, err
		}
	}
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
		if shape != nil {
			l.Shape = *shape
			plan = guess(l.Shape, plan.Country)
		}
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
		c.save([]Step{StepContacts}, by.ref(), s.Clock.Now())
		view, err = s.rescan(tx, &c, &l)
		return err
	})
	return view, err
}

// headed is the shape of a file whose first row names the columns, or does not; nil when it is so already, or no file.
func (s *Service) headed(ctx context.Context, load string, header bool) (*FileShape, error) {
	var l Load
	if err := s.Store.Read(ctx, func(r Reader) (err error) { l, err = r.Load(load); return err }); err != nil {
		return nil, err
	}
	if l.Shape.Header == header || l.List != "" || l.State != LoadScanning && l.State != LoadScanned {
		return nil, nil
	}
	shape, err := s.Files.Headed(&file{ctx: ctx, store: s.Store, load: load}, l.Shape, header, l.Bytes, l.Plan.Country)
	shape = shape.untitled()
	return &shape, err
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
		if err := errors.Join(tx.DeleteParts(id), tx.DeleteRejects(id), tx.Done(JobScan, id), tx.Done(JobUpload, id), tx.SaveLoad(l), tx.SaveCampaign(c), s.tellLoad(tx, l)); err != nil {
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
