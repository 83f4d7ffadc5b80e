package calling

import "time"

// The shapes of this file are what browsers and programs get: the OpenAPI document is made from them.
// None of them has a phone number but EntryView.Number, which is filled in HTTP replies only,
// and only where the organisation shows numbers.

// UserRef names a user.
type UserRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SessionStatus is derived, never stored.
type SessionStatus string

// The statuses of sessions; the first true one wins in this order.
const (
	SessionArchived   SessionStatus = "archived"
	SessionInProgress SessionStatus = "in_progress"
	SessionCompleted  SessionStatus = "completed"
	SessionStarted    SessionStatus = "started"
	SessionNotStarted SessionStatus = "not_started"
)

// SessionView is a session as its pages show it, and the payload of its events.
type SessionView struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Status    SessionStatus  `json:"status" enum:"not_started,in_progress,started,completed,archived"`
	Leader    UserRef        `json:"leader"`
	List      ListRef        `json:"list"`
	Group     UserRef        `json:"group"`
	Version   int            `json:"version"`
	Seq       int64          `json:"seq" doc:"of topic session/{id}; subscribe from it. 0 inside events"`
	Created   time.Time      `json:"created_at"`
	Started   *time.Time     `json:"started_at,omitempty"`
	Active    time.Time      `json:"active_at"`
	Archived  *time.Time     `json:"archived_at,omitempty"`
	Preparing *PreparingView `json:"preparing,omitempty" doc:"its entries are being worked through, so many at a time; absent: they are as they should be"`
	Progress  Progress       `json:"progress"`
	Impact    Impact         `json:"impact"`
	Minutes   MinutesView    `json:"minutes" doc:"on the phone, both legs"`
	Phone     PhoneView      `json:"phone"`
	Cycle     CycleView      `json:"cycle"`
	Journey   []JourneyView  `json:"journey"`
	Owed      []OwedView     `json:"owed" doc:"calls that were answered and have no log yet, oldest first"`
	Undoable
	Start CanView `json:"start" doc:"whether Start or Resume can be pressed now, as far as the session itself goes; the leader's own profile may still miss a number"`
}

// ListRef names the list of a session and what its dialogs must know of it.
type ListRef struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Event string `json:"event,omitempty" doc:"RSVPs are for this event"`
	Zone  string `json:"zone" doc:"the group's time zone"`
	Opens int    `json:"opens" doc:"calling hours begin, minutes after midnight"`
}

// Progress is completed people of total, whole session, all cycles.
type Progress struct {
	Completed     int `json:"completed"`
	CompletedByMe int `json:"completed_by_leader" doc:"by this session's own calls; the rest by other leaders"`
	Total         int `json:"total" doc:"without people removed unworked and people never callable"`
}

// PreparingView is how far the work on a session's entries is: its queue is being made, a new cycle begun, a cycle finished, or an
// archived session re-opened. People called, skipped or logged meanwhile are as they should be.
type PreparingView struct {
	Kind PreparationKind `json:"kind" enum:"queue,cycle,finish,reopen"`
	Done int             `json:"done" doc:"people"`
	Of   int             `json:"of"`
}

// Impact is the figures of the whole session.
type Impact struct {
	Attempted  int             `json:"attempted" doc:"dials"`
	Contacted  int             `json:"contacted" doc:"logs of somebody reached"`
	NotReached int             `json:"not_reached" doc:"logs of nobody reached"`
	NotLogged  int             `json:"not_logged"`
	OnPhone    int             `json:"on_phone"`
	ByHand     int             `json:"by_hand" doc:"logs without a call: contacted + not_reached + not_logged + on_phone = attempted + by_hand"`
	Outcomes   map[Outcome]int `json:"outcomes"`
	RSVPYes    int             `json:"rsvp_yes"`
}

// PhoneState is what the leader's phone is doing.
type PhoneState string

// PhoneView is the state of the leader's phone.
type PhoneView struct {
	State  PhoneState  `json:"state" enum:"idle,placing,unknown,ringing,greeting,dialling,talking,wrap_up,finished"`
	Since  *time.Time  `json:"since,omitempty"`
	Run    string      `json:"run,omitempty"`
	Begun  *time.Time  `json:"begun_at,omitempty" doc:"when this stay on the phone began"`
	Person *PersonView `json:"person,omitempty" doc:"who is being called or was just called"`
	Notice *Notice     `json:"notice,omitempty" doc:"why it is idle, in a sentence"`
	Ending bool        `json:"ending" doc:"hangs up after the present talk"`
}

