package campaign

import "testing"

// What is loaded after nothing could be loaded is the first load still; what comes beside or after others has a bar of its own.
func TestWhetherAFileIsMore(t *testing.T) {
	failed := Load{State: LoadFailing, Rows: 10, Problem: "No row can be used."}
	for _, c := range []struct {
		loads  []Load
		more   bool
		failed bool
	}{
		{[]Load{failed}, false, true},
		{[]Load{{State: LoadScanned, Rows: 10}, {State: LoadCancelled}}, false, false},
		{[]Load{failed, {State: LoadLoading, Rows: 10}}, true, false},
		{[]Load{failed, {State: LoadDone, Rows: 10}}, true, false},
	} {
		if l := lotOf(c.loads, 0); l.begun() != c.more || l.failed() != c.failed {
			t.Errorf("%+v: begun %v, failed %v", c.loads, l.begun(), l.failed())
		}
	}
}

func TestOnlyWhatIsInIsAHundredPercent(t *testing.T) {
	in, half, failed := Load{State: LoadDone, Rows: 100}, Load{State: LoadLoading, Rows: 100, Done: 50}, Load{State: LoadFailing, Rows: 100, Done: 40}
	for _, c := range []struct {
		loads []Load
		want  int
	}{
		{nil, 0}, {[]Load{half}, 50}, {[]Load{in, half}, 75}, {[]Load{in}, 100}, {[]Load{in, failed}, 100}, {[]Load{failed}, 40},
		{[]Load{{State: LoadLoading, Rows: 100, Done: 120}}, 99}, // there were more than the scan saw
		{[]Load{{State: LoadLoading}}, 0},
	} {
		if l := lotOf(c.loads, 0); l.Percent != c.want {
			t.Errorf("%+v: %d %%, not %d", c.loads, l.Percent, c.want)
		}
	}
}
