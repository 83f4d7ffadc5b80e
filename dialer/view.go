package dialer

import (
	"context"
	"errors"
	"math"
	"time"

	"partyline/campaign"
	"partyline/event"
	"partyline/fault"
)

// The events, each with the new state of its thing; none has a phone number.
const (
	CallerChanged  event.Kind = "dialer.caller_changed"  // on caller/{id}: a CallerView
	CallersChanged event.Kind = "dialer.callers_changed" // on campaign/{id}: a CallerRow
)

// Kinds is every kind of event.
var Kinds = []event.Kind{CallerChanged, CallersChanged}

// CallerView is a caller as their own page shows them. What stands in their script and who they talk to comes with GET …/state.
type CallerView struct {
	ID      string      `json:"id"`
	State   CallerState `json:"state" enum:"out,joining,waiting,talking,wrap_up,on_break,not_ready,finished"`
	Since   time.Time   `json:"since"`
	Wish    Wish        `json:"wish,omitempty" enum:",break,finish" doc:"done as soon as nothing that rings is for them"`
	Phone   bool        `json:"phone_connected"`
	Notice  string      `json:"notice,omitempty" doc:"what to say, in a word: machine, not_reached, busy, no_key, bad_number, phone_config, other_number, incomplete, time_up, asked_to_finish"`
	Tab     string      `json:"tab,omitempty" doc:"the page that was opened last: others give way to it"`
	Turn    int         `json:"turn" doc:"of the talk, or of the last one"`
	Name    string      `json:"name,omitempty" doc:"whom they talk to, or whose answers are not saved"`
	Due     *time.Time  `json:"due_at,omitempty" doc:"when the time for the answers is over"`
	Talks   int         `json:"talks"`
	Talked  int         `json:"talked_seconds"`
	Version int         `json:"version"`
}

// CallerRow is a caller as admins see them.
type CallerRow struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	State  CallerState `json:"state" enum:"out,joining,waiting,talking,wrap_up,on_break,not_ready,finished"`
	Since  time.Time   `json:"since"`
	Wish   Wish        `json:"wish,omitempty" enum:",break,finish"`
	Phone  bool        `json:"phone_connected"`
	Talks  int         `json:"talks"`
	Talked int         `json:"talked_seconds"`
}

// Mine is everything a caller's page needs to draw itself anew.
type Mine struct {
	CallerView
	Campaign campaign.Ref `json:"campaign"`
	Number   string       `json:"number,omitempty" doc:"the caller's own, E.164: never in events"`
	DialIn   string       `json:"dial_in,omitempty" doc:"the number to ring, E.164"`
	Code     string       `json:"code,omitempty" doc:"to type when ringing from another number than one's own"`
	RangFrom string       `json:"rang_from,omitempty" doc:"the number that rang us, E.164, when it is not the one that was said"`

	NumberText   string `json:"number_text,omitempty" doc:"number as people write it, behind the country's code: +44 7700 900123"`
	DialInText   string `json:"dial_in_text,omitempty"`
	RangFromText string `json:"rang_from_text,omitempty"`

	Own      Own         `json:"own"`
	Talk     *Talk       `json:"talk,omitempty"`
	Last     []LastTalk  `json:"last" doc:"talks that are over and whose answers can still be changed, the latest first; none during a talk"`
	Beep     bool        `json:"beep" doc:"they hear one when somebody is there"`
	Ahead    int         `json:"ahead" doc:"of a caller who waits: how many wait longer"`
	Estimate *int        `json:"estimate_seconds,omitempty" doc:"about how long yet, as the last ten minutes went; absent when there is nothing to go by"`
	Status   string      `json:"status" doc:"why they wait, or why nobody is called, in words"`
	Topic    event.Topic `json:"topic" doc:"subscribe to it from seq"`
	Seq      int64       `json:"seq"`
}

// Own is a caller's own figures, over all their stays.
type Own struct {
	Calls   int `json:"calls" doc:"people they were given"`
	Talks   int `json:"talks" doc:"with how many of them they talked, as question 1 says"`
	Seconds int `json:"seconds" doc:"with their phone connected"`
}

