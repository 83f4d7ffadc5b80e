package calling

// Script is what a leg does next: a short list of verbs of a closed set. The telephony adapter
// renders it; no XML, URL or form value is known here.
type Script []Verb

// Verb is one thing a leg does: Say, Pause, AskKey, Connect or Hangup.
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

// Hangup ends the leg.
type Hangup struct{}

func (Say) verb()     {}
func (Pause) verb()   {}
func (AskKey) verb()  {}
func (Connect) verb() {}
func (Hangup) verb()  {}

// Input is what came with a question for a step.
type Input struct {
	Carrier string // the carrier's id of the leg that asks
	Key     string // the key pressed; "#" and "*" too; "" for silence
	Silent  bool   // no key came
	Request string // the carrier's own token of this request, the same when it asks again; "" without one
	// Of a Connect that is over:
	Child        string // the carrier's id of the other leg
	ChildResult  LegResult
	ChildSeconds int
}
