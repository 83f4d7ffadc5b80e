package campaign_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// said is what a caller can say became of a call.
var said = []campaign.Ended{
	{Outcome: campaign.Talked, Retry: campaign.Retry{Again: campaign.Never}},
	{Outcome: campaign.NotHome, Retry: campaign.Retry{Again: campaign.NextPass}},
	{Outcome: campaign.HungUp, Retry: campaign.Retry{Again: campaign.OnceMore}},
	{Outcome: campaign.CallBack, Retry: campaign.Retry{Again: campaign.AtTime}},
	{Outcome: campaign.Refused, Retry: campaign.Retry{Again: campaign.Never}},
	{Outcome: campaign.DoNotCall, Retry: campaign.Retry{Again: campaign.Never, DoNotCall: true}},
}

// says ends an attempt at a contact in somebody's hands at an instant; a call back is agreed on for two hours later.
func (o *office) says(holder string, p campaign.Contact, e campaign.Ended, at time.Time) campaign.Ended {
	o.t.Helper()
	e.Contact, e.At = p.No, at
	if e.Retry.Again == campaign.AtTime {
		e.CallBack = at.Add(2 * time.Hour)
	}
	if err := o.service.Attempted(context.Background(), o.campaign, holder, []campaign.Ended{e}); err != nil {
		o.t.Fatal(err)
	}
	return e
}

// corrects changes how it ended.
func (o *office) corrects(was, e campaign.Ended, extra bool) error {
	o.t.Helper()
	e.Contact, e.At = was.Contact, was.At
	if e.Retry.Again == campaign.AtTime {
		e.CallBack = e.At.Add(2 * time.Hour)
	}
	return o.db.Campaigns().Write(context.Background(), func(tx campaign.Tx) error {
		return o.service.CorrectIn(tx, o.campaign, "ahead ", campaign.Correction{Ended: e, Extra: extra, Was: was.CallBack})
	})
}

// stands is everything that says where a contact is.
func (o *office) stands(p campaign.Contact) string {
	o.t.Helper()
	var rows []string
	for _, query := range []string{
		`SELECT 'attempts ' || attempts || ' outcome ' || outcome || ' final ' || CASE WHEN final THEN 1 ELSE 0 END || ' waits ' || waits || ' extra ' || CASE WHEN extra THEN 1 ELSE 0 END || ' out ' || CASE WHEN opted_out THEN 1 ELSE 0 END FROM contacts WHERE no = %d`,
		`SELECT 'waiting ' || kind || ' ' || attempts || ' ' || at FROM waiting WHERE contact = %d`,
		`SELECT 'ready ' || level FROM ready WHERE contact = %d`,
		`SELECT 'taken ' || holder FROM taken WHERE contact = %d`,
	} {
		var some []string
		if err := o.db.Find(context.Background(), &some, fmt.Sprintf(query, p.No)); err != nil {
			o.t.Fatal(err)
		}
		rows = append(rows, some...)
	}
	return strings.Join(rows, ", ")
}

// Whatever was said first, and whatever is said then: a contact stands where one stands of whom that was said at once.
func TestACorrectedContactStandsAsIfThatHadBeenSaidAtOnce(t *testing.T) {
	for _, passes := range []int{1, 2} {
		t.Run(fmt.Sprint("passes ", passes), func(t *testing.T) {
			onBoth(t, func(t *testing.T, o *office) {
				o.passing(2*len(said)*len(said), passes)
				all := o.take(2 * len(said) * len(said))
				at := o.clock.Now()
				for i, first := range said {
					for j, then := range said {
						a, b := all[2*(i*len(said)+j)], all[2*(i*len(said)+j)+1]
						was := o.says("me", a, first, at)
						o.says("me", b, then, at)
						if err := o.corrects(was, then, false); err != nil {
							t.Fatal(err)
						}
						got, want := o.stands(a), o.stands(b)
						if first.Retry.DoNotCall && !then.Retry.DoNotCall { // the number stays on the list, and so nobody waits
							o.allowed(a.No)
							o.work()
							if got, want = o.stands(a), o.stands(b); then.Outcome == campaign.CallBack {
								want = strings.Replace(want, "waits 3", "waits 0", 1) // it is due: when is not kept
								got, _, _ = strings.Cut(got, ", ")
								want, _, _ = strings.Cut(want, ", ")
							}
						}
						if got != want {
							t.Errorf("%s, then %s: %s; at once: %s", first.Outcome, then.Outcome, got, want)
						}
					}
				}
				o.recount()
			})
		})
	}
}

