package dialer

import (
	"encoding/json"
	"strings"
	"testing"

	"partyline/campaign"
	"partyline/fault"
)

// survey branches: who → talked → support (yes → times → end; no → why → end); anything else ends.
func survey() campaign.Script {
	s := campaign.DefaultScript()
	s.Questions[0].Answers[0].Next = "support"
	s.Questions = append(s.Questions,
		campaign.Question{ID: "support", Kind: campaign.Single, Answers: []campaign.Answer{{ID: "yes", Next: "days"}, {ID: "no", Next: "why"}}},
		campaign.Question{ID: "days", Kind: campaign.Multiple, Answers: []campaign.Answer{{ID: "sat"}, {ID: "sun"}}, Next: "age"},
		campaign.Question{ID: "age", Kind: campaign.Number, Next: "when"},
		campaign.Question{ID: "when", Kind: campaign.Date, Next: "bye"},
		campaign.Question{ID: "bye", Kind: campaign.ReadOnly, Next: campaign.End},
		campaign.Question{ID: "why", Kind: campaign.Text, Next: campaign.End},
	)
	return s
}

func given(pairs ...string) (out []AnswerGiven) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, AnswerGiven{Question: pairs[i], Value: json.RawMessage(pairs[i+1]), Version: 1})
	}
	return out
}

func TestAScriptIsWalkedByItsAnswers(t *testing.T) {
	for _, r := range []struct {
		name  string
		given []AnswerGiven
		path  string
		open  string
		first string
		void  string
	}{
		{"nothing yet", nil, "who", "who", "", ""},
		{"the first answer ends it", given("who", `"refused"`), "who", "", "refused", ""},
		{"the first answer leads on", given("who", `"talked"`), "who support", "support", "talked", ""},
		{"a branch", given("who", `"talked"`, "support", `"no"`), "who support why", "why", "talked", ""},
		{"to its end", given("who", `"talked"`, "support", `"no"`, "why", `"taxes"`), "who support why", "", "talked", ""},
		{"every kind", given("who", `"talked"`, "support", `"yes"`, "days", `["sat"]`, "age", `44`, "when", `"2026-11-25"`, "bye", `true`), "who support days age when bye", "", "talked", ""},
		{"a previous answer changed: what it leads past is void", given("who", `"talked"`, "support", `"no"`, "days", `["sat"]`, "age", `44`), "who support why", "why", "talked", "days age"},
		{"the first answer changed", given("who", `"refused"`, "support", `"no"`, "why", `"taxes"`), "who", "", "refused", "support why"},
		{"changed back: what was void counts again", given("who", `"talked"`, "support", `"yes"`, "days", `["sat"]`, "why", `"taxes"`), "who support days age", "age", "talked", "why"},
		{"an answer that the script does not have", given("who", `"gone"`), "who", "who", "", ""},
	} {
		t.Run(r.name, func(t *testing.T) {
			p := Walk(survey(), r.given)
			first := ""
			if p.First != nil {
				first = p.First.ID
			}
			var void []string
			for _, a := range p.Void(r.given) {
				if a.Void {
					void = append(void, a.Question)
				}
			}
			if got := strings.Join(p.Questions, " "); got != r.path || p.Open != r.open || first != r.first || strings.Join(void, " ") != r.void {
				t.Errorf("path %q, open %q, first %q, void %q", got, p.Open, first, void)
			}
		})
	}
}

func TestAScriptThatTurnsInACircleIsWalkedOnce(t *testing.T) {
	s := campaign.Script{Questions: []campaign.Question{{ID: "a", Kind: campaign.ReadOnly, Next: "b"}, {ID: "b", Kind: campaign.ReadOnly, Next: "a"}}}
	if p := Walk(s, given("a", `true`, "b", `true`)); len(p.Questions) > 3 {
		t.Errorf("walked %v", p.Questions)
	}
	if p := Walk(campaign.Script{}, nil); p.Open != "" || len(p.Questions) != 0 {
		t.Errorf("an empty script: %+v", p)
	}
}

func TestOnlyAnswersOfTheScriptAreTaken(t *testing.T) {
	for _, r := range []struct{ question, value, want, code string }{
		{"who", `"talked"`, `"talked"`, ""},
		{"who", `"nobody"`, "", "invalid"},
		{"who", `["talked"]`, "", "invalid"},
		{"who", `null`, "", "invalid"},
		{"days", `["sun","sat","sun"]`, `["sat","sun"]`, ""},
		{"days", `[]`, `[]`, ""},
		{"days", `["mon"]`, "", "invalid"},
		{"why", `"  because \n"`, `"because"`, ""},
		{"why", `"` + strings.Repeat("é", 2001) + `"`, "", "invalid"},
		{"why", `7`, "", "invalid"},
		{"age", `44.5`, `44.5`, ""},
		{"age", `"44"`, "", "invalid"},
		{"age", `1e300`, "", "invalid"},
		{"age", `null`, "null", ""},
		{"when", `"2026-02-30"`, "", "invalid"},
		{"when", `"2026-02-28"`, `"2026-02-28"`, ""},
		{"bye", `"whatever"`, `true`, ""},
		{"dropped", `true`, "", "unknown_question"},
		{"who", `{broken`, "", "invalid"},
	} {
		got, err := CheckAnswer(survey(), r.question, json.RawMessage(r.value))
		if code := fault.As(err).Code; err != nil && code != r.code || err == nil && r.code != "" || string(got) != r.want {
			t.Errorf("%s %.40s: %s, %v", r.question, r.value, got, err)
		}
	}
}
