package calling

import (
	"strings"
	"testing"

	"partyline/fault"
)

func TestALogIsReadOrRefused(t *testing.T) {
	event := testList
	event.Event = "Rally"
	long := strings.Repeat("ü", NotesLimit)
	many := make([]string, 21)
	for i := range many {
		many[i] = strings.Repeat("t", i+1)
	}
	for _, c := range []struct {
		name  string
		in    LogRequest
		list  List
		field string
	}{
		{"reached, by default talked", LogRequest{Reached: true}, testList, ""},
		{"no answer", LogRequest{Outcome: NoAnswer}, testList, ""},
		{"the longest notes", LogRequest{Outcome: NoAnswer, Notes: long}, testList, ""},
		{"an answer to the event", LogRequest{Reached: true, RSVP: "maybe"}, event, ""},
		{"not reached and nothing said", LogRequest{}, testList, "outcome"},
		{"no such outcome", LogRequest{Outcome: "eloped"}, testList, "outcome"},
		{"reached by no answer", LogRequest{Reached: true, Outcome: NoAnswer}, testList, "outcome"},
		{"not reached but talked", LogRequest{Outcome: Talked}, testList, "outcome"},
		{"an answer to no event", LogRequest{Reached: true, RSVP: "yes"}, testList, "rsvp"},
		{"no such answer", LogRequest{Reached: true, RSVP: "perhaps"}, event, "rsvp"},
		{"no such method", LogRequest{Reached: true, Method: "Phone call!"}, testList, "method"},
		{"notes that never end", LogRequest{Reached: true, Notes: long + "ü"}, testList, "notes"},
		{"a tag that never ends", LogRequest{Reached: true, TagsAdded: []string{strings.Repeat("x", 51)}}, testList, "tags_added"},
		{"too many tags", LogRequest{Reached: true, TagsRemoved: many}, testList, "tags_removed"},
	} {
		log, err := c.in.read(c.list)
		if c.field == "" {
			if err != nil || log.Method != phoneCall {
				t.Errorf("%s: %+v %v", c.name, log, err)
			}
			continue
		}
		if f := fault.As(err); f.Code != "log_invalid" || len(f.Fields) != 1 || f.Fields[0].Field != c.field {
			t.Errorf("%s: %v, want a refusal of %s", c.name, err, c.field)
		}
	}
	if log, _ := (LogRequest{Reached: true, Outcome: DoNotCall}).read(testList); !log.DoNotCall {
		t.Error("the outcome do not call ticks the box")
	}
	if log, _ := (LogRequest{Reached: true, TagsAdded: []string{" a  b ", "a b", ""}}).read(testList); len(log.TagsAdded) != 1 || log.TagsAdded[0] != "a b" {
		t.Errorf("tags %q", log.TagsAdded)
	}
}

// TestLateLogsAndCorrectionsMoveTheEntry has a row for each status that an entry may be in by then.
func TestLateLogsAndCorrectionsMoveTheEntry(t *testing.T) {
	const same, earlier = 1, 0
	others := entryIn(Completed)
	others.Own = false
	for _, c := range []struct {
		name    string
		e       Entry
		cycle   int
		outcome Outcome
		want    Status
	}{
		{"not logged, then talked", entryIn(Attempted), same, Talked, Completed},
		{"not logged, then no answer", entryIn(Attempted), same, NoAnswer, Attempted},
		{"talked, corrected to no answer", entryIn(Completed), same, NoAnswer, Attempted},
		{"talked in an earlier cycle, corrected to no answer", entryIn(Completed), earlier, NoAnswer, Available},
		{"talked, corrected to refused", entryIn(Completed), same, Refused, Completed},
		{"back in the queue by a new cycle, then talked", entryIn(Available), earlier, Talked, Completed},
		{"back in the queue by a new cycle, then no answer", entryIn(Available), earlier, NoAnswer, Available},
		{"waiting, then talked", entryIn(Unavailable), earlier, Talked, Completed},
		{"passed, then talked", entryIn(SystemSkipped), earlier, Talked, Completed},
		{"skipped, a skip wins", entryIn(Skipped), same, Talked, Skipped},
		{"not callable any more, then do not call", entryIn(NotCallable), same, DoNotCall, Completed},
		{"completed by another leader", others, same, NoAnswer, Completed},
		{"on the phone again", entryIn(Calling), same, Talked, Calling},
	} {
		got := testRules(nil).corrected(c.e, free, "me", Log{Attempt: "a", Cycle: c.cycle, Outcome: c.outcome})
		if got.Status != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Status, c.want)
		}
		consistent(t, got)
	}
}

func TestAContactByHandMovesTheEntry(t *testing.T) {
	for from, want := range map[Status][2]Status{ // talked, no answer
		Available: {Completed, Attempted}, Unavailable: {Completed, Attempted}, SystemSkipped: {Completed, Attempted}, Attempted: {Completed, Attempted},
		Skipped: {Completed, Skipped}, NotCallable: {Completed, NotCallable}, Completed: {Completed, Completed},
	} {
		for i, o := range []Outcome{Talked, NoAnswer} {
			got := testRules(nil).byHand(entryIn(from), free, Log{Outcome: o})
			if got.Status != want[i] {
				t.Errorf("%s, %s: %s, want %s", from, o, got.Status, want[i])
			}
			consistent(t, got)
		}
	}
}
