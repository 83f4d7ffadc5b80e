package storage

import (
	"encoding/json"
	"math"
	"time"

	"partyline/campaign"
	"partyline/dialer"
)

// tallyKey is what attempts are grouped by.
var tallyKey = map[dialer.By]string{
	dialer.ByOutcome: `CASE WHEN closed_at IS NULL THEN '' ELSE outcome END`,
	dialer.ByPass:    `CAST(pass AS TEXT)`,
	dialer.ByCaller:  `caller_id`,
	dialer.ByHour:    `CAST(claimed_at / 3600000 AS TEXT)`,
}

// within narrows rows with claimed_at, pass and caller_id down to a span; its parameters are $2 to $5.
const within = ` AND claimed_at >= $2 AND claimed_at < $3 AND ($4 = 0 OR pass = $4) AND ($5 = '' OR caller_id = $5)`

func spanned(no int64, s dialer.Span) []any {
	from, until := int64(0), int64(math.MaxInt64)
	if !s.From.IsZero() {
		from = millis(s.From)
	}
	if !s.Until.IsZero() {
		until = millis(s.Until)
	}
	return []any{no, from, until, s.Pass, s.Caller}
}

// Tally counts attempts by something; what never reached the network is left out.
func (d dials) Tally(no int64, s dialer.Span, by dialer.By) ([]dialer.Tally, error) {
	key := tallyKey[by]
	out := []dialer.Tally{}
	return out, d.r.each(func(scan func(...any) error) error {
		var t dialer.Tally
		err := scan(&t.Key, &t.N, &t.Calls, &t.Answered, &t.Contacts, &t.Talked, &t.Dropped, &t.Seconds)
		out = append(out, t)
		return err
	}, `SELECT `+key+`, count(*), SUM(CASE WHEN `+throughNetwork+` THEN 1 ELSE 0 END), SUM(CASE WHEN answered_at IS NOT NULL THEN 1 ELSE 0 END),
		SUM(CASE WHEN `+connected+` THEN 1 ELSE 0 END), SUM(CASE WHEN outcome = 'talked' THEN 1 ELSE 0 END), SUM(CASE WHEN outcome = 'dropped' THEN 1 ELSE 0 END),
		CAST(SUM(`+talkSeconds+`) AS BIGINT)
		FROM contact_attempts WHERE campaign = $1 AND state <> 'released'`+within+` GROUP BY `+key, spanned(no, s)...)
}

// Given counts answers that count, by question; those to choices by value too, and of numbers their mean.
func (d dials) Given(no int64, s dialer.Span, choices, numbers []string) ([]dialer.GivenTally, error) {
	out := []dialer.GivenTally{}
	return out, d.r.each(func(scan func(...any) error) error {
		var t dialer.GivenTally
		var value string
		err := scan(&t.Question, &value, &t.N, &t.Mean)
		if value != "" {
			t.Value = json.RawMessage(value)
		}
		out = append(out, t)
		return err
	}, `SELECT question, CASE WHEN question IN ($6) THEN value ELSE '' END, count(*), COALESCE(AVG(CASE WHEN question IN ($7) THEN CAST(value AS DOUBLE PRECISION) END), 0)
		FROM script_answers WHERE campaign = $1 AND counts`+within+` GROUP BY 1, 2 ORDER BY 1, 2`, append(spanned(no, s), choices, numbers)...)
}

// Scripts is all versions of a campaign's script, the oldest first.
func (d dials) Scripts(id string) ([]campaign.Script, error) {
	out := []campaign.Script{}
	return out, d.r.each(func(scan func(...any) error) error {
		var s campaign.Script
		err := scan(asJSON(&s))
		out = append(out, s)
		return err
	}, `SELECT script FROM scripts WHERE campaign_id = $1 ORDER BY number`, id)
}

// PhoneSeconds is how long each caller's phone was connected, of lines that were answered in the span; open ones until now.
func (d dials) PhoneSeconds(no int64, s dialer.Span, now time.Time) (map[string]int64, error) {
	out := map[string]int64{}
	a := spanned(no, s)
	return out, d.r.each(func(scan func(...any) error) error {
		var id string
		var n int64
		err := scan(&id, &n)
		out[id] = n
		return err
	}, `SELECT k.id, CAST(SUM(COALESCE(l.ended_at, $5) - l.answered_at) / 1000 AS BIGINT) FROM callers k JOIN legs l ON l.user_id = k.id
		WHERE k.campaign = $1 AND l.kind = 'caller' AND l.answered_at >= $2 AND l.answered_at < $3 AND ($4 = '' OR k.id = $4) GROUP BY k.id`, a[0], a[1], a[2], s.Caller, millis(now))
}
