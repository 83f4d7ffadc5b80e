package dialer

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"partyline/campaign"
)

// Period is how far back results look, in days of the campaign's zone.
type Period string

// The periods.
const (
	AllTime  Period = ""
	ForDay   Period = "day"   // today
	ForWeek  Period = "week"  // today and the six days before
	ForMonth Period = "month" // today and the 29 days before
)

// Narrowed is what results are narrowed down to; what is left out narrows nothing.
type Narrowed struct {
	Period Period
	Pass   int
	Caller string
}

// Figures are counts of attempts. Calls are those that the carrier took and could place; contacts the persons who were given to a caller.
type Figures struct {
	Calls    int64 `json:"calls" doc:"dials that the carrier took and could place"`
	Answered int64 `json:"answered" doc:"by whomever or whatever"`
	Contacts int64 `json:"contacts" doc:"persons whom a caller was given"`
	Talked   int64 `json:"talked" doc:"of them: the correct person"`
	Dropped  int64 `json:"dropped" doc:"a person answered, and no caller was free"`
	Seconds  int64 `json:"talk_seconds"`
}

// Results is what came of a campaign's calls, narrowed down as was asked. Numbers are the contacts whatever it is narrowed to.
type Results struct {
	At        time.Time         `json:"at"`
	From      *time.Time        `json:"from,omitempty" doc:"the first instant of the period; absent: all of it"`
	Numbers   int64             `json:"numbers" doc:"contacts of the campaign"`
	Total     Figures           `json:"total"`
	Phone     int64             `json:"phone_seconds" doc:"how long callers' phones were connected; with a pass asked for: 0"`
	Moving    int64             `json:"moving" doc:"calls and talks that are not over: their figures still move"`
	Outcomes  []OutcomeFigure   `json:"outcomes" doc:"the most frequent first"`
	Times     []TimeFigures     `json:"times" doc:"by hour; by day of the campaign's zone where there are more than three days"`
	Daily     bool              `json:"daily" doc:"times are days"`
	Passes    []PassFigures     `json:"passes"`
	Callers   []CallerFigures   `json:"callers" doc:"who was given somebody, the most contacts first"`
	Questions []QuestionFigures `json:"questions" doc:"in the order of the script; those that it dropped come last"`
}

// OutcomeFigure is how many attempts ended so.
type OutcomeFigure struct {
	Outcome campaign.Outcome `json:"outcome"`
	N       int64            `json:"n"`
}

// TimeFigures are of calls begun in an hour, or a day.
type TimeFigures struct {
	At time.Time `json:"at"`
	Figures
}

// PassFigures are of one pass.
type PassFigures struct {
	Pass int `json:"pass"`
	Figures
}

// CallerFigures are of the contacts of one caller: their calls are those they were given.
type CallerFigures struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Phone int64     `json:"phone_seconds"`
	Seen  time.Time `json:"last_seen_at"`
	Figures
}

// QuestionFigures are the answers to one question that count: the latest of each talk, without void ones.
type QuestionFigures struct {
	ID      string                `json:"id"`
	Title   string                `json:"title"`
	Kind    campaign.QuestionKind `json:"kind" enum:"single,multiple,text,number,date,read"`
	Dropped bool                  `json:"dropped,omitempty" doc:"the script does not have it any more"`
	N       int64                 `json:"n" doc:"talks in which it was answered"`
	Answers []AnswerFigure        `json:"answers" doc:"of a choice: each with its talks; those that the script dropped come last"`
	Mean    *float64              `json:"mean,omitempty" doc:"of a number"`
}

// AnswerFigure is in how many talks an answer was chosen.
type AnswerFigure struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	N     int64  `json:"n"`
}

// Tally is Figures of one key: an outcome, a pass, a caller, or an hour since 1970.
type Tally struct {
	Key string
	N   int64 // attempts that are over
	Figures
}

// GivenTally is how many talks have one value as their answer to a question; of texts, numbers and dates any value.
type GivenTally struct {
	Question string
	Value    json.RawMessage // of a choice only
	N        int64
	Mean     float64 // of a number
}

// By is what attempts are counted by.
type By string

// What attempts are counted by.
const (
	ByOutcome By = "outcome"
	ByPass    By = "pass"
	ByCaller  By = "caller"
	ByHour    By = "hour"
)

// Span is an attempt's claim in time, from the first instant until the second, with what results are narrowed to.
type Span struct {
	From, Until time.Time
	Pass        int
	Caller      string
}

// mostHours is how many hours are shown one by one.
const mostHours = 72

// Reports tells what came of calls. It writes nothing, and holds no state.
type Reports struct {
	Store Store
	Clock Clock
}

// Results is what came of a campaign's calls.
func (s *Reports) Results(ctx context.Context, id string, in Narrowed) (out Results, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		out, err = s.results(r, id, in)
		return err
	})
	return out, err
}

// Since is the first instant of a period in a campaign's zone; zero for all of it, and for what is no period.
func (s *Reports) Since(ctx context.Context, id string, p Period) (from time.Time, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		from = p.from(s.Clock.Now(), c.Place())
		return err
	})
	return from, err
}

