package calling

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"partyline/event"
	"partyline/fault"
)

// entriesAtOnce is how many people are judged in one read when a session is made.
const entriesAtOnce = 1000

// Create makes a leader's session on a list: its queue is the list's people in the list's order,
// each judged; of a long list the first are there at once, and a job puts in the rest. Nothing is dialled. An open session on the same list is refused with
// session_exists (and its id), archived first when asked to, and archived anyway when completed.
func (s *Service) Create(ctx context.Context, who Who, list string, in CreateSession) (SessionView, error) {
	var view SessionView
	name, err := cleanName(in.Name)
	if err != nil {
		return view, err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.List(list)
		if err != nil {
			return err
		}
		if err := tx.HoldSettings(l.Organisation, l.Group); err != nil {
			return err
		}
		l, err = tx.LockList(list) // so that nobody deals its people meanwhile
		if err != nil {
			return err
		}
		if l.Deleted {
			return fault.New(fault.Gone, "list_deleted", "This call list was deleted.")
		}
		if err := s.makeRoom(tx, who, list, in.ArchiveOld); err != nil {
			return err
		}
		if name == "" {
			leader, err := tx.Leader(who.User)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(strings.TrimSpace(leader.Name), " ")
			name = shorten(first+" - "+l.Name, NameLimit)
		}
		now := s.Clock.Now()
		ses := Session{
			ID: s.NewID(), Organisation: l.Organisation, Group: l.Group, List: l.ID, Leader: who.User, Name: name,
			Created: now, Active: now, Cycle: Cycle{Number: 1, Started: now}, Version: 1,
		}
		if err := tx.InsertSession(ses); err != nil {
			return err
		}
		w, err := s.around(tx, ses)
		if err != nil {
			return err
		}
		of, err := tx.ListedCount(ses.ID)
		if err != nil {
			return err
		}
		if err := w.prepares(PrepareQueue, who.User, of); err != nil {
			return err
		}
		if err := w.audit(who.User, "session.create", event.FamilySession, ses.ID, map[string]string{"name": name}); err != nil {
			return err
		}
		w.touched = nil
		if err := w.settle(SessionCreated); err != nil {
			return err
		}
		view = *w.shown
		return nil
	})
	return view, err
}

// makeRoom looks after the leader's open session on the list, if there is one.
func (s *Service) makeRoom(tx Tx, who Who, list string, archive bool) error {
	old, ok, err := tx.OpenSession(who.User, list)
	if err != nil || !ok {
		return err
	}
	w, err := s.lock(tx, old.ID)
	if err != nil {
		return err
	}
	if !archive && StatusOf(w.session, false) != SessionCompleted {
		return fault.New(fault.Conflict, "session_exists", "You have an open session on this list: %s. Open it, or archive it and start a new one.", old.Name).With("session", old.ID)
	}
	if err := w.archive(who); err != nil {
		return err
	}
	return w.settle(SessionShelved)
}

// enrol adds people to the queue in the order given, behind rank.
func (w *work) enrol(roster []RosterLine, rank int64) error {
	for len(roster) > 0 {
		part := roster[:min(len(roster), entriesAtOnce)]
		roster = roster[len(part):]
		ids := make([]string, len(part))
		for i, l := range part {
			ids[i] = l.Supporter
		}
		if err := w.HoldPersons(ids); err != nil { // nobody who changes them looks for their entries before these can be seen
			return err
		}
		persons, err := w.Persons(ids, w.session.List, w.session.ID)
		if err != nil {
			return err
		}
		entries := make([]Entry, len(part))
		for i, l := range part {
			rank++
			v := w.Judge.Judge(persons[l.Supporter], false, w.now)
			entries[i] = Entry{
				ID: w.svc.NewID(), Session: w.session.ID, Supporter: l.Supporter, Rank: rank, Place: rank,
				Status: v.Status, Cause: v.Cause, Due: v.Due, Prepared: w.session.Preparing.Number, Version: 1, Updated: w.now,
			}
			if after, told := w.rules.others(entries[i], persons[l.Supporter]); told { // since the session was made
				entries[i] = after
			}
			w.session.Counts = w.session.Counts.plus(Count(entries[i]), 1)
			w.touch(entries[i].ID)
		}
		if err := w.InsertEntries(entries); err != nil {
			return err
		}
	}
	return nil
}

// Sessions lists sessions for the index, newest activity first.
func (s *Service) Sessions(ctx context.Context, q SessionsQuery) (rows []SessionRow, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		rows, err = r.SessionsOf(q)
		return err
	})
	return rows, err
}

