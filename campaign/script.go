package campaign

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Script is the questions of a campaign, in the order of the page. The first one asks who answered.
type Script struct {
	Questions []Question `json:"questions" maxItems:"100"`
}

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds. A single choice branches by answer, every other kind leads to one place.
const (
	Single   QuestionKind = "single"
	Multiple QuestionKind = "multiple"
	Text     QuestionKind = "text"
	Number   QuestionKind = "number"
	Date     QuestionKind = "date"
	ReadOnly QuestionKind = "read" // read it, continue
)

// End is where a branch leads that ends the talk.
const End = "end"

// Question is one part of a script.
type Question struct {
	ID      string       `json:"id" maxLength:"36" pattern:"^[a-zA-Z0-9_-]+$" doc:"any short name of its own"`
	Title   string       `json:"title" maxLength:"200"`
	Text    string       `json:"text" maxLength:"5000" lines:"many" doc:"what callers read, with merge fields: {first_name}"`
	Kind    QuestionKind `json:"kind" enum:"single,multiple,text,number,date,read"`
	Answers []Answer     `json:"answers" maxItems:"50"`
	Next    string       `json:"next,omitempty" maxLength:"36" doc:"where every kind but single leads: a question's id, or end"`
}

// Answer is one thing that can be chosen. Outcome and Retry are of question 1 only.
type Answer struct {
	ID      string  `json:"id" maxLength:"36" pattern:"^[a-zA-Z0-9_-]+$"`
	Label   string  `json:"label" maxLength:"200"`
	Next    string  `json:"next,omitempty" maxLength:"36" doc:"a question's id, or end; of single choice"`
	Outcome Outcome `json:"outcome,omitempty" enum:",talked,not_home,refused,wrong_number,moved,deceased,language,do_not_call,call_back,hung_up,not_in_service" doc:"question 1: what became of the call"`
	Retry   *Retry  `json:"retry,omitempty" doc:"question 1: whether the number is called again"`
	More    bool    `json:"more,omitempty" doc:"offered behind More"`
}

// Outcome is how an attempt ended, as question 1 says.
type Outcome string

// The outcomes of question 1's default answers.
const (
	Talked       Outcome = "talked"
	NotHome      Outcome = "not_home"
	Refused      Outcome = "refused"
	WrongNumber  Outcome = "wrong_number"
	Moved        Outcome = "moved"
	Deceased     Outcome = "deceased"
	Language     Outcome = "language"
	DoNotCall    Outcome = "do_not_call"
	CallBack     Outcome = "call_back"
	HungUp       Outcome = "hung_up"
	NotInService Outcome = "not_in_service"
)

// The outcomes of dials that nobody writes down: each ended before somebody talked.
const (
	NoAnswer Outcome = "no_answer"
	Busy     Outcome = "busy"
	Machine  Outcome = "machine"
	Dropped  Outcome = "dropped" // somebody answered, and no caller was free
	Failed   Outcome = "failed"  // it never reached the network
	Invalid  Outcome = "invalid" // the carrier refuses the number
)

// Again is whether a number is called again.
type Again string

// The answers to that. OnceMore and AtTime hold also when passes is 1.
const (
	Never    Again = "no"
	NextPass Again = "yes"
	OnceMore Again = "once_more"
	AtTime   Again = "at_time"
)

// Retry is what an answer to question 1 means for the number.
type Retry struct {
	Again     Again `json:"again" enum:"no,yes,once_more,at_time"`
	Flag      bool  `json:"flag,omitempty" doc:"the number is marked as bad"`
	DoNotCall bool  `json:"do_not_call,omitempty" doc:"the number goes on the organisation's Do Not Call list"`
}

// DefaultScript is the template of a new campaign: question 1 with its default answers and their retry rules.
func DefaultScript() Script {
	who := Question{ID: "who", Title: "Who answered?", Kind: Single, Text: "Hi, may I speak to {first_name}?"}
	for _, a := range []struct {
		outcome Outcome
		label   string
		retry   Retry
		more    bool
	}{
		{Talked, "Talking to the correct person", Retry{Again: Never}, false},
		{NotHome, "Not home or answering machine", Retry{Again: NextPass}, false},
		{Refused, "Refused", Retry{Again: Never}, false},
		{WrongNumber, "Wrong number", Retry{Again: Never, Flag: true}, false},
		{Moved, "Moved", Retry{Again: Never, Flag: true}, false},
		{Deceased, "Deceased", Retry{Again: Never, Flag: true}, false},
		{Language, "Language barrier", Retry{Again: Never}, false},
		{DoNotCall, "Do not call again", Retry{Again: Never, DoNotCall: true}, false},
		{CallBack, "Call back at another time", Retry{Again: AtTime}, true},
		{HungUp, "Hung up", Retry{Again: OnceMore}, true},
		{NotInService, "Not in service", Retry{Again: Never, Flag: true}, true},
	} {
		retry := a.retry
		who.Answers = append(who.Answers, Answer{ID: string(a.outcome), Label: a.label, Next: End, Outcome: a.outcome, Retry: &retry, More: a.more})
	}
	return Script{Questions: []Question{who}}
}

