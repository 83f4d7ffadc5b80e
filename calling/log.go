package calling

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"partyline/fault"
)

const (
	phoneCall  = "phone_call"
	leaderMay  = 24 * time.Hour // correct their own logs
	tagLimit   = 50
	tagsAtOnce = 20
)

var methodWord = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

// read checks what a log dialog sent and turns it into a log without its circumstances.
func (in LogRequest) read(list List) (Log, error) {
	invalid := func(field, title string) (Log, error) {
		return Log{}, fault.New(fault.Invalid, "log_invalid", "The log cannot be saved: %s.", title).On(field, title)
	}
	l := Log{Reached: in.Reached, Outcome: in.Outcome, RSVP: in.RSVP, Method: in.Method, Notes: strings.TrimSpace(in.Notes), DoNotCall: in.DoNotCall, Version: 1}
	if l.Reached && l.Outcome == "" {
		l.Outcome = Talked
	}
	switch {
	case l.Outcome == "":
		return invalid("outcome", "choose what came of it")
	case !l.Outcome.Known():
		return invalid("outcome", "that outcome does not exist")
	case l.Outcome.Reaches() != l.Reached:
		return invalid("outcome", "the outcome does not go with whether somebody was reached")
	case utf8.RuneCountInString(l.Notes) > NotesLimit:
		return invalid("notes", "the notes are too long: keep them under 10,000 characters")
	}
	switch l.RSVP {
	case "":
	case "yes", "no", "maybe":
		if list.Event == "" {
			return invalid("rsvp", "this list has no event to answer for")
		}
	default:
		return invalid("rsvp", "choose yes, no or maybe")
	}
	if l.Method == "" {
		l.Method = phoneCall
	}
	if !methodWord.MatchString(l.Method) {
		return invalid("method", "that method does not exist")
	}
	if l.Outcome == DoNotCall {
		l.DoNotCall = true
	}
	var ok bool
	if l.TagsAdded, ok = tags(in.TagsAdded); !ok {
		return invalid("tags_added", "at most 20 tags of 50 characters each")
	}
	if l.TagsRemoved, ok = tags(in.TagsRemoved); !ok {
		return invalid("tags_removed", "at most 20 tags of 50 characters each")
	}
	return l, nil
}

func tags(in []string) ([]string, bool) {
	out := []string{}
	for _, t := range in {
		t = strings.Join(strings.Fields(t), " ")
		if utf8.RuneCountInString(t) > tagLimit {
			return nil, false
		}
		if t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out, len(out) <= tagsAtOnce
}

// says is whether two logs say the same.
func (l Log) says(m Log) bool {
	return l.Reached == m.Reached && l.Outcome == m.Outcome && l.RSVP == m.RSVP && l.Method == m.Method && l.Notes == m.Notes &&
		l.DoNotCall == m.DoNotCall && slices.Equal(l.TagsAdded, m.TagsAdded) && slices.Equal(l.TagsRemoved, m.TagsRemoved)
}

// byHand is an entry after a contact that was no call.
func (r rules) byHand(e Entry, p Person, log Log) Entry {
	if e.Status == Completed {
		return e
	}
	e.LastOutcome, e.LastBy, e.NotLogged = log.Outcome, r.session.Leader, false
	switch {
	case log.Outcome.Completes(r.list.VoicemailDone):
		e = r.clear(e)
		e.Status, e.Own = Completed, true
	case e.Status == Skipped, e.Status == NotCallable:
		return e
	default:
		e = r.clear(e)
		e.Status, e.Own = Attempted, true
	}
	e.Prioritised, e.DueNow, e.Callback = false, false, false
	return r.barring(e, p)
}
