package calling

import "time"

// Organisation is what the rules must know of an organisation.
type Organisation struct {
	ID          string
	Name        string
	Zone        string        // IANA
	Hours       Hours         // default calling hours
	CallerID    string        // E.164
	Gap         time.Duration // minimum time between substantive contacts
	ShowNumbers bool
	Price       Price // of a minute of phone
}

// Hours is when people may be rung, in minutes after local midnight at the supporter's place; Opens < Closes.
type Hours struct{ Opens, Closes int }

// Leader is the user who runs a session.
type Leader struct {
	ID, Organisation, Name, Mobile, Language string
	Role                                     string // organisation-wide: owner, admin or ""
	Disabled                                 bool
}

// List is what the rules must know of a call list.
type List struct {
	ID, Organisation, Group, Name string
	GroupName, GroupZone          string
	Cooldown                      time.Duration // between substantive contacts; the organisation's Gap counts too, the longer wins
	Minimum                       time.Duration // after another leader's attempt
	Event                         string        // RSVPs are for this, or ""
	Hours                         *Hours        // of its own
	Mode                          Mode
	VoicemailDone                 bool
	CallerID                      string
	Deleted                       bool
}

// Mode says how leaders of one list work together.
type Mode string

// The modes.
const (
	Shared      Mode = "shared"
	Independent Mode = "independent"
)

// RosterLine is one supporter's place on a list.
type RosterLine struct {
	Supporter string
	Position  int64
	Share     string // whose share of a split list they are in; "" everybody's
}

// Person is what the rules must know of a supporter, as seen from one list and one leader's session.
type Person struct {
	ID, Name, Number, Zone string // Zone: their own, else the group's
	DoNotCall              bool   // their preference, or the number is on the organisation's list
	DoNotContact           bool
	Substantive            time.Time // last substantive contact, zero if never
	SubstantiveSession     string    // of this session's own call
	Held                   time.Time // answered and never logged: not before
	HeldSession            string    // in which session
	OtherTried             time.Time // when Calling ended for another leader's last attempt on this list (closed_at, released ones left out), zero if never
	OtherTriedBy           string
	OtherLog               time.Time // newest log that completes, of an ended call or by hand in another leader's session on this list, zero if never
	OtherLogBy             string
	OtherLogOutcome        Outcome
	OnList                 bool
	Share                  string // whose share of the list they are in; "" everybody's
	Tags                   []string
	Version                int
}

// Head is somebody near the head of a session's queue.
type Head struct{ Session, Entry, Supporter string }

// Claimant is a locked session with a live run, and what a claim must know of it.
type Claimant struct {
	Session Session
	Run     Run
	Leg     Leg // the leader's
	Leader  Leader
	Role    string // of the leader in the group, as Leads has it
	Unready bool   // something comes before the next claim: an entry is due, or an attempt is open
	Owes    bool   // of attempts that were answered, a log is missing
}

// Dial is what claims that are done together have come to. Everything of it changes: nothing is only told.
type Dial struct {
	At       time.Time
	Attempts []Attempt // which claim people and steps; their legs are opened at the moment after any wait
	Facts    []Fact    // what the leaders' legs have said
	Runs     []Run     // as they were: they go on to their next step
	Entries  []Entry
	Sessions []Session
	Jobs     []Job // new ones
}

// PersonChange is what a contact log changes of a supporter; nil and zero mean "as it was".
type PersonChange struct {
	ID          string
	TagsAdded   []string
	TagsRemoved []string
	DoNotCall   *bool
	Substantive *time.Time // zero time clears it (a correction)
	Session     string     // whose call it was; written with Substantive (substantive_session) and with Held (held_session)
	Held        *time.Time // zero time clears it
}

// Session is one leader's calling session on one call list.
type Session struct {
	ID, Organisation, Group, List, Leader string
	Name                                  string
	Created                               time.Time
	Started                               time.Time // first supporter dialled; zero: nobody ever
	Active                                time.Time
	Archived                              time.Time // zero: open
	Pausing                               bool      // hang up after the present talk
	Front                                 int64     // places ahead of rank 1 are handed out downwards from here
	Counts                                Counts
	Cycle                                 Cycle
	Notice                                Notice  // last message about the leader's phone
	Minutes                               Minutes // of its legs that are over
	Preparing                             Preparation
	Version                               int
}

// Notice is the last plain message about the leader's phone, shown until the next run: code and sentence.
type Notice struct {
	Code  string    `json:"code,omitempty"`
	Title string    `json:"title,omitempty"`
	At    time.Time `json:"at,omitzero"`
}

