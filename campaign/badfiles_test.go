package campaign_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"partyline/campaign"
	"partyline/fault"
)

func TestFilesThatAreNotAsTheyShouldBe(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		send := func(body io.Reader) error {
			_, err := o.service.Upload(ctx, o.by, o.campaign, "people.csv", body)
			return err
		}
		if err := send(io.MultiReader(strings.NewReader(people(0, 50)), iotest.ErrReader(io.ErrUnexpectedEOF))); !fault.Is(err, "upload_broken") {
			t.Errorf("cut in the middle: %v", err)
		}
		if err := send(strings.NewReader("Phone,Name\n")); !fault.Is(err, "file_no_rows") {
			t.Errorf("nobody under its header: %v", err)
		}
		if w := o.get(); len(w.Loads) != 0 || len(o.nos(`SELECT part FROM load_files`)) != 0 {
			t.Errorf("something of them stayed: %+v", w.Loads)
		}
		// The same number 400 times, and 400 rows that cannot be used: one contact, and 399 at its number.
		if err := send(strings.NewReader("Phone,Name\n" + strings.Repeat("07700 900001,Ada\n", 400) + strings.Repeat("12,Ben\n", 400))); err != nil {
			t.Fatal(err)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		// Two admins press Start at the same moment, on two nodes.
		var both sync.WaitGroup
		for _, node := range []*campaign.Service{o.service, o.node()} {
			both.Go(func() {
				if _, err := node.Start(ctx, o.by, o.campaign); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if err := o.service.RemoveLoad(ctx, o.by, o.campaign, o.get().Loads[0].ID); !fault.Is(err, "load_state") {
			t.Errorf("taken away during its load: %v", err)
		}
		if err := send(strings.NewReader(people(1, 3))); err != nil { // another one, during the load
			t.Error(errors.Unwrap(err), err)
		}
		o.work()
		w := o.get()
		if l := w.Loads[0]; l.State != campaign.LoadDone || l.Loaded != 1 || l.Duplicates != 399 || l.Rejected != 400 || w.Loads[1].State != campaign.LoadScanned {
			t.Errorf("loaded %+v", w.Loads)
		}
		if n := o.nos(`SELECT row_number FROM households`); len(n) != 399 {
			t.Errorf("%d others at the number", len(n))
		}
		o.recount()
	})
}