// tidy refuses a script that cannot be kept; one that is only not finished can be. It fills in what may be left out.
func (s *Script) tidy() error {
	if len(s.Questions) > 100 {
		return invalid("script.questions", "A script has at most 100 questions.")
	}
	seen := map[string]bool{End: true}
	for i := range s.Questions {
		q := &s.Questions[i]
		at := fmt.Sprintf("script.questions[%d]", i)
		switch {
		case q.ID == "" || len(q.ID) > 36:
			return invalid(at+".id", "A question needs a short name of its own.")
		case seen[q.ID]:
			return invalid(at+".id", "Two questions have the same name.")
		case !slices.Contains([]QuestionKind{Single, Multiple, Text, Number, Date, ReadOnly}, q.Kind):
			return invalid(at+".kind", "There is no such kind of question.")
		case utf8.RuneCountInString(q.Title) > 200 || utf8.RuneCountInString(q.Text) > 5000 || len(q.Answers) > 50:
			return invalid(at, "This question is too long.")
		}
		seen[q.ID] = true
		if q.Answers == nil {
			q.Answers = []Answer{}
		}
		mine := map[string]bool{}
		for j := range q.Answers {
			a := &q.Answers[j]
			here := fmt.Sprintf("%s.answers[%d]", at, j)
			if a.ID == "" || len(a.ID) > 36 || mine[a.ID] {
				return invalid(here+".id", "An answer needs a short name of its own.")
			}
			if utf8.RuneCountInString(a.Label) > 200 {
				return invalid(here+".label", "This answer is too long.")
			}
			mine[a.ID] = true
			if i > 0 {
				a.Outcome, a.Retry, a.More = "", nil, false
				continue
			}
			if a.Outcome == "" {
				a.Outcome = Talked
			}
			if a.Retry == nil {
				a.Retry = &Retry{Again: Never}
			}
			if a.Outcome == DoNotCall {
				a.Retry = &Retry{Again: Never, DoNotCall: true} // Do Not Call always wins
			}
		}
	}
	return nil
}

// Missing is what a script needs before it can be used: question 1 with an answer, no branch that leads nowhere, no loop.
func (s Script) Missing() []Gap {
	out := []Gap{}
	add := func(field, title string, args ...any) {
		out = append(out, Gap{StepQuestions, field, fmt.Sprintf(title, args...)})
	}
	if len(s.Questions) == 0 || len(s.Questions[0].Answers) == 0 || s.Questions[0].Kind != Single {
		add("questions", "Question 1 asks who answered: give it at least one answer.")
		if len(s.Questions) == 0 {
			return out
		}
	}
	known := map[string]int{}
	for i, q := range s.Questions {
		known[q.ID] = i
	}
	leads := func(to string) bool { _, there := known[to]; return there || to == End }
	for i, q := range s.Questions {
		at := "questions/" + q.ID
		if strings.TrimSpace(q.Title) == "" && strings.TrimSpace(q.Text) == "" {
			add(at+"/title", "Question %d is empty.", i+1)
		}
		if (q.Kind == Single || q.Kind == Multiple) && len(q.Answers) == 0 && i > 0 {
			add(at+"/answers", "%s has no answers.", naming(q.Title, "Question", i))
		}
		for j, a := range q.Answers {
			if strings.TrimSpace(a.Label) == "" {
				add(at+"/answers/"+a.ID+"/label", "Answer %d of %s is empty.", j+1, naming(q.Title, "question", i))
			}
			if q.Kind == Single && !leads(a.Next) {
				add(at+"/answers/"+a.ID+"/next", "%s leads nowhere. Choose the next part.", naming(a.Label, "Answer", j))
			}
		}
		if q.Kind != Single && !leads(q.Next) {
			add(at+"/next", "%s leads nowhere. Choose the next part.", naming(q.Title, "Question", i))
		}
	}
	if loop := s.loop(known); loop != "" {
		i := known[loop]
		add("questions/"+loop, "%s leads back to itself, so a talk would never end.", naming(s.Questions[i].Title, "Question", i))
	}
	return out
}

// loop is a question from which the branches lead back to it, "" for none. Each question is left once, however many
// paths there are.
func (s Script) loop(known map[string]int) string {
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, len(s.Questions))
	var visit func(i int) string
	visit = func(i int) string {
		state[i] = open
		for _, to := range s.Questions[i].branches() {
			n, there := known[to]
			if !there || state[n] == done {
				continue
			}
			if state[n] == open {
				return to
			}
			if found := visit(n); found != "" {
				return found
			}
		}
		state[i] = done
		return ""
	}
	for i := range s.Questions {
		if state[i] == unseen {
			if found := visit(i); found != "" {
				return found
			}
		}
	}
	return ""
}

// branches is where a question can lead.
func (q Question) branches() []string {
	if q.Kind != Single {
		return []string{q.Next}
	}
	out := make([]string, len(q.Answers))
	for i, a := range q.Answers {
		out[i] = a.Next
	}
	return out
}

// naming is a thing in quotes, or its number when it has no words yet.
func naming(words, what string, i int) string {
	words = strings.Join(strings.Fields(words), " ")
	if words == "" {
		return fmt.Sprintf("%s %d", what, i+1)
	}
	if r := []rune(words); len(r) > 60 {
		words = string(r[:60]) + "…"
	}
	return "“" + words + "”"
}
