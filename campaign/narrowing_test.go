package campaign_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
)

// both is the contact at a number: its line type, its zones, and whether it waits for a click or can be dialled.
func (o *office) both(phone string) string {
	o.t.Helper()
	var out []string
	if err := o.db.Find(context.Background(), &out, `SELECT c.line || ' ' || z.zones || CASE WHEN EXISTS (SELECT 1 FROM clickable k WHERE k.campaign = c.campaign AND k.contact = c.no) THEN ' clickable' ELSE '' END
		|| CASE WHEN EXISTS (SELECT 1 FROM ready r WHERE r.campaign = c.campaign AND r.contact = c.no) THEN ' ready' ELSE '' END
		FROM contacts c JOIN zone_sets z ON z.id = c.zone_set WHERE c.phone = $1`, phone); err != nil {
		o.t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

// recountZones is recount by zone set, and of where rows lie.
func (o *office) recountZones() {
	o.t.Helper()
	o.recount()
	for what, query := range map[string]string{
		"zone sets whose counts are not their contacts": `SELECT COUNT(*) FROM campaign_counts k WHERE landlines + cells + retries + click + gap + other + in_flight + finished + opted_out + invalid
			<> (SELECT COUNT(*) FROM contacts c WHERE c.campaign = k.campaign AND c.zone_set = k.zone_set)`,
		"zone sets whose clicks are others": `SELECT COUNT(*) FROM campaign_counts k WHERE click <> (SELECT COUNT(*) FROM contacts c WHERE c.campaign = k.campaign AND c.zone_set = k.zone_set
			AND line <> 1 AND approved_at IS NULL AND released_at IS NULL AND NOT opted_out AND NOT final AND waits = 0)`,
		"zone sets whose approvals are others": `SELECT COUNT(*) FROM campaign_counts k WHERE approved <> (SELECT COUNT(*) FROM contacts c WHERE c.campaign = k.campaign AND c.zone_set = k.zone_set AND approved_at IS NOT NULL)`,
		"ready in another stream":              `SELECT COUNT(*) FROM ready r JOIN contacts c ON c.campaign = r.campaign AND c.no = r.contact WHERE r.stream <> c.zone_set * 2 + CASE WHEN c.line = 1 THEN 0 ELSE 1 END`,
		"ready without a click":                `SELECT COUNT(*) FROM ready r JOIN contacts c ON c.campaign = r.campaign AND c.no = r.contact WHERE c.line <> 1 AND c.approved_at IS NULL`,
		"waiting in another zone set":          `SELECT COUNT(*) FROM waiting w JOIN contacts c ON c.campaign = w.campaign AND c.no = w.contact WHERE w.zone_set <> c.zone_set`,
	} {
		if n := o.nos(query)[0]; n != 0 {
			o.t.Errorf("%s: %d", what, n)
		}
	}
}

const narrowHead = "Phone,Name,Time zone,Line type\n"

// Of rows at one number the strictest line type stands, and all their zones, wherever the rows are: in one batch, in two, in two files.
func TestOfTwoRowsAtANumberTheStricterStands(t *testing.T) {
	const london, york = "Europe/London", "America/New_York"
	cases := []struct{ zone, line, zone2, line2, want string }{
		{london, "landline", london, "cell", "2 Europe/London clickable"},
		{london, "landline", london, "voip", "3 Europe/London clickable"},
		{london, "landline", london, "", "0 Europe/London clickable"},
		{london, "cell", london, "landline", "2 Europe/London clickable"},
		{london, "", london, "landline", "0 Europe/London clickable"},
		{london, "landline", london, "landline", "1 Europe/London ready"},
		{london, "landline", york, "landline", "1 America/New_York|Europe/London ready"},
		{york, "cell", london, "landline", "2 America/New_York|Europe/London clickable"},
		{london, "landline", york, "cell", "2 America/New_York|Europe/London clickable"},
	}
	var first, second, filler strings.Builder
	for i, c := range cases {
		fmt.Fprintf(&first, "+4477001%05d,A %d,%s,%s\n", i, i, c.zone, c.line)
		fmt.Fprintf(&second, "+4477001%05d,B %d,%s,%s\n", i, i, c.zone2, c.line2)
	}
	for i := range 40 {
		fmt.Fprintf(&filler, "+4477009%05d,C %d,%s,landline\n", i, i, london)
	}
	for name, files := range map[string][]string{
		"one batch":   {first.String() + second.String()},
		"two batches": {first.String() + filler.String() + second.String()},
		"two files":   {first.String(), second.String()},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, o *office) {
				o.startedWith(narrowHead + files[0])
				for _, more := range files[1:] {
					o.upload(narrowHead + more)
					o.work()
					if _, err := o.service.Start(context.Background(), o.by, o.campaign); err != nil {
						t.Fatal(err)
					}
				}
				o.work()
				for i, c := range cases {
					if got := o.both(fmt.Sprintf("+4477001%05d", i)); got != c.want {
						t.Errorf("%s %q, then %s %q: %s; want %s", c.zone, c.line, c.zone2, c.line2, got, c.want)
					}
				}
				w, loads := o.get(), o.get().Loads
				if n := int64(len(cases)); loads[len(loads)-1].Duplicates != n || w.Counts.AwaitingClick != 7 {
					t.Errorf("%+v, %+v", w.Load, w.Counts)
				}
				o.recountZones()
				for _, p := range o.take(100) { // noon in Leeds, seven in New York
					if p.Unclicked() || p.Phone == "+447700100006" {
						t.Errorf("%s was taken", p.Phone)
					}
				}
			})
		})
	}
}

