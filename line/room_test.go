package line

import "testing"

func TestARoomsNameIsReadBack(t *testing.T) {
	for _, turn := range []int{0, 7, 9_999_999} {
		if caller, n, ok := RoomOf(Room("caller-0123-abc", turn)); !ok || caller != "caller-0123-abc" || n != turn {
			t.Errorf("%s %d %v", caller, n, ok)
		}
	}
	for _, not := range []string{"", "c-short-1", "c-caller-0123-", "c-caller-0123-01", "c-caller-0123-x", "d-caller-0123-1", "c-caller 0123-1", "c-caller-0123-10000000"} {
		if caller, n, ok := RoomOf(not); ok {
			t.Errorf("%q became %q %d", not, caller, n)
		}
	}
}

func TestRanksAreInOrder(t *testing.T) {
	for i, s := range []State{Claimed, Placing, Queued, Ringing, Answered, Ended} {
		if want := []int{0, 1, 2, 3, 4, 9}[i]; s.Rank() != want {
			t.Errorf("%s: %d", s, s.Rank())
		}
	}
	if Unknown.Rank() != Placing.Rank() || State("").Rank() != 0 || RoomKind("").Rank() != 0 {
		t.Error("an unknown state has a rank")
	}
	for i, k := range []RoomKind{Came, Started, Left, Over} {
		if want := []int{1, 2, 3, 9}[i]; k.Rank() != want {
			t.Errorf("%s: %d", k, k.Rank())
		}
	}
}
