package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
	"partyline/storage/storagetest"
)

func TestThePeopleOfACallListBecomeContacts(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		place := storagetest.Seed(t, o.db, 1, 1200) // an organisation of their own
		if _, err := o.db.Exec(ctx, `UPDATE supporters SET city = 'Leeds', zone = 'Europe/Paris' WHERE id = $1`, place.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		for i, query := range []string{`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, `UPDATE supporters SET phone = '' WHERE id = $1`} {
			if _, err := o.db.Exec(ctx, query, place.Supporters[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := o.service.AddList(ctx, o.by, o.campaign, campaign.FromList{List: place.List}); fault.As(err).Kind != fault.NotFound {
			t.Errorf("a list of others: %v", err)
		}
		o.by.Organisation = place.Organisation
		if _, err := o.db.Exec(ctx, `UPDATE campaigns SET organisation_id = $1`, place.Organisation); err != nil {
			t.Fatal(err)
		}
		v, err := o.service.AddList(ctx, o.by, o.campaign, campaign.FromList{List: place.List})
		if err != nil || v.List != place.List || v.FileName == "" || len(v.Shape.Sample) != 0 {
			t.Fatalf("added as %+v, %v", v, err)
		}
		o.work()
		if v = o.get().Loads[0]; v.State != campaign.LoadScanned || v.Rows != 1200 || v.Valid != 1198 || v.Rejected != 2 {
			t.Fatalf("scanned as %+v", v)
		}
		if all, _, err := o.service.Campaigns(ctx, o.by, campaign.Bookmark{}); err != nil || len(all.Items) != 1 || all.Items[0].Contacts != 1198 {
			t.Errorf("the draft among the campaigns: %+v %v", all.Items, err)
		}
		rejects, err := o.service.Rejects(ctx, o.campaign, v.ID, 0, 10)
		if err != nil || len(rejects) != 2 || strings.Contains(fmt.Sprint(rejects), "+44") {
			t.Errorf("rejects %+v, %v", rejects, err)
		}
		var sheet strings.Builder
		if err := o.service.WriteRejects(ctx, o.campaign, v.ID, &sheet); err != nil || !strings.HasPrefix(sheet.String(), "\uFEFFRow,Reason,Name,Time zone,City,Do not call\r\n") || strings.Contains(sheet.String(), "+44") {
			t.Errorf("rejects as a file: %q %v", sheet.String(), err)
		}
		if _, err := o.service.EditLoad(ctx, o.by, o.campaign, v.ID, campaign.LoadEdit{Version: v.Version}); !fault.Is(err, "load_state") {
			t.Errorf("columns chosen: %v", err)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		o.recount()
		if n := o.nos(`SELECT c.no FROM contacts c JOIN zone_sets z ON z.id = c.zone_set WHERE z.zones = 'Europe/Paris' AND c.fields LIKE '%"city":"Leeds"%'`); len(n) != 1 {
			t.Errorf("%d contacts have the zone and the city of their supporter", len(n))
		}
		// Taken once more, later, with a file beside it: everybody is there already.
		o.clock.Advance(time.Minute)
		if _, err := o.service.AddList(ctx, o.by, o.campaign, campaign.FromList{List: place.List}); err != nil {
			t.Fatal(err)
		}
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		if w := o.get(); !w.Load.Later || w.Load.Percent != 0 {
			t.Errorf("a bar of its own: %+v", w.Load)
		}
		o.work()
		if w := o.get(); w.Loads[1].Duplicates != 1198 || w.Counts.Total != 1198 {
			t.Errorf("loaded again: %+v", w.Loads[1])
		}
	})
}

func TestAColumnThatAnAdminNamedStays(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		v := o.upload("Phone,City,State\n07700 900001,Leeds,X\n07700 900002,York,Y\n")
		o.work()
		fields := []campaign.Field{campaign.PhoneField, "field:home_town", campaign.Ignored}
		for _, country := range []string{"", "FR", "GB"} { // each scans anew
			e := campaign.LoadEdit{Version: o.get().Loads[0].Version}
			if country == "" {
				e.Fields = &fields
			} else {
				e.Country = &country
			}
			if _, err := o.service.EditLoad(ctx, o.by, o.campaign, v.ID, e); err != nil {
				t.Fatal(err)
			}
			o.work()
			if got := o.get().Loads[0]; fmt.Sprint(got.Plan.Fields) != "[phone field:home_town ]" || got.Shape.Columns[1].Title != "City" {
				t.Errorf("after a scan for %q: %+v", country, got)
			}
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		if got := o.nos(`SELECT no FROM contacts WHERE fields LIKE '%"home_town":"Leeds"%' OR fields LIKE '%"home_town":"York"%'`); len(got) != 2 {
			t.Errorf("the column goes by its name: %v", got)
		}
	})
}
