package calling

import (
	"context"
	"slices"
	"time"

	"partyline/event"
	"partyline/fault"
)

// rowsInEvent is how many changed entries an event carries; more than that are fetched again.
const rowsInEvent = 200

// work is one use case on one locked session: what it has read, and what it has changed and must
// tell. It lives for one transaction.
type work struct {
	rules
	Tx
	svc      *Service
	org      Organisation
	touched  []string // entries, in the order in which they changed first
	gone     []string
	figures  map[int]Figures // differences, by cycle
	with     []PersonWith
	around   map[string][]string // the lists on which those stand, where they are known
	changed  bool
	refetch  bool     // the page must fetch the entries anew, though their rows are as they were
	spent    bool     // a leg has ended: the minutes are others
	contacts []string // supporters whose newest contact or tags changed
	act      *Action  // what this work does, where it can be undone
	undoable Undoable
	then     func() error // runs last, on what was saved
	shown    *SessionView // as it was told
}

// in runs f on a locked session and then saves the session and tells what changed in one event,
// whose kind f returns; "" tells nothing.
func (s *Service) in(ctx context.Context, session string, f func(w *work) (event.Kind, error)) error {
	return s.after(ctx, func(Tx) error { return nil }, session, f)
}

// after is in, in a transaction in which something else is locked first.
func (s *Service) after(ctx context.Context, held func(tx Tx) error, session string, f func(w *work) (event.Kind, error)) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		if err := held(tx); err != nil {
			return err
		}
		w, err := s.lock(tx, session)
		if err != nil {
			return err
		}
		kind, err := f(w)
		if err != nil {
			return err
		}
		if err := w.settle(kind); err != nil || w.then == nil {
			return err
		}
		return w.then()
	})
}

// lock takes the session and reads what its rules need.
func (s *Service) lock(tx Tx, session string) (*work, error) {
	ses, err := tx.Session(session)
	if err != nil {
		return nil, err
	}
	return s.around(tx, ses)
}

// around is a work on a session that is locked already, or new.
func (s *Service) around(tx Tx, ses Session) (*work, error) {
	list, err := tx.List(ses.List)
	if err != nil {
		return nil, err
	}
	org, err := tx.Organisation(ses.Organisation)
	if err != nil {
		return nil, err
	}
	return &work{
		rules: rules{Judge: NewJudge(org, list, ses.ID), list: list, session: ses, now: s.Clock.Now()},
		Tx:    tx, svc: s, org: org, figures: map[int]Figures{},
	}, nil
}

// leads refuses everybody but the session's leader.
func (w *work) leads(who Who) error {
	if who.User == w.session.Leader {
		return nil
	}
	l, err := w.Leader(w.session.Leader)
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "not_leader", "This is %s's calling session: you can watch it, and only %s can change it.", l.Name, l.Name)
}

// open refuses sessions that are archived.
func (w *work) open() error {
	if !w.session.Archived.IsZero() {
		return fault.New(fault.Conflict, "not_available", "This session is archived. Start a new one from its call list.")
	}
	return nil
}

// entry reads an entry of this session with its person.
func (w *work) entry(id string) (Entry, Person, error) {
	e, err := w.Entry(id)
	if err != nil {
		return e, Person{}, err
	}
	if e.Session != w.session.ID {
		return e, Person{}, fault.New(fault.NotFound, "not_found", "This entry does not exist.")
	}
	p, err := w.person(e.Supporter)
	return e, p, err
}

func (w *work) person(supporter string) (Person, error) {
	ps, err := w.Persons([]string{supporter}, w.session.List, w.session.ID)
	if err != nil {
		return Person{}, err
	}
	p, ok := ps[supporter]
	if !ok {
		return Person{}, fault.New(fault.NotFound, "not_found", "This person does not exist any more.")
	}
	return p, nil
}

// save writes back an entry that a rule changed, keeps the counts and notes that it must be told.
// An entry that is as it was is left alone.
func (w *work) save(before, after Entry) error {
	if !w.note(before, &after) {
		return nil
	}
	return w.SaveEntry(after)
}

