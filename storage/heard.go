package storage

import "context"

// Heard says whether the carrier has told us anything about a leg yet; false for a leg that is not there.
func (db *DB) Heard(ctx context.Context, leg string) (heard bool, err error) {
	err = db.Read(ctx, func(r *Reader) error {
		var n int
		_, err := r.get(&n, `SELECT count(*) FROM legs WHERE id = $1 AND (webhook_at IS NOT NULL OR ended_at IS NOT NULL)`, leg)
		heard = n > 0
		return err
	})
	return heard, err
}