// addNow has a further file loaded, and nothing else done.
func (o *office) addNow(file string) {
	o.t.Helper()
	ctx := context.Background()
	v := o.upload(file)
	if err := o.service.Work(ctx, campaign.JobScan, v.ID); err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
		o.t.Fatal(err)
	}
	if err := o.service.Work(ctx, campaign.JobLoad, v.ID); err != nil {
		o.t.Fatal(err)
	}
}

// A further file says of the numbers of a campaign that runs that they are cells, somewhere else: wherever each is just then, it is
// dialled no more without a click from that moment on, and is found where it belongs.
func TestAFurtherFileMakesNumbersOfARunningCampaignStricter(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		file := func(line, zone string) string {
			var b strings.Builder
			b.WriteString(narrowHead)
			for i := range 30 {
				fmt.Fprintf(&b, "+4477001%05d,P %d,%s,%s\n", i, i, zone, line)
			}
			return b.String()
		}
		o.startedWith(file("landline", "Europe/London") + "+447700300001,Q,Europe/London,cell\n+447700300002,R,Europe/London,cell\n" + "+447700300003,S,Europe/London,landline\n+447700300004,T,Europe/London,landline\n")
		two := 2
		o.edit(func(e *campaign.Edit) { e.Passes = &two })
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		if _, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: 0, MS: 10}); err != nil {
			t.Fatal(err)
		}
		var taken, rest []campaign.Contact
		for _, p := range o.take(100) {
			if strings.HasPrefix(p.Phone, "+4477001") && len(taken) < 8 {
				taken = append(taken, p)
			} else if p.Phone != "+447700300004" {
				rest = append(rest, p)
			}
		}
		o.giveBack(rest)
		o.ended(campaign.NoAnswer, "", taken[0], taken[1])
		o.ended(campaign.Invalid, "", taken[2])
		o.never(taken[3].No)
		o.recountZones()

		o.addNow(file("cell", "Europe/Dublin") + "+447700300001,Q2,Europe/Dublin,landline\n+447700300002,R2,Europe/Dublin,landline\n" +
			"+447700300004,T2,Europe/Dublin,landline\n+447700300003,S2,Asia/Tokyo,landline\n") // where it is nine in the evening
		if n := o.nos(`SELECT COUNT(*) FROM contacts c JOIN zone_sets z ON z.id = c.zone_set WHERE phone NOT IN ('+447700300003', '+447700300004') AND (line <> 2 OR z.zones <> 'Europe/Dublin|Europe/London')`)[0]; n != 0 {
			t.Errorf("%d are as they were", n)
		}
		o.recount()
		for _, p := range o.take(100) { // before any job had its turn
			if p.Unclicked() || p.Phone == "+447700300003" {
				t.Errorf("%s was taken, a %s", p.Phone, p.Line)
			}
		}
		o.recount()
		o.work()
		o.returnAll() // what was in hand meanwhile
		o.recountZones()
		o.work()
		if w := o.get(); w.Counts.AwaitingGap != 2 || w.Counts.Invalid != 1 || w.Counts.OptedOut != 1 || w.Counts.UndialedLandlines != 1 || w.Counts.UndialedCells != 1 || w.Counts.AwaitingClick != 27 {
			t.Errorf("%+v", w.Counts)
		}
		o.wait(5 * time.Hour) // the gap is over, and 17:00 in Leeds
		if w := o.get(); w.Counts.AwaitingGap != 0 || w.Counts.ReadyRetries != 0 || w.Counts.AwaitingClick+w.Counts.Finished != 29 {
			t.Errorf("behind the gap: %+v", w.Counts)
		}
		o.recountZones()
		if n := o.pressAll("Dan"); int64(n) != o.get().Clicking.Total-1 {
			t.Errorf("%d approved of %+v", n, o.get().Clicking)
		}
		o.recountZones()
	})
}

// giveBack is Return of these.
func (o *office) giveBack(taken []campaign.Contact) {
	o.t.Helper()
	var nos []int64
	for _, p := range taken {
		nos = append(nos, p.No)
	}
	if err := o.service.Return(context.Background(), o.campaign, "me", nos); err != nil {
		o.t.Fatal(err)
	}
}

