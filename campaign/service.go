package campaign

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"partyline/event"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// Store runs use cases in transactions. Both functions may run twice: they must be pure but
// for what they do through their argument.
type Store interface {
	Write(ctx context.Context, f func(tx Tx) error) error
	Read(ctx context.Context, f func(r Reader) error) error
	// Filled has the database count what many rows were just added to: it plans by how many it believes there are.
	Filled(ctx context.Context) error
}

// Reader reads. Not found is a fault of kind NotFound, or false where the signature has a bool.
type Reader interface {
	Campaign(id string) (Campaign, error)
	// CampaignNo is Campaign by its number.
	CampaignNo(no int64) (Campaign, error)
	// Campaigns is an organisation's, the newest first.
	Campaigns(organisation string, after Bookmark, n int) ([]Campaign, error)
	// Zones is a campaign's counts by zone set.
	Zones(no int64) ([]ZoneCounts, error)

	Load(id string) (Load, error)
	// Loads is a campaign's, in their order.
	Loads(campaign string) ([]Load, error)
	// Part is one piece of a load's file; false behind the last one.
	Part(load string, part int) ([]byte, bool, error)
	// Rejects pages through a load's rejects by row number.
	Rejects(load string, after int64, n int) ([]Reject, error)
	// Phones is every contact's number, for the set that keeps duplicates out; LastContact the highest contact's No.
	Phones(no int64, f func(phone string, contact int64) error) error
	LastContact(no int64) (int64, error)
	// OptOuts is every number of an organisation's Do Not Call list.
	OptOuts(organisation string, f func(phone string) error) error

	// ListName is the name of a call list of the organisation; ListPeople its people behind one of them, in its order, at most n.
	ListName(organisation, list string) (string, error)
	ListPeople(list string, after ListPerson, n int) ([]ListPerson, error)
	// OptedOutOf is contacts of a campaign that stand on the organisation's Do Not Call list, by number of the contact.
	OptedOutOf(organisation string, no, after int64, n int) ([]OptedOutContact, error)

	Link(campaign string, kind Kind) (Link, error)
	LinkBy(hash string) (Link, bool, error)
	Person(id string) (Person, error)
	// PersonBy finds who came by a link from this browser; PersonsOf everybody who did, in any campaign.
	PersonBy(campaign string, kind Kind, page string) (Person, bool, error)
	PersonsOf(page string) ([]Person, error)
	// People is a campaign's, the last to join first.
	People(campaign string, after Bookmark, n int) ([]Person, error)
	PeopleBy(ids []string) ([]Person, error)
	// SeenSince counts a campaign's people who were not removed, by kind: seen since one instant, and since another.
	SeenSince(campaign string, now, today time.Time) (present, before map[Kind]int, err error)
	// Minutes is a campaign's approvals by minute since 1970, from this one on; minutes without any are left out.
	Minutes(no int64, from int64) (map[int64]int64, error)
	// Tries is the instants of a subject's tries since then, oldest first: of passcodes.
	Tries(subject string, since time.Time) ([]time.Time, error)

	// Alerts is all of a campaign's alert bars, in any order; SeenBy how many people have seen each as it is worded now.
	Alerts(campaign string) ([]Alert, error)
	Alert(id string) (Alert, error)
	SeenBy(campaign string) (map[string]int, error)
	// EndCards is the cards that somebody has saved.
	EndCards(campaign string) (map[State]EndCard, error)

	// Switch is the whole of it; Unclicked how many numbers of campaigns that are not over wait for a click; Switching how many
	// are on their way since it was turned, and how many of those arrived; OpenCampaigns the ids of what is not over.
	Switch(organisation string) (Switch, error)
	Unclicked(organisation string) (int64, error)
	Switching(organisation string) (total, moved int64, err error)
	OpenCampaigns(organisation string) ([]string, error)
	// Zoned is the streams of a campaign that hold something, in their order.
	Zoned(no int64) ([]ZonedStream, error)
	// Astray is the first n that are ready in another stream than the one they belong to.
	Astray(no int64, n int) ([]Ready, error)
	// CountUnapproved is how many are ready that need a click and have none, and were let go before an instant.
	CountUnapproved(no int64, let time.Time) (int64, error)
	// Leasing is an organisation's campaigns with open leases.
	Leasing(organisation string) ([]Campaign, error)
	// Unwanted is which of these contacts, not approved yet, are on the Do Not Call list.
	Unwanted(no int64, organisation string, contacts []int64) ([]int64, error)
	// OpenLeases is a campaign's leases that are not over; LastLease the newest of a person that had a press, without its contacts.
	OpenLeases(no int64) ([]OpenLease, error)
	LastLease(person string) (Lease, bool, error)
	// LeasesAsked is the ids of leases that are not over, and in which nobody has pressed, by who asked for them under which key.
	LeasesAsked(no int64, people, keys []string) ([]string, error)
	// Numbers reads what clicking asks of contacts, in the order of their numbers.
	Numbers(no int64, contacts []int64) ([]Contact, error)
	// Leases reads leases in the order of their ids.
	Leases(ids []string) ([]Lease, error)
	// Clicking is an organisation's clicking switch, and when it was switched last.
	Clicking(organisation string) (on bool, since time.Time, err error)
	OrganisationName(organisation string) (string, error)
	// Dialling is who drives a campaign's dialer and who talks; Calls its dials and talks by minute since 1970, from this one on.
	Dialling(no int64) (Dialling, error)
	Calls(no int64, from int64) (map[int64]Calls, error)
	// PickedUp is how many of the calls that began since then are answered or over, and how many of those a person answered.
	PickedUp(no int64, since time.Time) (dials, picked int64, err error)
	// Answered is the persons who answered from one instant on, until another (zero: now).
	Answered(no int64, from, until time.Time) (Answered, error)
	// Place is an organisation's country and time zone.
	Place(organisation string) (country, zone string, err error)
	// Seq is the newest event of a topic.
	Seq(topic event.Topic) (int64, error)
}

