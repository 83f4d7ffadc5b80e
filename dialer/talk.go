package dialer

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"partyline/campaign"
	"partyline/fault"
)

// AnswerGiven is what was answered to one question of a talk, the latest of its versions.
type AnswerGiven struct {
	Question string          `json:"question" doc:"its id in the script"`
	Value    json.RawMessage `json:"value" doc:"single: an answer's id; multiple: ids; text: a text; number: a number; date: YYYY-MM-DD; either null when left out; read: true"`
	Version  int             `json:"version" doc:"rises with every change"`
	Void     bool            `json:"void,omitempty" doc:"an earlier answer leads past this question now"`
	At       time.Time       `json:"at"`

	Caller string `json:"-"` // who gave it
	Turn   int    `json:"-"` // of theirs; 0: not known, it is from before that was kept
}

// Of is those answers that were given in the attempt's present talk. What a caller before said, who was gone before anybody met them,
// is kept, and is no answer of this one.
func Of(a Attempt, given []AnswerGiven) []AnswerGiven {
	out := []AnswerGiven{}
	for _, g := range given {
		if g.Turn == 0 || g.Caller == a.Caller && g.Turn == a.Turn {
			out = append(out, g)
		}
	}
	return out
}

// Path is a script walked with answers.
type Path struct {
	Questions []string // from the first to the one that is open, or to the last
	Open      string   // the question that waits for its answer; "" when the talk is at its end
	First     *campaign.Answer
}

// Walk follows a script from question 1 by the answers given, up to the first that has none.
func Walk(s campaign.Script, given []AnswerGiven) Path {
	var p Path
	if len(s.Questions) == 0 {
		return p
	}
	at, known := s.Questions[0].ID, map[string]campaign.Question{}
	for _, q := range s.Questions {
		known[q.ID] = q
	}
	for at != campaign.End && len(p.Questions) <= len(s.Questions) {
		q, there := known[at]
		if !there { // a newer version dropped it: the talk ends here
			return p
		}
		p.Questions = append(p.Questions, q.ID)
		i := slices.IndexFunc(given, func(a AnswerGiven) bool { return a.Question == q.ID })
		if i < 0 {
			p.Open = q.ID
			return p
		}
		at = q.Next
		if q.Kind != campaign.Single {
			continue
		}
		var id string
		_ = json.Unmarshal(given[i].Value, &id) // it was checked when it was given
		j := slices.IndexFunc(q.Answers, func(a campaign.Answer) bool { return a.ID == id })
		if j < 0 {
			p.Open = q.ID
			return p
		}
		if len(p.Questions) == 1 {
			p.First = &q.Answers[j]
		}
		at = q.Answers[j].Next
	}
	return p
}

// Void says which answers the path leads past.
func (p Path) Void(given []AnswerGiven) []AnswerGiven {
	out := slices.Clone(given)
	for i := range out {
		out[i].Void = !slices.Contains(p.Questions, out[i].Question)
	}
	return out
}

// longestText bounds an answer in words; mostDigits a number's.
const (
	longestText = 2000
	mostNumber  = 1e15
)

// leftOut says that a question for a number or a date was asked, and not answered.
func leftOut(value json.RawMessage) bool { return string(value) == "null" }

// CheckAnswer refuses what is no answer to a question of the script: unknown_question for one that the script does not have.
func CheckAnswer(s campaign.Script, question string, value json.RawMessage) (json.RawMessage, error) {
	i := slices.IndexFunc(s.Questions, func(q campaign.Question) bool { return q.ID == question })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "unknown_question", "This talk's script has no such question. Reload the page.")
	}
	q := s.Questions[i]
	has := func(id string) bool {
		return slices.ContainsFunc(q.Answers, func(a campaign.Answer) bool { return a.ID == id })
	}
	wrong := func(title string) error { return fault.New(fault.Invalid, "invalid", title).On("value", title) }
	var out any
	switch q.Kind {
	case campaign.Single:
		var id string
		if json.Unmarshal(value, &id) != nil || !has(id) {
			return nil, wrong("Choose one of the answers.")
		}
		out = id
	case campaign.Multiple:
		var ids []string
		if json.Unmarshal(value, &ids) != nil || slices.ContainsFunc(ids, func(id string) bool { return !has(id) }) {
			return nil, wrong("Choose among the answers.")
		}
		slices.Sort(ids)
		if out = slices.Compact(ids); len(ids) == 0 {
			out = []string{}
		}
	case campaign.Text:
		var text string
		if json.Unmarshal(value, &text) != nil || utf8.RuneCountInString(text) > longestText {
			return nil, wrong("Write at most 2,000 characters.")
		}
		out = strings.TrimSpace(text)
	case campaign.Number:
		var n float64
		if json.Unmarshal(value, &n) != nil || n > mostNumber || n < -mostNumber {
			return nil, wrong("This is no number.")
		}
		if out = n; leftOut(value) {
			out = nil
		}
	case campaign.Date:
		var day string
		if leftOut(value) {
			break
		}
		if json.Unmarshal(value, &day) != nil {
			return nil, wrong("This is no date.")
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, wrong("This is no date.")
		}
		out = day
	default:
		out = true
	}
	b, err := json.Marshal(out)
	return b, err
}
