package dialer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"partyline/calling"
	"partyline/fault"
	"partyline/line"
)

// withheldNumber stands for the number of who dials in without showing one: each such call is a line of its own.
func withheldNumber(carrier string) string { return "withheld " + carrier }

// Inbound is somebody calling one of our numbers. A caller whose number was said on their page goes to their room; everybody
// else hears who we are, and can type a caller's code, or 9 to be called no more. Asked twice it gives the same answer.
func (s *Service) Inbound(ctx context.Context, in line.Inbound) (script line.Script, err error) {
	id, ref := s.NewID(), s.NewRef()
	err = s.write(ctx, func(w *work) error {
		script = nil
		leg, found, err := w.LegByCarrier(in.Carrier)
		if err != nil {
			return err
		}
		if found {
			script, err = w.cameIn(leg, in.To)
			return err
		}
		leg = calling.Leg{ID: id, Ref: ref, Kind: calling.CallerLeg, Number: in.From, Carrier: in.Carrier, State: calling.LegAnswered, Opened: w.now, Placed: w.now, Answered: w.now, Webhook: w.now}
		if in.From == "" {
			leg.Number = withheldNumber(in.Carrier)
		}
		k, known, err := w.callerWith(in)
		if err != nil {
			return err
		}
		if known {
			leg.Organisation, leg.User = k.Organisation, k.ID
			switch err := w.connect(&k, leg, false); {
			case err != nil && fault.As(err).Kind == fault.Conflict: // that number is on a line of ours already
				script = line.Script{line.Hangup{}}
				return nil
			case err != nil:
				return err
			}
			if err := w.saveCaller(k); err != nil {
				return err
			}
			script, err = w.cameIn(leg, in.To)
			return err
		}
		if leg.Organisation, err = w.owner(in.To); err != nil {
			return err
		}
		free, err := w.InsertLeg(leg)
		if err != nil || !free {
			script = line.Script{line.Hangup{}}
			return err
		}
		if err := w.Do(JobCheck, leg.ID, leg.NextCheck()); err != nil {
			return err
		}
		script, err = w.cameIn(leg, in.To)
		return err
	})
	return script, err
}

// callerWith is the caller who said that number on their page, of a campaign that is open and calls from the number that was rung.
// Where several people did, one of them said somebody else's: then nobody is known by it, and a code tells.
func (w *work) callerWith(in line.Inbound) (Caller, bool, error) {
	if in.From == "" {
		return Caller{}, false, nil
	}
	all, err := w.CallerByPhone(in.From)
	if err != nil {
		return Caller{}, false, err
	}
	var one string
	for _, k := range all {
		c, err := w.Campaign(k.Campaign)
		if err != nil {
			return k, false, err
		}
		p, err := w.Person(k.ID)
		if err != nil {
			return k, false, err
		}
		if !p.Removed.IsZero() || !slices.Contains(c.CallerIDs, in.To) || w.open(c.ID) != nil || k.Leg != "" {
			continue
		}
		if one != "" {
			return Caller{}, false, nil
		}
		one = k.ID
	}
	if one == "" {
		return Caller{}, false, nil
	}
	k, found, err := w.LockCaller(one)
	return k, found && k.Leg == "", err
}

// owner is the organisation that calls from one of our numbers; "" when none does, or several do.
func (w *work) owner(number string) (string, error) {
	all, err := w.CallsFrom(number)
	if err != nil || len(all) != 1 {
		return "", err
	}
	return all[0], nil
}

// cameIn is what a line that came in does first.
func (w *work) cameIn(leg calling.Leg, to string) (line.Script, error) {
	if leg.User != "" {
		return w.callerAsks(leg, line.Step{Name: stepIn, Ref: leg.Ref}, line.Input{})
	}
	if tried, err := w.triedTooOften(leg); err != nil || tried {
		return guessed(), err
	}
	name := ""
	if leg.Organisation != "" {
		var err error
		if name, err = w.OrganisationName(leg.Organisation); err != nil {
			return nil, err
		}
	}
	return askCode(leg, 0, recordedBack(name, to)), nil
}

func askCode(leg calling.Leg, n int, prompt []string) line.Script {
	return line.Script{
		line.AskCode{Prompt: prompt, Digits: 6, Seconds: 5, Then: line.Step{Name: stepCode, Ref: leg.Ref, N: n + 1}},
		line.Say{Text: sayGoodbye}, line.Hangup{},
	}
}

// wrongCode is the fact that a code was typed that nobody has. It is kept with the line, once for each time that it was asked for.
const wrongCode = "code"