// Tx reads and writes. Locks are taken in the order campaign, load, lease, contacts, streams, counts.
type Tx interface {
	Reader
	LockCampaign(id string) (Campaign, error)
	// InsertCampaign adds one and gives it its number.
	InsertCampaign(c Campaign) (Campaign, error)
	SaveCampaign(Campaign) error
	// TellState notes the state that is told, and says whether it is another one than was told last.
	TellState(id string, state State) (changed bool, err error)
	// SaveScript keeps a version of the script; one of the same number is replaced.
	SaveScript(campaign string, number int, s Script, by string, at time.Time) error

	LockLoad(id string) (Load, error)
	InsertLoad(Load) error
	SaveLoad(Load) error
	InsertPart(load string, part int, data []byte) error
	DeleteParts(load string) error
	InsertRejects(load string, rejects []Reject) error
	DeleteRejects(load string) error

	// ZoneSet is the number of a set of zones, sorted; a new one is interned.
	ZoneSet(zones []string) (int64, error)
	// InsertContacts adds a batch; doubles says that one of the numbers is there already, and nothing was added by a
	// transaction that then has to end.
	InsertContacts(no int64, batch []Contact) error
	InsertHouseholds(no int64, others []Other) error
	// AddReady puts contacts where the dialer takes them, each with a key behind the head of its stream.
	AddReady(no int64, rows []Ready) error
	AddClickable(no int64, contacts []Contact) error
	// Count adds differences to the counts; CountAndTell has the campaign's figures told at an instant, too.
	Count(no int64, by map[int64]ZoneCounts) error
	CountAndTell(no int64, by map[int64]ZoneCounts, campaign string, at time.Time) error

	SaveLink(Link) error
	InsertPerson(Person) error
	SavePerson(Person) error
	// NoteSeen keeps when these people were seen, unless they were seen later.
	NoteSeen(people []string, at time.Time) error
	AddTry(subject string, at time.Time) error

	InsertAlert(Alert) error
	SaveAlert(Alert) error
	DeleteAlert(id string) error
	SaveEndCard(EndCard) error
	// See keeps who has seen what: one row for each alert bar and person, with the latest version they saw.
	See([]Sighting) error

	// HoldClicking is Campaign without the script, and HoldSwitch of its organisation; HoldClickingNo finds it by its number.
	HoldClicking(id string) (Campaign, Switch, error)
	HoldClickingNo(no int64) (Campaign, Switch, error)
	// HoldSwitch shares a lock on the clicking switch, as Clicking does in a Tx; LockSwitch takes it whole, before any other lock.
	HoldSwitch(organisation string) (Switch, error)
	LockSwitch(organisation string) (Switch, error)
	SaveSwitch(organisation string, s Switch) error
	// CountSwitching adds to what arrived since the switch was turned; ForgetSwitching ends that: of a campaign, of all with 0.
	CountSwitching(organisation string, no, total, moved int64) error
	ForgetSwitching(organisation string, no int64) error
	// DropUnapproved takes the first n of those of a stream, which the caller holds, off what is ready.
	DropUnapproved(no int64, s StreamSize, after int64, let time.Time, n int) (contacts []int64, last int64, err error)
	// SetReleased says of contacts, which the caller holds, since when they may be dialled without a click; zero: they wait for one.
	SetReleased(no int64, contacts []int64, at time.Time) error

	// TakeClickable takes the first n numbers off what waits for a click, without those that the person skipped.
	TakeClickable(no int64, person string, n int) ([]Contact, error)
	// TakeClickableIn takes the first such number of these zone sets among so many behind a key; next is the key to go on behind, -1
	// at the end. Skipped says whether a person skipped a number.
	TakeClickableIn(no int64, person string, zoneSets []int64, after int64, window int) (got []Contact, next int64, err error)
	Skipped(no int64, person string, contact int64) (bool, error)
	// SaveLaunchAnswer keeps what the last press on a lease's number was told; InsertLaunch who began an attempt.
	SaveLaunchAnswer(lease, key string, answer LaunchCode) error
	InsertLaunch(no int64, attempt string, press Approval) error
	// DropClickable takes these off it, as far as they are there.
	DropClickable(no int64, contacts []Contact) error
	InsertLeases([]Lease) error
	// LockLeases locks and reads leases in the order of their ids; those that are not there are left out.
	LockLeases(ids []string) ([]Lease, error)
	SaveLeases([]Lease) error
	// Contact is one contact as it is, not locked; LockContacts locks and reads contacts in the order of their numbers.
	Contact(no, contact int64) (Contact, bool, error)
	LockContacts(no int64, contacts []int64) ([]Contact, error)
	// LockNumbers is LockContacts with what clicking asks of them: no name, no fields, nothing of past calls but their number. Listed
	// is which of their numbers stand on the organisation's Do Not Call list.
	LockNumbers(no int64, organisation string, contacts []int64) (locked []Contact, listed []string, err error)
	// LockTaken is LockNumbers with all of their past calls.
	LockTaken(no int64, organisation string, contacts []int64) (locked []Contact, listed []string, err error)
	// OptedOut is which of these numbers are on the organisation's Do Not Call list; MarkOptedOut marks contacts.
	OptedOut(organisation string, phones []string) ([]string, error)
	MarkOptedOut(no int64, contacts []int64) error
	// ApprovedBy is who approved these contacts: contact to lease.
	ApprovedBy(no int64, contacts []int64) (map[int64]string, error)
	// Click keeps what presses have come to, and says how many each of the people had approved before. TakenOff: nothing is kept.
	Click(no int64, k Clicked) (map[string]int64, error)
	Skip(no int64, person string, contacts []int64) error

	// LockStreams locks and reads the streams of a campaign that hold something.
	LockStreams(no int64) ([]StreamSize, error)
	// LockZoned is Zoned, with LockStreams.
	LockZoned(no int64) ([]ZonedStream, error)
	// TakeReady takes the first of each stream by key, as many as its size says, and notes that the holder has them.
	TakeReady(no int64, shares []StreamSize, holder string, at time.Time) ([]Ready, error)
	// ReturnTaken takes contacts off a holder's hands: they are ready again; those it did not have are left out. nil: all of them.
	ReturnTaken(no int64, holder string, contacts []int64) ([]Ready, error)
	// HoldTaken puts a contact that is nowhere else into a holder's hands.
	HoldTaken(no int64, row Ready, holder string, at time.Time) error
	// FindReady is where some contacts are ready; ReadyAbove the first n above a level. DropReady takes them off it, as far as
	// they are still there, and says which were. The caller of DropReady holds the streams.
	FindReady(no int64, contacts []int64) ([]Ready, error)
	ReadyAbove(no int64, level, n int) ([]Ready, error)
	DropReady(no int64, rows []Ready) ([]int64, error)
	// TakeBack takes a contact out of the hands of holders whose names begin so: false when none of them has it.
	TakeBack(no int64, holders string, contact int64) (bool, error)
	// Taken is which of these contacts are in a holder's hands.
	Taken(no int64, contacts []int64) ([]int64, error)
	// Flying is those of them that are counted as in flight: not who is on a screen of launch mode.
	Flying(no int64, contacts []int64) ([]int64, error)
	// SaveNarrowed keeps line, zone set and release of contacts, which the caller holds; Rezone has who waits wait in another zone set,
	// but for those that are being moved.
	SaveNarrowed(no int64, contacts []Contact) error
	Rezone(no int64, kind Wait, from, to int64, contacts []int64) error

	// SaveAttempted keeps what an attempt, or the end of a wait, changed of contacts that the caller holds.
	SaveAttempted(no int64, contacts []Contact) error
	// AddWaiting has contacts wait; TakeWaiting takes the first n off who wait for one thing, with so many attempts, and whose
	// instant is not after until.
	AddWaiting(no int64, rows []Waiting) error
	TakeWaiting(no int64, kind Wait, attempts int, until time.Time, n int) ([]Waiting, error)
	// DropWaiting has one contact wait no more: false when it does not wait so, or is being moved. Without an instant any will do.
	DropWaiting(no int64, w Waiting) (bool, error)
	// WaitingOf is which of these contacts wait for one thing, with so many attempts.
	WaitingOf(no int64, kind Wait, attempts int, contacts []int64) ([]int64, error)
	// SetDue says in the counts when the first contact of each zone set that waits for the gap is due, and says the first of all.
	SetDue(no int64, gap, afterDrop time.Duration) (time.Time, error)

	// OptOut puts numbers, each once, on the organisation's Do Not Call list; by is a user, or nobody. Fresh takes up to n numbers that came onto it, or off it, and
	// that campaigns have not heard of. CampaignsWith is which campaigns that are not over have one of them that is on the list,
	// and who it is; CampaignsWithout which have somebody as opted out whose number is not on it.
	OptOut(organisation string, phones []string, by string, at time.Time) error
	Fresh(organisation string, n int) ([]string, error)
	CampaignsWith(organisation string, phones []string) (map[int64][]int64, error)
	CampaignsWithout(organisation string, phones []string) (map[int64][]int64, error)
	// HearAgain lets campaigns hear of the numbers of one whose contacts are not as the list has them.
	HearAgain(organisation string, no int64) error

	Do(kind, subject string, due time.Time) error
	Done(kind, subject string) error
	Emit(topic event.Topic, kind event.Kind, data any) error
	Audit(organisation, user, action, thing string, data any) error
}

