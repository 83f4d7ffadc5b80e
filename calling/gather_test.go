package calling

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// Claims that come within a moment of each other are done together, and what comes while others are done is done behind them, together.
func TestClaimsOfTheSameMomentAreDoneTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const takes = 20 * time.Millisecond // of one transaction
		var g gathered
		var sizes []int
		began, at := time.Now(), []time.Duration{}
		come := func(after time.Duration) {
			go func() {
				time.Sleep(after)
				c := &claim{turn: make(chan struct{})}
				g.do(c, func(batch []*claim) {
					sizes, at = append(sizes, len(batch)), append(at, time.Since(began))
					time.Sleep(takes)
				})
				if !c.done {
					t.Error("a claim was not done")
				}
			}()
		}
		come(0)
		for range 3 { // while the first one is done
			come(5 * time.Millisecond)
		}
		for i := range 50 {
			come(time.Second + time.Duration(i/2)*linesUp/30)
		}
		synctest.Wait()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !slices.Equal(sizes, []int{1, 3, 50}) || at[0] != linesUp || at[1] != linesUp+takes || at[2] != time.Second+linesUp {
			t.Errorf("batches of %v, begun at %v", sizes, at)
		}
	})
}
