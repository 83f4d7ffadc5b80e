package line

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Room names the room of a caller's turn. A room is never used again: a contact who was promised
// turn 7 cannot fall into turn 8. The caller's name in it is opaque (8 to 64 letters, digits, - and _).
func Room(caller string, turn int) string { return "c-" + caller + "-" + strconv.Itoa(turn) }

var roomShape = regexp.MustCompile(`^c-[A-Za-z0-9_-]{8,64}-(0|[1-9][0-9]{0,6})$`)

// RoomOf reads a room's name back; false when it is not one of ours.
func RoomOf(name string) (caller string, turn int, ok bool) {
	if !roomShape.MatchString(name) {
		return "", 0, false
	}
	at := strings.LastIndexByte(name, '-')
	turn, err := strconv.Atoi(name[at+1:])
	return name[len("c-"):at], turn, err == nil
}

// RoomFact is something the carrier said about a room: any order, any number of times, and any of them may be missing.
type RoomFact struct {
	Room       string // its name
	Conference string // the carrier's id: the same name again is another one
	Kind       RoomKind
	Carrier    string    // the carrier's id of the leg that came, left or ended it; "" without one
	Seat       Seat      // whose leg that is
	Seq        int       // the carrier's number within the conference, from 1; -1 without
	At         time.Time // as the carrier dates it; zero: unknown
	Why        Reason    // with Left and Over
}

// RoomKind is what happened in a room.
type RoomKind string

// What happens in rooms.
const (
	Came    RoomKind = "came"    // a leg is in the room
	Started RoomKind = "started" // two are in it and hear each other
	Left    RoomKind = "left"    // a leg is not in it any more
	Over    RoomKind = "over"    // the room is closed; nobody comes into it again
)

// Rank orders what is said of one conference: came 1, started 2, left 3, over 9. A lower rank changes
// nothing; over absorbs. (Came and left are of one leg: another leg's coming is another fact.)
func (k RoomKind) Rank() int {
	switch k {
	case Came:
		return 1
	case Started:
		return 2
	case Left:
		return 3
	case Over:
		return 9
	}
	return 0
}

// Reason is why somebody left a room, or why it closed.
type Reason string

// The reasons. An unknown word of the carrier's is Elsewise.
const (
	HungUp   Reason = "hung_up"  // the leg ended, or its person pressed the star
	Sent     Reason = "sent"     // we sent the leg elsewhere, or took it out
	Followed Reason = "followed" // the other one left, which ends the room for both
	Closed   Reason = "closed"   // we closed the room
	Elsewise Reason = "elsewise"
)

// Verdict is what machine detection thinks of who answered. It may come late, and it may be wrong.
type Verdict struct {
	Carrier string
	By      Answerer
	Took    time.Duration // from the answer; zero: not told
}

// Answerer is who answered.
type Answerer string

// Who answers. Unknown is taken for a person.
const (
	Human   Answerer = "human"
	Machine Answerer = "machine"
	Fax     Answerer = "fax"
	Unclear Answerer = "unclear"
)

// Machine says that nobody is there to talk with.
func (v Verdict) Machine() bool { return v.By == Machine || v.By == Fax }

// Inbound is somebody calling one of our numbers.
type Inbound struct {
	Carrier string // the carrier's id of the leg
	To      string // which of our numbers, E.164
	From    string // who calls, E.164; "" when withheld
	Request string // the carrier's own token of this request, the same when it asks again; "" without one
}
