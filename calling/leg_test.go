package calling

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFactsAreAppliedByRankAndEndedAbsorbs(t *testing.T) {
	order := []LegState{LegClaimed, LegPlacing, LegUnknown, LegQueued, LegRinging, LegAnswered, LegEnded}
	for _, from := range order {
		for _, to := range order[3:] {
			leg := Leg{State: from, Kind: SupporterLeg, Opened: noonThen}
			got := leg.apply(Fact{State: to, Result: LegBusy}, noonThen.Add(time.Minute))
			want := from
			if from != LegEnded && to.Rank() > from.Rank() {
				want = to
			}
			if got.State != want {
				t.Errorf("%s after %s: %s, want %s", to, from, got.State, want)
			}
		}
	}
}

func TestSecondsOfTalkImplyAnAnswer(t *testing.T) {
	now := noonThen.Add(time.Minute)
	leg := Leg{State: LegRinging}.apply(Fact{State: LegEnded, Result: LegCompleted, Seconds: 20}, now)
	if !leg.Answered.Equal(now.Add(-20 * second)) {
		t.Errorf("answered %v", leg.Answered)
	}
	leg = Leg{State: LegRinging}.apply(Fact{State: LegEnded, Result: LegNoAnswer}, now)
	if !leg.Answered.IsZero() {
		t.Error("nobody answered")
	}
	leg = leg.apply(Fact{State: LegEnded, Result: LegCompleted, Seconds: 9}, now.Add(second))
	if leg.Answered.IsZero() || leg.Result != LegCompleted || leg.Seconds != 9 {
		t.Errorf("the second end knew more: %+v", leg)
	}
}

// TestAnyOrderOfFactsEndsTheSame replays the facts of one leg in any order, with repeats.
func TestAnyOrderOfFactsEndsTheSame(t *testing.T) {
	now := noonThen.Add(time.Hour)
	lives := [][]Fact{
		{{State: LegQueued, Carrier: "C"}, {State: LegRinging}, {State: LegAnswered}, {State: LegEnded, Result: LegCompleted, Seconds: 30, At: noonThen}, {State: LegEnded, Result: LegCompleted, At: noonThen}},
		{{State: LegQueued, Carrier: "C"}, {State: LegRinging}, {State: LegEnded, Result: LegNoAnswer, At: noonThen}, {State: LegEnded, Result: LegCanceled, At: noonThen}},
		{{State: LegQueued, Carrier: "C"}, {State: LegEnded, Result: LegBusy, At: noonThen}, {State: LegEnded, Result: LegFailed, At: noonThen}},
	}
	final := func(facts []Fact) Leg {
		leg := Leg{Kind: SupporterLeg, State: LegClaimed, Opened: noonThen.Add(-time.Minute)}
		for _, f := range facts {
			f.Carrier = "C"
			leg = leg.apply(f, now)
		}
		leg.Ringing, leg.Answered = time.Time{}, boolTime(!leg.Answered.IsZero()) // when may differ, whether may not
		return leg
	}
	rapid.Check(t, func(t *rapid.T) {
		life := rapid.SampledFrom(lives).Draw(t, "life")
		told := rapid.Permutation(life).Draw(t, "order")
		told = append(told, rapid.SliceOfN(rapid.SampledFrom(life), 0, 4).Draw(t, "repeats")...)
		if got, want := final(told), final(life); got != want {
			t.Fatalf("order %v\ngot  %+v\nwant %+v", told, got, want)
		}
	})
}

func boolTime(b bool) time.Time {
	if b {
		return noonThen
	}
	return time.Time{}
}

