package campaign_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/storage"
)

// picky is a store that cannot keep somebody, the first times (0: ever).
type picky struct {
	campaign.Store
	phone        string
	first, tried *int
}

func (p picky) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	return p.Store.Write(ctx, func(tx campaign.Tx) error { return f(pickyTx{tx, p}) })
}

type pickyTx struct {
	campaign.Tx
	picky
}

func (t pickyTx) InsertContacts(no int64, all []campaign.Contact) error {
	for _, p := range all {
		if p.Phone != t.phone {
			continue
		}
		if *t.tried++; *t.first == 0 || *t.tried <= *t.first {
			return errors.New("the disk does not like " + p.Phone)
		}
	}
	return t.Tx.InsertContacts(no, all)
}

// torn is files that cannot be read behind a row.
type torn struct {
	campaign.Files
	behind int64
}

func (f torn) Rows(file io.Reader, s campaign.FileShape) campaign.Rows {
	return &tornRows{f.Files.Rows(file, s), f.behind}
}

type tornRows struct {
	campaign.Rows
	behind int64
}

func (r *tornRows) Next() (campaign.Row, error) {
	row, err := r.Rows.Next()
	if err == nil && row.Number > r.behind {
		return campaign.Row{}, errors.New("a bad sector")
	}
	return row, err
}

// insist does what is due, what fails again and again too, for an hour.
func (o *office) insist() {
	o.t.Helper()
	for range 30 {
		for {
			if n, err := storage.RunDue(context.Background(), o.db, o.handlers); n == 0 && err == nil {
				break
			}
		}
		o.clock.Advance(2 * time.Minute)
	}
}

func TestALoadThatCannotGoOnNamesTheRow(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		store, tried, first := o.service.Store, 0, 0
		o.upload(people(0, 100))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		o.service.Store = picky{store, "+447700900045", &first, &tried}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.insist()
		w := o.get()
		l := w.Loads[0]
		why := "Row 47 of people.csv: something in it cannot be kept; the log of the server says what."
		if l.State != campaign.LoadFailing || l.Problem != why || l.Loaded != 45 {
			t.Fatalf("%+v", l)
		}
		if w.State != campaign.LoadFailed || w.Sentence != "This campaign could not load: "+why {
			t.Errorf("%s: %s", w.State, w.Sentence)
		}
		before := tried
		if o.insist(); tried != before || before > 8 {
			t.Errorf("tried %d times, then %d", before, tried-before)
		}
		o.recount()
		// Start tries what is left of it.
		if first = tried; first == 0 {
			t.Fatal("nobody was refused")
		}
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		if w = o.get(); w.Loads[0].State != campaign.LoadDone || w.Counts.Total != 100 || w.Loads[0].Problem != "" {
			t.Errorf("tried again: %+v", w.Loads[0])
		}
		o.recount()
	})
}

func TestATroubleOfAMomentEndsNoLoad(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		tried, first := 0, 3
		o.upload(people(0, 100))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		o.service.Store = picky{o.service.Store, "+447700900045", &first, &tried}
		if _, err := o.service.Start(context.Background(), o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.insist()
		if w := o.get(); w.Loads[0].State != campaign.LoadDone || w.Counts.Total != 100 || tried != 4 {
			t.Errorf("after %d tries: %+v", tried, w.Loads[0])
		}
		o.recount()
	})
}

func TestAFileThatCannotBeReadToItsEndSaysWhere(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		files := o.service.Files
		o.upload(people(0, 100))
		o.service.Files = torn{files, 41}
		o.insist()
		w := o.get()
		why := "What is behind row 41 of people.csv: something in it cannot be kept; the log of the server says what."
		if l := w.Loads[0]; l.State != campaign.LoadScanned || l.Problem != why || l.Valid != 0 {
			t.Fatalf("%+v", l)
		}
		if w.Missing[0].Title != why {
			t.Errorf("missing %+v", w.Missing)
		}
		o.service.Files = files
		header := true
		if _, err := o.service.EditLoad(context.Background(), o.by, o.campaign, w.Loads[0].ID, campaign.LoadEdit{Version: w.Loads[0].Version, Header: &header}); err != nil {
			t.Fatal(err)
		}
		o.work()
		t.Logf("%+v", o.get().Loads[0])
	})
}
