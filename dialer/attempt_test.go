package dialer

import (
	"fmt"
	"testing"

	"partyline/campaign"
)

// Every cell of the table: state, signal, and where that leads; everything else changes nothing.
func TestEachStateOfAnAttemptAnswersEachSignal(t *testing.T) {
	states := []State{Claimed, Placing, Unknown, Ringing, Answered, Bridged, Machine, Dropped, Rejected, NotReached, WritingUp, Closed, Released}
	signals := []Signal{Sent, Withdrawn, Away, Lost, Refused, Broken, NeverThere, Rang, Answers, Bridge, Heard, NobodyFree, Ends, Written}
	want := map[State][]State{ // in the order of signals, "" for nothing
		//            sent     withdrawn away     lost     refused   broken      never     rang     answers   bridge   machine  nobody   ends        written
		Claimed:    {Placing, Released, "", "", "", "", Released, "", "", "", "", "", Released, ""},
		Placing:    {"", "", Claimed, Unknown, Rejected, Released, Released, Ringing, Answered, "", "", "", NotReached, ""},
		Unknown:    {"", "", "", "", "", "", Released, Ringing, Answered, "", "", "", NotReached, ""},
		Ringing:    {"", "", "", "", "", "", "", "", Answered, "", "", "", NotReached, ""},
		Answered:   {"", "", "", "", "", "", "", "", "", Bridged, Machine, Dropped, Dropped, ""},
		Bridged:    {"", "", "", "", "", "", "", "", "", Bridged, Machine, Dropped, WritingUp, Closed},
		Machine:    {"", "", "", "", "", "", "", "", "", "", "", "", Closed, ""},
		Dropped:    {"", "", "", "", "", "", "", "", "", "", "", "", Closed, ""},
		Rejected:   {"", "", "", "", "", "", "", "", "", "", "", "", Closed, ""},
		NotReached: {"", "", "", "", "", "", "", "", "", "", "", "", Closed, ""},
		WritingUp:  {"", "", "", "", "", "", "", "", "", "", "", "", "", Closed},
		Closed:     {"", "", "", "", "", "", "", "", "", "", "", "", "", ""},
		Released:   {"", "", "", "", "", "", "", "", "", "", "", "", "", ""},
	}
	for _, s := range states {
		for i, g := range signals {
			t.Run(fmt.Sprintf("%s, %s", s, g), func(t *testing.T) {
				was := Attempt{State: s, Version: 1}
				got, moved := was.After(g, noon)
				to := want[s][i]
				switch {
				case to == "" && (moved || got != was):
					t.Errorf("became %+v", got)
				case to != "" && (!moved || got.State != to || got.Version != 2):
					t.Errorf("became %+v, want %s", got, to)
				}
			})
		}
	}
	for s, want := range map[State]campaign.Outcome{Machine: campaign.Machine, Dropped: campaign.Dropped, Rejected: campaign.Invalid} {
		for _, from := range states {
			for _, g := range signals {
				if got, moved := (Attempt{State: from}).After(g, noon); moved && got.State == s && got.Outcome != want {
					t.Errorf("%s by %s from %s has the outcome %q", s, g, from, got.Outcome)
				}
			}
		}
	}
}

func TestOneLineForEachFreeCaller(t *testing.T) {
	for _, r := range []struct {
		s    Situation
		want int
	}{
		{Situation{}, 0},
		{Situation{Free: 3, Callers: 3, Tokens: 9}, 3},
		{Situation{Free: 3, Callers: 5, InFlight: 1, Tokens: 9}, 2},
		{Situation{Free: 3, Callers: 3, InFlight: 3, Tokens: 9}, 0},
		{Situation{Free: 1, Callers: 3, InFlight: 4, Tokens: 9}, 0}, // two have left since
		{Situation{Free: 9, Callers: 9, Tokens: 2}, 2},              // the carrier's limit binds
		{Situation{Free: 9, Callers: 9, Tokens: 0}, 0},
	} {
		if got := lines(OneLine{}, r.s); got != r.want {
			t.Errorf("%+v: %d, want %d", r.s, got, r.want)
		}
	}
}

type eager struct{}

func (eager) Lines(Situation) int { return 1000 }

func TestNoPacerDialsMoreThanCallersCanTake(t *testing.T) {
	if got := lines(eager{}, Situation{Free: 2, Callers: 2, InFlight: 5, Tokens: 500}); got != 15 {
		t.Errorf("%d lines", got)
	}
	if got := lines(eager{}, Situation{Callers: 0, InFlight: 9, Tokens: 500}); got != 0 {
		t.Errorf("%d lines without callers", got)
	}
}
