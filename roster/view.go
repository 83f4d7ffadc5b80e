package roster

import "time"

// The shapes of this file are what browsers and programs get: the OpenAPI document is made from them.
// Phone and Email are filled in HTTP replies only, and only where the organisation shows numbers.

// SupporterView is a supporter.
type SupporterView struct {
	ID           string       `json:"id"`
	Group        string       `json:"group"`
	Name         string       `json:"name"`
	Phone        string       `json:"phone,omitempty" doc:"only where the organisation shows numbers"`
	Email        string       `json:"email,omitempty" doc:"only where the organisation shows numbers"`
	HasPhone     bool         `json:"has_phone"`
	HasEmail     bool         `json:"has_email"`
	City         string       `json:"city"`
	Zone         string       `json:"zone" doc:"their own time zone, empty for the group's"`
	Tags         []string     `json:"tags"`
	Level        string       `json:"level"`
	Notes        string       `json:"notes"`
	DoNotContact bool         `json:"do_not_contact"`
	DoNotCall    bool         `json:"do_not_call"`
	OptedOut     bool         `json:"opted_out" doc:"the number is on the organisation's Do Not Call list"`
	Last         *LastContact `json:"last_contact,omitempty"`
	Version      int          `json:"version"`
	Created      time.Time    `json:"created_at"`
	Updated      time.Time    `json:"updated_at"`
}

// LastContact is the newest contact log, in short.
type LastContact struct {
	At      time.Time `json:"at"`
	Outcome string    `json:"outcome"`
	RSVP    string    `json:"rsvp,omitempty" enum:"yes,no,maybe" doc:"to the event of that list"`
	List    string    `json:"list" doc:"the id of the list that it was on"`
	Reached bool      `json:"reached"`
	By      Ref       `json:"by"`
}

// SupporterCard is all that a leader needs in mid-call.
type SupporterCard struct {
	SupporterView
	InGroup Ref         `json:"in_group"`
	OptOut  *OptedOutBy `json:"opt_out,omitempty" doc:"who put their number on the organisation's Do Not Call list"`
	Lists   []Ref       `json:"lists" doc:"the lists they stand on"`
	RSVPs   []RSVP      `json:"rsvps"`
	History []LogLine   `json:"history" doc:"the contact logs of the list asked for, and the last three others; newest first"`
	Seq     int64       `json:"seq" doc:"of topic supporter/{id}; subscribe from it"`
}

// RSVP is what a supporter last said to an event.
type RSVP struct {
	Event string    `json:"event"`
	RSVP  string    `json:"rsvp" enum:"yes,no,maybe"`
	At    time.Time `json:"at"`
	List  Ref       `json:"list"`
}

// LogLine is one contact log in a supporter's history.
type LogLine struct {
	ID      string    `json:"id"`
	List    Ref       `json:"list"`
	Current bool      `json:"current" doc:"of the list asked for"`
	Reached bool      `json:"reached"`
	Outcome string    `json:"outcome"`
	RSVP    string    `json:"rsvp,omitempty"`
	Method  string    `json:"method"`
	Notes   string    `json:"notes"`
	By      Ref       `json:"by"`
	At      time.Time `json:"at"`
}

// SupporterPage is one page of supporters.
type SupporterPage struct {
	Items []SupporterView `json:"items"`
	Total int             `json:"total"`
	Next  string          `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
}

// OnListView is a supporter on a list.
type OnListView struct {
	SupporterView
	Position int64 `json:"position" doc:"order on the list, least first"`
}

// PeoplePage is one page of a list's people.
type PeoplePage struct {
	Items []OnListView `json:"items"`
	Total int          `json:"total"`
	Next  string       `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
}

