package storage

import (
	"partyline/calling"
)

// Tally recounts a session from its entries, attempts and logs.
func (c callingReader) Tally(session string) (calling.Tally, error) {
	t := calling.Tally{Cycles: map[int]calling.Figures{}}
	var err error
	if t.Minutes, err = c.tallyMinutes(session); err != nil {
		return t, err
	}
	err = c.each(func(scan func(...any) error) error {
		var status calling.Status
		var n, own, never, cycle, removed, left, barred int
		if err := scan(&status, &n, &own, &never, &cycle, &removed, &left, &barred); err != nil {
			return err
		}
		t.Counts.Left += left
		t.Counts.Barred += barred
		switch status {
		case calling.Available:
			t.Counts.Available = n
		case calling.Unavailable:
			t.Counts.Unavailable = n
		case calling.Skipped:
			t.Counts.Skipped, t.Counts.ThisCycle, t.Counts.Removed = n, cycle, removed
		case calling.SystemSkipped:
			t.Counts.SystemSkipped = n
		case calling.NotCallable:
			t.Counts.NotCallable, t.Counts.NeverCallable = n, never
		case calling.Calling:
			t.Counts.Calling = n
		case calling.Attempted:
			t.Counts.Attempted = n
		case calling.Completed:
			t.Counts.Completed, t.Counts.CompletedByMe = n, own
		}
		return nil
	}, `SELECT status, COUNT(*), COUNT(CASE WHEN own THEN 1 END), COUNT(CASE WHEN attempts = 0 THEN 1 END),
			COUNT(CASE WHEN skip_type = 'cycle' THEN 1 END), COUNT(CASE WHEN skip_type = 'remove' THEN 1 END),
			COUNT(CASE WHEN off_list AND (status IN ('unavailable', 'system_skipped', 'attempted') OR (status = 'skipped' AND skip_type <> 'remove')) THEN 1 END),
			COUNT(CASE WHEN barred AND NOT off_list AND (status = 'attempted' OR (status = 'skipped' AND skip_type <> 'remove')) THEN 1 END)
		FROM entries WHERE session_id = $1 GROUP BY status`, session)
	if err != nil {
		return t, err
	}
	figures := func(cycle int, change func(*calling.Figures)) {
		f := t.Cycles[cycle]
		change(&f)
		t.Cycles[cycle] = f
	}
	err = c.each(func(scan func(...any) error) error {
		var cycle, dialled, notLogged, onPhone int
		err := scan(&cycle, &dialled, &notLogged, &onPhone)
		figures(cycle, func(f *calling.Figures) { f.Attempted, f.NotLogged, f.OnPhone = dialled, notLogged, onPhone })
		return err
	}, `SELECT a.cycle, COUNT(*), COUNT(CASE WHEN g.id IS NULL AND a.closed_at IS NOT NULL THEN 1 END),
			COUNT(CASE WHEN g.id IS NULL AND a.closed_at IS NULL THEN 1 END)
		FROM attempts a LEFT JOIN logs g ON g.attempt_id = a.id AND g.attempt_id <> ''
		WHERE a.session_id = $1 AND a.dialled_at IS NOT NULL GROUP BY a.cycle`, session)
	if err != nil {
		return t, err
	}
	err = c.each(func(scan func(...any) error) error {
		var cycle, n, reached, byHand, yes int
		var outcome calling.Outcome
		err := scan(&cycle, &outcome, &n, &reached, &byHand, &yes)
		figures(cycle, func(f *calling.Figures) {
			if f.Outcomes == nil {
				f.Outcomes = map[calling.Outcome]int{}
			}
			f.Outcomes[outcome] = n
			f.Contacted += reached
			f.ByHand += byHand
			f.RSVPYes += yes
		})
		return err
	}, `SELECT cycle, outcome, COUNT(*), COUNT(CASE WHEN reached THEN 1 END), COUNT(CASE WHEN attempt_id = '' THEN 1 END),
			COUNT(CASE WHEN rsvp = 'yes' THEN 1 END)
		FROM logs WHERE session_id = $1 GROUP BY cycle, outcome`, session)
	return t, err
}
