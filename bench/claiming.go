//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// claiming is what a leader waits for the next person when all leaders on one list press a key at the same moment, against the
// bare claim statement by as many at once. SIZE=rows takes a shorter list.
type claiming struct {
	rows, leaders int
	embedded      bool
	trials        int
}

const claimRounds = 10 // in one figure: of each leader, one claim in each

func (k claiming) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", 2
	if n, err := strconv.Atoi(os.Getenv("SIZE")); err == nil {
		k.rows = n
	}
	if least := k.leaders * k.leaders * claimRounds * 2 * (k.trials + k.trials/2); k.rows < least {
		return fmt.Errorf("%d people are too few: it takes %d", k.rows, least)
	}
	if out, err := exec.Command("go", "build", "-o", "bin/bench/", "./bench/claims").CombinedOutput(); err != nil {
		return fmt.Errorf("building the claims: %w\n%s", err, out)
	}
	on, err := newOffice("claims", k.embedded, k.rows, "-leaders", fmt.Sprint(k.leaders))
	if err != nil {
		return err
	}
	defer on.stop()
	var p50 float64
	side := func(what string, median *float64) func() (float64, error) {
		return func() (float64, error) {
			middle, err := on.timed(fmt.Sprint(what, " ", claimRounds))
			if median != nil {
				*median = max(*median, middle*1e3)
			}
			return on.scanned * 1e3, named(what, err)
		}
	}
	if err := r.compare(k.trials, 1, side("claim", &p50), side("bare", nil), on.pids()...); err != nil {
		return err
	}
	if _, err := on.timed("recount"); err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	r.Note += fmt.Sprintf("; p50 at most %.1f ms; nobody claimed twice", p50)
	return nil
}