// Files is how people's files are read: by the same code as imports of supporters.
type Files interface {
	Begin() Sniffer
	// Headed looks anew at a file of so many bytes whose first row names the columns, or does not, whatever it looks like.
	Headed(head io.Reader, was FileShape, header bool, bytes int64, country string) (FileShape, error)
	// Rows reads the rows of a file of a shape; the header is the first of them when it has one.
	Rows(file io.Reader, s FileShape) Rows
	// Number brings a number into E.164; why is a sentence when it cannot be used. An empty cell gives "", "".
	Number(cell, country string) (e164, why string)
	// Zones is the time zones a number may be in by its area, sorted; CountryZones all of a country's. None when not known.
	Zones(e164 string) []string
	CountryZones(country string) []string
}

// Sniffer recognises a file as it passes by.
type Sniffer interface {
	io.Writer
	// Foreign refuses what is plainly another kind of file, once its head passed by.
	Foreign() error
	Bytes() int64
	Lines() int64
	Shape(country string) (FileShape, error)
}

// Rows reads row by row; io.EOF behind the last one.
type Rows interface{ Next() (Row, error) }

// Row is one row of a file; Problem is a sentence when it cannot be read.
type Row struct {
	Number  int64
	Cells   []string
	Problem string
}

// Carrier knows which numbers the organisation's account may call from.
type Carrier interface {
	Numbers(ctx context.Context) ([]string, error)
}

