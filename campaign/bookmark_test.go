package campaign_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// Nobody is lost between the pages of a list, also of those who came in the same instant.
func TestPeopleAndCampaignsComeInPages(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		var want []string
		for i := range 7 {
			if i%3 == 0 {
				o.clock.Advance(time.Second)
			}
			want = append(want, o.clicker(fmt.Sprint("Volunteer ", i)))
		}
		var got []string
		for after, pages := (campaign.Bookmark{}), 0; ; pages++ {
			items, next, err := o.service.People(ctx, o.campaign, after, 2)
			if err != nil || len(items) > 2 || pages > 4 {
				t.Fatal(items, next, err)
			}
			for _, p := range items {
				got = append(got, p.ID)
			}
			if after = next; next.ID == "" {
				break
			}
		}
		if got[0] != want[6] && got[0] != want[5] && got[0] != want[4] && got[0] != want[3] {
			t.Errorf("the first is none of the last: %v", got)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("came %v, want %v", got, want)
		}
		first, next, err := o.service.Campaigns(ctx, o.by, campaign.Bookmark{})
		if err != nil || len(first.Items) != 1 || next.ID != "" {
			t.Errorf("%+v %+v %v", first, next, err)
		}
		rest, _, err := o.service.Campaigns(ctx, o.by, campaign.Bookmark{At: first.Items[0].Created, ID: first.Items[0].ID})
		if err != nil || len(rest.Items) != 0 {
			t.Errorf("behind the last one: %+v %v", rest, err)
		}
	})
}

// A file whose server died while it was sent is taken away; one that comes slowly is not.
func TestAFileThatNobodySendsAnyMoreIsTakenAway(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		in, out := io.Pipe()
		ended := make(chan error, 1)
		go func() {
			_, err := o.service.Upload(ctx, o.by, o.campaign, "people.csv", in)
			ended <- err
		}()
		part := func() {
			t.Helper()
			before := o.nos(`SELECT COUNT(*) FROM load_files`)[0]
			for range 17 {
				if _, err := out.Write([]byte(people(0, 2000))); err != nil {
					t.Fatal(err)
				}
			}
			for o.nos(`SELECT COUNT(*) FROM load_files`)[0] == before { // it is being written
			}
		}
		part()
		o.wait(9 * time.Minute)
		part()
		o.wait(9 * time.Minute)
		w := o.get()
		if len(w.Loads) != 1 || w.Loads[0].State != campaign.LoadUploading || len(w.Missing) == 0 || w.Missing[0].Title != "The file is still being looked at. This takes a moment." {
			t.Fatalf("while it comes: %+v %+v", w.Loads, w.Missing)
		}
		o.wait(2 * time.Minute) // and its server is dead
		w = o.get()
		if len(w.Loads) != 0 || len(o.nos(`SELECT part FROM load_files`)) != 0 || w.Missing[0].Title != "Upload contacts: at least one with a number that can be called." {
			t.Errorf("after that: %+v %+v", w.Loads, w.Missing)
		}
		_ = out.CloseWithError(io.ErrUnexpectedEOF)
		if err := <-ended; err == nil || fault.As(err).Code == "internal" {
			t.Errorf("who sent it is told %v", err)
		}
		// One that has come stays.
		o.upload(people(0, 10))
		o.wait(time.Hour)
		if w := o.get(); len(w.Loads) != 1 || w.Loads[0].State != campaign.LoadScanned {
			t.Errorf("an hour later: %+v", w.Loads)
		}
	})
}