// Talk is a contact with the script that the talk keeps, and the answers so far.
type Talk struct {
	Turn      int               `json:"turn"`
	Name      string            `json:"name" doc:"empty when the file's has a phone number or an e-mail address in it"`
	Fields    map[string]string `json:"fields" doc:"those that the script names in braces, and the contact's names and town; nothing else of the file"`
	Household []string          `json:"household" doc:"others at that number"`
	Script    campaign.Script   `json:"script"`
	Answers   []AnswerGiven     `json:"answers"`
	Path      []string          `json:"path" doc:"the questions from the first to the open one"`
	Open      string            `json:"open,omitempty" doc:"the question that waits for its answer; absent at the end"`
	Over      bool              `json:"over" doc:"the contact's line is over"`
	Since     time.Time         `json:"since"`
	Until     *time.Time        `json:"editable_until,omitempty" doc:"of a talk that is over: its answers can be changed as long"`
}

func topicOf(id string) event.Topic { return event.On(event.FamilyCaller, id) }

func viewOf(r Reader, k Caller) (CallerView, error) {
	v := CallerView{ID: k.ID, State: k.State, Since: k.Since, Wish: k.Wish, Phone: k.Up || k.RingsAgain(), Notice: k.Notice, Tab: k.Tab, Turn: k.Turn, Talks: k.Talks, Talked: k.Talked, Version: k.Version}
	if !k.Due.IsZero() {
		v.Due = &k.Due
	}
	if k.Attempt == "" {
		return v, nil
	}
	a, err := r.Attempt(k.Attempt)
	if err != nil {
		return v, err
	}
	p, _, err := r.ContactOf(a.Campaign, a.Contact)
	v.Name = campaign.Discreet(p.Name)
	return v, err
}

// saveCaller saves a caller and tells their page and the admins.
func (w *work) saveCaller(k Caller) error {
	if err := w.SaveCaller(k); err != nil {
		return err
	}
	v, err := viewOf(w, k)
	if err != nil {
		return err
	}
	p, err := w.Person(k.ID)
	if err != nil {
		return err
	}
	row := CallerRow{ID: k.ID, Name: p.Name, State: k.State, Since: k.Since, Wish: k.Wish, Phone: k.Up, Talks: k.Talks, Talked: k.Talked}
	return errors.Join(w.Emit(topicOf(k.ID), CallerChanged, v), w.Emit(event.On(event.FamilyCampaign, k.Campaign), CallersChanged, row), w.tellSoon(k.Campaign))
}

// Callers is a campaign's, as admins see them.
func (s *Service) Callers(ctx context.Context, id string) (out []CallerRow, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		all, err := r.Callers(c.No)
		if err != nil {
			return err
		}
		ids := make([]string, len(all))
		for i, k := range all {
			ids[i] = k.ID
		}
		people, err := r.PeopleBy(ids)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, p := range people {
			names[p.ID] = p.Name
		}
		out = make([]CallerRow, len(all))
		for i, k := range all {
			out[i] = CallerRow{ID: k.ID, Name: names[k.ID], State: k.State, Since: k.Since, Wish: k.Wish, Phone: k.Up, Talks: k.Talks, Talked: k.Talked}
		}
		return nil
	})
	return out, err
}

// State is everything about a caller for their page.
func (s *Service) State(ctx context.Context, person string) (out Mine, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		k, found, err := r.Caller(person)
		if err != nil {
			return err
		}
		if !found {
			return notIn()
		}
		out, err = s.mine(r, k)
		return err
	})
	if err == nil {
		var st campaign.CallersView
		st, err = s.Campaigns.CallersStatus(ctx, out.Campaign.ID)
		out.Status = st.Sentence
	}
	return out, err
}

