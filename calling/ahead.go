package calling

// ahead is a Reader that has read what the views of several sessions show in a fixed number of statements.
type ahead struct {
	Reader
	leaders  map[string]Leader
	runs     map[string]Run // by session
	owed     map[string][]Attempt
	attempts map[step]Attempt
	legs     map[string]Leg
	waiting  map[string][]EntryRow
	rows     map[string]EntryRow
}

type step struct {
	run string
	n   int
}

// lookAround reads ahead for the views of sessions. Nothing of it may be changed while it is used.
func lookAround(r Reader, sessions []Session) (*ahead, error) {
	a := &ahead{Reader: r, runs: map[string]Run{}, owed: map[string][]Attempt{}, attempts: map[step]Attempt{}, legs: map[string]Leg{}, rows: map[string]EntryRow{}}
	var ids, users, runs, legs, entries []string
	for _, s := range sessions {
		ids, users = append(ids, s.ID), append(users, s.Leader)
	}
	var err error
	if a.leaders, err = r.Leaders(users); err != nil {
		return nil, err
	}
	live, err := r.LiveRuns(ids)
	if err != nil {
		return nil, err
	}
	for _, run := range live {
		a.runs[run.Session] = run
		runs, legs = append(runs, run.ID), append(legs, run.Leg)
	}
	owed, err := r.OwedIn(ids)
	if err != nil {
		return nil, err
	}
	for _, x := range owed {
		a.owed[x.Session] = append(a.owed[x.Session], x)
		entries = append(entries, x.Entry)
	}
	if len(runs) > 0 {
		latest, err := r.LatestAttempts(runs)
		if err != nil {
			return nil, err
		}
		for _, x := range latest {
			a.attempts[step{x.Run, x.Step}] = x
			legs, entries = append(legs, x.Leg), append(entries, x.Entry)
		}
		lines, err := r.Legs(legs)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			a.legs[l.ID] = l
		}
	}
	if len(entries) > 0 {
		rows, err := r.EntryRows(entries)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			a.rows[row.ID] = row
		}
	}
	a.waiting, err = r.Waiting(ids)
	return a, err
}

// Leader is a user who was read ahead.
func (a *ahead) Leader(user string) (Leader, error) {
	if l, ok := a.leaders[user]; ok {
		return l, nil
	}
	return a.Reader.Leader(user)
}

// SessionRun is the live run that was read ahead.
func (a *ahead) SessionRun(session string) (Run, bool, error) {
	run, ok := a.runs[session]
	return run, ok, nil
}

// Owed is what was read ahead.
func (a *ahead) Owed(session string) ([]Attempt, error) { return a.owed[session], nil }

// AttemptAt is one of a run's newest attempts.
func (a *ahead) AttemptAt(run string, n int) (Attempt, bool, error) {
	if x, ok := a.attempts[step{run, n}]; ok {
		return x, true, nil
	}
	return a.Reader.AttemptAt(run, n)
}

// Leg is one of those that belong to the runs.
func (a *ahead) Leg(id string) (Leg, error) {
	if l, ok := a.legs[id]; ok {
		return l, nil
	}
	return a.Reader.Leg(id)
}

// Waiting is what was read ahead.
func (a *ahead) Waiting([]string) (map[string][]EntryRow, error) { return a.waiting, nil }

// EntryRows are the rows that were read ahead.
func (a *ahead) EntryRows(ids []string) ([]EntryRow, error) {
	rows := make([]EntryRow, 0, len(ids))
	for _, id := range ids {
		row, ok := a.rows[id]
		if !ok {
			return a.Reader.EntryRows(ids)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
