package dialer

import (
	"context"
	"encoding/json"
	"slices"

	"partyline/campaign"
)

// questions are the answers that count, by question: as the present script asks them, then what it does not ask any more.
func (s *Reports) questions(r Reader, c campaign.Campaign, span Span) ([]QuestionFigures, error) {
	asked, err := scripts(r, c)
	if err != nil {
		return nil, err
	}
	tallies, err := r.Given(c.No, span, asked.of(campaign.Single, campaign.Multiple), asked.of(campaign.Number))
	if err != nil {
		return nil, err
	}
	out := []QuestionFigures{}
	for _, q := range asked {
		f := QuestionFigures{ID: q.ID, Title: q.Title, Kind: q.Kind, Dropped: q.dropped, Answers: []AnswerFigure{}}
		chosen := map[string]int64{}
		for _, t := range tallies {
			if t.Question != q.ID {
				continue
			}
			f.N += t.N
			for _, id := range ids(t.Value) {
				chosen[id] += t.N
			}
			if q.Kind == campaign.Number && t.N > 0 {
				mean := t.Mean
				f.Mean = &mean
			}
		}
		for _, a := range q.Answers {
			f.Answers = append(f.Answers, AnswerFigure{a.ID, a.Label, chosen[a.ID]})
		}
		if q.Kind == campaign.ReadOnly || q.dropped && f.N == 0 {
			continue
		}
		out = append(out, f)
	}
	return out, nil
}

// askedQuestion is a question of any version of a script, with all answers that it ever had: as they were worded last.
type askedQuestion struct {
	campaign.Question
	dropped bool // the present script does not have it
}

type askedQuestions []askedQuestion

// of is the ids of questions of some kinds.
func (all askedQuestions) of(kinds ...campaign.QuestionKind) []string {
	out := []string{}
	for _, q := range all {
		if slices.Contains(kinds, q.Kind) {
			out = append(out, q.ID)
		}
	}
	return out
}

// scripts is every question that a campaign asks or asked, the present ones first and in their order.
func scripts(r Reader, c campaign.Campaign) (askedQuestions, error) {
	versions, err := r.Scripts(c.ID)
	if err != nil {
		return nil, err
	}
	slices.Reverse(versions) // the newest first
	var out askedQuestions
	at := map[string]int{}
	for n, version := range versions {
		for _, q := range version.Questions {
			i, known := at[q.ID]
			if !known {
				q.Answers = slices.Clone(q.Answers)
				at[q.ID] = len(out)
				out = append(out, askedQuestion{q, n > 0})
				continue
			}
			for _, a := range q.Answers {
				if !slices.ContainsFunc(out[i].Answers, func(b campaign.Answer) bool { return b.ID == a.ID }) {
					out[i].Answers = append(out[i].Answers, a)
				}
			}
		}
	}
	return out, nil
}

// ids is what was chosen: one answer, or several.
func ids(value json.RawMessage) []string {
	var one string
	if json.Unmarshal(value, &one) == nil {
		return []string{one}
	}
	var several []string
	_ = json.Unmarshal(value, &several) // what is neither was no choice
	return several
}

// worded is an answer as people read it: a label, several of them, a text, a date, or a number.
func (q askedQuestion) worded(value json.RawMessage) any {
	switch q.Kind {
	case campaign.Single, campaign.Multiple:
		labels := []string{}
		for _, id := range ids(value) {
			label := id
			for _, a := range q.Answers {
				if a.ID == id {
					label = a.Label
				}
			}
			labels = append(labels, label)
		}
		if q.Kind == campaign.Multiple {
			return labels
		}
		if len(labels) == 1 {
			return labels[0]
		}
		return ""
	case campaign.Number:
		return json.Number(value)
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		return string(value)
	}
	return text
}

// Wording says answers as people read them, by the versions of a campaign's script.
type Wording struct{ asked askedQuestions }

// Wording is of all versions of a campaign's script.
func (s *Reports) Wording(ctx context.Context, id string) (w Wording, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		w.asked, err = scripts(r, c)
		return err
	})
	return w, err
}

// Asked is every question that somebody can answer, the present ones first.
func (w Wording) Asked() (out []campaign.Question) {
	for _, q := range w.asked {
		if q.Kind != campaign.ReadOnly {
			out = append(out, q.Question)
		}
	}
	return out
}

// Title is a question's; its id where no version has it.
func (w Wording) Title(question string) string {
	for _, q := range w.asked {
		if q.ID == question && q.Title != "" {
			return q.Title
		}
	}
	return question
}

// Answer is an answer as people read it: a text, several of them, or a number.
func (w Wording) Answer(question string, value json.RawMessage) any {
	for _, q := range w.asked {
		if q.ID == question {
			return q.worded(value)
		}
	}
	return string(value)
}

// First is an answer to question 1, as people read it.
func (w Wording) First(id string) string {
	if id == "" || len(w.asked) == 0 {
		return ""
	}
	for _, a := range w.asked[0].Answers {
		if a.ID == id {
			return a.Label
		}
	}
	return id
}
