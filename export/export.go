// Package export takes what came of a session or a campaign away as files: sent while they are read, or, where they have more rows than
// that is good for, prepared by a job and kept for a day.
package export

import (
	"slices"
	"time"

	"partyline/calling"
	"partyline/event"
)

// Of is what a file is of: a session or a campaign.
type Of struct {
	Family string // event.FamilySession or event.FamilyCampaign
	ID     string
}

// Topic is what its pages listen to.
func (o Of) Topic() event.Topic { return event.On(o.Family, o.ID) }

// Narrow is what the calls and the answers of a campaign are narrowed down to; what is left out narrows nothing, and other files are whole.
type Narrow struct {
	From   time.Time `json:"from,omitzero"` // claimed at or behind it
	Pass   int       `json:"pass,omitempty"`
	Caller string    `json:"caller,omitempty"`
}

// File is one file of something, as it is read.
type File struct {
	Kind         string // its rows, for the store: "entries", "campaign/contacts"
	Organisation string
	Of           Of
	Columns      []calling.ExportColumn
	Narrow       Narrow
}

// Moment is what is so while a file is read, whatever changes meanwhile.
type Moment struct {
	At      time.Time
	Rows    int64
	Numbers bool // they are shown, so they are in it
}

// State is how far a prepared file has come.
type State string

// The states.
const (
	Preparing State = "preparing"
	Ready     State = "ready"
	Failed    State = "failed"
	Cancelled State = "cancelled"
	Expired   State = "expired"
)

// Ref names who had it prepared.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Prepared is one file that is prepared. Its bytes are kept in parts, each compressed by itself.
type Prepared struct {
	ID           string
	Organisation string
	Of           Of
	File         string // its name in addresses: attempts, contacts …
	Format       string // csv or json
	Name         string // whoever fetches it gets it under
	Narrow       Narrow
	State        State
	Columns      []calling.ExportColumn // as they were when its first part was kept
	Rows, Done   int64
	Parts        int
	Bytes        int64  // of its parts, not compressed
	Place        string // behind which row it goes on, "" at first
	From, Until  time.Time
	Numbers      bool // it has phone numbers
	Turn         int  // of who works on it: a later one takes over
	Tries        int  // that kept nothing
	Problem      string
	By           Ref
	Version      int

	Created, Updated, Expires time.Time
}

// The bounds of prepared files.
const (
	kept     = 24 * time.Hour     // a file that is ready
	leaving  = 10 * time.Minute   // somebody may still be fetching it
	known    = 7 * 24 * time.Hour // that there was one
	mostKept = 10                 // of one organisation, being prepared or ready
	mostTry  = 5                  // in a row that kept nothing
	atOnce   = 2                  // on one node
	partSize = 2 << 20            // not compressed
	tellMost = 250 * time.Millisecond
)

// Percent never falls while one node works, and is 100 only when the file can be fetched.
func (p Prepared) Percent() int {
	switch {
	case p.State == Ready:
		return 100
	case p.Rows <= 0:
		return 0
	}
	return int(min(p.Done*100/p.Rows, 99))
}

// again forgets what was kept: its columns are others now.
func (p *Prepared) again() {
	p.Rows, p.Done, p.Parts, p.Bytes, p.Place, p.From, p.Until, p.Columns, p.Numbers = 0, 0, 0, 0, "", time.Time{}, time.Time{}, nil, false
}

// goesOn says whether what is kept is the beginning of a file with these columns.
func (p *Prepared) goesOn(columns []calling.ExportColumn) bool {
	return slices.Equal(p.Columns, columns)
}

// View is a prepared file as pages and programs see it.
type View struct {
	ID      string     `json:"id"`
	File    string     `json:"file"`
	Format  string     `json:"format" enum:"csv,json"`
	Name    string     `json:"name" doc:"of the file"`
	State   State      `json:"state" enum:"preparing,ready,failed,cancelled,expired"`
	Percent int        `json:"percent" doc:"100 only when it can be fetched"`
	Rows    int64      `json:"rows"`
	Bytes   int64      `json:"bytes"`
	Narrow  *NarrowTo  `json:"narrowed,omitempty" doc:"what its rows are narrowed down to; absent: nothing"`
	Numbers bool       `json:"numbers" doc:"phone numbers are in it"`
	Problem string     `json:"problem,omitempty" doc:"why it could not be prepared, as a sentence"`
	From    *time.Time `json:"as_of,omitempty" doc:"its rows are as they were then"`
	Until   *time.Time `json:"until,omitempty" doc:"only where another server had to go on: later rows are as they were by then"`
	Expires *time.Time `json:"expires_at,omitempty" doc:"when it can be fetched no more"`
	By      Ref        `json:"by"`
	Created time.Time  `json:"created_at"`
	Version int        `json:"version" doc:"the higher one is the newer state"`
}

// NarrowTo is Narrow as pages see it.
type NarrowTo struct {
	From   *time.Time `json:"from,omitempty"`
	Pass   int        `json:"pass,omitempty"`
	Caller string     `json:"caller,omitempty"`
}

func (p Prepared) view() View {
	v := View{
		ID: p.ID, File: p.File, Format: p.Format, Name: p.Name, State: p.State, Percent: p.Percent(), Rows: p.Rows, Bytes: p.Bytes, Numbers: p.Numbers, Problem: p.Problem,
		From: instant(p.From), Expires: instant(p.Expires), By: p.By, Created: p.Created, Version: p.Version,
	}
	if p.Until.After(p.From) {
		v.Until = instant(p.Until)
	}
	if p.Narrow != (Narrow{}) {
		v.Narrow = &NarrowTo{From: instant(p.Narrow.From), Pass: p.Narrow.Pass, Caller: p.Narrow.Caller}
	}
	return v
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Overview is what something can be taken away as, and what is prepared of it.
type Overview struct {
	Long     int64      `json:"long" doc:"a file with more rows than these is to be prepared: nobody waits for it with an open connection"`
	Files    []FileView `json:"files"`
	Prepared []View     `json:"prepared" doc:"the newest first"`
	Seq      int64      `json:"seq" doc:"of the topic of the session or campaign"`
}

// FileView is one file, narrowed down as was asked.
type FileView struct {
	File     string `json:"file"`
	Rows     int64  `json:"rows"`
	Long     bool   `json:"long"`
	Narrowed bool   `json:"narrowed" doc:"what was asked narrows it down"`
}

// Changed is the event of session/{id} and campaign/{id}: a View.
const Changed event.Kind = "export.changed"

// Kinds is every kind of event of this package.
var Kinds = []event.Kind{Changed}

// The jobs: the subject is a prepared file.
const (
	JobPrepare = "export.prepare" // reads its rows and keeps them
	JobExpire  = "export.expire"  // ends it, and takes away what is kept
)

// Jobs is every kind.
var Jobs = []string{JobPrepare, JobExpire}
