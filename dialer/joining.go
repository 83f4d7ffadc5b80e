package dialer

import (
	"context"
	"errors"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/fault"
)

// Opening is a caller's page that was opened: the last one wins.
type Opening struct {
	Tab string `json:"tab" maxLength:"64" doc:"any name of its own; pages of other tabs give way"`
}

// Numbering is a caller's own phone number.
type Numbering struct {
	Number string `json:"number" maxLength:"40" doc:"as people write it"`
}

// Open has a caller's page known, and makes the caller when it is the first time. person is somebody who came by a caller link.
func (s *Service) Open(ctx context.Context, p campaign.Person, in Opening) (out Mine, err error) {
	err = s.write(ctx, func(w *work) error {
		k, found, err := w.LockCaller(p.ID)
		if err != nil {
			return err
		}
		if !found {
			c, err := w.Campaign(p.Campaign)
			if err != nil {
				return err
			}
			k = Caller{ID: p.ID, Campaign: c.ID, No: c.No, Organisation: c.Organisation, State: Out, Since: w.now, Version: 1}
			if err := w.coded(&k); err != nil {
				return err
			}
			if found, err = w.InsertCaller(k); err == nil && !found { // somebody has drawn that code just now
				k.Code = ""
				found, err = w.InsertCaller(k)
			}
			if err != nil || !found {
				return errors.Join(err, fault.New(fault.Busy, "busy", "Too many people come in just now. Try again in a moment."))
			}
		}
		was := k
		k.Tab = in.Tab
		if err := w.coded(&k); err != nil || k == was {
			return err
		}
		k.Version++
		return w.saveCaller(k)
	})
	if err != nil {
		return out, err
	}
	return s.State(ctx, p.ID)
}

// codeDraws is how often a code is drawn that nobody has; whoever finds none dials in from their own number, and gets one later.
const codeDraws = 5

// coded gives a caller without a phone line a code to dial in with, if they have none. It stays theirs while they are seen: then
// whoever draws it gets it.
func (w *work) coded(k *Caller) error {
	for n := 0; k.Code == "" && k.Leg == "" && n < codeDraws; n++ {
		code := w.s.NewCode()
		if err := w.FreeCode(code, w.now.Add(-CodeFor)); err != nil {
			return err
		}
		_, taken, err := w.CallerByCode(code)
		if err != nil {
			return err
		}
		if !taken {
			k.Code = code
		}
	}
	return nil
}

// change changes one caller under their lock, and answers what their page shows then.
func (s *Service) change(ctx context.Context, person string, f func(w *work, k *Caller) error) (Mine, error) {
	return s.changed(ctx, person, false, f)
}

// leave is change for who may leave the queue: no contact is claimed meanwhile, so that none is dialled for whom just left.
func (s *Service) leave(ctx context.Context, person string, f func(w *work, k *Caller) error) (Mine, error) {
	return s.changed(ctx, person, true, f)
}

func (s *Service) changed(ctx context.Context, person string, leaves bool, f func(w *work, k *Caller) error) (Mine, error) {
	err := s.write(ctx, func(w *work) error {
		if leaves { // the campaign's lock comes before a caller's
			k, found, err := w.Caller(person)
			if err != nil {
				return err
			}
			if found {
				if _, err := w.LockCampaign(k.Campaign); err != nil {
					return err
				}
			}
		}
		k, found, err := w.LockCaller(person)
		if err != nil {
			return err
		}
		if !found {
			return notIn()
		}
		was := k
		if err := f(w, &k); err != nil || k == was {
			return err
		}
		if k.Version == was.Version {
			k.Version++
		}
		return errors.Join(w.saveCaller(k), w.onTheirWay(k))
	})
	if err != nil {
		return Mine{}, err
	}
	return s.State(ctx, person)
}

// SayNumber keeps a caller's phone number, to ring them and to know them when they dial in. A number that is no number is refused,
// and so is another one while their phone is connected, but for the one that it was rung from.
func (s *Service) SayNumber(ctx context.Context, person string, in Numbering) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		country, _, err := w.Place(k.Organisation)
		if err != nil {
			return err
		}
		number, err := s.Number(in.Number, country)
		if err != nil {
			return err
		}
		if err := w.coded(k); err != nil || number == k.Phone {
			return err
		}
		if k.Leg != "" {
			leg, err := w.Leg(k.Leg)
			if err != nil {
				return err
			}
			if leg.Number == number {
				k.Phone, k.Notice = number, ""
				return nil
			}
			return fault.New(fault.Conflict, "phone_connected", "Your phone is connected. Hang up first, then change the number.")
		}
		k.Phone, k.Notice = number, ""
		return nil
	})
}

