package storagetest

import (
	"context"
	"testing"

	"partyline/storage"
)

// Session puts a session of the first leader into a place, in which everybody was called once: an entry, an attempt
// and a contact log for each supporter.
func Session(t testing.TB, db *storage.DB, p Place, id string) {
	t.Helper()
	const at = 1772445600000 // 2 March 2026, 10:00 UTC
	for _, q := range []string{
		`INSERT INTO sessions (id, organisation_id, group_id, list_id, leader_id, name, created_at, active_at) VALUES ($1, $2, $3, $4, $5, 'Rent strike: evening', $6, $6)`,
		`INSERT INTO cycles (session_id, number, started_at) SELECT id, 1, $6 FROM sessions WHERE id = $1 AND organisation_id = $2 AND group_id = $3 AND list_id = $4 AND leader_id = $5`,
		`INSERT INTO entries (id, session_id, supporter_id, rank, place, status, attempts, last_outcome, last_by, updated_at)
			SELECT 'e-' || s.supporter_id, $1, s.supporter_id, s.position, s.position, 'completed', 1, 'talked', $5, $6 FROM list_supporters s WHERE s.list_id = $4 AND $2 <> $3`,
		`INSERT INTO attempts (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, leader_id, run_id, step, leg_id, claimed_by, claimed_at, dialled_at, answered_at, leg_ended_at, result, outcome, closed_at)
			SELECT 'a-' || s.supporter_id, $2, $1, 1, 'e-' || s.supporter_id, s.supporter_id, s.list_id, $5, 'r-' || s.supporter_id, 1, '', 'page', $6, $6, $6, $6, 'answered', 'talked', $6 FROM list_supporters s WHERE s.list_id = $4 AND $2 <> $3`,
		`INSERT INTO logs (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, attempt_id, by_user, reached, outcome, notes, at)
			SELECT 'l-' || s.supporter_id, $2, $1, 1, 'e-' || s.supporter_id, s.supporter_id, s.list_id, 'a-' || s.supporter_id, $5, TRUE, 'talked', 'Will come to the rally and bring two friends.', $6 FROM list_supporters s WHERE s.list_id = $4 AND $2 <> $3`,
	} {
		if _, err := db.Exec(context.Background(), q, id, p.Organisation, p.Group, p.List, p.Leaders[0], int64(at)); err != nil {
			t.Fatalf("seed a session: %v", err)
		}
	}
}
