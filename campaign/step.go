package campaign

import (
	"strings"
	"time"

	"partyline/fault"
)

// Step is one of the eight parts of the wizard, by name.
type Step string

// The steps, in their order.
const (
	StepName        Step = "name"
	StepIntegration Step = "integration"
	StepQuestions   Step = "questions"
	StepContacts    Step = "contacts"
	StepCallerID    Step = "caller_id"
	StepHours       Step = "hours"
	StepPasses      Step = "passes"
	StepStart       Step = "start"
)

// Steps is all of them in their order.
var Steps = []Step{StepName, StepIntegration, StepQuestions, StepContacts, StepCallerID, StepHours, StepPasses, StepStart}

// Gap is one thing that is missing before a campaign can start: the step, the field of it, and a sentence.
type Gap struct {
	Step  Step   `json:"step" enum:"name,integration,questions,contacts,caller_id,hours,passes,start"`
	Field string `json:"field" doc:"as in the campaign: name, questions/q2/answers/a1/next, hours …"`
	Title string `json:"title"`
}

// Contacts is what is known of a campaign's contacts before they are loaded.
type Contacts struct {
	Valid    int64 // rows that can be used, of all files
	Scanning bool  // a file is still being looked at
	Mapped   bool  // a file waits until its columns are put to fields
	Problem  string
	Zones    []ZoneCounts // those who may be called, as far as a file was looked at
	Now      time.Time    // in which nine days hours are looked for
}

// Missing is what the campaign needs before it can start, in the order of the steps; none when nothing is missing.
func (c Campaign) Missing(of Contacts) []Gap {
	out := []Gap{}
	add := func(step Step, field, title string) { out = append(out, Gap{step, field, title}) }
	if strings.TrimSpace(c.Name) == "" {
		add(StepName, "name", "Give the campaign a name.")
	}
	out = append(out, c.Script.Missing()...)
	switch {
	case of.Valid > 0:
	case of.Scanning:
		add(StepContacts, "contacts", "The file is still being looked at. This takes a moment.")
	case of.Mapped:
		add(StepContacts, "columns", "Choose which column holds the phone number.")
	case of.Problem != "":
		add(StepContacts, "contacts", of.Problem)
	default:
		add(StepContacts, "contacts", "Upload contacts: at least one with a number that can be called.")
	}
	if len(c.CallerIDs) == 0 {
		add(StepCallerID, "caller_ids", "Choose a caller ID.")
	}
	if err := c.Hours.check(); err != nil {
		add(StepHours, "hours", fault.As(err).Title)
	} else if never, all := NeverOpen(of.Zones, c.Hours, of.Now); never > 0 && never == all {
		add(StepHours, "hours", "With these hours nobody can ever be called: the time zones that a contact may be in share no hour. Widen them.")
	}
	if err := checkPasses(c.Passes, c.Gap, c.WrapUp); err != nil {
		add(StepPasses, "passes", fault.As(err).Title)
	}
	return out
}

// notReady is the refusal of a start with gaps: each has its step, field and sentence.
func notReady(gaps []Gap) error {
	word := "things are"
	if len(gaps) == 1 {
		word = "thing is"
	}
	f := fault.New(fault.Invalid, "not_ready", "This campaign cannot start yet: %d %s missing.", len(gaps), word).With("missing", gaps)
	for _, g := range gaps {
		f = f.On(string(g.Step)+"."+g.Field, g.Title)
	}
	return f
}
