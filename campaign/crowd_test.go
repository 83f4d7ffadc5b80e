package campaign_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

func TestNewcomersFromOneAddressAreLimited(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.service.Crowd = 5
		pages := []string{}
		come := func(kind campaign.Kind, page, address string) error {
			t.Helper()
			_, secret, err := o.service.Join(ctx, kind, o.token(kind), page, campaign.Joining{Name: fmt.Sprint("Volunteer ", len(pages)), Address: address})
			if err == nil {
				pages = append(pages, secret)
			}
			o.clock.Advance(time.Second)
			return err
		}
		for range 5 {
			if err := come(campaign.Clicker, "", "203.0.113.1"); err != nil {
				t.Fatal(err)
			}
		}
		err := come(campaign.Clicker, campaign.NewPage(), "203.0.113.1")
		if f := fault.As(err); f.Code != "too_many_people" || f.Kind != fault.Busy || f.Extra["retry_after"] != 895 {
			t.Errorf("the sixth: %v %v", err, f.Extra)
		}
		if err := come(campaign.Clicker, pages[0], "203.0.113.1"); err != nil {
			t.Errorf("who is in: %v", err)
		}
		if err := come(campaign.Clicker, "", "203.0.113.2"); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		if err := come(campaign.Caller, "", "203.0.113.1"); err != nil {
			t.Errorf("by the other link: %v", err)
		}
		var people []int64
		if err := o.db.Find(ctx, &people, `SELECT COUNT(*) FROM people`); err != nil || people[0] != 7 {
			t.Errorf("%v people, %v", people, err)
		}
		o.clock.Advance(15 * time.Minute)
		if err := come(campaign.Clicker, "", "203.0.113.1"); err != nil {
			t.Errorf("a quarter of an hour later: %v", err)
		}
	})
}