func (s *Service) mine(r Reader, k Caller) (out Mine, err error) {
	if out.CallerView, err = viewOf(r, k); err != nil {
		return out, err
	}
	c, err := r.Campaign(k.Campaign)
	if err != nil {
		return out, err
	}
	out.Campaign, out.Number, out.Code = campaign.Ref{ID: c.ID, Name: c.Name}, k.Phone, k.Code
	if len(c.CallerIDs) > 0 {
		out.DialIn = c.CallerIDs[0]
	}
	out.Own.Calls = k.Talks
	if out.Own.Talks, err = r.TalkedTo(k.ID); err != nil {
		return out, err
	}
	if out.Own.Seconds, err = r.Connected(k.ID, s.Clock.Now()); err != nil {
		return out, err
	}
	if k.Leg != "" {
		leg, err := r.Leg(k.Leg)
		if err != nil {
			return out, err
		}
		if from := leg.Number; from != k.Phone && from != withheldNumber(leg.Carrier) {
			out.RangFrom = from
		}
	}
	out.NumberText, out.DialInText, out.RangFromText = s.Readable(out.Number), s.Readable(out.DialIn), s.Readable(out.RangFrom)
	if k.State == Waiting {
		if err := s.waits(r, k, &out); err != nil {
			return out, err
		}
	}
	out.Beep, out.Last = !k.NoBeep, []LastTalk{}
	switch {
	case k.Attempt != "":
		a, err := r.Attempt(k.Attempt)
		if err != nil {
			return out, err
		}
		if out.Talk, err = s.talk(r, a); err != nil {
			return out, err
		}
	case k.Talks > 0:
		if out.Last, err = last(r, k.ID, s.Clock.Now()); err != nil {
			return out, err
		}
	}
	out.Topic = topicOf(k.ID)
	out.Seq, err = r.Seq(out.Topic)
	return out, err
}

// estimateOver is how far back an estimate looks; with fewer talks than estimateLeast there is none.
const (
	estimateOver  = 10 * time.Minute
	estimateLeast = 3
)

// waits says how many wait longer, and about how long yet.
func (s *Service) waits(r Reader, k Caller, out *Mine) error {
	all, err := r.Callers(k.No)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Free() && (o.Since.Before(k.Since) || o.Since.Equal(k.Since) && o.ID < k.ID) {
			out.Ahead++
		}
	}
	now := s.Clock.Now()
	n, first, err := r.TalksSince(k.No, now.Add(-estimateOver))
	out.Estimate = estimate(n, now.Sub(first), out.Ahead)
	return err
}

// estimate is about how many seconds somebody waits yet with so many ahead of them, when n callers were given somebody, the first of
// them so long ago; nil when there is nothing to go by. It goes by the time since that first one, and not by the whole of what it
// looks back on: calls may have begun only then. Of n events at an even rate over t, the time since the first is t·n/(n+1) on average.
func estimate(n int, since time.Duration, ahead int) *int {
	if n < estimateLeast {
		return nil
	}
	each := since.Seconds() * float64(n+1) / float64(n*n)
	seconds := int(math.Round(each * float64(ahead+1)))
	return &seconds
}

func (s *Service) talk(r Reader, a Attempt) (*Talk, error) {
	script, err := r.ScriptOf(a.CampaignID, a.Script)
	if err != nil {
		return nil, err
	}
	p, _, err := r.ContactOf(a.Campaign, a.Contact)
	if err != nil {
		return nil, err
	}
	others, err := r.Household(a.Campaign, a.Contact)
	if err != nil {
		return nil, err
	}
	given, err := r.Answers(a.ID)
	answers := Of(a, given)
	path := Walk(script, answers)
	t := Talk{Turn: a.Turn, Name: campaign.Discreet(p.Name), Fields: script.Said(p.Fields), Household: []string{}, Script: script, Answers: path.Void(answers), Path: path.Questions, Open: path.Open, Over: !a.LegEnded.IsZero(), Since: a.Bridged}
	for _, name := range others {
		if !campaign.Reaches(name) {
			t.Household = append(t.Household, name)
		}
	}
	return &t, err
}

func notIn() error {
	return fault.New(fault.NotFound, "not_in", "Say your name and your phone number first.")
}