// Beeping is whether a caller hears a beep when somebody is there.
type Beeping struct {
	Beep bool `json:"beep"`
}

// Beep keeps whether a caller hears a beep, from the next contact on.
func (s *Service) Beep(ctx context.Context, person string, in Beeping) (Mine, error) {
	return s.change(ctx, person, func(_ *work, k *Caller) error {
		k.NoBeep = !in.Beep
		return nil
	})
}

// A phone that was rung is one whose line has the first of these facts; the second one is there once somebody pressed a key.
const (
	ringFact  = "ring"
	ringRung  = "rung"
	ringTaken = "taken"
)

// RingMe rings a caller's phone. Pressed twice it rings once. A number of the organisation's Do Not Call list is not rung, nor one that
// was rung RingTries times within RingHour without anybody pressing a key, whichever page asked: it may be somebody else's. Its person
// can ring in. Whoever has taken it by a key is rung however often their line fails.
func (s *Service) RingMe(ctx context.Context, person string) (Mine, error) {
	id, ref := s.NewID(), s.NewRef()
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.Leg != "" {
			return nil
		}
		if k.Phone == "" {
			return fault.New(fault.Invalid, "no_number", "Say your phone number first.").On("number", "Say your phone number first.")
		}
		if err := w.open(k.Campaign); err != nil {
			return err
		}
		leg := calling.Leg{ID: id, Ref: ref, Kind: calling.CallerLeg, Organisation: k.Organisation, Number: k.Phone, User: k.ID, State: calling.LegClaimed, Opened: w.now}
		if err := w.connect(k, leg, true); err != nil {
			return err
		}
		_, err := w.InsertFact(calling.Fact{Leg: leg.ID, Source: ringFact, State: ringRung})
		return errors.Join(err, w.mayRing(*k))
	})
}

// mayRing refuses the ring of a caller's phone that has just been asked for: nobody else opens a line to that number meanwhile.
func (w *work) mayRing(k Caller) error {
	out, err := w.OptedOut(k.Organisation, []string{k.Phone})
	if err != nil {
		return err
	}
	if len(out) > 0 {
		title := "This number is on the list of those that asked not to be called, so we do not ring it. Choose “I ring in myself” instead."
		return fault.New(fault.Conflict, "do_not_call", title).On("number", title)
	}
	if took, err := w.Took(k.ID, k.Phone, w.now.Add(-TakenFor)); err != nil || took {
		return err
	}
	n, err := w.RungInVain(k.Phone, w.now.Add(-RingHour))
	if err != nil {
		return err
	}
	if n > RingTries {
		title := "We have rung this number several times, and nobody pressed a key. Choose “I ring in myself”, or try again in an hour."
		return fault.New(fault.Conflict, "rung_enough", title).On("number", title)
	}
	return nil
}

// connect gives a caller a phone line, which is to be rung or has rung us.
func (w *work) connect(k *Caller, leg calling.Leg, ring bool) error {
	free, err := w.InsertLeg(leg)
	if err != nil {
		return err
	}
	if !free {
		return fault.New(fault.Conflict, "number_busy", "This number is on another call just now. Hang up there, then try again.")
	}
	k.Leg, k.Up, k.Notice = leg.ID, false, ""
	after, moved := k.After(Rings, w.now)
	switch {
	case moved:
		*k = after
	case k.State == Talking || k.State == WrapUp: // their phone was cut off, and is back; one that we ring, when it is picked up
		k.Up = !ring
	default:
		return fault.New(fault.Conflict, "phone_connected", "Your phone is connected already.")
	}
	jobs := w.Do(JobCheck, leg.ID, leg.NextCheck())
	if ring {
		jobs = errors.Join(jobs, w.Do(JobPlace, leg.ID, w.now))
	}
	return jobs
}

// open refuses whoever wants a phone for a campaign that has not begun or is over, or that cannot ring anybody.
func (w *work) open(id string) error {
	c, err := w.Campaign(id)
	switch {
	case err != nil:
		return err
	case c.Started.IsZero():
		return fault.New(fault.Conflict, "not_open", "This campaign is not open yet.")
	case !c.Ended.IsZero():
		return fault.New(fault.Conflict, "ended", "This campaign is over. Thank you!")
	case len(c.CallerIDs) == 0:
		return fault.New(fault.Conflict, "no_caller_id", "The phone lines are not ready. Tell the organisers.")
	}
	return nil
}