// triedTooOften says whether more codes than CodeTriesOf were wrong within the hour that came from a line's number. Those that withhold
// their number are counted together: nothing tells them apart.
func (w *work) triedTooOften(leg calling.Leg) (bool, error) {
	from := leg.Number
	if strings.HasPrefix(from, withheldNumber("")) {
		from = withheldNumber("%")
	}
	n, err := w.WrongCodes(from, w.now.Add(-CodeHour))
	return n >= CodeTriesOf, err
}

func guessed() line.Script { return line.Script{line.Say{Text: sayTooMany}, line.Hangup{}} }

// code is what somebody typed who dialled in: a caller's six digits, or 9. After five wrong codes the line is ended, and after
// CodeTriesOf from one number every line of it.
func (w *work) code(leg calling.Leg, n int, in line.Input) (line.Script, error) {
	if leg.User != "" {
		return w.callerAsks(leg, line.Step{Name: stepNext, Ref: leg.Ref}, in)
	}
	switch {
	case in.Keys == "9" || in.Key == "9" && len(in.Keys) <= 1:
		return w.neverAgain(leg)
	case in.Silent && in.Keys == "":
		return line.Script{line.Say{Text: sayGoodbye}, line.Hangup{}}, nil
	}
	if tried, err := w.triedTooOften(leg); err != nil || tried {
		return guessed(), err
	}
	k, found, err := w.CallerByCode(in.Keys)
	if err != nil {
		return nil, err
	}
	if found {
		if found, err = w.mayComeIn(k, in.To); err != nil {
			return nil, err
		}
	}
	if !found {
		if _, err := w.InsertFact(calling.Fact{Leg: leg.ID, Source: wrongCode, State: "wrong", Seq: n}); err != nil {
			return nil, err
		}
		if tried, err := w.triedTooOften(leg); err != nil || tried {
			return guessed(), err
		}
		if n >= CodeTries { // a new call has new tries, and a line of its own
			return line.Script{line.Say{Text: sayNoCode}, line.Hangup{}}, nil
		}
		return askCode(leg, n, []string{sayAgain}), nil
	}
	if k, found, err = w.LockCaller(k.ID); err == nil && found {
		found, err = w.mayComeIn(k, in.To) // they may have been removed meanwhile
	}
	if err != nil || !found || k.Leg != "" {
		return line.Script{line.Say{Text: sayNoCode}, line.Hangup{}}, err
	}
	leg.User, leg.Organisation = k.ID, k.Organisation
	if err := w.SaveLegUser(leg.ID, k.ID, k.Organisation); err != nil {
		return nil, err
	}
	k.Leg = leg.ID
	if after, moved := k.After(Rings, w.now); moved {
		k = after
	} else {
		k.Up = true
	}
	if k.Phone != "" && k.Phone != leg.Number {
		k.Notice = "other_number"
	}
	if err := w.saveCaller(k); err != nil {
		return nil, err
	}
	notice := k.Notice
	script, err := w.callerAsks(leg, line.Step{Name: stepIn, Ref: leg.Ref}, in)
	if err != nil || notice == "" {
		return script, err
	}
	k, _, err = w.LockCaller(k.ID)
	k.Notice = notice
	return script, errors.Join(err, w.saveCaller(k))
}

// mayComeIn says whether a caller's code is good on a line to one of our numbers: their campaign is open and calls from it, their
// page was heard of within CodeFor, and nobody has removed them.
func (w *work) mayComeIn(k Caller, to string) (bool, error) {
	p, err := w.Person(k.ID)
	if err != nil {
		return false, err
	}
	c, err := w.Campaign(k.Campaign)
	return err == nil && p.Removed.IsZero() && w.now.Sub(p.Seen) <= CodeFor && slices.Contains(c.CallerIDs, to) && w.open(c.ID) == nil, err
}

// neverAgain puts the number of who called us on the Do Not Call list of everybody who rang it, and of whose number was called.
func (w *work) neverAgain(leg calling.Leg) (line.Script, error) {
	if strings.HasPrefix(leg.Number, withheldNumber("")) {
		return line.Script{line.Say{Text: sayHidden}, line.Hangup{}}, nil
	}
	organisations, err := w.WhoRang(leg.Number)
	if err != nil {
		return nil, err
	}
	if leg.Organisation != "" && !slices.Contains(organisations, leg.Organisation) {
		organisations = append(organisations, leg.Organisation)
	}
	for _, o := range organisations {
		if _, err := w.never(o, leg.Number); err != nil {
			return nil, err
		}
	}
	return line.Script{line.Say{Text: sayNever}, line.Hangup{}}, nil
}
