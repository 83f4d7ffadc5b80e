package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partyline/storage"
)

// Called gives a campaign so many contacts, each called once by "@Ann", a caller of it, with answers to three questions: who, support and age.
// The first one's age was said twice: only its second version counts.
func Called(t testing.TB, db *storage.DB, organisation, id string, contacts int, at time.Time) {
	t.Helper()
	ctx := context.Background()
	set := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(ctx, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	var nos []int64
	if err := db.Find(ctx, &nos, `SELECT no FROM campaigns WHERE id = $1`, id); err != nil || len(nos) != 1 {
		t.Fatal(nos, err)
	}
	no, ms := nos[0], at.UnixMilli()
	set(`INSERT INTO people (id, campaign_id, kind, name, page_hash, joined_at, seen_at) VALUES ('p1', $1, 'caller', '@Ann', 'h', 1000, 2000)`, id)
	set(`INSERT INTO callers (id, campaign_id, campaign, organisation_id, phone, state, since) VALUES ('p1', $1, $2, $3, '+447700900999', 'finished', 1)`, id, no, organisation)
	for first := 0; first < contacts; first += 5000 { // in statements that both databases know
		n := min(5000, contacts-first)
		series := fmt.Sprintf(`WITH RECURSIVE one(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM one WHERE i < %d)`, first, first+n-1)
		set(series+` INSERT INTO contacts (campaign, no, phone, name, line, zone_set, key, load_no, row_number, fields, attempts, attempted_at, outcome, final)
			SELECT $1, i, '+4477' || (10000000 + i), '=Person ' || i, 2, 1, i, 1, i, '{"first_name":"Person"}', 1, CAST($2 AS BIGINT) + i, 'talked', TRUE FROM one`, no, ms)
		set(series+` INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, state, sent_at, answered_at, verdict,
			caller_id, turn, bridged_at, leg_ended_at, outcome, first_answer, closed_at)
			SELECT 'a' || (10000000 + i), $1, $2, $3, i, '+4477' || (10000000 + i), 1, 1, 'l' || i, 1, 1, CAST($4 AS BIGINT) + i, 'closed', CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i, 'human', 'p1', i + 1, CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i + 61000, 'talked', 'talked', CAST($4 AS BIGINT) + i + 70000 FROM one`,
			no, id, organisation, ms)
		for _, a := range []struct{ question, value string }{{"who", `"talked"`}, {"support", `["no","yes"]`}, {"age", `-1`}} {
			set(series+` INSERT INTO script_answers (attempt_id, question, version, value, caller_id, at, campaign, pass, claimed_at, counts)
				SELECT 'a' || (10000000 + i), $1, 1, $2, 'p1', CAST($3 AS BIGINT) + i, $4, 1, CAST($3 AS BIGINT) + i, TRUE FROM one`, a.question, a.value, ms, no)
		}
	}
	set(`INSERT INTO script_answers (attempt_id, question, version, value, caller_id, at, campaign, pass, claimed_at, counts) VALUES ('a10000000', 'age', 2, '40', 'p1', $1, $2, 1, $3, TRUE)`, ms+500, no, ms)
	set(`UPDATE script_answers SET counts = FALSE WHERE attempt_id = 'a10000000' AND question = 'age' AND version = 1`)
	set(`INSERT INTO legs (id, ref, kind, organisation_id, number, user_id, state, opened_at, answered_at, ended_at) VALUES ('leg-ann', 'leg-ann', 'caller', $1, '+447700900999', 'p1', 'ended', $2, $2, $3)`, organisation, ms, ms+600000)
}