// Service is the use cases. It holds no state but its dependencies and the approvals on their way: any node can serve any
// request and any job. Whether the asker may do a thing at all is judged before.
type Service struct {
	Store   Store
	Files   Files
	Carrier Carrier
	Clock   Clock
	Log     *slog.Logger
	NewID   func() string // UUIDv7
	Secrets *Secrets
	// Later is what a job returns to be run again at an instant.
	Later func(at time.Time) error
	// Batch is how many rows go into one transaction of a load; 0 means 10,000.
	Batch int
	// Crowd is how many people may come in anew by one link from one address in a quarter of an hour; 0 means 2,000.
	Crowd int

	// Lanes is in how many transactions at once approvals are kept: 2 at most, and 0 means 1.
	Lanes int

	approvals  lanes[approving]
	askings    writer[asking]
	attendance attendance
	sightings  writer[sighted]

	mu       sync.Mutex // guards what follows
	at       map[string]bool
	pasts    map[int64]past
	told     map[string]toldOf   // campaign to what its clickers heard last
	troubles map[string]*trouble // load to where it does not go on
	looks    map[int64]int64     // campaign to the key behind which numbers in open hours are looked for
}

// By is who does something.
type By struct{ User, Name, Organisation string }

func (b By) ref() Ref { return Ref{b.User, b.Name} }

// Ready is one contact that can be dialled; Key is its place in its stream, given where it is added.
type Ready struct {
	Level   int
	Stream  int64
	Contact int64
	Key     int64
}

// Other is somebody at a contact's number.
type Other struct {
	Contact, Load, Row int64
	Name               string
	Fields             map[string]string
}

// Approval is the evidence of one press.
type Approval struct {
	Contact      int64
	Person       string
	Lease        string
	Ordinal      int
	At, Received time.Time
}

// Dice is random numbers for keys: nothing secret hangs on them.
func Dice() *rand.Rand { return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())) }
