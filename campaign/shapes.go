package campaign

import "time"

// The shapes of this file are what browsers and programs get: the OpenAPI document is made from them.

// View is a campaign as its admins see it, without its contacts. Numbers are the organisation's own caller IDs only, and those
// are not in events: GET has them.
type View struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Purpose     string     `json:"purpose"`
	Zone        string     `json:"zone" doc:"IANA time zone of the times that are shown"`
	Integration string     `json:"integration" enum:"none"`
	Script      Script     `json:"script"`
	ScriptNo    int        `json:"script_version" doc:"a call that runs keeps the version it began with"`
	CallerIDs   []string   `json:"caller_ids,omitempty" doc:"E.164; not in events"`
	CallerIDsN  int        `json:"caller_ids_chosen"`
	Hours       Hours      `json:"hours" doc:"by weekday, at the contact's place; days that are not here are shut"`
	Passes      int        `json:"passes"`
	GapMinutes  int        `json:"gap_minutes"`
	WrapUp      int        `json:"wrap_up_seconds" doc:"for a caller's answers, once the contact has gone"`
	Mode        Mode       `json:"clicking_mode" enum:"approve,launch" doc:"what a click means while clicking is on: the number may be dialled, or it is dialled now"`
	Warning     string     `json:"passes_warning,omitempty"`
	Missing     []Gap      `json:"missing" doc:"what it needs before it can start; none: it can"`
	Loads       []LoadView `json:"loads" doc:"its files, in their order"`
	Saved       Saves      `json:"saved" doc:"step: who saved it last, when, and the version that made"`
	Started     *time.Time `json:"started_at,omitempty"`
	Paused      *time.Time `json:"paused_at,omitempty"`
	Ended       *time.Time `json:"ended_at,omitempty"`
	Version     int        `json:"version"`
	Created     time.Time  `json:"created_at"`
}

// Whole is a campaign with its status: subscribe to campaign/{id} from its seq.
type Whole struct {
	View
	StatusView
	Seq int64 `json:"seq"`
}

// StatusView is the sentence and the counts.
type StatusView struct {
	State    State        `json:"state" enum:"draft,loading,load_failed,paused,complete,outside_hours,stalled,running"`
	Sentence string       `json:"sentence" doc:"cause and remedy in words"`
	Cause    string       `json:"cause,omitempty" enum:"caller_id,carrier,dialer,clicking,switch,gap,other" doc:"of stalled"`
	Next     *time.Time   `json:"next_at,omitempty" doc:"when the next number could be dialled at the earliest; absent: now, or never"`
	Load     Progress     `json:"load" doc:"of all files that are being loaded"`
	Counts   Counts       `json:"counts"`
	Callable float64      `json:"callable" doc:"share of the contacts that can be called at this hour, 0 to 1"`
	Of       int64        `json:"callable_of" doc:"of how many: contacts, and rows of files that were looked at and are not loaded yet"`
	Never    int64        `json:"never_open" doc:"of them, those who wait and are never inside the hours: the time zones that they may be in share no hour"`
	Clicking ClickingView `json:"clicking"`
	Here     Here         `json:"here"`
	Calls    CallsView    `json:"calls"`
	DropRate DropRate     `json:"drop_rate"`
	At       time.Time    `json:"at"`
}

// Progress is how far loading is.
type Progress struct {
	Percent    int   `json:"percent" doc:"never falls while a file is loaded; 100 only when all of it can be dialled"`
	Rows       int64 `json:"rows"`
	Loaded     int64 `json:"loaded"`
	Rejected   int64 `json:"rejected"`
	Duplicates int64 `json:"duplicates"`
	Later      bool  `json:"later" doc:"of contacts that were added to a campaign that had started: a bar of its own"`
}

// ClickingView is how far clicking is, for clickers and admins.
type ClickingView struct {
	On       bool       `json:"on"`
	Approved int64      `json:"approved"`
	Total    int64      `json:"total" doc:"numbers that need a click, approved ones included"`
	Left     int64      `json:"left"`
	Clickers int        `json:"clickers" doc:"with numbers on their screen"`
	AnHour   int64      `json:"an_hour" doc:"approvals an hour, of all together, as the last five minutes went"`
	DoneAt   *time.Time `json:"done_at,omitempty" doc:"about when the last number is approved at that pace"`
	Over     string     `json:"over,omitempty" doc:"why there is nothing more to do, in words" `
	Mode     Mode       `json:"mode" enum:"approve,launch" doc:"launch: a click begins a call, while a caller is free for it; approved and left are numbers then, not calls"`
	Free     int        `json:"free" doc:"launch: callers who are free and for whom nothing rings; 0 while calls may not be begun"`
	Wait     string     `json:"wait,omitempty" doc:"launch: why no call can be begun just now, in words"`
	Note     string     `json:"note,omitempty" doc:"what else there is to know, in words: that calls are paused, and clicking goes on"`
}