// Archived counts the archived sessions that the index leaves out unless it is asked for them.
func (s *Service) Archived(ctx context.Context, q SessionsQuery) (n int, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		n, err = r.ArchivedOf(q)
		return err
	})
	return n, err
}

// Session is one session as its page shows it; Seq is the edge's to fill in.
func (s *Service) Session(ctx context.Context, id string) (view SessionView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		ses, err := r.PeekSession(id)
		if err != nil {
			return err
		}
		list, err := r.List(ses.List)
		if err != nil {
			return err
		}
		org, err := r.Organisation(ses.Organisation)
		if err != nil {
			return err
		}
		view, err = viewSession(r, ses, list, org, s.Clock.Now())
		return err
	})
	return view, err
}

// EntriesLimit is the most that one page of entries holds.
const EntriesLimit = 2000

// Entries pages through a session's entries by rank; next is the cursor of the following page, "" at the end.
// numbers says that whoever asks may see phone numbers.
func (s *Service) Entries(ctx context.Context, q EntriesQuery, numbers bool) (entries []EntryView, next string, err error) {
	if q.Limit <= 0 || q.Limit > EntriesLimit {
		q.Limit = EntriesLimit
	}
	var rows []EntryRow
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		rows, err = r.Entries(q)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	entries = make([]EntryView, len(rows))
	for i, row := range rows {
		entries[i] = viewEntry(row, numbers)
	}
	if len(rows) == q.Limit {
		next = strconv.FormatInt(rows[len(rows)-1].Rank, 10)
	}
	return entries, next, nil
}

// Rename gives a session another name; version is the one its reader had. Its leader may, and captains and admins.
func (s *Service) Rename(ctx context.Context, who Who, id, name string, version int) (SessionView, error) {
	clean, err := cleanName(name)
	if err != nil {
		return SessionView{}, err
	}
	if clean == "" {
		return SessionView{}, fault.New(fault.Invalid, "name_missing", "Give the session a name.").On("name", "required")
	}
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayStop(who); err != nil {
			return "", err
		}
		if version != w.session.Version {
			v, err := w.view()
			if err != nil {
				return "", err
			}
			return "", fault.New(fault.Conflict, "conflict", "The session was renamed meanwhile, to %s.", w.session.Name).With("current", v)
		}
		before := w.session.Name
		w.session.Name = clean
		w.session.Version++
		return SessionRenamed, w.audit(who.User, "session.rename", event.FamilySession, id, map[string]string{"from": before, "to": clean})
	})
}

// Archive closes a session for good; a talk that is going on ends first. Its leader may, and captains and admins.
func (s *Service) Archive(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (kind event.Kind, err error) {
		if err := w.mayStop(who); err != nil {
			return "", err
		}
		if !w.session.Archived.IsZero() {
			return "", nil
		}
		act := Action{ID: s.NewID(), Organisation: w.session.Organisation, Session: id, Kind: ActArchive, By: who.User, At: w.now, Was: Was{Pausing: w.session.Pausing}}
		if err := w.archive(who); err != nil {
			return "", err
		}
		w.undoable, err = w.keepsAs(act)
		return SessionShelved, err
	})
}

func (w *work) archive(who Who) error {
	w.session.Archived = w.now
	w.active()
	if err := w.hangUpAfterTalk("paused"); err != nil {
		return err
	}
	return w.audit(who.User, "session.archive", event.FamilySession, w.session.ID, nil)
}

// mayStop lets the leader, and captains and admins, pause, archive and rename.
func (w *work) mayStop(who Who) error {
	switch who.Role {
	case "owner", "admin", "captain":
		return nil
	}
	return w.leads(who)
}

// change applies what is due, runs a command on the locked session, and answers with the session.
func (s *Service) change(ctx context.Context, who Who, id string, f func(w *work) (event.Kind, error)) (SessionView, error) {
	var view SessionView
	if err := s.due(ctx, id); err != nil {
		return view, err
	}
	err := s.in(ctx, id, func(w *work) (event.Kind, error) {
		kind, err := f(w)
		if err != nil {
			return "", err
		}
		w.then = func() (err error) {
			if w.shown == nil {
				view, err = w.view()
				return err
			}
			view = *w.shown
			view.Undoable = w.undoable
			return nil
		}
		return kind, nil
	})
	return view, err
}

func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if utf8.RuneCountInString(name) > NameLimit {
		return "", fault.New(fault.Invalid, "name_long", "The name is too long: keep it under %d characters.", NameLimit).On("name", "too long")
	}
	return name, nil
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n]))
	}
	return s
}