func (s *Reports) results(r Reader, id string, in Narrowed) (out Results, err error) {
	c, err := r.Campaign(id)
	if err != nil {
		return out, err
	}
	now := s.Clock.Now()
	place := c.Place()
	out = Results{At: now, Outcomes: []OutcomeFigure{}, Times: []TimeFigures{}, Passes: []PassFigures{}, Callers: []CallerFigures{}}
	span := Span{From: in.Period.from(now, place), Until: now.Add(time.Hour), Pass: in.Pass, Caller: in.Caller}
	if !span.From.IsZero() {
		out.From = &span.From
	}
	zones, err := r.Zones(c.No)
	if err != nil {
		return out, err
	}
	for _, z := range zones {
		out.Numbers += z.Total()
	}
	outcomes, err := r.Tally(c.No, span, ByOutcome)
	if err != nil {
		return out, err
	}
	for _, t := range outcomes {
		out.Total.add(t.Figures)
		if t.Key == "" {
			out.Moving = t.Calls
			continue
		}
		out.Outcomes = append(out.Outcomes, OutcomeFigure{campaign.Outcome(t.Key), t.N})
	}
	slices.SortStableFunc(out.Outcomes, func(a, b OutcomeFigure) int { return int(b.N - a.N) })
	passes, err := r.Tally(c.No, span, ByPass)
	if err != nil {
		return out, err
	}
	for _, t := range passes {
		out.Passes = append(out.Passes, PassFigures{int(atoi(t.Key)), t.Figures})
	}
	slices.SortFunc(out.Passes, func(a, b PassFigures) int { return a.Pass - b.Pass })
	hours, err := r.Tally(c.No, span, ByHour)
	if err != nil {
		return out, err
	}
	out.Times, out.Daily = times(hours, place)
	if err := s.callers(r, c, span, &out); err != nil {
		return out, err
	}
	out.Questions, err = s.questions(r, c, span)
	return out, err
}

// callers are those who were given somebody.
func (s *Reports) callers(r Reader, c campaign.Campaign, span Span, out *Results) error {
	tallies, err := r.Tally(c.No, span, ByCaller)
	if err != nil {
		return err
	}
	ids := make([]string, len(tallies))
	for i, t := range tallies {
		ids[i] = t.Key
	}
	people, err := r.PeopleBy(ids)
	if err != nil {
		return err
	}
	known := map[string]campaign.Person{}
	for _, p := range people {
		known[p.ID] = p
	}
	phone := map[string]int64{}
	if span.Pass == 0 {
		if phone, err = r.PhoneSeconds(c.No, span, s.Clock.Now()); err != nil {
			return err
		}
	}
	for _, n := range phone {
		out.Phone += n
	}
	for _, t := range tallies {
		if t.Key != "" {
			out.Callers = append(out.Callers, CallerFigures{ID: t.Key, Name: known[t.Key].Name, Phone: phone[t.Key], Seen: known[t.Key].Seen, Figures: t.Figures})
		}
	}
	slices.SortStableFunc(out.Callers, func(a, b CallerFigures) int { return int(b.Contacts - a.Contacts) })
	return nil
}

func (f *Figures) add(o Figures) {
	f.Calls += o.Calls
	f.Answered += o.Answered
	f.Contacts += o.Contacts
	f.Talked += o.Talked
	f.Dropped += o.Dropped
	f.Seconds += o.Seconds
}

// from is the first instant of a period; zero: all of it.
func (p Period) from(now time.Time, place *time.Location) time.Time {
	back := map[Period]int{ForDay: 0, ForWeek: 6, ForMonth: 29}
	days, known := back[p]
	if !known {
		return time.Time{}
	}
	y, m, d := now.In(place).Date()
	return time.Date(y, m, d-days, 0, 0, 0, 0, place).UTC()
}

// times are hours, without gaps between the first and the last; or days, where there are too many hours.
func times(tallies []Tally, place *time.Location) (out []TimeFigures, daily bool) {
	out = []TimeFigures{}
	if len(tallies) == 0 {
		return out, false
	}
	by := map[time.Time]Figures{}
	var first, last time.Time
	at := func(t Tally) time.Time { return time.Unix(atoi(t.Key)*3600, 0).UTC() }
	for _, t := range tallies {
		if h := at(t); first.IsZero() || h.Before(first) {
			first = h
		}
		if h := at(t); h.After(last) {
			last = h
		}
	}
	daily = last.Sub(first) >= mostHours*time.Hour
	start := func(h time.Time) time.Time {
		if !daily {
			return h
		}
		y, m, d := h.In(place).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, place).UTC()
	}
	for _, t := range tallies {
		f := by[start(at(t))]
		f.add(t.Figures)
		by[start(at(t))] = f
	}
	for h := start(first); !h.After(start(last)); {
		out = append(out, TimeFigures{h, by[h]})
		if daily {
			y, m, d := h.In(place).Date()
			h = time.Date(y, m, d+1, 0, 0, 0, 0, place).UTC()
		} else {
			h = h.Add(time.Hour)
		}
	}
	return out, daily
}

func atoi(s string) (n int64) {
	for _, r := range s {
		if r < '0' || r > '9' {
			return n
		}
		n = n*10 + int64(r-'0')
	}
	return n
}