// What is on a screen of launch mode meanwhile goes to where it belongs when it leaves that, and clicks begin no call at night.
func TestAFurtherFileMakesNumbersOnScreensOfLaunchModeStricter(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		file := func(zone, line string) string {
			var b strings.Builder
			b.WriteString(narrowHead)
			for i := range 12 {
				fmt.Fprintf(&b, "+4477001%05d,P %d,%s,%s\n", i, i, zone, line)
			}
			return b.String()
		}
		o.startedWith(file("Europe/London", "landline"))
		o.launching()
		shows := map[string]string{} // person to lease
		for i := range 6 {
			person := o.clicker(fmt.Sprint("Clicker ", i))
			shows[person] = o.lease(o.service, person).Lease
		}
		o.addNow(file("Europe/Dublin", "cell"))
		o.recountShown()
		o.work()
		for person, lease := range shows {
			if err := o.service.Release(ctx, person, lease, nil, false); err != nil {
				t.Fatal(err)
			}
		}
		o.recountShown()
		o.recountZones()
		o.addNow(strings.ReplaceAll(file("Asia/Tokyo", "landline"), "P ", "Q "))
		o.work()
		o.recountZones()
		if l := o.lease(o.service, o.clicker("Late")); len(l.Numbers) > 0 || l.Left != 12 {
			t.Errorf("shown at nine in the evening in Tokyo: %+v", l)
		}
	})
}

// Files with random rows at the same numbers are loaded one after the other by nodes that die, while others take, give back, approve
// and move: what stands of each number is the strictest of all its rows, nobody is ever taken without the click that they need then,
// and the counts equal a recount.
func TestStressOfRowsAtTheSameNumbersWhileACampaignRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		r := rand.New(rand.NewPCG(14, 6))
		lines, places := []string{"landline", "landline", "landline", "cell", "voip", ""}, []string{"Europe/London", "Europe/London", "Europe/Dublin", "Europe/Paris"}
		line, zones := map[string]string{}, map[string][]string{}
		file := func() string {
			var b strings.Builder
			b.WriteString(narrowHead)
			for range 150 {
				phone, l, z := fmt.Sprintf("+4477001%05d", r.IntN(400)), lines[r.IntN(len(lines))], places[r.IntN(len(places))]
				if known, has := line[phone]; !has || known == "landline" {
					line[phone] = l
				}
				if !slices.Contains(zones[phone], z) {
					zones[phone] = append(zones[phone], z)
				}
				fmt.Fprintf(&b, "%s,P,%s,%s\n", phone, z, l)
			}
			return b.String()
		}
		o.startedWith(file())
		var crowd sync.WaitGroup
		stop := make(chan struct{})
		each := func(what func(n int) error) {
			crowd.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
					}
					if err := what(n); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		each(func(n int) error {
			got, err := o.service.Take(ctx, o.campaign, "me", 5)
			for _, p := range got {
				if p.Unclicked() {
					t.Errorf("%s was taken, a %s without a click", p.Phone, p.Line)
				}
			}
			if err == nil && n%2 == 1 {
				err = o.service.Return(ctx, o.campaign, "me", nil)
			}
			return err
		})
		node := o.node()
		each(func(int) error { return node.Work(ctx, campaign.JobRestream, o.campaign) })
		cleo := o.clicker("Cleo")
		each(func(int) error {
			l, err := node.Lease(ctx, cleo, nil)
			if err != nil || len(l.Numbers) == 0 {
				return err
			}
			if _, err = approve(node, cleo, l.Lease, campaign.Press{Ordinal: 0, MS: 10}); err != nil {
				return err
			}
			return node.Release(ctx, cleo, l.Lease, nil, false)
		})
		for range 5 {
			v := o.upload(file())
			if err := o.service.Work(ctx, campaign.JobScan, v.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
				t.Fatal(err)
			}
			for n := 0; o.load(v.ID).State == campaign.LoadLoading; n++ {
				if n > 30 {
					t.Fatal("it never ends")
				}
				dying, die := context.WithCancel(ctx)
				loader := o.node()
				loader.Store = &mortal{Store: o.db.Campaigns(), left: 2 + r.IntN(4), kill: die}
				_ = loader.Work(dying, campaign.JobLoad, v.ID) // it died, or it is done: the load says which
				die()
			}
		}
		close(stop)
		crowd.Wait()
		o.returnAll()
		o.work()
		o.recountZones()
		for phone, want := range line {
			slices.Sort(zones[phone])
			number := slices.Index([]string{"", "landline", "cell", "voip"}, want)
			got, _, _ := strings.Cut(strings.TrimSuffix(o.both(phone), " ready"), " clickable")
			if got != fmt.Sprint(number, " ", strings.Join(zones[phone], "|")) {
				t.Errorf("%s is %s, its rows say %s in %v", phone, got, want, zones[phone])
			}
		}
	})
}

// load is one of the campaign's files.
func (o *office) load(id string) campaign.LoadView {
	o.t.Helper()
	for _, l := range o.get().Loads {
		if l.ID == id {
			return l
		}
	}
	o.t.Fatalf("there is no load %s", id)
	return campaign.LoadView{}
}
