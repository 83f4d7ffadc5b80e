package roster

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"partyline/fault"
)

// ReasonLimit is the most characters of a reason.
const ReasonLimit = 500

// OptedOutBy is who put a number on the organisation's Do Not Call list, and when.
type OptedOutBy struct {
	At time.Time `json:"at"`
	By Ref       `json:"by"`
}

// Why is the reason of a change that somebody may ask about.
type Why struct {
	Reason string `json:"reason,omitempty" doc:"kept in the audit; needed to take Do Not Call back"`
}

// SetDoNotCall has nobody ring a supporter, or anybody else at their number, from the moment it returns. Twice is once.
func (s *Service) SetDoNotCall(ctx context.Context, by By, id string, why Why) (SupporterView, error) {
	return s.doNotCall(ctx, by, id, why, "do_not_call_set", func(tx Tx, p *Supporter) (bool, error) {
		changed := !p.DoNotCall
		p.DoNotCall = true
		if p.Phone == "" {
			return changed, nil
		}
		n, err := tx.InsertOptOuts(p.Organisation, []string{p.Phone}, by.User, s.Clock.Now())
		return changed || n > 0, err
	})
}

// CorrectDoNotCall takes a supporter off Do Not Call, where they stood by mistake: off their own record and, with their
// number, off the organisation's list. A reason is needed and is kept in the audit. While somebody else with the same
// number asks not to be called: fault number_shared.
func (s *Service) CorrectDoNotCall(ctx context.Context, by By, id string, why Why) (SupporterView, error) {
	if strings.TrimSpace(why.Reason) == "" {
		return SupporterView{}, fault.New(fault.Invalid, "reason_required", "Say why they can be called again: it is kept with who did it.").On("reason", "A reason is needed.")
	}
	return s.doNotCall(ctx, by, id, why, "do_not_call_corrected", func(tx Tx, p *Supporter) (bool, error) {
		changed := p.DoNotCall
		p.DoNotCall = false
		if p.Phone != "" {
			others, err := tx.AskedOf(p.Organisation, p.Phone, p.ID)
			if err != nil {
				return false, err
			}
			if others > 0 {
				return false, fault.New(fault.Conflict, "number_shared", "Somebody else with the same phone number asked not to be called. Correct that first.")
			}
			n, err := tx.DeleteOptOuts(p.Organisation, []string{p.Phone})
			if err != nil {
				return false, err
			}
			changed = changed || n > 0
		}
		if !changed {
			return false, fault.New(fault.Conflict, "not_available", "%s is not on Do Not Call (any more).", p.Name)
		}
		return true, nil
	})
}

// doNotCall changes whether somebody may be rung. Everybody with the same number is locked first, in the order of
// their ids, told, and judged again in every session.
func (s *Service) doNotCall(ctx context.Context, by By, id string, why Why, action string, change func(Tx, *Supporter) (bool, error)) (SupporterView, error) {
	reason := tidy(why.Reason)
	if utf8.RuneCountInString(reason) > ReasonLimit {
		return SupporterView{}, fault.New(fault.Invalid, "reason_long", "The reason is too long: keep it under %d characters.", ReasonLimit).On("reason", "This is too long.")
	}
	var out SupporterView
	err := s.Store.Write(ctx, func(tx Tx) error {
		p, who, err := lockWithNumber(tx, id)
		if err != nil {
			return err
		}
		g, err := tx.Group(p.Group)
		if err != nil {
			return err
		}
		was := p
		changed, err := change(tx, &p)
		if err != nil {
			return err
		}
		if p.DoNotCall != was.DoNotCall {
			p.Version++
			p.Updated = s.Clock.Now()
			if err := tx.SaveSupporter(p); err != nil {
				return err
			}
		}
		row, err := tx.SupporterRow(id)
		if err != nil {
			return err
		}
		if out = row.view(g); !changed {
			return nil
		}
		for _, other := range who {
			if err := tx.Do(JobRecheck, other, s.Clock.Now()); err != nil {
				return err
			}
			row, err := tx.SupporterRow(other)
			if err != nil {
				return err
			}
			if err := tellSupporter(tx, row); err != nil {
				return err
			}
		}
		return tx.Audit(p.Organisation, by.User, action, "supporter/"+id, map[string]any{"reason": reason, "supporters": len(who)})
	})
	return out, err
}

// lockWithNumber locks a supporter and all others of the organisation who have the same number.
func lockWithNumber(tx Tx, id string) (p Supporter, who []string, err error) {
	p, err = tx.Supporter(id)
	if err != nil {
		return p, nil, err
	}
	who, phone := []string{id}, p.Phone
	if phone != "" {
		if who, err = tx.LockNumbers(p.Organisation, []string{phone}); err != nil {
			return p, nil, err
		}
	}
	if p, err = tx.LockSupporter(id); err != nil {
		return p, nil, err
	}
	if p.Phone != phone {
		return p, nil, fault.New(fault.Conflict, "conflict", "The number was changed just now. Look at it again.")
	}
	return p, who, nil
}
