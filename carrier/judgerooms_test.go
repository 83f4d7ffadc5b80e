package carrier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheJudgeOfRoomsFindsWhatWasPlanted(t *testing.T) {
	at := func(s float64) time.Time {
		return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC).Add(time.Duration(s * float64(time.Second)))
	}
	in := func(from, to float64) []Stay {
		return []Stay{{Room: "c-1-7", Conference: "CF1", From: at(from), To: at(to)}}
	}
	caller := Leg{SID: "CA1", Answered: at(0), Answerer: "human", Stays: in(1, 60)}
	contact := Leg{SID: "CA2", Detect: true, Answered: at(30), Answerer: "human", Heard: at(31), Ended: at(60), Bridges: []Bridge{{}}, Stays: in(31, 60)}
	for _, row := range []struct {
		name  string
		plant func() []Leg
		want  []string
	}{
		{"nothing", func() []Leg { return []Leg{caller, contact} }, nil},
		{"a third one", func() []Leg { x := caller; x.SID, x.Stays = "CA3", in(40, 45); return []Leg{caller, contact, x} }, []string{"3 legs were in room CF1"}},
		{"a third one as the second leaves", func() []Leg { x := caller; x.SID, x.Stays = "CA3", in(60, 65); return []Leg{caller, contact, x} }, nil},
		{"a third one for no time", func() []Leg { x := caller; x.SID, x.Stays = "CA3", in(40, 40); return []Leg{caller, contact, x} }, nil},
		{"a contact alone before", func() []Leg { x := caller; x.Stays = in(35, 60); return []Leg{x, contact} }, []string{"CA2 was alone"}},
		{"a contact alone after", func() []Leg { x := caller; x.Stays = in(1, 50); return []Leg{x, contact} }, []string{"CA2 was alone"}},
		{"for two seconds and a webhook", func() []Leg { x := caller; x.Stays = in(34, 60); return []Leg{x, contact} }, nil},
		{"and the slow answer to it", func() []Leg {
			x, y := caller, contact
			x.Stays, y.Stays = in(35, 60), in(31, 60)
			y.Stays[0].Asked = Duration(2 * time.Second)
			return []Leg{x, y}
		}, nil},
		{"a caller alone for long", func() []Leg { x := contact; x.Stays = in(59, 60); return []Leg{caller, x} }, nil},
		{"a contact left to silence", func() []Leg { x := contact; x.Heard = at(33.5); return []Leg{caller, x} }, []string{"CA2 was answered and heard nothing for 3.5s"}},
		{"who hung up in it", func() []Leg {
			x := contact
			x.Heard, x.Ended, x.Stays = time.Time{}, at(32), nil
			return []Leg{caller, x}
		}, nil},
		{"a machine left to silence", func() []Leg {
			x := contact
			x.Heard, x.Answerer, x.Stays = at(50), "machine", nil
			return []Leg{caller, x}
		}, nil},
		{"31 drops of 1,000", func() []Leg { return dropped(1000, 31, at(30)) }, []string{"31 of 1000 answers were dropped"}},
		{"30 drops of 1,000", func() []Leg { return dropped(1000, 30, at(30)) }, nil},
		{"500 drops of 999", func() []Leg { return dropped(999, 500, at(30)) }, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := JudgeRooms(row.plant(), time.Second)
			ok := len(got) == len(row.want)
			for _, w := range row.want {
				ok = ok && slices.ContainsFunc(got, func(v string) bool { return strings.Contains(v, w) })
			}
			if !ok {
				t.Errorf("found %q, want %q", got, row.want)
			}
		})
	}
}

// dropped are answers, the first so many of them dropped; and one taken for a machine, which is none.
func dropped(answers, drops int, at time.Time) (ledger []Leg) {
	for i := range answers {
		l := Leg{SID: fmt.Sprintf("CA%d", i), Detect: true, Answered: at, Answerer: "human", Heard: at, Ended: at.Add(time.Second)}
		if i >= drops {
			l.Bridges = []Bridge{{}}
		}
		ledger = append(ledger, l)
	}
	return append(ledger, Leg{SID: "CAx", Detect: true, Answered: at, Answerer: "human", Verdict: "machine_start", Ended: at.Add(time.Second)})
}