func TestTheReaperConcludesOnlyFromWhatTheCarrierSays(t *testing.T) {
	opened := noonThen
	child := Leg{ID: "l", Kind: SupporterLeg, State: LegClaimed, Opened: opened}
	leader := Leg{ID: "l", Kind: LeaderLeg, State: LegUnknown, Opened: opened, Placed: opened}
	handed := Leg{ID: "l", Kind: SupporterLeg, State: LegPlacing, Opened: opened, Placed: opened}
	known := leader
	known.State, known.Carrier = LegRinging, "C"
	never, lost := Fact{State: LegEnded, Result: LegNeverPlaced}, Fact{State: LegEnded, Result: LegFailed}
	up := Sighting{Carrier: "C", State: LegAnswered, Started: opened.Add(second)}
	for _, c := range []struct {
		name string
		leg  Leg
		seen []Sighting
		sure bool
		wait time.Duration
		want *Fact
	}{
		{"found", leader, []Sighting{up}, false, time.Minute, &Fact{Carrier: "C", State: LegAnswered}},
		{"not found, but it may yet show", leader, nil, false, 89 * second, nil},
		{"not found for long", leader, nil, false, 90 * second, &never},
		{"an earlier call to the same number is not it", leader, []Sighting{{Carrier: "B", State: LegEnded, Result: LegCompleted, Started: opened.Add(-time.Minute)}}, false, 10 * second, nil},
		{"a leader's leg that the outbox has yet to place", Leg{Kind: LeaderLeg, State: LegClaimed, Opened: opened}, nil, false, time.Hour, nil},
		{"a supporter's, its leader gone", child, nil, true, second, &never},
		{"a supporter's, its leader there", child, nil, false, 84 * second, nil},
		{"a supporter's, long ago", child, nil, false, 85 * second, &never},
		{"a supporter's, handed out long ago, its leader there", handed, nil, false, time.Hour, nil},
		{"a supporter's, handed out, its leader gone", handed, nil, true, second, &never},
		{"the carrier forgot it", known, nil, false, second, &lost},
		{"another call is not it", known, []Sighting{{Carrier: "B", State: LegAnswered, Started: opened}}, false, second, &lost},
		{"still ringing", known, []Sighting{{Carrier: "C", State: LegRinging, Started: opened}}, false, time.Hour, &Fact{Carrier: "C", State: LegRinging}},
	} {
		if got := c.leg.reconcile(c.seen, c.sure, Unheard-1, opened.Add(c.wait)); got != nil && got.Result == LegNeverPlaced && !c.sure && c.leg.State != LegClaimed {
			t.Errorf("%s: %+v, though the carrier has been asked for less than a minute", c.name, got)
		}
		got := c.leg.reconcile(c.seen, c.sure, Unheard, opened.Add(c.wait))
		switch {
		case (got == nil) != (c.want == nil):
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		case got != nil && (got.State != c.want.State || got.Result != c.want.Result || got.Carrier != c.want.Carrier):
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestLegsAreCheckedWhenTheirTableSays(t *testing.T) {
	for _, c := range []struct {
		name string
		leg  Leg
		want time.Duration // after noon
	}{
		{"leader, placing", Leg{Kind: LeaderLeg, State: LegPlacing, Opened: noonThen, Placed: noonThen}, 90 * second},
		{"leader, unknown", Leg{Kind: LeaderLeg, State: LegUnknown, Opened: noonThen, Placed: noonThen}, 5 * second},
		{"leader, ringing", Leg{Kind: LeaderLeg, State: LegRinging, Opened: noonThen, Ringing: noonThen}, 45 * second},
		{"leader, up", Leg{Kind: LeaderLeg, State: LegAnswered, Answered: noonThen}, 2 * time.Minute},
		{"leader, up and heard of", Leg{Kind: LeaderLeg, State: LegAnswered, Answered: noonThen, Webhook: noonThen.Add(time.Hour)}, time.Hour + 2*time.Minute},
		{"supporter, claimed", Leg{Kind: SupporterLeg, State: LegClaimed, Opened: noonThen}, 85 * second},
		{"supporter, ringing", Leg{Kind: SupporterLeg, State: LegRinging, Ringing: noonThen}, 40 * second},
		{"supporter, talking", Leg{Kind: SupporterLeg, State: LegAnswered, Answered: noonThen}, 5 * time.Minute},
		{"supporter, at the limit", Leg{Kind: SupporterLeg, State: LegAnswered, Answered: noonThen, Webhook: noonThen.Add(58 * time.Minute)}, 61 * time.Minute},
		{"supporter, beyond the limit", Leg{Kind: SupporterLeg, State: LegAnswered, Answered: noonThen, Webhook: noonThen.Add(62 * time.Minute)}, 67 * time.Minute},
	} {
		if got := c.leg.nextCheck(); !got.Equal(noonThen.Add(c.want)) {
			t.Errorf("%s: %v after noon, want %v", c.name, got.Sub(noonThen), c.want)
		}
	}
}