// saveAll is save for many, in one statement.
func (w *work) saveAll(before, after []Entry) error {
	changed := after[:0:0]
	for i := range after {
		if w.note(before[i], &after[i]) {
			changed = append(changed, after[i])
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return w.SaveEntries(changed)
}

func (w *work) note(before Entry, after *Entry) bool {
	if same(before, *after) {
		return false
	}
	after.Version++
	after.Updated = w.now
	w.session.Counts = w.session.Counts.plus(Count(before), -1).plus(Count(*after), 1)
	w.touch(after.ID)
	return true
}

// touch notes that an entry's row must be told anew, though nothing of it is stored differently.
func (w *work) touch(id string) {
	w.changed = true
	if len(w.touched) <= rowsInEvent && !slices.Contains(w.touched, id) {
		w.touched = append(w.touched, id)
	}
}

func same(a, b Entry) bool {
	x, y := a.Skip, b.Skip
	a.Skip, b.Skip = nil, nil
	a.Prepared, b.Prepared = 0, 0
	return a == b && (x == nil) == (y == nil) && (x == nil || *x == *y)
}

// remove takes an entry out of the session.
func (w *work) remove(e Entry) error {
	w.session.Counts = w.session.Counts.plus(Count(e), -1)
	w.gone, w.changed = append(w.gone, e.ID), true
	return w.DeleteEntries([]string{e.ID})
}

// putSkip keeps a new skip in the history, after the one that it replaces.
func (w *work) putSkip(e Entry, s *Skip, who string) error {
	s.ID, s.Session, s.Entry, s.By = w.svc.NewID(), w.session.ID, e.ID, who
	if err := w.endSkip(e, "replaced"); err != nil {
		return err
	}
	return w.InsertSkip(*s)
}

// endSkip ends an entry's skip in the history, if it has one.
func (w *work) endSkip(e Entry, why string) error {
	if e.Skip == nil {
		return nil
	}
	return w.EndSkip(e.ID, w.now, why)
}

// count moves a cycle's figures by the difference that a change of an attempt or its log makes.
func (w *work) count(cycle int, before, after Figures) {
	w.figures[cycle] = w.figures[cycle].plus(after, 1).plus(before, -1)
}

// settle closes a work: the cycle completes or re-opens, figures and session are saved, one event is said.
func (w *work) settle(kind event.Kind) error {
	w.session.Cycle, _, _ = w.session.settled(w.now)
	if err := w.saveFigures(); err != nil {
		return err
	}
	if err := w.SaveSession(w.session); err != nil {
		return err
	}
	if err := w.tellContacts(); err != nil {
		return err
	}
	if kind == "" && w.spent { // a carrier that says only later how long it was
		kind = PhoneChanged
	}
	if kind == "" {
		return nil
	}
	var rows []EntryRow
	if len(w.touched) > 0 && !w.many() {
		var err error
		if rows, err = w.EntryRows(w.touched); err != nil {
			return err
		}
	}
	view, err := w.view()
	if err != nil {
		return err
	}
	return w.tell(kind, rows, view)
}

// many says that more has changed than an event carries.
func (w *work) many() bool {
	return w.refetch || len(w.touched) > rowsInEvent || len(w.gone) > rowsInEvent
}

// tell says what a work has come to: the rows that changed, and the session.
func (w *work) tell(kind event.Kind, rows []EntryRow, view SessionView) error {
	change := Change{Gone: w.gone, Refetch: w.refetch || w.many() && !w.session.Preparing.goesOn()} // pages read anew when it is over
	if w.many() {
		change.Gone, rows = nil, nil
	}
	for _, row := range rows {
		change.Entries = append(change.Entries, viewEntry(row, false))
	}
	change.Session, w.shown = &view, &view
	if err := w.Emit(event.On(event.FamilySession, w.session.ID), kind, change); err != nil {
		return err
	}
	if err := w.tellWith(); err != nil {
		return err
	}
	if watched[kind] {
		if err := w.Emit(event.On(event.FamilyList, w.session.List), LeaderChanged, view.line()); err != nil {
			return err
		}
	}
	return w.Emit(event.On(event.FamilySessions, w.session.Group), SessionListed, Listed{Session: view.row()})
}

func (w *work) saveFigures() error {
	var earlier []Cycle
	for number, d := range w.figures {
		if number == w.session.Cycle.Number {
			w.session.Cycle.Figures = w.session.Cycle.Figures.plus(d, 1)
			continue
		}
		if earlier == nil {
			var err error
			if earlier, err = w.Cycles(w.session.ID); err != nil {
				return err
			}
		}
		for _, c := range earlier {
			if c.Number == number {
				c.Figures = c.Figures.plus(d, 1)
				if err := w.SaveCycle(w.session.ID, c); err != nil {
					return err
				}
			}
		}
	}
	w.figures = map[int]Figures{}
	return nil
}

// audit keeps who did what to a thing.
func (w *work) audit(who, action, family, id string, data any) error {
	return w.Audit(w.session.Organisation, who, action, family+"/"+id, data)
}

// recheckEverywhere has the person judged again in every open session, and soon.
func (w *work) recheckEverywhere(supporter string) error {
	return w.Do(Job{Kind: JobRecheck, Subject: supporter, Due: w.now})
}

// recheckNumber has everybody with a number judged again everywhere, and soon: a household has one phone.
func (w *work) recheckNumber(number string) error {
	all, err := w.WithNumber(w.session.Organisation, number)
	for _, id := range all {
		if err := w.recheckEverywhere(id); err != nil {
			return err
		}
	}
	return err
}

// spreads has the other sessions of a shared list told of a log's or an attempt's result.
func (w *work) spreads(id string) error {
	if w.list.Mode == Independent {
		return nil
	}
	return w.Do(Job{Kind: JobSpread, Subject: id, Due: w.now})
}

// active marks the session's last activity.
func (w *work) active() { w.session.Active = w.now }

func ptr(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
