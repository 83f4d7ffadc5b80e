package calling

import "time"

// Who asks: a signed-in user, as the HTTP edge resolved them. Role is theirs in the session's
// group or over the organisation: owner, admin, captain, vice_captain.
type Who struct{ User, Organisation, Role string }

// CreateSession is what the create dialog sends.
type CreateSession struct {
	Name       string `json:"name,omitempty" doc:"up to 120 characters; empty: first name - list name"`
	ArchiveOld bool   `json:"archive_old,omitempty" doc:"archive the open session on this list first"`
}

// SplitList says between whom a list is split.
type SplitList struct {
	Leaders []string `json:"leaders" doc:"users who lead the group, in the order of the deal; none: the split ends and everybody is in every queue again"`
}

// TakeOverList says whose untouched people another leader takes over.
type TakeOverList struct {
	From string `json:"from" doc:"the user in whose share they are"`
	To   string `json:"to,omitempty" doc:"the user who gets them; the asker unless told"`
}

// HandOver says to whom a session goes.
type HandOver struct {
	To string `json:"to" minLength:"1" doc:"a user who leads the group"`
}

// SkipRequest is one press in the skip dialog.
type SkipRequest struct {
	Type      SkipType   `json:"type" enum:"quick,today,date,cycle,remove"`
	Minutes   int        `json:"minutes,omitempty" doc:"of quick: 15, 30, 60 or 120"`
	Date      string     `json:"date,omitempty" doc:"of date: 2006-01-02, tomorrow to one year ahead, in the group's time zone"`
	Reason    string     `json:"reason,omitempty" doc:"up to 500 characters; required to remove"`
	PressedAt *time.Time `json:"pressed_at,omitempty" doc:"when the button was pressed, if that was earlier"`
}

// UndoRequest is one press on Undo.
type UndoRequest struct {
	PressedAt *time.Time `json:"pressed_at,omitempty" doc:"when the button was pressed, if that was earlier"`
}

// LogRequest is what the log dialog sends.
type LogRequest struct {
	Reached     bool         `json:"reached"`
	Outcome     Outcome      `json:"outcome,omitempty" enum:"talked,not_interested,refused,call_back,do_not_call,no_answer,busy,voicemail,wrong_number,not_in_service,deceased" doc:"reached without one: talked"`
	RSVP        string       `json:"rsvp,omitempty" enum:"yes,no,maybe"`
	Method      string       `json:"method,omitempty" doc:"phone_call unless told"`
	Notes       string       `json:"notes,omitempty" lines:"many"`
	TagsAdded   []string     `json:"tags_added,omitempty"`
	TagsRemoved []string     `json:"tags_removed,omitempty"`
	DoNotCall   bool         `json:"do_not_call,omitempty"`
	Skip        *SkipRequest `json:"skip,omitempty"`
	Version     *int         `json:"version,omitempty" doc:"of the log that is corrected; none for the first one"`
}
