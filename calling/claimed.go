package calling

import (
	"cmp"
	"slices"
	"time"
)

// dialAll writes what the taken people mean for queues, runs and others who watch, as claimed and settle do for one.
func (s *Service) dialAll(tx Tx, got []*claiming) error {
	slices.SortFunc(got, func(a, b *claiming) int { return cmp.Compare(a.session.ID, b.session.ID) })
	var stepped []Entry
	for _, x := range got {
		stepped = append(stepped, x.changed...)
	}
	if len(stepped) > 0 { // before anybody is passed by
		if err := tx.SaveEntries(stepped); err != nil {
			return err
		}
	}
	d := Dial{At: got[0].now}
	for _, x := range got {
		after := x.rules.called(x.entry)
		x.note(x.entry, &after)
		x.session.Notice = Notice{}
		x.active()
		if x.session.Counts.Unavailable > 0 {
			if err := x.passBy(x.entry.Place); err != nil {
				return err
			}
		}
		x.session.Cycle, _, _ = settleCycle(x.session.Cycle, x.session.Counts, x.now)
		x.with = append(x.with, PersonWith{Supporter: x.attempt.Supporter, With: &UserRef{ID: x.Leader.ID, Name: x.Leader.Name}, Session: x.session.ID})
		d.Attempts = append(d.Attempts, x.attempt)
		d.Entries, d.Runs, d.Sessions = append(d.Entries, after), append(d.Runs, x.Run), append(d.Sessions, x.session)
		d.Facts = append(d.Facts, Fact{Leg: x.Leg.ID, Carrier: x.claim.in.Carrier, State: LegAnswered, Seq: -1, Source: "document", At: x.now})
		d.Jobs = append(d.Jobs, Job{Kind: JobCheckLeg, Subject: x.child.ID, Due: x.child.nextCheck()})
	}
	if err := tx.Dial(d); err != nil {
		return err
	}
	if err := tellAll(tx, got); err != nil {
		return err
	}
	for _, x := range got {
		x.claim.script = connect(x.Leg, x.child, x.name, callerID(x.org, x.list, x.Leg.Number), x.attempt.Step)
	}
	return nil
}

// tellAll tells each session's event. What the views show is known already, but for the names.
func tellAll(tx Tx, got []*claiming) error {
	a := &ahead{
		Reader: tx, leaders: map[string]Leader{}, runs: map[string]Run{}, owed: map[string][]Attempt{}, attempts: map[step]Attempt{}, legs: map[string]Leg{},
		waiting: map[string][]EntryRow{}, rows: map[string]EntryRow{},
	}
	var owing, ids []string
	gone := map[string]bool{}
	for _, x := range got {
		gone[x.head.Supporter] = true
		if x.Owes {
			owing = append(owing, x.session.ID)
		}
	}
	if len(owing) > 0 {
		owed, err := tx.OwedIn(owing)
		if err != nil {
			return err
		}
		for _, o := range owed {
			a.owed[o.Session], ids = append(a.owed[o.Session], o), append(ids, o.Entry)
		}
	}
	next := map[string][]string{}
	for _, x := range got {
		run := x.Run
		run.Step++
		run.State, run.Since, run.Waiting, run.Silent = RunDialling, stored(x.now), time.Time{}, time.Time{}
		a.leaders[x.Leader.ID], a.runs[x.session.ID] = x.Leader, run
		a.attempts[step{run.ID, x.attempt.Step}], a.legs[x.child.ID], a.legs[x.Leg.ID] = x.attempt, x.child, x.Leg
		ids = append(ids, x.touched...)
		for _, h := range x.queue {
			if !gone[h.Supporter] && !x.tried[h.Entry] && len(next[x.session.ID]) < 2 {
				next[x.session.ID], ids = append(next[x.session.ID], h.Entry), append(ids, h.Entry)
			}
		}
	}
	slices.Sort(ids)
	rows, err := tx.EntryRows(slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, row := range rows {
		a.rows[row.ID] = row
	}
	for _, x := range got {
		for _, id := range next[x.session.ID] {
			a.waiting[x.session.ID] = append(a.waiting[x.session.ID], a.rows[id])
		}
	}
	around, err := listsOf(tx, got)
	if err != nil {
		return err
	}
	for _, x := range got {
		x.around = around
		view, err := viewSession(a, x.session, x.list, x.org, x.now)
		if err != nil {
			return err
		}
		var rows []EntryRow
		if !x.many() {
			if rows, err = a.EntryRows(x.touched); err != nil {
				return err
			}
		}
		if err := x.tell(EntryCalled, rows, view); err != nil {
			return err
		}
	}
	return nil
}

// stored is an instant as the database gives it back.
func stored(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }
