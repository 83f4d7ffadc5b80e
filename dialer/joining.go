package dialer

import (
	"context"
	"errors"

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
