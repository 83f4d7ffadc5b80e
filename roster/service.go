package roster

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"partyline/event"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// Store runs use cases in transactions. Both functions may run twice: they must be pure but
// for what they do through their argument.
type Store interface {
	// Write runs f in one transaction; when it returns nil the transaction commits and listeners are told.
	Write(ctx context.Context, f func(tx Tx) error) error
	// Read runs f on one consistent snapshot that cannot write.
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, never nil, nil.
type Reader interface {
	// Group finds a group that is not deleted.
	Group(id string) (Group, error)

	Supporter(id string) (Supporter, error)
	// Supporters pages through a group's supporters by name.
	Supporters(q SupportersQuery) ([]SupporterRow, error)
	// CountSupporters counts what Supporters would page through.
	CountSupporters(q SupportersQuery) (int, error)
	// SupportersNamed is up to n supporters of these groups with all of these folded words in their names, by name.
	SupportersNamed(groups, words []string, n int) ([]Named, error)
	// SupporterRow is one line of it.
	SupporterRow(id string) (SupporterRow, error)
	// SupporterRows are the lines of these, in no order; those that are not there are left out.
	SupporterRows(ids []string) ([]SupporterRow, error)
	// CountOf is how many of these supporters are in the group; each counts once.
	CountOf(group string, supporters []string) (int, error)
	// ListsOf is the lists a supporter stands on, by name.
	ListsOf(supporter string) ([]Ref, error)
	// LogsOf is the supporter's contact logs: all of one list (none with ""), and the newest others, newest first.
	LogsOf(supporter, list string, others int) ([]LogLine, error)
	// PastContacts pages through what came of calling a supporter, newest first, behind (at, id); CountPastContacts counts it.
	PastContacts(supporter string, before int64, beforeID string, n int) ([]PastContact, error)
	CountPastContacts(supporter string) (int, error)
	// OptedOutBy is who put a number on the organisation's Do Not Call list; nil when it is not there.
	OptedOutBy(organisation, phone string) (*OptedOutBy, error)
	// AskedOf is how many others with this number asked themselves not to be called.
	AskedOf(organisation, phone, but string) (int, error)
	// RSVPs is the newest answer for each event.
	RSVPs(supporter string) ([]RSVP, error)

	// List finds a list that is not deleted.
	List(id string) (List, error)
	// Lists is a group's lists by name.
	Lists(group string) ([]ListRow, error)
	// ListNames is the names of these groups' lists, without their figures.
	ListNames(groups []string) ([]Named, error)
	// ListRow is one line of them.
	ListRow(id string) (ListRow, error)
	// People pages through a list in its order.
	People(q PeopleQuery) ([]PersonRow, error)
	CountPeople(q PeopleQuery) (int, error)
	// Size is how many people stand on a list.
	Size(list string) (int, error)
	// Order is the supporters of a list in its order, ByName in that of their names.
	Order(list string) ([]Line, error)
	ByName(list string) ([]string, error)
	// Calling says whether somebody of the list is being called, or a leader is on the phone for it.
	Calling(list string) (bool, error)

	Import(id string) (Import, error)
	// Imports is a group's newest imports.
	Imports(group string, n int) ([]Import, error)
	// Part is one piece of an import's file; false behind the last one.
	Part(id string, part int) ([]byte, bool, error)
	// Rejects pages through an import's rejects by row number.
	Rejects(id string, after int64, n int) ([]Reject, error)
	// Identities is all (phone, folded name, e-mail) of a group's supporters, for the check of a file.
	Identities(group string, f func(phone, folded, email string) error) error
	// Numbering is whether the organisation shows numbers, and its country.
	Numbering(organisation string) (show bool, country string, err error)
	// OptOuts pages through the organisation's Do Not Call list, newest first, behind (at, phone); phone may name one.
	OptOuts(organisation, phone, afterAt, afterPhone string, n int) ([]OptOut, error)
	CountOptOuts(organisation string) (int, error)
	UserName(id string) (string, error)
	// Seq is the newest event of a topic.
	Seq(topic event.Topic) (int64, error)
}

// Tx reads and writes. The Lock methods take row locks, in the order import, group, list, supporter.
type Tx interface {
	Reader
	LockGroup(id string) (Group, error)
	LockSupporter(id string) (Supporter, error)
	LockList(id string) (List, error)
	LockImport(id string) (Import, error)

	InsertSupporters([]Supporter) error
	SaveSupporter(Supporter) error
	// Twins finds the group's supporters who may be one of these, by phone number or by name, locked.
	Twins(group string, phones, folded []string) ([]Supporter, error)

	InsertList(List) error
	SaveList(List) error
	// AddToList puts supporters at the end, in their order, but those who are on it; it says how many.
	AddToList(list string, supporters []string) (int, error)
	// AddMatching puts the supporters of a query at the end, by name, but those who are on it; it says how many.
	AddMatching(list string, q SupportersQuery) (int, error)
	// RemoveFromList takes people off; RemoveMatching those of a query. Both say how many.
	RemoveFromList(list string, supporters []string) (int, error)
	RemoveMatching(list string, q SupportersQuery) (int, error)
	// SetPlaces gives people on a list new positions.
	SetPlaces(list string, lines []Line) error

	// LockNumbers locks the supporters of the organisation who have one of these numbers and says who they are.
	LockNumbers(organisation string, phones []string) (supporters []string, err error)
	// InsertOptOuts and DeleteOptOuts say how many they put on the Do Not Call list or took off it.
	InsertOptOuts(organisation string, phones []string, by string, at time.Time) (int, error)
	DeleteOptOuts(organisation string, phones []string) (int, error)

	InsertImport(Import) error
	SaveImport(Import) error
	InsertPart(id string, part int, data []byte) error
	DeleteParts(id string) error
	// DeleteImport takes away an import that never became one, with all that belongs to it.
	DeleteImport(id string) error
	InsertRejects(id string, rejects []Reject) error
	DeleteRejects(id string) error

	// Do puts a job into the outbox; see the kinds below. A zero due means now.
	Do(kind, subject string, due time.Time) error
	Done(kind, subject string) error
	Emit(topic event.Topic, kind event.Kind, data any) error
	Audit(organisation, user, action, thing string, data any) error
}

// The jobs this package leaves for the rules of calling: subject is a list, a supporter, or list/… for its settings.
const (
	JobRoster   = "roster"
	JobRecheck  = "recheck"
	JobSettings = "settings"
)

// The jobs it does itself, through Work: subject is an import.
const (
	JobCheck = "roster.import_check"
	JobLoad  = "roster.import_run"
	JobSweep = "roster.import_sweep" // takes away what is left of an import: its file, later its rejects
)

// Jobs is the kinds of jobs that Work does.
var Jobs = []string{JobCheck, JobLoad, JobSweep}

// The events, each with the new state of its thing; none has a phone number.
const (
	ListChanged      event.Kind = "roster.list_changed"      // on list/{id}, and on sessions/{group} when it comes, goes, gets another name or has other people: a ListEvent
	SupporterChanged event.Kind = "roster.supporter_changed" // on supporter/{id}, and on list/{id} of each of their lists: a SupporterEvent
	ImportChanged    event.Kind = "roster.import_changed"    // on import/{id}: an ImportEvent
)

// Kinds is every kind of event of this package, for the OpenAPI document and its closed union.
var Kinds = []event.Kind{ListChanged, SupporterChanged, ImportChanged}

// Service is the use cases. It holds no state but its dependencies and remembered verdicts on numbers:
// any node can serve any request and any job.
//
// Whether the asker may do a thing at all is judged before: by the table of rights, on the group,
// list, supporter or import of the request's path. What stands in its body is judged here.
type Service struct {
	Store Store
	Clock Clock
	Log   *slog.Logger
	NewID func() string // UUIDv7
	// Batch is how many rows of a file go into one transaction, with the progress of the import; 0 means 1000.
	Batch int
	// Longest is how many people one list holds; 0 means ListLimit.
	Longest int

	numbers Numbers
	mu      sync.Mutex
	at      map[string]bool // imports this node works on
}

// By is who does something.
type By struct {
	User, Name, Organisation string
	Manages                  bool // an admin or owner
}

// Ref names a thing.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SupportersQuery picks supporters of a group.
type SupportersQuery struct {
	Group    string
	Search   string // any part of the name, folded
	Tag      string
	After    string // (folded name, id) of the last one, "" from the start
	AfterID  string
	Limit    int
	Callable bool // with a number, and without a wish not to be called
}

// PeopleQuery picks people of a list.
type PeopleQuery struct {
	List, Search string
	After        int64 // position of the last one
	AfterID      string
	Limit        int
}

// SupporterRow is a supporter as tables and cards show them.
type SupporterRow struct {
	Supporter
	OptedOut bool // the number is on the organisation's Do Not Call list
	Last     *LastContact
}

// PersonRow is a supporter on a list.
type PersonRow struct {
	SupporterRow
	Position int64
}

// Line is one person's place on a list.
type Line struct {
	Supporter string
	Position  int64
}

// ListRow is a list with its figures.
type ListRow struct {
	List
	GroupName string
	People    int
	Left      int // callable, and not completed in an open session
	Last      *LastSession
	Import    string // an import that is putting people on it
}
