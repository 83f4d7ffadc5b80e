package campaign

import (
	"strings"
	"time"
)

// Line is the type of a contact's line. Only landlines need no click.
type Line int

// The line types.
const (
	UnknownLine Line = iota
	Landline
	Cell
	VoIP
)

var lineNames = []string{"unknown", "landline", "cell", "voip"}

// String is the word for it.
func (l Line) String() string { return lineNames[l] }

// NeedsClick says whether a person must approve the number before it is dialled.
func (l Line) NeedsClick() bool { return l != Landline }

// Stricter is the line type of a number that two rows name: what needs a click beats a landline, else the first stands.
func (l Line) Stricter(other Line) Line {
	if l == Landline {
		return other
	}
	return l
}

// LineOf reads a cell of a mapped column; what is no word for a line is unknown, "home" too: it says where somebody is reached, and that
// may be a cell.
func LineOf(cell string) Line {
	switch strings.ToLower(strings.Trim(cell, " \t.")) {
	case "landline", "land line", "land", "fixed", "fixed line", "fixedline", "l", "wired":
		return Landline
	case "cell", "cellphone", "cell phone", "mobile", "wireless", "c", "m", "mobile phone":
		return Cell
	case "voip", "v", "nonfixedvoip", "fixedvoip", "internet":
		return VoIP
	}
	return UnknownLine
}

// Class is the half of a stream: landlines and all others are taken in proportion.
type Class int

// The classes.
const (
	LandlineClass Class = iota
	OtherClass
)

// Unclicked says whether a contact needs a click and has none.
func (p Contact) Unclicked() bool { return p.Line.NeedsClick() && p.Approved.IsZero() }

// ClassOf is the class of a line.
func ClassOf(l Line) Class {
	if l == Landline {
		return LandlineClass
	}
	return OtherClass
}

// Stream is a zone set and a class in one number, as the table of what is ready has it.
func Stream(zoneSet int64, c Class) int64 { return zoneSet*2 + int64(c) }

// ZoneSetOf and ClassOfStream take it apart.
func ZoneSetOf(stream int64) int64 { return stream / 2 }

// ClassOfStream is its class.
func ClassOfStream(stream int64) Class { return Class(stream % 2) }

// Contact is one number of a campaign with the person it is for.
type Contact struct {
	No       int64 // in its campaign, from 1
	Phone    string
	Name     string
	Line     Line
	ZoneSet  int64
	Key      int64 // random; its place among what waits for a click
	Load     int64
	Row      int64 // of its file
	Fields   map[string]string
	OptedOut bool
	Released time.Time // since then without a click where the owner says so, see Switch.Holds; zero: it waits for a click, or needs none
	Approved time.Time
	Attempts int

	Attempted time.Time // the last time
	Outcome   Outcome   // of that
	Final     bool
	Waits     Wait
	Extra     bool // the next attempt is one that a rule allowed beyond the passes, and the last
	Failed    int  // dials in a row that never reached the network
}

// Masked is a number as clickers see it: the last five digits. Their page says that there are more.
func Masked(phone string) string {
	digits := strings.TrimPrefix(phone, "+")
	if len(digits) < 5 {
		return ""
	}
	last := digits[len(digits)-5:]
	return last[:2] + " " + last[2:]
}
