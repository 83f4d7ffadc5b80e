package dialer

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// Giving is an answer as it is given.
type Giving struct {
	Value    json.RawMessage `json:"value" doc:"single: an answer's id; multiple: ids; text: a text; number: a number; date: YYYY-MM-DD; either null when left out; read: true"`
	CallBack *time.Time      `json:"call_back_at,omitempty" doc:"with an answer to question 1 that asks for another time"`
}

// Answer keeps an answer of a talk as it is given. An answer that was given before gets a new version; the old ones stay. One of a
// talk that is over is a correction, for as long as there may be any: see Correctable.
func (s *Service) Answer(ctx context.Context, person string, turn int, question string, in Giving) (Mine, error) {
	err := s.write(ctx, func(w *work) error {
		a, k, err := w.talkAt(person, turn)
		if err != nil {
			return err
		}
		given, err := w.give(&a, person, question, in)
		if err != nil || !given {
			return err
		}
		k.Version++
		return errors.Join(w.SaveAttempt(a), w.saveCaller(k))
	})
	if err != nil && fault.Is(err, talkGone().Code) {
		err = s.correct(ctx, person, turn, question, in)
	}
	if err != nil {
		return Mine{}, err
	}
	return s.State(ctx, person)
}

// give keeps one answer of a talk that is locked, as the script that the talk keeps takes it; false when exactly it was given before.
func (w *work) give(a *Attempt, person, question string, in Giving) (bool, error) {
	script, err := w.ScriptOf(a.CampaignID, a.Script)
	if err != nil {
		return false, err
	}
	value, err := CheckAnswer(script, question, in.Value)
	if err != nil {
		return false, err
	}
	given, err := w.Answers(a.ID)
	if err != nil {
		return false, err
	}
	version := 1
	for _, g := range given {
		if g.Question == question {
			version = g.Version + 1
		}
	}
	given = Of(*a, given)
	for _, g := range given {
		if g.Question == question && string(g.Value) == string(value) && (!isFirst(script, question) || a.agreed(in.CallBack)) {
			return false, nil // pressed twice
		}
	}
	now := AnswerGiven{Question: question, Value: value, Version: version, At: w.now, Caller: person, Turn: a.Turn}
	if isFirst(script, question) {
		if err := w.first(a, script, value, in.CallBack); err != nil {
			return false, err
		}
	}
	kept, err := w.InsertAnswer(*a, now)
	if err != nil || !kept {
		return false, errors.Join(err, fault.New(fault.Busy, "busy", "Another answer came at the same moment. Try again."))
	}
	given = append(slices.DeleteFunc(given, func(g AnswerGiven) bool { return g.Question == question }), now)
	return true, w.CountAnswers(a.ID, Walk(script, given).Questions)
}

// agreed says whether a time for a call back is the one that was kept: none asks for none.
func (a Attempt) agreed(at *time.Time) bool {
	if at == nil {
		return a.CallBack.IsZero()
	}
	return a.CallBack.UnixMilli() == at.UnixMilli()
}

func isFirst(script campaign.Script, question string) bool {
	return len(script.Questions) > 0 && script.Questions[0].ID == question
}

// first keeps what became of the call, as question 1 says.
func (w *work) first(a *Attempt, script campaign.Script, value json.RawMessage, at *time.Time) error {
	var id string
	if err := json.Unmarshal(value, &id); err != nil {
		return err
	}
	for _, answer := range script.Questions[0].Answers {
		if answer.ID != id {
			continue
		}
		a.Question, a.Outcome, a.CallBack = id, answer.Outcome, time.Time{}
		a.Version++
		if answer.Retry != nil && answer.Retry.Again == campaign.AtTime && at != nil {
			if at.Before(w.now) || at.After(w.now.Add(campaign.LongestGap)) {
				return fault.New(fault.Invalid, "invalid", "Choose a time within the next 30 days.").On("call_back_at", "Choose a time within the next 30 days.")
			}
			a.CallBack = *at
		}
		if answer.Retry != nil && answer.Retry.DoNotCall { // at once, everywhere
			return w.OptOut(a.Organisation, []string{a.Phone}, "", w.now)
		}
	}
	return nil
}

// Save ends a talk whose first question is answered: the contact's line, if it is up, and then the caller waits for the next.
// Saved twice it is saved once.
func (s *Service) Save(ctx context.Context, person string, turn int) (Mine, error) {
	err := s.write(ctx, func(w *work) error {
		a, k, err := w.talkAt(person, turn)
		switch {
		case fault.As(err).Code == "talk_gone" && err != nil:
			if w.isOver(person, turn) {
				return nil // it was saved already
			}
			return err
		case err != nil:
			return err
		case a.Question == "":
			return fault.New(fault.Conflict, "question_open", "Say first who answered.")
		}
		if !a.Bridged.IsZero() && a.LegEnded.IsZero() {
			k.Talked += int(w.now.Sub(a.Bridged) / time.Second)
		}
		after, moved := k.After(Saved, w.now)
		if !moved {
			return talkGone()
		}
		if after.State != Finished { // who was asked to finish reads so there
			after.Notice = ""
		}
		if err := w.written(a); err != nil {
			return err
		}
		return errors.Join(w.saveCaller(after), w.onTheirWay(after))
	})
	if err != nil {
		return Mine{}, err
	}
	return s.State(ctx, person)
}

// isOver says whether a caller's talk of a turn is over, as far as they are concerned.
func (w *work) isOver(person string, turn int) bool {
	k, found, err := w.Caller(person)
	if err != nil || !found || k.Turn < turn {
		return false
	}
	if k.Attempt == "" {
		return true
	}
	a, err := w.AttemptAt(person, turn)
	return err == nil && a.Over()
}

// talkAt locks the talk of a caller's present turn.
func (w *work) talkAt(person string, turn int) (a Attempt, k Caller, err error) {
	k, found, err := w.Caller(person)
	switch {
	case err != nil:
		return a, k, err
	case !found:
		return a, k, notIn()
	case k.Attempt == "" || k.Turn != turn:
		return a, k, talkGone()
	}
	if a, err = w.LockAttempt(k.Attempt); err != nil {
		return a, k, err
	}
	if k, found, err = w.LockCaller(person); err != nil || !found || k.Attempt != a.ID || k.Turn != turn || a.Over() {
		return a, k, errors.Join(err, talkGone())
	}
	return a, k, nil
}

// written closes the attempt of a talk: as the answers say, or as incomplete without an answer to question 1.
func (w *work) written(a Attempt) error {
	was := a
	if a.Question == "" {
		a.Outcome = Incomplete
	}
	after, moved := a.After(Written, w.now)
	if !moved {
		return nil
	}
	after.Closed = w.now
	if err := w.close(after); err != nil {
		return err
	}
	if was.LegEnded.IsZero() {
		if err := w.Do(JobHangup, a.Leg, w.now); err != nil {
			return err
		}
	}
	return errors.Join(w.SaveAttempt(after), w.tellSoon(a.CampaignID))
}

func talkGone() *fault.Error {
	return fault.New(fault.Conflict, "talk_gone", "This talk was closed, and its answers stay as they are: the last five can be changed for five minutes.")
}