// Counts is a session's entries by status. NeverCallable are Not callable and never dialled: not in the total.
type Counts struct {
	Available     int `json:"available"`
	Unavailable   int `json:"unavailable"`
	Skipped       int `json:"skipped"`
	SystemSkipped int `json:"system_skipped"`
	NotCallable   int `json:"not_callable"`
	Calling       int `json:"calling"`
	Attempted     int `json:"attempted"`
	Completed     int `json:"completed"`
	NeverCallable int `json:"never_callable"`
	CompletedByMe int `json:"completed_by_me"`
	ThisCycle     int `json:"this_cycle"` // of Skipped: until the next cycle
	Removed       int `json:"removed"`    // of Skipped: for good
	Barred        int `json:"barred"`     // of Attempted and of Skipped: on the list, and may not be called any more
	Left          int `json:"left"`       // no longer on the list, in a status that a new cycle would bring back
}

// Cycle is one pass through a session's queue.
type Cycle struct {
	Number    int
	Started   time.Time
	Completed time.Time // zero: open; cleared when somebody returns before the next cycle
	Closed    time.Time // the next one was started
	Finished  bool      // its leader finished it before everybody was called or skipped; false again when somebody returns
	Figures   Figures
}

// Figures counts dials and contacts of one cycle; a session's are the sum of its cycles'.
type Figures struct {
	Attempted int             `json:"attempted"`  // supporters' legs dialled
	Contacted int             `json:"contacted"`  // logs of somebody reached
	NotLogged int             `json:"not_logged"` // dialled, Calling has ended, no log
	OnPhone   int             `json:"on_phone"`   // dialled, Calling goes on, no log yet
	ByHand    int             `json:"by_hand"`    // logs without a call
	Outcomes  map[Outcome]int `json:"outcomes"`
	RSVPYes   int             `json:"rsvp_yes"`
}

// Tally is a recount, for tests and repair.
type Tally struct {
	Counts  Counts
	Cycles  map[int]Figures
	Minutes Minutes
}

// Entry is one supporter's place in one session's queue.
type Entry struct {
	ID, Session, Supporter string
	Rank                   int64 // the list's order, frozen
	Place                  int64 // order in the queue: least first; Rank unless moved ahead
	Status                 Status
	Cause                  Cause
	Due                    time.Time // when it must be looked at again; zero: never by itself
	Skip                   *Skip
	Attempts               int
	LastOutcome            Outcome
	LastBy                 string // user
	Own                    bool   // Attempted or Completed by this session's own call
	Tried                  time.Time
	Prioritised            bool
	NotLogged              bool
	OffList                bool
	DueNow                 bool
	Callback               bool
	Barred                 bool // Attempted, or skipped since, and may not be called any more: no new cycle takes them
	Prepared               int  // the number of the last preparation that came to it ahead of its turn
	Version                int
	Updated                time.Time
}

// Status is an entry's status.
type Status string

// The statuses of entries.
const (
	Available     Status = "available"
	Unavailable   Status = "unavailable"
	Skipped       Status = "skipped"
	SystemSkipped Status = "system_skipped"
	NotCallable   Status = "not_callable"
	Calling       Status = "calling"
	Attempted     Status = "attempted"
	Completed     Status = "completed"
)

// Cause is why an entry is Unavailable.
type Cause string

// The causes.
const (
	Cooldown    Cause = "cooldown"
	OutOfHours  Cause = "hours"
	MinimumTime Cause = "minimum_time"
)

// Skip is an entry put aside.
type Skip struct {
	ID, Session, Entry string
	Type               SkipType
	Until              time.Time // zero: not by time
	Reason             string
	By                 string
	At                 time.Time // the press
}

// SkipType is one of the five.
type SkipType string

// The five skips.
const (
	SkipQuick  SkipType = "quick"
	SkipToday  SkipType = "today"
	SkipDate   SkipType = "date"
	SkipCycle  SkipType = "cycle"
	SkipRemove SkipType = "remove"
)

// Outcome is what a contact log says came of it; "" is none yet.
type Outcome string

// The outcomes of contact logs.
const (
	Talked        Outcome = "talked"
	NotInterested Outcome = "not_interested"
	Refused       Outcome = "refused"
	CallBack      Outcome = "call_back"
	DoNotCall     Outcome = "do_not_call"
	NoAnswer      Outcome = "no_answer"
	Busy          Outcome = "busy"
	Voicemail     Outcome = "voicemail"
	WrongNumber   Outcome = "wrong_number"
	NotInService  Outcome = "not_in_service"
	Deceased      Outcome = "deceased"
)

// Reservation is "this supporter is being called by that leader now", across the organisation.
type Reservation struct {
	Supporter, Organisation, Session, List, Attempt, Leader string
	LeaderName                                              string // filled when read
	Since                                                   time.Time
}

// Log is a contact log.
type Log struct {
	ID, Organisation, Session, List string
	Cycle                           int
	Entry, Supporter, Attempt       string
	By                              string
	Reached                         bool
	Outcome                         Outcome
	RSVP                            string // yes, no, maybe or ""
	Method                          string // phone_call …
	Notes                           string
	TagsAdded, TagsRemoved          []string
	DoNotCall                       bool
	At, Corrected                   time.Time
	Version                         int
}

// Return is who comes back by time, and when.
type Return struct {
	At    time.Time
	Count int // at that very minute
}
