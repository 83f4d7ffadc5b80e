package calling

import (
	"testing"
	"time"
)

func TestABegunMinuteOfALegIsAWholeOne(t *testing.T) {
	at := time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC)
	up := func(kind LegKind, seconds int, d time.Duration) Leg {
		return Leg{Kind: kind, State: LegEnded, Answered: at, Ended: at.Add(d), Seconds: seconds}
	}
	completed := func(l Leg) Leg { l.Result = LegCompleted; return l }
	for _, c := range []struct {
		name string
		leg  Leg
		want Minutes
	}{
		{"nobody answered", Leg{Kind: LeaderLeg, State: LegEnded, Ended: at}, Minutes{}},
		{"still up", Leg{Kind: LeaderLeg, State: LegAnswered, Answered: at}, Minutes{}},
		{"a second", up(LeaderLeg, 1, time.Second), Minutes{Leader: 1, LeaderSeconds: 1}},
		{"a minute", up(SupporterLeg, 60, time.Minute), Minutes{Supporter: 1, SupporterSeconds: 60}},
		{"a second more", up(SupporterLeg, 61, time.Hour), Minutes{Supporter: 2, SupporterSeconds: 61}},
		{"the carrier's seconds, not ours", up(LeaderLeg, 119, 5*time.Minute), Minutes{Leader: 2, LeaderSeconds: 119}},
		{"the carrier gave none", up(LeaderLeg, 0, 60*time.Second+time.Millisecond), Minutes{Leader: 2, LeaderSeconds: 61}},
		{"hung up as it was answered", up(SupporterLeg, 0, 0), Minutes{Supporter: 1}},
		{"hung up as it was answered, and we heard of it late", completed(up(SupporterLeg, 0, 2*time.Minute)), Minutes{Supporter: 1}},
		{"a verification", up(VerificationLeg, 30, time.Minute), Minutes{}},
	} {
		if got := c.leg.spent(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestWhatMinutesCost(t *testing.T) {
	m := Minutes{Leader: 3, Supporter: 2}
	for _, c := range []struct {
		price Price
		want  string
	}{
		{Price{}, ""},
		{Price{Currency: "GBP"}, ""},
		{Price{Leader: 10_000}, ""},
		{Price{Currency: "GBP", Leader: 10_000, Supporter: 25_000}, "0.08"},
		{Price{Currency: "GBP", Leader: 1, Supporter: 0}, "0.000003"},
		{Price{Currency: "USD", Leader: 1_000_000_000, Supporter: 500_000}, "3001.00"},
	} {
		got := ""
		if v := c.price.Cost(m); v != nil {
			got = v.Amount
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.price, got, c.want)
		}
	}
}
