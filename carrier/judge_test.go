package carrier

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheJudgeFindsWhatWasPlanted(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 11, 21, 10, 0, s, 0, time.UTC) }
	a := Leg{SID: "CA1", Number: "+15005550006", Ref: "r1", Initiated: at(0), Ended: at(10)}
	b := Leg{SID: "CA2", Number: "+15005550006", Ref: "r2", Initiated: at(10), Ended: at(20)}
	parent := Leg{SID: "CA8", Number: "+15005559001", Ref: "r8", Initiated: at(0), Ended: at(30)}
	child := Leg{SID: "CA9", Parent: "CA8", Number: "+15005550012", Ref: "r9", Initiated: at(5), Ended: at(30)}
	for _, row := range []struct {
		name  string
		plant func() []Leg
		want  []string
	}{
		{"nothing", func() []Leg { return []Leg{a, b, parent, child} }, nil},
		{"an overlap", func() []Leg { b := b; b.Initiated = at(9); return []Leg{a, b} }, []string{"the same number"}},
		{"an overlap with a leg that never ended", func() []Leg { a := a; a.Ended = time.Time{}; return []Leg{a, b} }, []string{"the same number"}},
		{"a short leg within a long one, and one after it", func() []Leg {
			long, short, late := a, a, a
			long.Ended = at(50)
			short.SID, short.Ref, short.Initiated, short.Ended = "CA2", "r2", at(1), at(2)
			late.SID, late.Ref, late.Initiated, late.Ended = "CA3", "r3", at(40), at(41)
			return []Leg{short, late, long}
		}, []string{"CA1 and CA2", "CA1 and CA3"}},
		{"no reference", func() []Leg { a := a; a.Ref = ""; return []Leg{a} }, []string{"carries no reference"}},
		{"a reference twice", func() []Leg { b := b; b.Ref = "r1"; return []Leg{a, b} }, []string{"the same reference"}},
		{"a reference again, but never placed", func() []Leg { b := b; b.Ref = "r1"; b.Initiated = time.Time{}; return []Leg{a, b} }, nil},
		{"a late child", func() []Leg {
			c := child
			c.Initiated, c.Ended = at(31), at(32)
			return []Leg{parent, c}
		}, []string{"outlived", "placed after the end"}},
		{"a child that stays", func() []Leg { c := child; c.Ended = time.Time{}; return []Leg{parent, c} }, []string{"outlived"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := Judge(row.plant())
			ok := len(got) == len(row.want)
			for _, w := range row.want {
				ok = ok && slices.ContainsFunc(got, func(v string) bool { return strings.Contains(v, w) })
			}
			if !ok {
				t.Errorf("found %q, want %q", got, row.want)
			}
			for _, v := range got {
				if strings.Contains(v, "+1") {
					t.Error("a verdict names a number")
				}
			}
		})
	}
}