// WithdrawnView is numbers that leave a clicker's screen by somebody else's doing; others pass it over.
type WithdrawnView struct {
	Lease    string `json:"lease"`
	Ordinals []int  `json:"ordinals"`
	Why      string `json:"why" enum:"opted_out"`
}

// StateTold is what programs hear when a campaign's state is another one.
type StateTold struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	State    State  `json:"state" enum:"draft,loading,load_failed,paused,complete,outside_hours,stalled,running"`
	Sentence string `json:"sentence"`
	Cause    string `json:"cause,omitempty" doc:"of stalled"`
	Counts   Counts `json:"counts"`
}

// ScriptTold is a campaign's script as it is from now on. A call that runs keeps the version it began with.
type ScriptTold struct {
	Version int    `json:"script_version"`
	Script  Script `json:"script"`
}

// CallersView is what callers are told.
type CallersView struct {
	State    State  `json:"state" enum:"draft,loading,load_failed,paused,complete,outside_hours,stalled,running"`
	Sentence string `json:"sentence"`
	Calling  int    `json:"calling" doc:"callers whose phone is connected"`
}

// LoadView is one file on its way to contacts.
type LoadView struct {
	ID         string    `json:"id"`
	State      LoadState `json:"state" enum:"uploading,scanning,scanned,loading,done,failed,cancelled"`
	FileName   string    `json:"file_name" doc:"or the name of the call list"`
	List       string    `json:"list,omitempty" doc:"the call list that the people came from; absent for a file"`
	Shape      FileShape `json:"shape" doc:"without its sample in events"`
	Plan       Plan      `json:"plan"`
	Bytes      int64     `json:"bytes"`
	Rows       int64     `json:"rows" doc:"about as many until the scan has seen them all"`
	Done       int64     `json:"rows_done"`
	Percent    int       `json:"percent" doc:"of loading"`
	Valid      int64     `json:"valid" doc:"rows with a number that can be called"`
	Loaded     int64     `json:"loaded"`
	Rejected   int64     `json:"rejected" doc:"GET …/rejects has them with their reasons"`
	Duplicates int64     `json:"duplicates" doc:"rows at a number that is there already: shown as household. It is a landline if all its rows say so, and may be in the time zones of all of them"`
	OptedOut   int64     `json:"opted_out" doc:"numbers on the Do Not Call list"`
	Problem    string    `json:"problem,omitempty"`
	By         Ref       `json:"by"`
	Version    int       `json:"version"`
	Created    time.Time `json:"created_at"`
}

// LoadTold is a load in an event.
type LoadTold struct {
	Load LoadView `json:"load"`
}

func (l Load) view() LoadView {
	return LoadView{
		ID: l.ID, State: l.State, FileName: l.FileName, List: l.List, Shape: l.Shape, Plan: l.Plan, Bytes: l.Bytes, Rows: l.Rows, Done: l.Done, Percent: l.Percent(), Valid: l.Valid,
		Loaded: l.Loaded, Rejected: l.Rejected, Duplicates: l.Duplicates, OptedOut: l.OptedOut, Problem: l.Problem, By: l.By, Version: l.Version, Created: l.Created,
	}
}

// ListedView is one campaign in the list of them.
type ListedView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	State    State     `json:"state" enum:"draft,loading,load_failed,paused,complete,outside_hours,stalled,running"`
	Sentence string    `json:"sentence"`
	Contacts int64     `json:"contacts" doc:"of a draft: who can be called in its files"`
	Finished int64     `json:"finished"`
	Created  time.Time `json:"created_at"`
}

// Index is an organisation's campaigns: newer ones come on campaigns/{organisation} after seq.
type Index struct {
	Items []ListedView `json:"items" doc:"the newest first, at most 500"`
	Next  string       `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
	Seq   int64        `json:"seq"`
}

// PersonView is somebody who came by a link.
type PersonView struct {
	ID       string    `json:"id"`
	Kind     Kind      `json:"kind" enum:"caller,clicker"`
	Name     string    `json:"name"`
	Approved int64     `json:"approved"`
	Joined   time.Time `json:"joined_at"`
	Seen     time.Time `json:"seen_at"`
	Removed  bool      `json:"removed"`
}
