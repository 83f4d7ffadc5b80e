package dialer

import (
	"context"
	"errors"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// Launch begins the call that a clicker's press asks for, in a campaign in launch mode: in one transaction, which looks at everything
// again as a driver's claim does, it finds a caller free for whom nothing rings, approves the number by that press, and writes the
// attempt with its line and the job that rings it. Of two presses for one free caller one begins a call. What the press is told is kept
// with it: a repeat with the same key is told the same and begins nothing, however late it comes.
func (s *Service) Launch(ctx context.Context, in campaign.Launching) (campaign.Launched, error) {
	leg, attempt, ref := s.NewID(), s.NewID(), s.NewRef()
	answer := campaign.LaunchCode("")
	err := s.write(ctx, func(w *work) (err error) {
		answer, err = w.launch(in, leg, attempt, ref)
		return err
	})
	if err != nil {
		return campaign.Launched{}, err
	}
	return answer.Answer(), nil
}

// launch is the transaction.
func (w *work) launch(in campaign.Launching, leg, attempt, ref string) (campaign.LaunchCode, error) {
	campaigns := w.s.Campaigns
	c, err := campaigns.ClickerIn(w, in.Person)
	if err != nil {
		return "", err
	}
	if c, err = w.LockCampaign(c.ID); err != nil {
		return "", err
	}
	l, at, answer, done, err := campaigns.HoldLaunch(w, c, in)
	if err != nil || done {
		return answer, err
	}
	told := func(answer campaign.LaunchCode) (campaign.LaunchCode, error) {
		return answer, campaigns.AnswerLaunch(w, c, l, in.Key, answer)
	}
	look, err := w.look(c, l.Contacts[0])
	if err != nil {
		return "", err
	}
	look.Launched = true
	why := look.Hindrance()
	switch why {
	case NotRunning:
		return told(campaign.LaunchPaused)
	case NoCallerID:
		return told(campaign.LaunchNoCallerID)
	case OptedOut:
		return told(campaign.LaunchOptedOut)
	}
	crowd, err := w.Crowd(c.No)
	if err != nil {
		return "", err
	}
	if crowd.InFlight >= crowd.Free {
		return told(campaign.LaunchNobodyFree)
	}
	held, err := w.trialHeld(c.No, crowd)
	switch {
	case err != nil:
		return "", err
	case held:
		return told(campaign.LaunchRefused)
	}
	level, took, err := campaigns.TakeShown(w, c, l, look.Contact, dialled)
	switch {
	case err != nil:
		return "", err
	case !took:
		return told(campaign.LaunchNotNow)
	}
	line := w.lineTo(c, look.Contact, leg, ref, attempt)
	if why == Nothing {
		free, err := w.InsertLeg(line)
		if err != nil {
			return "", err
		}
		if !free {
			why = OnALine
		}
	}
	if why != Nothing {
		answer, err := told(campaign.LaunchNotNow)
		return answer, errors.Join(err, w.notNow(c, look, why))
	}
	made, err := w.begin(c, look.Contact, line, level, 0, 0)
	if err != nil || !made {
		return "", errors.Join(err, fault.New(fault.Busy, "busy", "Too much at once just now. Try again in a moment."))
	}
	return campaign.LaunchCalling, campaigns.Began(w, c, l, look.Contact, in.Key, attempt, at)
}

// trialHeld says that a call must not be tried now, as the carrier refuses all of them: one in flight, or one in tryEvery, is enough to
// learn that it takes them again. The caller holds the campaign.
func (w *work) trialHeld(no int64, crowd Crowd) (bool, error) {
	lease, _, err := w.Driver(no)
	if err != nil || lease.Refused == "" {
		return false, err
	}
	last, err := w.LastDial(no)
	return crowd.InFlight > 0 || w.now.Before(last.Add(tryEvery)), err
}

// notNow puts a contact that is in hand, and cannot be dialled just now, to where it belongs.
func (w *work) notNow(c campaign.Campaign, l Look, why Hindrance) error {
	no := []int64{l.Contact.No}
	var agreed []int64
	if l.Agreed {
		agreed = no
	}
	switch why {
	case CalledEnough, NoPassLeft, GapNotOver: // else it would be the next number on every screen
		return w.s.Campaigns.Aside(w, c.ID, dialled, no, nil, w.now.Add(time.Hour))
	case OnALine:
		return w.s.Campaigns.Aside(w, c.ID, dialled, no, agreed, w.now.Add(lineWait))
	}
	return w.s.Campaigns.ReturnIn(w, c.ID, dialled, no)
}
