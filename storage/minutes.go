package storage

import "partyline/calling"

const minuteSums = `COALESCE(SUM(s.leader_minutes), 0), COALESCE(SUM(s.supporter_minutes), 0), COALESCE(SUM(s.leader_seconds), 0), COALESCE(SUM(s.supporter_seconds), 0)`

// MinutesOn is the minutes of all sessions on a list, archived ones too.
func (c callingReader) MinutesOn(list string) (m calling.Minutes, err error) {
	err = c.each(func(scan func(...any) error) error {
		return scan(&m.Leader, &m.Supporter, &m.LeaderSeconds, &m.SupporterSeconds)
	}, `SELECT `+minuteSums+` FROM sessions s WHERE s.list_id = $1`, list)
	return m, err
}

// MinutesByList is an organisation's minutes by list, without lists that nobody called.
func (c callingReader) MinutesByList(organisation string) ([]calling.ListMinutes, error) {
	out := []calling.ListMinutes{}
	err := c.each(func(scan func(...any) error) error {
		var l calling.ListMinutes
		err := scan(&l.List.ID, &l.List.Name, &l.Group.ID, &l.Group.Name, &l.Leader, &l.Supporter, &l.LeaderSeconds, &l.SupporterSeconds)
		out = append(out, l)
		return err
	}, `SELECT l.id, l.name, g.id, g.name, `+minuteSums+` FROM sessions s JOIN lists l ON l.id = s.list_id JOIN groups g ON g.id = l.group_id
		WHERE s.organisation_id = $1 GROUP BY l.id, l.name, g.id, g.name HAVING SUM(s.leader_minutes + s.supporter_minutes) > 0
		ORDER BY SUM(s.leader_minutes + s.supporter_minutes) DESC, l.name, l.id`, organisation)
	return out, err
}

// legSeconds and legMinutes are what a leg l took, as calling.Leg counts it.
const (
	legSeconds = `CASE WHEN l.ended_at IS NULL OR l.answered_at IS NULL THEN 0 WHEN l.seconds > 0 OR l.result = 'completed' THEN l.seconds
		ELSE (l.ended_at - l.answered_at + 999) / 1000 END`
	legMinutes = `CASE WHEN l.ended_at IS NULL OR l.answered_at IS NULL THEN 0 WHEN l.seconds > 0 THEN (l.seconds + 59) / 60
		WHEN l.ended_at <= l.answered_at OR l.result = 'completed' THEN 1 ELSE ((l.ended_at - l.answered_at + 999) / 1000 + 59) / 60 END`
)

// tallyMinutes recounts a session's minutes from its legs.
func (c callingReader) tallyMinutes(session string) (m calling.Minutes, err error) {
	err = c.each(func(scan func(...any) error) error {
		var kind string
		var minutes, seconds int
		if err := scan(&kind, &minutes, &seconds); err != nil {
			return err
		}
		if kind == string(calling.LeaderLeg) {
			m.Leader, m.LeaderSeconds = minutes, seconds
		} else {
			m.Supporter, m.SupporterSeconds = minutes, seconds
		}
		return nil
	}, `SELECT l.kind, SUM(`+legMinutes+`), SUM(`+legSeconds+`) FROM legs l JOIN runs r ON r.id = l.run_id WHERE r.session_id = $1 GROUP BY l.kind`, session)
	return m, err
}