// Break is a caller who wishes for a break, at once or after the present talk.
func (s *Service) Break(ctx context.Context, person string) (Mine, error) {
	return s.wish(ctx, person, ToPause)
}

// Finish is a caller who wishes to stop, at once or after the present talk. Whoever waits may still be given what rings already.
func (s *Service) Finish(ctx context.Context, person string) (Mine, error) {
	return s.wish(ctx, person, ToFinish)
}

func (s *Service) wish(ctx context.Context, person string, wish Wish) (Mine, error) {
	return s.leave(ctx, person, func(w *work, k *Caller) error { return w.wishes(k, wish) })
}

// wishes notes what a caller wishes for, and does it as far as nothing that rings is for them.
func (w *work) wishes(k *Caller, wish Wish) error {
	switch k.State {
	case Waiting, Talking, WrapUp:
		counted := k.Counted()
		k.Wish = wish
		if k.State != Waiting {
			return nil
		}
		crowd, err := w.Crowd(k.No)
		if err != nil {
			return err
		}
		if counted {
			crowd.Free--
		}
		w.letGo(k, crowd, crowd.Free)
	case OnBreak, NotReady, Joining:
		if wish == ToFinish {
			*k, _ = k.After(Leaves, w.now)
		}
	}
	return nil
}

// letGo lets a caller who waits go as they wish, once all that rings finds somebody else: so many others are free.
func (w *work) letGo(k *Caller, crowd Crowd, others int) {
	if k.State != Waiting || k.Wish == NoWish || crowd.InFlight > others {
		return
	}
	what := Pauses
	if k.Wish == ToFinish {
		what = Leaves
	}
	*k, _ = k.After(what, w.now)
}

// Back is a caller who comes back from a break, or is ready again; or changes their mind about leaving.
func (s *Service) Back(ctx context.Context, person string) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		k.Wish, k.Notice = NoWish, ""
		if after, moved := k.After(Returns, w.now); moved {
			*k = after
		}
		return nil
	})
}

// HangUp ends the line of whom a caller talks to in a turn; the answers wait to be saved. A press that comes when that talk is over
// does nothing: it is not of the next contact.
func (s *Service) HangUp(ctx context.Context, person string, turn int) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.State != Talking || k.Turn != turn {
			return nil
		}
		a, err := w.Attempt(k.Attempt)
		if err != nil {
			return err
		}
		return w.Do(JobHangup, a.Leg, w.now)
	})
}

// moreTime is what one press adds to the time for the answers.
const moreTime = 30 * time.Second

// Extend gives a caller half a minute more for the answers.
func (s *Service) Extend(ctx context.Context, person string, turn int) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.State != WrapUp || k.Turn != turn {
			return talkGone()
		}
		if k.Due.Before(w.now) {
			k.Due = w.now
		}
		k.Due = k.Due.Add(moreTime)
		return nil
	})
}

// wrapUp ends the time for the answers: what was given stays, and the caller says when they are ready again.
func (s *Service) wrapUp(ctx context.Context, person string) error {
	var again time.Time
	err := s.write(ctx, func(w *work) error {
		again = time.Time{}
		k, found, err := w.Caller(person)
		if err != nil || !found || k.State != WrapUp {
			return err
		}
		if w.now.Before(k.Due) { // it was given more time
			again = k.Due
			return nil
		}
		return w.incomplete(k.ID, k.Attempt, TimeUp, "time_up")
	})
	if err != nil || again.IsZero() {
		return err
	}
	return s.Later(again)
}

// incomplete closes a talk that nobody will write up any more, with the answers that were given.
func (w *work) incomplete(person, attempt string, what CallerEvent, notice string) error {
	a, err := w.LockAttempt(attempt)
	if err != nil {
		return err
	}
	k, found, err := w.LockCaller(person)
	if err != nil || !found || k.Attempt != attempt {
		return err
	}
	after, moved := k.After(what, w.now)
	if !moved {
		return nil
	}
	if after.State != Finished { // there it says who asked them to
		after.Notice = notice
	}
	if err := w.written(a); err != nil {
		return err
	}
	return errors.Join(w.saveCaller(after), w.onTheirWay(after))
}