// A correction reaches a contact wherever it has gone since, but for those who are being dialled or were dialled again.
func TestACorrectionFindsItsContact(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(6, 3)
		gap := 0
		o.edit(func(e *campaign.Edit) { e.GapMinutes = &gap })
		all := o.take(6)
		var was []campaign.Ended
		for _, p := range all {
			was = append(was, o.says("me", p, said[1], o.clock.Now()))
		}
		o.work()
		if c := o.get().Counts; c.ReadyRetries != 6 {
			t.Fatalf("before: %+v", c)
		}
		refused := said[4]
		final := func(i int, yes bool) {
			t.Helper()
			o.recount()
			if got := strings.HasSuffix(o.stands(all[i]), "final 1 waits 0 extra 0 out 0"); got != yes {
				t.Errorf("contact %d: %s", i, o.stands(all[i]))
			}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		// ready again
		must(o.corrects(was[0], refused, false))
		final(0, true)
		// in a driver's hands
		some, err := o.service.Take(context.Background(), o.campaign, "ahead 1", 2)
		must(err)
		index := func(p campaign.Contact) int {
			return slices.IndexFunc(all, func(q campaign.Contact) bool { return q.No == p.No })
		}
		must(o.corrects(was[index(some[0])], refused, false))
		final(index(some[0]), true)
		must(o.service.Return(context.Background(), o.campaign, "ahead 1", nil))
		final(index(some[0]), true)
		final(index(some[1]), false)
		// being dialled: that dial says what becomes of them
		dialled, err := o.service.Take(context.Background(), o.campaign, "dialled", 1)
		must(err)
		before := o.stands(dialled[0])
		must(o.corrects(was[index(dialled[0])], refused, false))
		if after := o.stands(dialled[0]); after != before {
			t.Errorf("being dialled: %s, before %s", after, before)
		}
		// and so does one that is over
		o.clock.Advance(time.Second)
		o.says("dialled", dialled[0], said[0], o.clock.Now())
		before = o.stands(dialled[0])
		must(o.corrects(was[index(dialled[0])], said[1], false))
		if after := o.stands(dialled[0]); after != before {
			t.Errorf("dialled again: %s, before %s", after, before)
		}
		// set aside
		aside, err := o.service.Take(context.Background(), o.campaign, "ahead 1", 1)
		must(err)
		must(o.db.Campaigns().Write(context.Background(), func(tx campaign.Tx) error {
			return o.service.Aside(tx, o.campaign, "ahead 1", []int64{aside[0].No}, nil, o.clock.Now().Add(time.Hour))
		}))
		must(o.corrects(was[index(aside[0])], refused, false))
		final(index(aside[0]), true)
		if n := o.nos(fmt.Sprintf(`SELECT COUNT(*) FROM waiting WHERE contact = %d`, aside[0].No)); n[0] != 0 {
			t.Error("it waits still")
		}
	})
}

// Who is called once more, whatever the passes, is called so once: also when the talk of that one call is corrected.
func TestACorrectionKnowsOfTheAttemptBeyondThePasses(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(2, 1)
		for i, p := range o.take(2) {
			was := o.says("me", p, said[0], o.clock.Now())
			if err := o.corrects(was, said[2], i == 1); err != nil {
				t.Fatal(err)
			}
			if once := strings.Contains(o.stands(p), "waits 2 extra 1"); once != (i == 0) {
				t.Errorf("beyond the passes %v: %s", i == 1, o.stands(p))
			}
		}
		o.recount()
		if err := o.corrects(campaign.Ended{Contact: 1 << 40, At: o.clock.Now()}, said[0], false); err != nil && fault.As(err).Kind != fault.NotFound {
			t.Error(err)
		}
	})
}
