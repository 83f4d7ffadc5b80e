package dialer

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"partyline/campaign"
)

// A caller's last talks stay open for corrections: so many, each for so long after it was closed, by the server's clock.
const (
	CorrectLast = 5
	CorrectFor  = 5 * time.Minute
)

// LastTalk is a talk that is over and whose answers can still be changed.
type LastTalk struct {
	Turn  int       `json:"turn"`
	Name  string    `json:"name"`
	Said  string    `json:"said" doc:"the last choice that was made in it, in words; empty without one"`
	Over  time.Time `json:"over_at"`
	Until time.Time `json:"editable_until"`
}

// Correctable is those of a caller's last talks, the latest first, whose answers can be changed at an instant.
func Correctable(last []Attempt, now time.Time) []Attempt {
	out := []Attempt{}
	for i, a := range last {
		if i < CorrectLast && now.Before(a.Closed.Add(CorrectFor)) {
			out = append(out, a)
		}
	}
	return out
}

// Talk is one of a caller's last talks, to correct it.
func (s *Service) Talk(ctx context.Context, person string, turn int) (out Talk, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		a, err := correctable(r, person, turn, s.Clock.Now())
		if err != nil {
			return err
		}
		t, err := s.talk(r, a)
		if err != nil {
			return err
		}
		until := a.Closed.Add(CorrectFor)
		out, out.Until = *t, &until
		return nil
	})
	return out, err
}

// correct keeps an answer of a talk that is over. What became of the call, and so where the contact goes, is as the answers say
// then. A number that an answer has put on the Do Not Call list stays there.
func (s *Service) correct(ctx context.Context, person string, turn int, question string, in Giving) error {
	return s.write(ctx, func(w *work) error {
		k, found, err := w.Caller(person)
		if err != nil || !found {
			return errors.Join(err, unless(found, notIn()))
		}
		if _, err := w.LockCampaign(k.Campaign); err != nil { // nobody claims the contact meanwhile
			return err
		}
		a, err := correctable(w, person, turn, w.now)
		if err != nil {
			return err
		}
		if a, err = w.LockAttempt(a.ID); err != nil {
			return err
		}
		if k, found, err = w.LockCaller(person); err != nil || !found {
			return errors.Join(err, unless(found, notIn()))
		}
		was := a
		given, err := w.give(&a, person, question, in)
		if err != nil || !given {
			return err
		}
		if a != was {
			e, err := w.ended(a)
			if err != nil {
				return err
			}
			if err := w.s.Campaigns.CorrectIn(w, a.CampaignID, ahead, campaign.Correction{Ended: e, Extra: a.Extra, Was: was.CallBack}); err != nil {
				return err
			}
		}
		k.Version++
		return errors.Join(w.SaveAttempt(a), w.saveCaller(k), w.tellSoon(a.CampaignID))
	})
}

func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

// correctable is the talk of a caller's turn, if its answers can be changed at an instant.
func correctable(r Reader, person string, turn int, now time.Time) (Attempt, error) {
	last, err := r.LastTalks(person, CorrectLast)
	if err != nil {
		return Attempt{}, err
	}
	for _, a := range Correctable(last, now) {
		if a.Turn == turn {
			return a, nil
		}
	}
	return Attempt{}, talkGone()
}

// last is a caller's talks that can be corrected at an instant, the latest first.
func last(r Reader, person string, now time.Time) ([]LastTalk, error) {
	all, err := r.LastTalks(person, CorrectLast)
	out := []LastTalk{}
	if err != nil {
		return out, err
	}
	for _, a := range Correctable(all, now) {
		p, _, err := r.ContactOf(a.Campaign, a.Contact)
		if err != nil {
			return out, err
		}
		script, err := r.ScriptOf(a.CampaignID, a.Script)
		if err != nil {
			return out, err
		}
		answers, err := r.Answers(a.ID)
		if err != nil {
			return out, err
		}
		out = append(out, LastTalk{Turn: a.Turn, Name: campaign.Discreet(p.Name), Said: chosen(script, Of(a, answers)), Over: a.Closed, Until: a.Closed.Add(CorrectFor)})
	}
	return out, nil
}

// chosen is the last choice of one answer that a talk came to, in words; "" without one.
func chosen(script campaign.Script, given []AnswerGiven) (label string) {
	for _, id := range Walk(script, given).Questions {
		for _, q := range script.Questions {
			if q.ID != id || q.Kind != campaign.Single {
				continue
			}
			for _, g := range given {
				var value string
				if g.Question != id || json.Unmarshal(g.Value, &value) != nil {
					continue
				}
				for _, a := range q.Answers {
					if a.ID == value {
						label = a.Label
					}
				}
			}
		}
	}
	return label
}
