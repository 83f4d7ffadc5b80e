package storage

import (
	"context"
	"time"
)

// glances is how often the database's clock is read: the reading that took the shortest way says most.
const glances = 3

// Ahead is how far a clock of this machine is ahead of the database's, below zero behind it. What the way there and back may account for is
// taken off: 0 says that no difference is to be seen. It is the wall's time, whatever the speed of the product's. The embedded database has
// no clock of its own.
func (db *DB) Ahead(ctx context.Context, now func() time.Time) (time.Duration, error) {
	if db.path != "" {
		return 0, nil
	}
	var best glance
	for i := range glances {
		g := glance{asked: now()}
		var micros int64
		err := db.readers.QueryRowContext(ctx, `SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)`).Scan(&micros)
		if err != nil {
			return 0, db.marked(err)
		}
		g.theirs, g.answered = time.UnixMicro(micros), now()
		if i == 0 || g.way() < best.way() {
			best = g
		}
	}
	return best.ahead(), nil
}

// glance is one reading of another clock, between two of one's own.
type glance struct{ asked, theirs, answered time.Time }

func (g glance) way() time.Duration { return g.answered.Sub(g.asked) }

// ahead is what the two clocks are apart at the least.
func (g glance) ahead() time.Duration {
	switch {
	case g.asked.After(g.theirs):
		return g.asked.Sub(g.theirs)
	case g.answered.Before(g.theirs):
		return g.answered.Sub(g.theirs)
	}
	return 0
}