// ListView is a call list with its settings and figures.
type ListView struct {
	ID            string       `json:"id"`
	Group         Ref          `json:"group"`
	Name          string       `json:"name"`
	Description   string       `json:"description"`
	Cooldown      int          `json:"cooldown_minutes" doc:"minimum time between substantive contacts"`
	Minimum       int          `json:"minimum_minutes" doc:"minimum time after another leader's attempt"`
	Event         string       `json:"event" doc:"RSVPs are for this event; empty: none"`
	Opens         *int         `json:"opens,omitempty" doc:"calling hours of its own, in minutes after midnight; absent: the organisation's"`
	Closes        *int         `json:"closes,omitempty"`
	Mode          string       `json:"mode" enum:"shared,independent"`
	VoicemailDone bool         `json:"voicemail_done" doc:"a left voicemail counts as done"`
	Script        string       `json:"script"`
	CallerID      string       `json:"caller_id" doc:"empty: the organisation's; always empty in events"`
	People        int          `json:"people"`
	Left          int          `json:"left" doc:"can be called, and not completed in an open session"`
	Last          *LastSession `json:"last_session,omitempty"`
	Import        string       `json:"import,omitempty" doc:"an import that is putting people on it"`
	Version       int          `json:"version"`
	Seq           int64        `json:"seq" doc:"of topic list/{id}; subscribe from it. 0 inside events and indexes"`
	Created       time.Time    `json:"created_at"`
}

// LastSession is the calling session on a list that was active last.
type LastSession struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Leader  Ref       `json:"leader"`
	Active  time.Time `json:"active_at"`
	OnPhone bool      `json:"on_phone" doc:"a leader is on the phone for it now"`
	Started bool      `json:"started" doc:"somebody was dialled"`
}

// ListEvent is the payload of list_changed.
type ListEvent struct {
	List    *ListView `json:"list,omitempty" doc:"absent: as it was"`
	People  bool      `json:"people,omitempty" doc:"who stands on it, or their order, changed: fetch the people again"`
	Deleted bool      `json:"deleted,omitempty"`
}

// SupporterEvent is the payload of supporter_changed; it has no phone number and no e-mail, so replace all but those.
type SupporterEvent struct {
	Supporter SupporterView `json:"supporter"`
}

// ImportView is a CSV file on its way to supporters.
type ImportView struct {
	ID         string      `json:"id"`
	Group      string      `json:"group"`
	State      string      `json:"state" enum:"uploading,columns,checking,checked,running,done,cancelled,failed"`
	FileName   string      `json:"file_name"`
	By         Ref         `json:"by"`
	Bytes      int64       `json:"bytes"`
	Shape      *Shape      `json:"shape,omitempty" doc:"only for who sent the file, and where the organisation shows numbers; never in events"`
	Plan       Plan        `json:"plan"`
	List       *Ref        `json:"list,omitempty"`
	Rows       int64       `json:"rows" doc:"below the header, without empty ones; about, until the check is over"`
	Done       int64       `json:"done" doc:"rows looked at in the check, or imported in the run"`
	Ready      int64       `json:"ready" doc:"new people"`
	Duplicates int64       `json:"duplicates" doc:"rows that are merged into people of the group, or of rows before"`
	Rejected   int64       `json:"rejected" doc:"rows that cannot be used; ready + duplicates + rejected = done of the check"`
	Figures    FiguresView `json:"figures"`
	Problem    *Notice     `json:"problem,omitempty" doc:"why it failed"`
	Version    int         `json:"version"`
	Seq        int64       `json:"seq" doc:"of topic import/{id}; subscribe from it. 0 inside events"`
	Created    time.Time   `json:"created_at"`
	Updated    time.Time   `json:"updated_at"`
}

// FiguresView is what the check and the run counted beside the main figures.
type FiguresView struct {
	WithoutNumber int64            `json:"without_number" doc:"ready, but with no phone number"`
	Reasons       map[Reason]int64 `json:"reasons" doc:"rejects by reason"`
	Added         int64            `json:"added" doc:"by the run"`
	Merged        int64            `json:"merged" doc:"by the run; added + merged + rejected = done of the run"`
	Listed        int64            `json:"listed" doc:"put on the list by the run"`
	LeftOut       int64            `json:"left_out" doc:"not put on the list because it was full"`
}

// ImportEvent is the payload of import_changed; it has no shape.
type ImportEvent struct {
	Import ImportView `json:"import"`
}

// RejectsPage is one page of an import's rejects.
type RejectsPage struct {
	Items []RejectView `json:"items"`
	Total int64        `json:"total"`
	Next  string       `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
}

// RejectView is a row that could not be used.
type RejectView struct {
	Row    int64    `json:"row"`
	Reason string   `json:"reason"`
	Cells  []string `json:"cells" doc:"as they stood in the file"`
}
