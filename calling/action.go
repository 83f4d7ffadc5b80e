package calling

import "time"

// The times of undo. A press can be taken back for UndoTime by the server's clock. UndoGrace is for
// the wire: the page offers it for UndoTime from when it shows the message. An undo pressed in time
// on a page that was offline counts by the moment of its press, for as long as the action is kept.
const (
	UndoTime  = 10 * time.Second
	UndoGrace = 3 * time.Second
	UndoKept  = time.Hour
)

// Action is what a press did, with the state before and after it, so that it can be taken back. An
// effect is an action too: what an action did to an entry besides its own, written as it happened.
type Action struct {
	ID, Cause                      string // Cause: of an effect, the action that it comes from
	Organisation, Session          string
	Kind                           ActionKind
	By                             string
	Entry, Supporter, Attempt, Log string
	At, Undone                     time.Time
	Was                            Was
	Answer                         string // to its undo: JSON
}

// ActionKind names what was done.
type ActionKind string

// The kinds of actions.
const (
	ActSkip       ActionKind = "skip"
	ActRemoveSkip ActionKind = "remove_skip"
	ActPrioritise ActionKind = "prioritise"
	ActCallNext   ActionKind = "call_next"
	ActLog        ActionKind = "log"
	ActLogByHand  ActionKind = "log_by_hand"
	ActArchive    ActionKind = "archive"
	ActEffect     ActionKind = "effect"
)

// Was is the state before and after an action; what it did not touch is nil.
type Was struct {
	Cycle   time.Time   // when the cycle began that it was done in
	Entry   *Pair       `json:",omitempty"`
	Head    *Pair       `json:",omitempty"` // whoever was next, moved along
	Call    string      `json:",omitempty"` // the attempt that went on with this entry
	Log     *Log        `json:",omitempty"` // before a correction
	Version int         `json:",omitempty"` // of the log, after
	Person  *PersonPair `json:",omitempty"`
	OptOut  *OptOut     `json:",omitempty"` // the number went onto the Do Not Call list
	Pausing bool        `json:",omitempty"` // the session, before it was archived
	Keyed   bool        `json:",omitempty"` // by a key on the phone: no reply told of it
}

// Pair is an entry before and after.
type Pair struct{ Before, After Entry }

// OptOut is who put a number onto the Do Not Call list, and when.
type OptOut struct {
	By string
	At time.Time
}

// PersonPair is a supporter before and after.
type PersonPair struct{ Before, After PersonState }

// PersonState is what contact logs write of a supporter.
type PersonState struct {
	DoNotCall          bool
	Substantive        time.Time
	SubstantiveSession string
	Held               time.Time
	HeldSession        string
	Tags               []string
}

// Undoable is what replies say about taking a press back.
type Undoable struct {
	Action string     `json:"action,omitempty" doc:"in replies to presses: POST /undo/{action} takes it back"`
	Until  *time.Time `json:"undo_until,omitempty" doc:"until when, by the server's clock"`
}

// begins notes the state that an action on an entry starts from.
func (w *work) begins(kind ActionKind, who Who, e Entry) error {
	w.act = &Action{
		ID: w.svc.NewID(), Organisation: w.session.Organisation, Session: w.session.ID, Kind: kind, By: who.User,
		Entry: e.ID, Supporter: e.Supporter, At: w.now,
		Was: Was{Cycle: w.session.Cycle.Started, Entry: &Pair{Before: e}},
	}
	if e.Status != Calling {
		return nil
	}
	open, err := w.OpenAttempts(w.session.ID)
	for _, a := range open {
		if a.Entry == e.ID {
			w.act.Was.Call = a.ID
		}
	}
	return err
}

// keeps writes the action down that was begun, with what it came to, for the reply. What changed
// nothing, or took the entry away, cannot be undone.
func (w *work) keeps() (Undoable, error) {
	act := w.act
	if act == nil {
		return Undoable{}, nil
	}
	rows, err := w.EntryRows([]string{act.Entry})
	if err != nil || len(rows) == 0 {
		return Undoable{}, err
	}
	act.Was.Entry.After = rows[0].Entry
	if act.Log == "" && same(act.Was.Entry.Before, act.Was.Entry.After) {
		return Undoable{}, nil
	}
	return w.keepsAs(*act)
}

func (w *work) keepsAs(act Action) (Undoable, error) {
	until := act.At.Add(UndoTime)
	return Undoable{Action: act.ID, Until: &until}, w.InsertAction(act, w.now.Add(-UndoKept))
}

// effect is what has just happened to an entry as an effect of a log about the person that can still be undone. It is
// kept for each such log: whichever of them caused it, its undo finds what the entry was.
func (w *work) effect(log Action, before, after Entry) Action {
	return Action{
		ID: w.svc.NewID(), Cause: log.ID, Organisation: w.session.Organisation, Session: w.session.ID, Kind: ActEffect,
		Entry: before.ID, Supporter: before.Supporter, At: w.now,
		Was: Was{Cycle: w.session.Cycle.Started, Entry: &Pair{before, after}},
	}
}
