// Package calling is the rules of calling sessions: who is rung next, what a skip means, how a call ends, what a figure counts.
package calling

import (
	"context"
	"log/slog"
	"time"

	"partyline/event"
)

// Clock tells product time.
type Clock interface {
	Now() time.Time
	Steady() time.Duration // how much time passes, whoever sets the clock
}

// Store runs use cases in transactions. Both functions may run twice (serialization failure,
// deadlock): they must be pure but for what they do through tx.
type Store interface {
	// Write runs f in one transaction; when it returns nil the transaction commits, its events
	// get their seq inside it, and after the commit listeners are told. An error rolls back all.
	Write(ctx context.Context, f func(tx Tx) error) error
	// Read runs f on one consistent snapshot that cannot write.
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, never nil, nil.
type Reader interface {
	Organisation(id string) (Organisation, error)
	Leader(user string) (Leader, error)
	// Leads says which role user has in the group: admin, captain, vice_captain or "".
	Leads(user, group string) (string, error)
	List(id string) (List, error)

	// PeekSession reads without a lock.
	PeekSession(id string) (Session, error)
	OpenSession(leader, list string) (Session, bool, error)
	// SessionsOf lists the sessions on the lists of the groups (admins: of the organisation), newest activity first.
	SessionsOf(q SessionsQuery) ([]SessionRow, error)
	// ArchivedOf counts the archived sessions that SessionsOf lists only when it is asked for them; pages do not matter.
	ArchivedOf(q SessionsQuery) (int, error)
	// SessionRow is one line of the index, as SessionsOf would give it.
	SessionRow(id string) (SessionRow, error)
	Cycles(session string) ([]Cycle, error)
	// CallBacks lists who is to be called again at an instant in an open session, the earliest first; Due is not filled in.
	CallBacks(q CallBacksQuery) ([]CallBackView, error)

	Entry(id string) (Entry, error)
	EntryOf(session, supporter string) (Entry, bool, error)
	// Entries pages through a session's entries in order of rank (unique in a session); After is the rank of the last one seen.
	Entries(q EntriesQuery) ([]EntryRow, error)
	// EntryRows are the lines of these entries, in the order asked for.
	EntryRows(ids []string) ([]EntryRow, error)
	// Waiting is the first two available entries, by place, of each of some sessions that nobody is calling now.
	Waiting(sessions []string) (map[string][]EntryRow, error)
	// EntriesOf is the entries of some supporters in some sessions.
	EntriesOf(sessions, supporters []string) ([]Entry, error)
	// LastRank is the greatest rank in the session, 0 without entries.
	LastRank(session string) (int64, error)
	// Due is up to n entries of a session whose due_at is not after now, in order of due_at, place.
	Due(session string, now time.Time, n int) ([]Entry, error)
	// DueSessions is up to n open sessions that have such entries.
	DueSessions(now time.Time, n int) ([]string, error)
	// EarliestReturn is the least skip_until/due_at of entries that come back by time.
	EarliestReturn(session string) (Return, bool, error)
	// ByStatus pages through entries of some statuses in order of place, after (place, id).
	ByStatus(session string, statuses []Status, afterPlace int64, afterID string, n int) ([]Entry, error)
	// ByRank pages through entries of some statuses in order of rank, which never changes.
	ByRank(session string, statuses []Status, after int64, n int) ([]Entry, error)
	// Strays is up to n entries of a session that are not in line with its list, by rank; Unlisted is up to n people of the
	// list, in its order, who should have an entry and have none.
	Strays(session string, n int) ([]Stray, error)
	Unlisted(session string, n int) ([]RosterLine, error)
	// SessionsWith is the open sessions that hold an entry for the supporter.
	SessionsWith(supporter string) ([]string, error)
	// SessionsOn is the open sessions of a list.
	SessionsOn(list string) ([]string, error)
	// SessionsIn is the open sessions of an organisation, a group or a list: family is organisation, group or list.
	SessionsIn(family, id string) ([]string, error)
	// ListsWith is the lists that each of some supporters stands on, by their id, without deleted lists.
	ListsWith(supporters []string) (map[string][]string, error)

	// Split is the leaders between whom a list is split, in the order of the deal; none: it is not.
	Split(list string) ([]string, error)
	// Hands is the size of each leader's share of a list.
	Hands(list string) (map[string]Hand, error)
	// Untouched is everybody on a list whom nobody has worked in an open session on it and nobody is calling from it, in its order.
	Untouched(list string) ([]Untouched, error)
	// Dials is when people were dialled in each session on a list since an instant, the oldest first.
	Dials(list string, since time.Time) (map[string][]time.Time, error)
	// ListProgress counts a list by its open sessions together; today is the midnight that its day began with.
	ListProgress(list string, today time.Time) (ListProgress, error)

	// MinutesOn is the minutes of all sessions on a list, archived ones too; MinutesByList an organisation's by list.
	MinutesOn(list string) (Minutes, error)
	MinutesByList(organisation string) ([]ListMinutes, error)

	// Heads is the first n or more available entries, by place, of each session that nobody is calling now, for claims that are done together.
	Heads(sessions []string, n int) ([]Head, error)

	// Persons reads what the rules must know of supporters, as seen from a list and a session's leader.
	Persons(supporters []string, list, session string) (map[string]Person, error)
	// PersonsAcross is Persons as seen from each of several sessions on a list: by session, and then by supporter.
	PersonsAcross(supporters []string, list string, sessions []Session) (map[string]map[string]Person, error)
	// Listed is up to n people of a session's list, in its order, behind one of them, without those in another leader's share;
	// ListedCount is how many there are of them all.
	Listed(session string, behind RosterLine, n int) ([]RosterLine, error)
	ListedCount(session string) (int, error)

	// Of several at once: Leaders by id, LiveRuns and OwedIn of sessions, the LatestAttempts of runs (two of each), Legs by id.
	Leaders(users []string) (map[string]Leader, error)
	LiveRuns(sessions []string) ([]Run, error)
	LatestAttempts(runs []string) ([]Attempt, error)
	Legs(ids []string) ([]Leg, error)
	OwedIn(sessions []string) ([]Attempt, error)

	Run(id string) (Run, error)
	LiveRun(leader string) (Run, bool, error)
	SessionRun(session string) (Run, bool, error) // its live run
	LastRun(session string) (Run, bool, error)
	Leg(id string) (Leg, error)
	LegByRef(ref string) (Leg, error)
	OpenLegs(run string) ([]Leg, error)
	Attempt(id string) (Attempt, error)
	AttemptAt(run string, step int) (Attempt, bool, error)
	OpenAttempts(session string) ([]Attempt, error)
	// Owed is the session's attempts that were answered and closed or are open without a log, oldest first.
	Owed(session string) ([]Attempt, error)
	Reservation(supporter string) (Reservation, bool, error)
	// OnLine is the leader with whom a number's open line is now; false: no leader of this organisation has it.
	OnLine(organisation, number string) (UserRef, bool, error)
	// Reserved is the reservations on a list, for "with Sarah now".
	Reserved(list string) ([]Reservation, error)
	Log(id string) (Log, error)
	LogOf(attempt string) (Log, bool, error)
	// WithNumber is the supporters of an organisation who have a number.
	WithNumber(organisation, number string) ([]string, error)
	// LogsAbout is the supporter's newest contact logs.
	LogsAbout(supporter string, n int) ([]LogLine, error)
	// Action is one action or effect.
	Action(id string) (Action, error)
	// LogsKept is the actions since an instant that wrote logs about a supporter and are not undone.
	LogsKept(supporter string, since time.Time) ([]Action, error)
	// ActionsOn is what happened to an entry since an instant and is not undone: presses, and what logs did to it.
	ActionsOn(e Entry, since time.Time) ([]Action, error)
	// Effects is what an action did to entries of a session besides its own, the last one first.
	Effects(action, session string) ([]Action, error)
	// LogsSince is the logs about a supporter written since an instant.
	LogsSince(supporter string, since time.Time) ([]Log, error)
	// Tally recounts a session's figures from its attempts and logs: for tests and repair, not for display.
	Tally(session string) (Tally, error)
}

// Tx reads and writes. Saves write Version as given. Session and the Lock methods take row locks, always in the order
// session, run, leg, attempt, supporter, so that two transactions cannot wait on each other in a ring.
type Tx interface {
	Reader
	// Session reads and locks.
	Session(id string) (Session, error)
	// Sessions reads and locks several, in the order of their ids, as whoever locks more than one must. Those gone are left out.
	Sessions(ids []string) ([]Session, error)
	// LockList reads a list and locks it: sessions are made and handed over, and its people dealt, one at a time. Before any session.
	LockList(id string) (List, error)
	// HoldList waits for whoever has locked a list, and keeps others from locking it until the transaction ends. Before any session.
	HoldList(id string) error
	// SaveSplit replaces the leaders between whom a list is split.
	SaveSplit(list string, leaders []string) error
	// SaveShares puts people into shares, whatever share they were in.
	SaveShares(list string, shares []Share) error
	// DropShares takes people out of shares; DropStrangers those who are not on the list any more.
	DropShares(list string, supporters []string) error
	DropStrangers(list string) error
	// PassShares gives a leader's whole share to another.
	PassShares(list, from, to string) error
	InsertSession(Session) error             // unique (leader, list) while open: fault session_exists
	SaveSession(Session) error               // fault session_exists where it would be a second open one
	SaveSessions([]Session) error            // of sessions that stay open
	SaveCycle(session string, c Cycle) error // insert or update

	InsertEntries([]Entry) error
	SaveEntry(Entry) error
	SaveEntries([]Entry) error // all but their rank, which is frozen
	DeleteEntries(ids []string) error
	InsertSkip(Skip) error
	InsertSkips([]Skip) error // with their ids
	EndSkip(entry string, at time.Time, why string) error
	EndSkips(entries []string, at time.Time, why string) error

	InsertRun(Run) error // unique (leader) while live: fault live_elsewhere
	SaveRun(Run) error
	// InsertLeg opens a leg; false when its number is on an open leg already, in whatever queue.
	InsertLeg(Leg) (bool, error)
	SaveLeg(Leg) error
	// LockLeg reads and locks a leg that has no session (a verification's); the others are guarded by their session's lock.
	LockLeg(id string) (Leg, error)
	// InsertFact keeps what the carrier said; false when exactly this was said before.
	InsertFact(Fact) (bool, error)
	// InsertAttempt claims (run, step) and the person; false when either is taken already.
	InsertAttempt(Attempt) (bool, error)
	SaveAttempt(Attempt) error
	// Reserve takes the person for the organisation; false, with by whom, when somebody has them.
	Reserve(Reservation) (bool, Reservation, error)
	Release(supporter, attempt string) error
	// Claimants reads and locks, in the order of their ids, the sessions on whose leaders' legs these refs are.
	Claimants(refs []string, now time.Time) ([]Claimant, error)
	// ReserveSome is Reserve of several, and returns the attempts that got theirs; ReleaseSome lets people go whom attempts have.
	ReserveSome([]Reservation) ([]string, error)
	ReleaseSome(people, attempts []string) error
	// HoldPersons is HoldPerson of several; HoldTheirs reads some of their entries too, in any order, whose sessions the caller holds.
	HoldPersons(supporters []string) error
	HoldTheirs(supporters, entries []string) ([]Entry, error)
	// InsertLegs is InsertLeg of several: which were free.
	InsertLegs([]Leg) ([]string, error)
	// Dial writes what claims have come to. A person or a step that is taken already is an error.
	Dial(Dial) error
	// HoldSettings keeps the settings of an organisation and a group as they are until the transaction ends, so that a
	// session that is judged by them is open when a change of them looks for open sessions. Before the list and any session.
	HoldSettings(organisation, group string) error
	// HoldPerson keeps what decides whether a person may be rung as it is until the transaction ends.
	HoldPerson(supporter string) error

	InsertLog(Log) error
	SaveLog(Log) error
	// SavePerson writes back what a log changes of a supporter (tags, do not call, substantive, held); it bumps the version.
	SavePerson(PersonChange) error
	DeleteLog(id string) error
	// ReopenSkip has a skip of the history go on as if it had never ended.
	ReopenSkip(id string) error
	// OptOut puts the number on the organisation's Do Not Call list; false when it stood there.
	OptOut(organisation, number, by string, at time.Time) (bool, error)
	// OptIn takes it off again where this user put it at this instant and nobody with it asks not to be called.
	OptIn(organisation, number, by string, at time.Time) error
	// PersonState reads and locks what logs write of a supporter.
	PersonState(supporter string) (PersonState, error)
	SavePersonState(supporter string, p PersonState) error

	// InsertAction keeps an action or an effect, and forgets those of its session from before an instant.
	InsertAction(a Action, forget time.Time) error
	InsertEffects(effects []Action, forget time.Time) error // of several sessions
	SaveAction(Action) error
	// ActionUndone notes that an action was taken back, when, and what was answered.
	ActionUndone(id string, at time.Time, answer string) error

	// Do puts a job into the outbox; a job of the same kind and subject is replaced only when at is earlier.
	// One that a worker has claimed and is running now runs once more (its fence moves, so that the
	// worker's delete finds nothing): what was asked for while it ran must not be lost.
	Do(Job) error
	// Done takes a job out.
	Done(kind JobKind, subject string) error

	// Emit appends an event to a topic; its seq is given at commit, in the order of the emits. data is encoded as JSON.
	Emit(topic event.Topic, kind event.Kind, data any) error
	// Audit keeps who did what.
	Audit(organisation, user, action, thing string, data any) error
}

// Phone is what calling asks of the carrier; telephony fits. All of them are called outside of transactions.
type Phone interface {
	// Turn waits until one more call may be started, at most until an instant (zero: a minute): fault carrier_away when that is too
	// long. Place is asked for after it.
	Turn(ctx context.Context, until time.Time) error
	// Place rings a leg. The errors are faults: bad_number, phone_config, carrier_away (surely not placed)
	// and outcome_unknown (it may have been placed: never repeat, reconcile).
	Place(ctx context.Context, leg Leg, from string) (carrierID string, err error)
	// Hangup ends a leg; gone already is nil.
	Hangup(ctx context.Context, carrierID string) error
	// Steer makes a live leg ask for another step; fault leg_gone when it is over.
	Steer(ctx context.Context, carrierID string, to Step) error
	// Look asks the carrier what it knows of a leg: by its id, else by number, parent and time.
	Look(ctx context.Context, leg Leg, parentCarrierID string) ([]Sighting, error)
}

// Service is the use cases of calling sessions. It holds no state but its dependencies and
// the claims that wait: any node can serve any request.
type Service struct {
	Store Store
	Phone Phone
	Clock Clock
	Log   *slog.Logger
	// NewID makes ids (UUIDv7) and NewRef makes unguessable references for callback URLs.
	NewID  func() string
	NewRef func() string
	// Poke tells the worker that jobs are waiting; it never blocks.
	Poke func()
	// VerifyScript says what the verification call of a profile says; the account side knows.
	VerifyScript func(ctx context.Context, leg Leg) (Script, error)
	// AtOnce is how many entries one transaction takes through a preparation; 0: a thousand.
	AtOnce int

	claims  gathered // that wait on this node
	silence Silence
}

// Later is what RunJob returns when its job must run again at an instant: the worker keeps the
// row, sets its due time to At, and counts no try. Any other error counts a try and is tried again soon.
type Later struct{ At time.Time }

// Error says when.
func (l Later) Error() string { return "run again at " + l.At.Format(time.RFC3339) }
