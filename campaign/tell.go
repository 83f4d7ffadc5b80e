package campaign

import (
	"context"
	"errors"
	"time"

	"partyline/event"
)

// view is the campaign with its files and what is missing.
func (c Campaign) view(loads []Load, now time.Time) View {
	v := View{
		ID: c.ID, Name: c.Name, Purpose: c.Purpose, Zone: c.Zone, Integration: c.Integration, Script: c.Script, ScriptNo: c.ScriptNo, CallerIDs: c.CallerIDs, CallerIDsN: len(c.CallerIDs),
		Hours: c.Hours, Passes: c.Passes, GapMinutes: int(c.Gap / time.Minute), WrapUp: int(c.WrapUp / time.Second), Mode: c.Mode, Warning: PassesWarning(c.Gap), Missing: c.Missing(contactsOf(loads, now)), Loads: []LoadView{},
		Saved: c.Saved, Started: instant(c.Started), Paused: instant(c.Paused), Ended: instant(c.Ended), Version: c.Version, Created: c.Created,
	}
	for _, l := range loads {
		if l.State != LoadCancelled {
			v.Loads = append(v.Loads, l.view())
		}
	}
	return v
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// whole is a campaign as GET answers it.
func (s *Service) whole(r Reader, c Campaign) (Whole, error) {
	loads, err := r.Loads(c.ID)
	if err != nil {
		return Whole{}, err
	}
	status, _, err := s.status(r, c, loads)
	if err != nil {
		return Whole{}, err
	}
	out := Whole{View: c.view(loads, s.Clock.Now()), StatusView: status}
	out.Seq, err = r.Seq(topic(c.ID))
	return out, err
}

// StatusIn is how a campaign is, as its pages are told it and as it was worked out.
func (s *Service) StatusIn(r Reader, c Campaign) (StatusView, Status, error) {
	loads, err := r.Loads(c.ID)
	if err != nil {
		return StatusView{}, Status{}, err
	}
	return s.status(r, c, loads)
}

// situation is what the status is computed from.
func (s *Service) situation(r Reader, c Campaign, loads []Load) (Situation, error) {
	zones, err := r.Zones(c.No)
	if err != nil {
		return Situation{}, err
	}
	place := location(c.Zone)
	in := Situation{
		Now: s.Clock.Now(), Place: place, Started: !c.Started.IsZero(), Paused: c.Paused, PausedBy: c.PausedBy.Name, Ended: !c.Ended.IsZero(),
		Zones: zones, Hours: c.Hours, CallerIDs: len(c.CallerIDs),
	}
	d, err := r.Dialling(c.No)
	if err != nil {
		return in, err
	}
	in.Refused, in.Callers, in.Talking, in.Dialling = d.Refused, d.Callers, d.Talking, d
	in.Drives = d.drives(c.Started, in.Now)
	if !in.Started {
		in.Missing = c.Missing(contactsOf(loads, in.Now))
	}
	first := lotOf(loads, 0)
	in.FirstDone, in.FirstPercent, in.FirstProblem, in.FirstFailed = first.over(), first.Percent, first.problem, first.failed()
	in.LoadedMore = in.FirstDone && progress(loads).Later
	return in, nil
}

// status is the sentence, the counts and the progress, and when they are to be looked at again.
func (s *Service) status(r Reader, c Campaign, loads []Load) (StatusView, Status, error) {
	in, err := s.situation(r, c, loads)
	if err != nil {
		return StatusView{}, Status{}, err
	}
	here, err := s.here(r, c)
	if err != nil {
		return StatusView{}, Status{}, err
	}
	in.Clickers = here.Clickers
	clicking, err := s.clickingNow(r, c, in.Zones)
	if err != nil {
		return StatusView{}, Status{}, err
	}
	in.ClickingOff = !clicking.On
	in.Launch, in.Shown, in.Free = clicking.launches(), clicking.Clickers, in.Dialling.free()
	st := StatusOf(in)
	if in.Drives && in.Started && in.Paused.IsZero() && !in.Ended {
		st.Stops = in.Dialling.stops(c.Started)
	}
	if c.Ended.IsZero() {
		st.Again = c.Hours.turns(Awaited(loads), in.Now, st.Again)
	}
	clicking.say(st, in)
	calls, drops, err := s.calls(r, c.No, in.Dialling)
	if err != nil {
		return StatusView{}, Status{}, err
	}
	everybody := append(Awaited(loads), in.Zones...)
	share, of := Callable(everybody, c.Hours, in.Now)
	never, _ := NeverOpen(everybody, c.Hours, in.Now)
	return StatusView{
		State: st.State, Sentence: st.Sentence, Cause: st.Cause, Next: st.Next, Load: progress(loads), Counts: Count(in.Zones, c.Hours, in.Now),
		Callable: share, Of: of, Never: never, Clicking: clicking, Here: here, Calls: calls, DropRate: drops, At: in.Now,
	}, st, nil
}

// launches says whether a click begins a call now.
func (v ClickingView) launches() bool { return v.On && v.Mode == ModeLaunch }

// say adds what clickers wonder about: whether a call can be begun now; when they approve ahead, that clicking goes on whatever the
// calls do.
func (v *ClickingView) say(st Status, in Situation) {
	if !v.launches() {
		switch st.State {
		case Paused:
			v.Note = "Calls are paused. Clicking goes on."
		case OutsideHours:
			v.Note = "Nobody is called at this hour. Clicking goes on."
		}
		return
	}
	v.DoneAt = nil // callers decide how long it takes
	switch st.State {
	case Paused:
		v.Wait = "Calls are paused."
	case OutsideHours:
		v.Wait = "Nobody may be called at this hour."
	case Draft, Loading, LoadFailed:
		v.Wait = "This campaign is not open yet."
	case Complete:
		v.Wait = "Everybody was called."
	default:
		switch {
		case st.Cause == "caller_id" || st.Cause == "dialer": // a carrier that refuses is tried again by a press: no driver does
			v.Wait = "The phone lines are not ready. The organisers know."
		case in.Free == 0:
			v.Wait = "No caller is free just now."
		default:
			v.Free = in.Free
			if st.Cause == "carrier" {
				v.Note = "The carrier refuses our calls. One press in ten seconds tries it again."
			}
		}
	}
}

func (s *Service) clickingNow(r Reader, c Campaign, zones []ZoneCounts) (ClickingView, error) {
	on, _, err := r.Clicking(c.Organisation)
	if err != nil {
		return ClickingView{}, err
	}
	v := ClickingView{On: on, Mode: c.Mode}
	for _, z := range zones {
		v.Approved += z.Approved
		v.Left += z.Click
	}
	if v.launches() {
		v.Left = launchable(zones)
	}
	v.Total = v.Approved + v.Left
	leases, err := r.OpenLeases(c.No)
	if err != nil {
		return v, err
	}
	at := map[string]bool{}
	for _, l := range leases {
		at[l.Person] = true
	}
	v.Clickers = len(at)
	switch {
	case !c.Ended.IsZero():
		v.Over = "This campaign is over. Thank you!"
	case !on && v.Left > 0:
		v.Over = "Clicking is switched off. The organisers decide about the numbers that are left."
	case !on:
		v.Over = "Clicking is switched off: numbers need no click."
	case v.launches(): // who waits for the gap comes again
	case v.Left == 0 && v.Total > 0:
		v.Over = "All numbers are approved."
	}
	return v, s.pace(r, c.No, &v)
}

func (s *Service) listed(r Reader, c Campaign) (ListedView, error) {
	loads, err := r.Loads(c.ID)
	if err != nil {
		return ListedView{}, err
	}
	v, _, err := s.status(r, c, loads)
	return s.listedAs(c, v, loads), err
}

// listedAs is a campaign in the list of them. Before it starts, its contacts are who can be called in its files.
func (s *Service) listedAs(c Campaign, v StatusView, loads []Load) ListedView {
	l := ListedView{ID: c.ID, Name: c.Name, State: v.State, Sentence: v.Sentence, Contacts: v.Counts.Total, Finished: v.Counts.Finished, Created: c.Created}
	if c.Started.IsZero() {
		l.Contacts = contactsOf(loads, s.Clock.Now()).Valid
	}
	return l
}

// tellCampaign says on the campaign's topic how it is now, without numbers, and has its status told.
func (s *Service) tellCampaign(tx Tx, c Campaign) error {
	loads, err := tx.Loads(c.ID)
	if err != nil {
		return err
	}
	v := c.view(loads, s.Clock.Now())
	v.CallerIDs = nil
	for i := range v.Loads {
		v.Loads[i] = v.Loads[i].told()
	}
	return errors.Join(tx.Emit(topic(c.ID), Changed, v), tx.Do(JobTell, c.ID, s.Clock.Now()))
}

// told is a load without what stood in its file: events show no numbers.
func (v LoadView) told() LoadView { v.Shape.Sample = [][]string{}; return v }

func (s *Service) tellLoad(tx Tx, l Load) error {
	return tx.Emit(topic(l.Campaign), LoadChanged, LoadTold{l.view().told()})
}

// tellLoaded says that a file is loaded, or could not be.
func (s *Service) tellLoaded(tx Tx, l Load) error {
	return tx.Emit(topic(l.Campaign), FileLoaded, LoadTold{l.view().told()})
}

// tellNow says status and counts to admins, clickers and callers, and is run again when hours open or shut, and
// every now and then while somebody is on its pages.
func (s *Service) tellNow(ctx context.Context, id string) error {
	var again time.Time
	var clicking ClickingView
	var tells bool // the clickers, too
	var seq int64  // of their topic then
	err := s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.Campaign(id)
		if err != nil {
			return err
		}
		loads, err := tx.Loads(id)
		if err != nil {
			return err
		}
		v, st, err := s.status(tx, c, loads)
		if err != nil {
			return err
		}
		again = tellAgain(v, st.Again, s.Clock.Now())
		clicking = v.Clicking
		if seq, err = tx.Seq(clickersTopic(id)); err != nil {
			return err
		}
		due, news := s.clickersDue(id, clicking, seq)
		tells = news && !due.After(s.Clock.Now())
		switch {
		case tells:
			seq++
			if err := tx.Emit(clickersTopic(id), ClickingChanged, clicking); err != nil {
				return err
			}
		case news && (again.IsZero() || due.Before(again)):
			again = due
		}
		if !st.Stops.IsZero() {
			if err := tx.Do(JobDriven, id, st.Stops); err != nil {
				return err
			}
		}
		changed, err := tx.TellState(id, v.State)
		if err != nil {
			return err
		}
		if changed {
			if err := tx.Emit(topic(id), StateChanged, StateTold{ID: id, Name: c.Name, State: v.State, Sentence: v.Sentence, Cause: v.Cause, Counts: v.Counts}); err != nil {
				return err
			}
		}
		return errors.Join(
			tx.Emit(topic(id), StatusChanged, v), tx.Emit(callersTopic(id), CallersTold, st.told()),
			tx.Emit(event.On(event.FamilyCampaigns, c.Organisation), Listed, s.listedAs(c, v, loads)),
		)
	})
	if err == nil && tells {
		s.toldClickers(id, clicking, seq)
	}
	if err != nil || again.IsZero() {
		return err
	}
	return s.Later(again)
}
