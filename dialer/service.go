package dialer

import (
	"context"
	"log/slog"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/line"
)

// Clock tells product time.
type Clock interface {
	Now() time.Time
	Steady() time.Duration // how much time passes, whoever sets the clock
}

// Store runs use cases in transactions. Both functions may run twice: they must be pure but for what they do through their
// argument.
type Store interface {
	Write(ctx context.Context, f func(tx Tx) error) error
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, or false where the signature has a bool.
type Reader interface {
	campaign.Reader
	Leg(id string) (calling.Leg, error)
	LegByRef(ref string) (calling.Leg, error)
	// LegByCarrier finds an open leg by the carrier's id.
	LegByCarrier(id string) (calling.Leg, bool, error)

	Caller(id string) (Caller, bool, error)
	CallerOfLeg(leg string) (Caller, bool, error)
	CallerByCode(code string) (Caller, bool, error)
	// WrongCodes is how many were typed since then on lines that came in from a number, of which withheld ones are one.
	WrongCodes(from string, since time.Time) (int, error)
	// RungInVain is how often a number was rung since then for who said that it is theirs, and nobody pressed a key.
	RungInVain(number string, since time.Time) (int, error)
	// Took says whether somebody pressed a key since then when a number was rung for a caller.
	Took(caller, number string, since time.Time) (bool, error)
	// CallerByPhone is who said that number on their page, in any campaign; the last one to do something first.
	CallerByPhone(phone string) ([]Caller, error)
	// Callers is a campaign's, by how long they are where they are, the longest first.
	Callers(no int64) ([]Caller, error)
	// Quiet is callers in a talk or after one whose last line was over before an instant, and whose page was last heard of before
	// another; IsQuiet says whether somebody is one of those.
	Quiet(no int64, phone, page time.Time) ([]Caller, error)
	IsQuiet(caller string, phone, page time.Time) (bool, error)
	// FreeSince says whether somebody can be given a contact who could be at an instant.
	FreeSince(no int64, at time.Time) (bool, error)
	Crowd(no int64) (Crowd, error)
	// TalkedTo is how many contacts a caller has talked to, as question 1 says; Connected for how many seconds their phone was up,
	// of all their lines.
	TalkedTo(caller string) (int, error)
	Connected(caller string, now time.Time) (seconds int, err error)

	Attempt(id string) (Attempt, error)
	// AttemptAt is the attempt of a caller's turn.
	AttemptAt(caller string, turn int) (Attempt, error)
	// LastTalks is the last n talks of a caller that are over, the latest first: of people, and not with machines.
	LastTalks(caller string, n int) ([]Attempt, error)
	// OpenAttempts is a campaign's whose outcome is not known, oldest first.
	OpenAttempts(no int64) ([]Attempt, error)
	// Answers is the latest version of each answer of an attempt, whoever gave it, in the order in which they were first given.
	Answers(attempt string) ([]AnswerGiven, error)
	ScriptOf(campaign string, number int) (campaign.Script, error)
	ContactOf(no, contact int64) (Contact, bool, error)
	Household(no, contact int64) ([]string, error)
	ZonesOf(set int64) ([]string, error)
	// CalledEnough is which of some numbers a person has answered since then as often as the organisation allows within a day, of all
	// its queues.
	CalledEnough(organisation string, phones []string, since time.Time) (map[string]bool, error)
	// WhoRang is the organisations that have rung a number for a campaign.
	WhoRang(phone string) ([]string, error)
	// CallsFrom is the organisations with a campaign that calls from a number, and CallerIDs the numbers that campaigns call from
	// which are not over.
	CallsFrom(number string) ([]string, error)
	CallerIDs() ([]string, error)
	// TalksSince is how many contacts callers were given since an instant, and when the first of them was.
	TalksSince(no int64, since time.Time) (n int, first time.Time, err error)

	// Tally counts attempts by something, Given answers that count: those to choices by value too, of numbers their mean. Scripts is
	// all versions, the oldest first; PhoneSeconds how long each caller's phone was connected.
	Tally(no int64, s Span, by By) ([]Tally, error)
	Given(no int64, s Span, choices, numbers []string) ([]GivenTally, error)
	Scripts(campaign string) ([]campaign.Script, error)
	PhoneSeconds(no int64, s Span, now time.Time) (map[string]int64, error)

	// Drivable is the ids of campaigns that have begun and are not over, or have dials or phones that are not.
	Drivable() ([]string, error)
	// Driver is who drives a campaign; false when nobody ever did.
	Driver(no int64) (Lease, bool, error)
	// LastDial is when the latest attempt of a campaign was claimed; zero without any.
	LastDial(no int64) (time.Time, error)
	// Holders is who has contacts that were taken.
	Holders(no int64) ([]string, error)
}

// Tx reads and writes. Locks are taken in the order campaign, leg, attempt, caller, contacts, streams, counts.
type Tx interface {
	campaign.Tx
	Reader
	LockLeg(id string) (calling.Leg, error)
	// InsertLeg opens a leg; false when its number is on an open leg already, in whatever queue.
	InsertLeg(calling.Leg) (bool, error)
	SaveLeg(calling.Leg) error
	// SaveLegUser says whose line a leg is that came in.
	SaveLegUser(id, user, organisation string) error
	// InsertFact keeps what the carrier said; false when exactly this was said before.
	InsertFact(calling.Fact) (bool, error)

	LockCaller(id string) (Caller, bool, error)
	// FreeCaller locks whoever waits longest for a contact; false when nobody does. Two who ask at once get two.
	FreeCaller(no int64) (Caller, bool, error)
	// InsertCaller adds one; false when the code is somebody else's, or the person is there already.
	InsertCaller(Caller) (bool, error)
	SaveCaller(Caller) error
	// FreeCode takes a code from whoever has it without a line and cannot use it: who was removed, whose campaign is over, or whose
	// page was last heard of before an instant.
	FreeCode(code string, before time.Time) error

	LockAttempt(id string) (Attempt, error)
	// InsertAttempt claims a contact; false when it has an open attempt already.
	InsertAttempt(Attempt) (bool, error)
	SaveAttempt(Attempt) error
	// InsertAnswer keeps an answer as it was given; false when that version is there.
	InsertAnswer(a Attempt, given AnswerGiven) (bool, error)
	// CountAnswers has the latest answers to these questions count in the results, and no others of the attempt.
	CountAnswers(attempt string, questions []string) error
	// CountNoAnswers has no answer of the attempt count in them.
	CountNoAnswers(attempt string) error

	// Drive takes the lease of a campaign, or renews it: false when another node has it, and has not given it back, but for the very one
	// that lapsed, its own or not. Whoever has not just renewed it gets a higher fence.
	Drive(no int64, node string, lapsed Lease, until time.Time) (fence int64, held bool, err error)
	// HoldDrive says whether a fence is the present one, and keeps it so until the transaction ends.
	HoldDrive(no, fence int64) (bool, error)
	StopDriving(no int64, node string) error
	// Refuse keeps why the carrier refuses a campaign's calls; "": it does not.
	Refuse(no int64, why string) (changed bool, err error)
	// PassTaken gives a taken contact to another holder; false when the first does not have it. level is where it was ready.
	PassTaken(no, contact int64, from, to string) (level int, ok bool, err error)
}

// Lease is who drives a campaign, and until when, by the clock of that node.
type Lease struct {
	Node    string
	Fence   int64
	Until   time.Time // changes with every renewal
	Refused string
}

// GivenBack says that its holder let go of it.
func (l Lease) GivenBack() bool { return l.Until.UnixMilli() == 0 }

// Crowd is a campaign's callers by where they are, and its dials in flight.
type Crowd struct {
	Up       int // with their phone connected, and not about to be hung up
	Joining  int
	Waiting  int
	Free     int // of those who wait: they can be given a contact, and do not wish to leave
	Talking  int
	WrapUp   int
	OnBreak  int
	NotReady int
	InFlight int  // dials that are not classified, but for those of which nothing was heard for DoubtHolds, nor the carrier's answer
	Unplaced int  // of them: they wait for their turn at the carrier
	Open     int  // whose outcome is not known
	Mute     bool // of each of the latest dials the carrier's answer was lost, and nothing was heard since
}

// Contact is who a contact is, for the caller's page.
type Contact struct {
	Name   string
	Fields map[string]string
}

// Phone is what the dialer asks of the carrier; telephony fits. All of them are called outside of transactions.
// The errors are faults: bad_number, phone_config, carrier_away (surely not placed), outcome_unknown (it may have happened:
// never repeat, reconcile) and leg_gone.
type Phone interface {
	// Turn waits until one more call may be started, at most until an instant (zero: a minute): fault carrier_away when that is too long.
	// PlaceCaller and PlaceContact are asked for after it.
	Turn(ctx context.Context, until time.Time) error
	PlaceCaller(ctx context.Context, call line.Call) (carrierID string, err error)
	PlaceContact(ctx context.Context, call line.Call) (carrierID string, err error)
	// Join makes a live leg ask for another step.
	Join(ctx context.Context, carrierID string, to line.Step) error
	// Hangup ends a leg; gone already is nil.
	Hangup(ctx context.Context, carrierID string) error
	// InRoom is who is in a room now, by the carrier's ids of their legs.
	InRoom(ctx context.Context, room string) ([]string, error)
	Find(ctx context.Context, call line.Call) ([]line.Sighting, error)
	// TakeCalls has the carrier ask us when somebody calls one of our numbers; false when it asks somebody else already.
	TakeCalls(ctx context.Context, number string) (taken bool, err error)
}

// Service is the use cases of callers and of attempts. It holds no state but its dependencies: any node can serve any request,
// any webhook and any job. Whether the asker may do a thing at all is judged before.
type Service struct {
	Store     Store
	Campaigns *campaign.Service
	Phone     Phone
	Clock     Clock
	Log       *slog.Logger
	// NewID makes ids (UUIDv7) and NewRef makes unguessable references for callback URLs; NewCode six random digits.
	NewID, NewRef, NewCode func() string
	// Number brings what somebody typed into E.164, by a country's habits.
	Number func(typed, country string) (string, error)
	// Readable is a number in E.164 as people write it, behind the country's code.
	Readable func(e164 string) string
	// Later is what a job returns to be run again at an instant.
	Later func(at time.Time) error
	// Wait returns after so much product time, or with the context's error. Without it no question is kept open.
	Wait func(ctx context.Context, d time.Duration) error

	silence calling.Silence
}

// dialled is who has a contact that is being dialled, in campaign's table of what is taken: no node, so that any can end it.
const dialled = "dialled"

// work is one transaction of the service.
type work struct {
	Tx
	s   *Service
	now time.Time
}

func (s *Service) write(ctx context.Context, f func(w *work) error) error {
	return s.Store.Write(ctx, func(tx Tx) error { return f(&work{tx, s, s.Clock.Now()}) })
}

// holder is who has contacts in a driver's memory.
func holder(fence int64) string { return ahead + decimal(fence) }

// ahead begins the names of such holders.
const ahead = "ahead "
