package line

// Script is what a leg does next: a short list of verbs of a closed set. The telephony adapter
// renders it; no XML, URL or form value is known here.
type Script []Verb

// Verb is one thing a leg does: Say, Pause, AskKey, AskCode, Connect, Meet, Ask or Hangup.
type Verb interface{ verb() }

// Say speaks a sentence.
type Say struct{ Text string }

// Pause is silent for some seconds.
type Pause struct{ Seconds int }

// AskKey says Prompt, then waits for one key; a key or silence asks Then.
type AskKey struct {
	Prompt  []string
	Seconds int // of waiting
	Then    Step
}

// AskCode says Prompt, then waits for so many digits; "#" ends them early. What came, or silence, asks Then.
type AskCode struct {
	Prompt  []string
	Digits  int
	Seconds int // of waiting, from key to key
	Then    Step
}

// Connect dials a supporter and joins both; when that line is over, Then is asked.
type Connect struct {
	Leg         string // ours
	Ref         string // of the supporter's leg, in its callback URLs
	Number      string
	CallerID    string
	RingSeconds int
	TalkSeconds int
	Then        Step
}

// Meet puts the leg into a room of two. Whoever leaves ends it for both; each is then asked Then.
type Meet struct {
	Room   string // see Room: opaque, never a name or a number
	As     Seat
	Alone  Step   // asked, again and again, while nobody else is there; its script is of Say, Pause and Ask
	Then   Step   // asked when the room is over for this leg, also when it hung up or was sent elsewhere
	Report string // the ref under which the room reports itself; only that of whoever came first counts
	Limit  int    // of the stay in seconds; the carrier's own (four hours) when zero
	Quiet  bool   // a contact's coming is not heard
}

// Seat is who somebody is in a room.
type Seat string

// The seats of a room. A caller leaves it by the star key and stays on the line; a contact's coming is heard as a beep, unless it is quiet.
const (
	CallerSeat  Seat = "caller"
	ContactSeat Seat = "contact"
)

// Ask goes on at another step at once.
type Ask struct{ Then Step }

// Hangup ends the leg.
type Hangup struct{}

func (Say) verb()     {}
func (Pause) verb()   {}
func (AskKey) verb()  {}
func (AskCode) verb() {}
func (Connect) verb() {}
func (Meet) verb()    {}
func (Ask) verb()     {}
func (Hangup) verb()  {}

// Input is what came with a question for a step.
type Input struct {
	Carrier string // the carrier's id of the leg that asks
	To      string // the number that was called, E.164: ours on a line that came in
	Key     string // the key pressed; "#" and "*" too; "" for silence
	Keys    string // all of them, of an AskCode: at most 32, without the "#" that ended them
	Silent  bool   // no key came
	Request string // the carrier's own token of this request, the same when it asks again; "" without one
	State   State  // of the leg that asks: ended when it hung up meanwhile and the answer is of no use
	// Of a Connect that is over:
	Child        string // the carrier's id of the other leg
	ChildResult  Result
	ChildSeconds int
}