// PersonView is the person on the phone.
type PersonView struct {
	Entry     string     `json:"entry"`
	Supporter string     `json:"supporter"`
	Attempt   string     `json:"attempt"`
	Name      string     `json:"name"`
	Dialled   *time.Time `json:"dialled_at,omitempty"`
	Answered  *time.Time `json:"answered_at,omitempty"`
	Ended     *time.Time `json:"ended_at,omitempty"`
	Prefill   Outcome    `json:"prefill,omitempty" doc:"known from the carrier: no_answer, busy, not_in_service"`
	Logged    bool       `json:"logged"`
	Undo      *Undoable  `json:"undo,omitempty" doc:"logged by a key on the phone: how its leader's page takes that back"`
}

// OwedView is a call that still needs its log.
type OwedView struct {
	Attempt   string     `json:"attempt"`
	Entry     string     `json:"entry"`
	Supporter string     `json:"supporter"`
	Name      string     `json:"name"`
	Answered  *time.Time `json:"answered_at,omitempty"`
	Ended     *time.Time `json:"ended_at,omitempty"`
	Closed    bool       `json:"closed" doc:"put off or timed out: the log is a correction, nothing waits for it"`
}

// CycleView is the current cycle's card.
type CycleView struct {
	Number      int         `json:"number"`
	Started     time.Time   `json:"started_at"`
	Completed   *time.Time  `json:"completed_at,omitempty"`
	Complete    bool        `json:"complete"`
	Available   int         `json:"available"`
	Skipped     int         `json:"skipped"`
	Unavailable int         `json:"unavailable" doc:"with system-skipped"`
	Attempted   int         `json:"attempted" doc:"people of this cycle not reached"`
	Calling     int         `json:"calling"`
	Dials       int         `json:"dials"`
	Contacts    int         `json:"contacts"`
	Next        *NextView   `json:"next,omitempty"`
	Then        *NextView   `json:"then,omitempty" doc:"behind next"`
	Return      *ReturnView `json:"earliest_return,omitempty"`
	NewCycle    CanView     `json:"new_cycle"`
	NewCycleHas int         `json:"new_cycle_has" doc:"people a new cycle would contain"`
}

// NextView is who is called next, as of when it was told: whom another leader takes meanwhile is stepped over, and told on the list.
type NextView struct {
	Entry     string `json:"entry"`
	Supporter string `json:"supporter"`
	Name      string `json:"name"`
}

// ReturnView is who comes back by time, and when.
type ReturnView struct {
	At    time.Time `json:"at"`
	Count int       `json:"count"`
}

// CanView says whether a button can be pressed, and why not.
type CanView struct {
	OK    bool   `json:"ok"`
	Code  string `json:"code,omitempty"`
	Title string `json:"title,omitempty"`
}

// JourneyView is a finished cycle.
type JourneyView struct {
	Number    int        `json:"number"`
	Started   time.Time  `json:"started_at"`
	Completed *time.Time `json:"completed_at,omitempty"`
	Finished  bool       `json:"finished,omitempty" doc:"its leader finished it before everybody was called or skipped"`
	Impact
}

// EntryView is one row of the queue.
type EntryView struct {
	ID          string     `json:"id"`
	Rank        int64      `json:"rank"`
	Place       int64      `json:"place" doc:"order among the available, least first"`
	Status      Status     `json:"status" enum:"available,unavailable,skipped,system_skipped,not_callable,calling,attempted,completed"`
	Supporter   PersonRef  `json:"supporter"`
	Skip        *SkipView  `json:"skip,omitempty"`
	Attempts    int        `json:"attempts"`
	LastOutcome Outcome    `json:"last_outcome,omitempty"`
	RSVP        string     `json:"rsvp,omitempty" enum:"yes,no,maybe" doc:"what they said last on this list to its event"`
	With        *UserRef   `json:"with,omitempty" doc:"another leader who is calling this person now"`
	By          *UserRef   `json:"by,omitempty" doc:"whose attempt or contact it was"`
	Cause       Cause      `json:"cause,omitempty" enum:"cooldown,hours,minimum_time"`
	Why         string     `json:"why,omitempty" doc:"of not callable: no_phone, do_not_call, do_not_contact"`
	ReturnsAt   *time.Time `json:"returns_at,omitempty"`
	Prioritised bool       `json:"prioritised"`
	NotLogged   bool       `json:"not_logged"`
	OffList     bool       `json:"off_list"`
	DueNow      bool       `json:"due_now"`
	Attempt     string     `json:"attempt,omitempty" doc:"the newest one: its log can be written or corrected"`
	ByHand      string     `json:"by_hand,omitempty" doc:"its newest contact without a call, when nobody has called since: PUT /logs/{by_hand} corrects it"`
	Version     int        `json:"version"`
	Updated     time.Time  `json:"updated_at"`
	Undoable
}

