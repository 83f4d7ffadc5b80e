package dialer_test

import (
	"testing"
	"time"

	"partyline/dialer"
)

// What somebody waits is reckoned from the calls there were, however long ago the first of them was.
func TestTheEstimateOfAWait(t *testing.T) {
	for _, r := range []struct {
		name  string
		n     int
		since time.Duration
		ahead int
		want  int
		known bool
	}{
		{"two calls say nothing", 2, time.Minute, 0, 0, false},
		{"one each minute, for ten minutes", 10, 9*time.Minute + 5*time.Second, 0, 60, true},
		{"one each minute, begun three minutes ago", 3, 2 * time.Minute, 0, 53, true},
		{"one each ten seconds, begun a minute ago", 7, time.Minute, 0, 10, true},
		{"with three ahead", 7, time.Minute, 3, 39, true},
	} {
		if got, known := dialer.Estimate(r.n, r.since, r.ahead); known != r.known || got != r.want {
			t.Errorf("%s: %d %v, want %d %v", r.name, got, known, r.want, r.known)
		}
	}
}
