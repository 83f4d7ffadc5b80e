package dialer_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"partyline/campaign"
	"partyline/dialer"
)

// The script is edited in mid-talk: the talk is asked, checked and closed by the version that it began with, and corrected by it, too. The
// next one has the new version, which takes no answer to what it dropped.
func TestATalkKeepsTheScriptThatItBeganWith(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { e.Script = branching() })
		gives := func(v *volunteer, turn int, question string) string {
			_, err := v.svc.Answer(context.Background(), v.id, turn, question, dialer.Giving{Value: json.RawMessage(`"yes"`)})
			return code(err)
		}
		v, d, turn := h.bridged()
		v.answer("who", `"refused"`)
		h.edit(func(e *campaign.Edit) {
			s := branching()
			s.Questions[0].Answers[0].Next = "help"
			s.Questions[1].ID, s.Questions[1].Answers[1].Next = "help", campaign.End
			s.Questions = s.Questions[:2]
			for i := range s.Questions[0].Answers { // who talked, or refused, is called once more
				s.Questions[0].Answers[i].Retry = &campaign.Retry{Again: campaign.NextPass}
			}
			passes := 5
			e.Script, e.Passes = s, &passes
		})
		v.answer("who", `"talked"`)
		if got := gives(v, turn, "help"); got != "unknown_question" {
			t.Errorf("what this talk does not ask was taken: %q", got)
		}
		v.answer("vote", `"yes"`)
		talk := v.is(dialer.Talking).Talk
		if ids := idsOf(talk.Script); !slices.Contains(ids, "vote") || slices.Contains(ids, "help") || len(talk.Answers) != 2 {
			t.Errorf("the page of this talk has %v, and %+v", ids, talk.Answers)
		}
		v.done(d)
		if got := h.find(`SELECT outcome FROM contacts WHERE final`); len(got) != 1 || got[0] != string(campaign.Talked) {
			t.Errorf("the rule was not the one of this talk's version: final are %v", got)
		}
		if got := gives(v, turn, "vote"); got != "" {
			t.Errorf("a correction by the talk's own version: %q", got)
		}
		if last := v.state().Last; len(last) != 1 || last[0].Said != "Yes" {
			t.Errorf("the list of talks says %+v", last)
		}
		r := h.results(dialer.Narrowed{})
		if got := answersOf(r, "vote"); got != "1 yes=1" || !r.Questions[len(r.Questions)-1].Dropped {
			t.Errorf("the results have %s of what was dropped, %+v", got, r.Questions)
		}

		d = h.dial()
		h.answers(d)
		next := v.is(dialer.Talking).Turn
		v.answer("who", `"talked"`)
		if got := gives(v, next, "vote"); got != "unknown_question" {
			t.Errorf("what was dropped was taken: %q", got)
		}
		v.answer("help", `"yes"`)
		v.done(d)
		if got := h.find(`SELECT outcome FROM contacts WHERE final`); len(got) != 1 {
			t.Errorf("the rule was not the one of the new version: final are %v", got)
		}
		h.invariants()
	})
}

func idsOf(s campaign.Script) (ids []string) {
	for _, q := range s.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}