// PersonRef names a supporter; Phone only in HTTP replies, and only where the organisation shows numbers.
type PersonRef struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	City  string `json:"city,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// SkipView is the skip on a row.
type SkipView struct {
	Type   SkipType   `json:"type" enum:"quick,today,date,cycle,remove"`
	Until  *time.Time `json:"until,omitempty"`
	Reason string     `json:"reason,omitempty"`
	By     UserRef    `json:"by"`
	At     time.Time  `json:"at"`
}

// LogView is a contact log.
type LogView struct {
	ID          string     `json:"id"`
	Attempt     string     `json:"attempt,omitempty"`
	Reached     bool       `json:"reached"`
	Outcome     Outcome    `json:"outcome" enum:"talked,not_interested,refused,call_back,do_not_call,no_answer,busy,voicemail,wrong_number,not_in_service,deceased"`
	RSVP        string     `json:"rsvp,omitempty" enum:"yes,no,maybe"`
	Method      string     `json:"method"`
	Notes       string     `json:"notes"`
	TagsAdded   []string   `json:"tags_added"`
	TagsRemoved []string   `json:"tags_removed"`
	DoNotCall   bool       `json:"do_not_call"`
	By          UserRef    `json:"by"`
	At          time.Time  `json:"at"`
	Corrected   *time.Time `json:"corrected_at,omitempty"`
	Version     int        `json:"version"`
	Undoable
}

// UndoneView is what taking an action back came to. Doing it twice gives the first answer again.
type UndoneView struct {
	Action  string       `json:"action"`
	Kind    ActionKind   `json:"kind" enum:"skip,remove_skip,prioritise,call_next,log,log_by_hand,archive"`
	At      time.Time    `json:"at"`
	Entry   *EntryView   `json:"entry,omitempty" doc:"the row as it is now"`
	Session *SessionView `json:"session,omitempty" doc:"of archive"`
}

// LogLine is a contact log in a supporter's history.
type LogLine struct {
	Log      LogView
	List     string
	ListName string
}

// SessionRow is one line of the sessions index.
type SessionRow struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	List      UserRef        `json:"list"`
	Group     UserRef        `json:"group"`
	Status    SessionStatus  `json:"status" enum:"not_started,in_progress,started,completed,archived"`
	Preparing *PreparingView `json:"preparing,omitempty"`
	Progress  Progress       `json:"progress"`
	Leader    UserRef        `json:"leader"`
	OnPhone   bool           `json:"on_phone"`
	Active    time.Time      `json:"active_at"`
	Version   int            `json:"version"`
}

// SessionsQuery picks sessions for the index.
type SessionsQuery struct {
	Organisation string
	User         string   // who asks
	Groups       []string // whose sessions; nil with All
	All          bool     // every group of the organisation
	Mine         bool
	List         string
	Archived     bool // archived ones too
	Before       time.Time
	BeforeID     string
	Limit        int
}

// EntriesQuery pages through a session's entries.
type EntriesQuery struct {
	Session string
	After   string // cursor: rank of the last one, "" from the start
	Limit   int
}

// EntryRow is an entry with the names its view needs.
type EntryRow struct {
	Entry
	Name, City, Number      string
	DoNotCall, DoNotContact bool
	SkipBy, LastByName      string
	With                    *UserRef // another leader's reservation
	LatestAttempt           string
	ByHand                  string // of a Completed or Attempted one: its newest contact by hand, when nobody has called since
	RSVP                    string // what the person said last on this list: yes, no, maybe or ""
	Reserved                bool
}

// Change is the payload of every event of a session: the new state of what changed.
// Entries replace rows by id; Session, when there, replaces the session; Refetch says that
// more changed than is worth sending: fetch the entries again.
type Change struct {
	Entries []EntryView  `json:"entries,omitempty"`
	Gone    []string     `json:"gone,omitempty" doc:"entries that left the session"`
	Session *SessionView `json:"session,omitempty"`
	Refetch bool         `json:"refetch,omitempty"`
}

// Listed is the payload of the index's events.
type Listed struct {
	Session SessionRow `json:"session"`
}
