package campaign

import (
	"fmt"
	"strings"
	"time"
)

func (s *view) sayDraft() string {
	if len(s.Missing) == 0 {
		return "This campaign has not started. Nothing is missing: start it when you are ready."
	}
	var steps []string
	last := Step("")
	for _, g := range s.Missing {
		if g.Step != last {
			steps = append(steps, stepWords[g.Step])
		}
		last = g.Step
	}
	return "This campaign has not started. Missing: " + strings.Join(steps, ", ") + "."
}

var stepWords = map[Step]string{
	StepName: "name", StepIntegration: "integration", StepQuestions: "questions", StepContacts: "contacts", StepCallerID: "caller ID",
	StepHours: "hours", StepPasses: "passes", StepStart: "start",
}

// sayNever is what a sentence says besides of those who are never inside the hours, "" for nothing.
func (s *view) sayNever(state State) string {
	switch {
	case s.never == 0 || s.Ended || state == Draft || state == Loading || state == LoadFailed:
		return ""
	case s.never == 1:
		return " 1 contact is never in the hours of all its time zones: widen the hours."
	}
	return fmt.Sprintf(" %s are never in the hours of all their time zones: widen the hours.", count(s.never, "contact"))
}

func (s *view) sayPaused() string {
	by := s.PausedBy
	if by == "" {
		by = "somebody"
	}
	return fmt.Sprintf("This campaign is paused (by %s at %s).", by, s.clock(s.Paused))
}

func (s *view) sayBlocked() string {
	switch s.blocked() {
	case "caller_id":
		return "This campaign is stalled: it has no caller ID. Choose one."
	case "carrier":
		return "This campaign is stalled: the carrier refuses calls (" + strings.TrimSuffix(s.Refused, ".") + "). Tell whoever runs this server."
	}
	return "This campaign is stalled: no server is dialling just now. It goes on by itself within a minute; if not, tell whoever runs this server."
}

func (s *view) sayRunning() string {
	if s.Ended {
		return fmt.Sprintf("This campaign is running: it was ended, and %s still under way.", calls(s.flight))
	}
	return fmt.Sprintf("This campaign is running. %s, %s talking.", count(int64(s.Callers), "caller"), grouped(int64(s.Talking)))
}

func (s *view) sayStalled() string {
	var parts []string
	switch {
	case s.openClick == 0:
	case s.ClickingOff:
		parts = append(parts, fmt.Sprintf("%s %s for a click, and clicking is switched off", count(s.click, "cell"), waits(s.click)))
	case s.Launch:
		part := fmt.Sprintf("each call begins with a click, and nobody clicks: %s %s", count(s.openClick, "number"), waits(s.openClick))
		if s.Free > 0 {
			part += fmt.Sprintf(", and %s free", callersAre(s.Free))
		}
		parts = append(parts, part)
	default:
		parts = append(parts, fmt.Sprintf("%s %s for clicking (%s)", count(s.click, "cell"), waits(s.click), s.clicks()))
	}
	if s.gap > 0 {
		part := fmt.Sprintf("%s %s for the gap", grouped(s.gap), waits(s.gap))
		if !s.gapFirst.IsZero() && s.openClick == 0 {
			part += ", first at " + s.clock(s.gapFirst)
		}
		parts = append(parts, part)
	}
	if s.other > 0 {
		parts = append(parts, fmt.Sprintf("%s %s for other queues or for tomorrow", grouped(s.other), waits(s.other)))
	}
	if len(parts) == 0 {
		parts = append(parts, "nobody can be called just now")
	}
	sentence := "This campaign is stalled: " + strings.Join(parts, "; ") + "."
	switch {
	case s.openClick == 0:
	case s.ClickingOff:
		sentence += " An owner lets them be called, or switches it on."
	default:
		sentence += " Share the clicker link."
	}
	return sentence
}

// clicks is about how long clicking takes for those who are here; for one clicker while nobody is.
func (s *view) clicks() string {
	takes := about(time.Duration(float64(s.click) / ClicksAnHour / float64(max(s.Clickers, 1)) * float64(time.Hour)))
	if s.Clickers > 1 {
		return fmt.Sprintf("%s for the %s clickers here", takes, grouped(int64(s.Clickers)))
	}
	return takes + " for one clicker"
}

func notOpenYet(*view) string { return "This campaign is not open yet." }
