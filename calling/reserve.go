package calling

import (
	"math"
	"time"

	"partyline/fault"
)

// Reserved is who was taken for a dial, or why nobody was.
type reserved struct {
	attempt *Attempt
	leg     Leg
	person  Person
	by      *UserRef // nobody: the leader whom the first one is with
	busy    bool     // nobody, but somebody available is on another call
	coming  bool     // nobody, but the queue is being prepared
}

// reserve takes the next person for a step of a run, in the transaction that dials: available
// entries in order, each judged again by what is known now. People with another leader or on an
// open leg are stepped over unchanged; unavailable ones that the flow goes past are
// system-skipped. Unique keys decide between rivals.
func (w *work) reserve(run Run, claimedBy string) (reserved, error) {
	var none reserved
	switch w.session.Preparing.Kind {
	case PrepareFinish: // whoever still looks available is just being skipped
		return none, nil
	case PrepareQueue, PrepareCycle, PrepareReopen: // if nobody is there now, somebody may be in a moment
		none.coming = true
	}
	for place, id := int64(math.MinInt64), ""; ; {
		const page = 25
		entries, err := w.ByStatus(w.session.ID, []Status{Available}, place, id, page)
		if err != nil {
			return none, err
		}
		persons, err := w.Persons(supporters(entries), w.session.List, w.session.ID)
		if err != nil {
			return none, err
		}
		for _, e := range entries {
			if w.elsewhere(persons[e.Supporter]) && e.untouched() {
				if err := w.dealtAway(e); err != nil {
					return none, err
				}
				continue
			}
			// A first look spares the taking; the one that counts comes after it.
			if after := w.rules.comeBack(e, persons[e.Supporter]); after.Status != Available {
				if err := w.save(e, after); err != nil {
					return none, err
				}
				continue
			}
			got, err := w.take(e, run, claimedBy)
			if err != nil || got.attempt != nil {
				return got, err
			}
			none.busy = none.busy || got.busy
			if none.by == nil {
				none.by = got.by
			}
		}
		if len(entries) < page {
			return none, nil
		}
		place, id = entries[len(entries)-1].Place, entries[len(entries)-1].ID
	}
}

// take tries to take one person: the reservation first, then their facts as they are once it is
// held (whoever had them before has written the result by then), then the line and the step.
func (w *work) take(e Entry, run Run, claimedBy string) (reserved, error) {
	a := Attempt{
		ID: w.svc.NewID(), Organisation: w.session.Organisation, Session: w.session.ID, List: w.session.List, Cycle: w.session.Cycle.Number,
		Entry: e.ID, Supporter: e.Supporter, Leader: w.session.Leader, Run: run.ID, Leg: w.svc.NewID(), Step: run.Step,
		ClaimedBy: claimedBy,
	}
	ok, by, err := w.Reserve(a.reservation(w.now))
	if err != nil {
		return reserved{}, err
	}
	if !ok {
		return reserved{busy: true, by: &UserRef{ID: by.Leader, Name: by.LeaderName}}, nil
	}
	if err := w.HoldPerson(e.Supporter); err != nil { // or somebody could opt out between the look and the dial
		return reserved{}, err
	}
	p, err := w.person(e.Supporter)
	if err != nil {
		return reserved{}, err
	}
	now := w.later() // stamped after all waiting, so that no two calls seem to overlap
	if after := w.rules.comeBack(e, p); after.Status != Available {
		if err := w.save(e, after); err != nil {
			return reserved{}, err
		}
		return reserved{}, w.Release(e.Supporter, a.ID)
	}
	a.Claimed = now
	leg := Leg{
		ID: a.Leg, Ref: w.svc.NewRef(), Organisation: a.Organisation, Number: p.Number, Kind: SupporterLeg, Run: run.ID, Attempt: a.ID,
		Parent: run.Leg, State: LegClaimed, Opened: now,
	}
	if claimedBy != byPage { // the dial is the answer to the key; the page's is asked for later
		leg.State, leg.Placed = LegPlacing, now
	}
	if ok, err = w.InsertLeg(leg); err != nil {
		return reserved{}, err
	}
	if !ok { // their line is on another call of ours
		got := reserved{busy: true}
		if by, known, err := w.OnLine(a.Organisation, p.Number); err != nil {
			return got, err
		} else if known {
			got.by = &by
		}
		return got, w.Release(e.Supporter, a.ID)
	}
	if ok, err = w.InsertAttempt(a); err != nil {
		return reserved{}, err
	}
	if !ok {
		return reserved{}, fault.New(fault.Busy, "busy", "Two requests came at the same moment. Try again.")
	}
	return reserved{attempt: &a, leg: leg, person: p}, w.claimed(e, a, leg, run)
}

// reservation is what an attempt takes.
func (a Attempt) reservation(now time.Time) Reservation {
	return Reservation{Supporter: a.Supporter, Organisation: a.Organisation, Session: a.Session, List: a.List, Attempt: a.ID, Leader: a.Leader, Since: now}
}

// later is the present instant, which is later than the work's when it had to wait for a lock.
func (w *work) later() time.Time { return w.svc.Clock.Now() }

// claimed writes what a taken person means for the queue, the run and the others who watch.
func (w *work) claimed(e Entry, a Attempt, leg Leg, run Run) error {
	if err := w.save(e, w.rules.called(e)); err != nil {
		return err
	}
	if err := w.passBy(e.Place); err != nil {
		return err
	}
	run.Step++
	run.State, run.Since, run.Waiting, run.Silent = RunDialling, w.now, time.Time{}, time.Time{}
	if err := w.SaveRun(run); err != nil {
		return err
	}
	w.session.Notice = Notice{}
	w.active()
	leader, err := w.Leader(a.Leader)
	if err != nil {
		return err
	}
	w.with = append(w.with, PersonWith{Supporter: a.Supporter, With: &UserRef{ID: leader.ID, Name: leader.Name}, Session: w.session.ID})
	return w.Do(Job{Kind: JobCheckLeg, Subject: leg.ID, Due: leg.nextCheck()})
}

// passBy system-skips whoever is unavailable ahead of a place that the flow has reached.
func (w *work) passBy(place int64) error {
	for after, id := int64(math.MinInt64), ""; ; {
		page, err := w.ByStatus(w.session.ID, []Status{Unavailable}, after, id, entriesAtOnce)
		if err != nil {
			return err
		}
		var before, passed []Entry
		for _, e := range page {
			if e.Place < place {
				before, passed = append(before, e), append(passed, w.rules.passed(e))
			}
		}
		if err := w.saveAll(before, passed); err != nil {
			return err
		}
		if len(passed) < len(page) || len(page) < entriesAtOnce {
			return nil
		}
		after, id = page[len(page)-1].Place, page[len(page)-1].ID
	}
}
