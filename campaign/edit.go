package campaign

import (
	"context"
	"errors"
	"slices"
	"time"

	"partyline/event"
	"partyline/fault"
)

// NewCampaign is a campaign to create; everything may be said later.
type NewCampaign struct {
	Name string `json:"name,omitempty" maxLength:"120"`
}

// Edit changes a campaign; what is left out stays. Version is the one that was seen: the edit is refused only when a step that
// it changes was saved by somebody since.
type Edit struct {
	Version     int       `json:"version" minimum:"1"`
	Name        *string   `json:"name,omitempty" maxLength:"120"`
	Purpose     *string   `json:"purpose,omitempty" maxLength:"1000" lines:"many"`
	Zone        *string   `json:"zone,omitempty" maxLength:"64"`
	Integration *string   `json:"integration,omitempty" enum:"none"`
	Script      *Script   `json:"script,omitempty" doc:"the whole of it; one that is not finished can be kept, and is missing at the start"`
	CallerIDs   *[]string `json:"caller_ids,omitempty" maxItems:"100" doc:"numbers of GET …/caller-ids, E.164"`
	Hours       *Hours    `json:"hours,omitempty" maxItems:"7"`
	Passes      *int      `json:"passes,omitempty" minimum:"1" maximum:"5"`
	GapMinutes  *int      `json:"gap_minutes,omitempty" minimum:"0" maximum:"43200"`
	WrapUp      *int      `json:"wrap_up_seconds,omitempty" minimum:"30" maximum:"600" doc:"for a caller's answers, once the contact has gone; talks that end from then on have it"`
	Mode        *Mode     `json:"clicking_mode,omitempty" enum:"approve,launch"`
}

// steps is which steps it changes.
func (e Edit) steps() []Step {
	var out []Step
	add := func(there bool, s Step) {
		if there && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(e.Name != nil || e.Purpose != nil || e.Zone != nil, StepName)
	add(e.Integration != nil, StepIntegration)
	add(e.Script != nil, StepQuestions)
	add(e.CallerIDs != nil, StepCallerID)
	add(e.Hours != nil, StepHours)
	add(e.Passes != nil || e.GapMinutes != nil || e.WrapUp != nil || e.Mode != nil, StepPasses)
	return out
}

// Create makes a campaign with the defaults, its two links, and the template of a script.
func (s *Service) Create(ctx context.Context, by By, in NewCampaign) (out Whole, err error) {
	now := s.Clock.Now()
	id := s.NewID()
	links, err := s.newLinks(id, now)
	if err != nil {
		return out, err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		_, zone, err := tx.Place(by.Organisation)
		if err != nil {
			return err
		}
		c := New(id, by.Organisation, zone, by.ref(), now)
		if name := tidy(in.Name, 120); name != "" {
			c.Name = name
			c.save([]Step{StepName}, by.ref(), now)
		}
		if c, err = tx.InsertCampaign(c); err != nil {
			return err
		}
		if err := tx.SaveScript(id, c.ScriptNo, c.Script, by.User, now); err != nil {
			return err
		}
		for _, l := range links {
			if err := tx.SaveLink(l); err != nil {
				return err
			}
		}
		if err := errors.Join(s.tellCampaign(tx, c), tx.Audit(by.Organisation, by.User, "campaign_created", "campaign/"+id, map[string]any{"name": c.Name})); err != nil {
			return err
		}
		out, err = s.whole(tx, c)
		return err
	})
	return out, err
}

// Campaign is one, with its status and the seq to follow it from.
func (s *Service) Campaign(ctx context.Context, id string) (out Whole, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		out, err = s.whole(r, c)
		return err
	})
	return out, err
}

// Campaigns is an organisation's, the newest first.
func (s *Service) Campaigns(ctx context.Context, by By, after Bookmark) (out Index, next Bookmark, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		all, err := r.Campaigns(by.Organisation, after, listMost+1)
		if err != nil {
			return err
		}
		if next = (Bookmark{}); len(all) > listMost {
			all = all[:listMost]
			next = Bookmark{all[listMost-1].Created, all[listMost-1].ID}
		}
		out.Items = make([]ListedView, 0, len(all))
		for _, c := range all {
			v, err := s.listed(r, c)
			if err != nil {
				return err
			}
			out.Items = append(out.Items, v)
		}
		out.Seq, err = r.Seq(event.On(event.FamilyCampaigns, by.Organisation))
		return err
	})
	return out, next, err
}

// Bookmark is behind what a page of a list goes on: an instant, and the id of what has it. The zero Bookmark is before all.
type Bookmark struct {
	At time.Time
	ID string
}

// How many a page of a list has at most.
const (
	listMost   = 500
	peopleMost = 1000
)

// Edit changes a campaign. The refusal conflict has it as it is now under current.
func (s *Service) Edit(ctx context.Context, by By, id string, e Edit) (out Whole, err error) {
	var own []string
	if e.CallerIDs != nil {
		if own, err = s.Carrier.Numbers(ctx); err != nil {
			return out, err
		}
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(id)
		if err != nil {
			return err
		}
		steps := e.steps()
		if c.staleFor(e.Version, steps) || e.Version > c.Version {
			now, err := s.whole(tx, c)
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "conflict", "Somebody else changed this in the meantime. Here is how it is now.").With("current", now)
		}
		if !c.Ended.IsZero() && len(steps) > 0 && !slices.Equal(steps, []Step{StepName}) {
			return ended()
		}
		if len(steps) > 0 {
			if err := s.apply(tx, &c, by, e, own); err != nil {
				return err
			}
			c.save(steps, by.ref(), s.Clock.Now())
			if err := errors.Join(tx.SaveCampaign(c), s.tellCampaign(tx, c)); err != nil {
				return err
			}
		}
		out, err = s.whole(tx, c)
		return err
	})
	return out, err
}

func (s *Service) apply(tx Tx, c *Campaign, by By, e Edit, own []string) error {
	if e.Name != nil {
		c.Name = tidy(*e.Name, 120)
	}
	if e.Purpose != nil {
		c.Purpose = *e.Purpose
	}
	if e.Zone != nil {
		if location(*e.Zone) == nil {
			return invalid("zone", "This is not a time zone that we know. Write it like Europe/London.")
		}
		c.Zone = *e.Zone
	}
	if e.Integration != nil {
		if *e.Integration != "none" {
			return invalid("integration", "There is no such integration yet.")
		}
		c.Integration = *e.Integration
	}
	if e.CallerIDs != nil {
		ids := []string{}
		for _, n := range *e.CallerIDs {
			if !slices.Contains(own, n) {
				return fault.New(fault.Invalid, "caller_id_foreign", "This is not a number of yours at the carrier.").On("caller_ids", "Choose among the numbers that are offered.")
			}
			if !slices.Contains(ids, n) {
				ids = append(ids, n)
			}
		}
		c.CallerIDs = ids
	}
	if e.Hours != nil {
		if len(*e.Hours) > 0 { // no day at all can be kept while somebody chooses; it is missing at the start
			if err := e.Hours.check(); err != nil {
				return err
			}
		} else if !c.Started.IsZero() {
			return e.Hours.check()
		}
		c.Hours = *e.Hours
	}
	if e.Passes != nil {
		c.Passes = *e.Passes
	}
	if e.GapMinutes != nil {
		c.Gap = time.Duration(*e.GapMinutes) * time.Minute
	}
	if e.WrapUp != nil {
		c.WrapUp = time.Duration(*e.WrapUp) * time.Second
	}
	if e.Mode != nil && *e.Mode != c.Mode {
		if !slices.Contains(Modes, *e.Mode) {
			return invalid("clicking_mode", "Clicks approve numbers ahead, or launch calls.")
		}
		c.Mode = *e.Mode
		if err := tx.Audit(c.Organisation, by.User, "clicking_mode", "campaign/"+c.ID, map[string]any{"name": c.Name, "mode": c.Mode}); err != nil {
			return err
		}
	}
	if err := checkPasses(c.Passes, c.Gap, c.WrapUp); err != nil {
		return err
	}
	if (e.Passes != nil || e.GapMinutes != nil) && !c.Started.IsZero() {
		if err := tx.Do(JobMove, c.ID, s.Clock.Now()); err != nil {
			return err
		}
	}
	if e.Script != nil {
		return s.applyScript(tx, c, by, *e.Script)
	}
	return nil
}

// applyScript keeps a script: over the newest version as long as the campaign has not started, else as the next one, because
// calls that run keep theirs. Once started, a script that is not finished is refused.
func (s *Service) applyScript(tx Tx, c *Campaign, by By, script Script) error {
	if err := script.tidy(); err != nil {
		return err
	}
	if !c.Started.IsZero() {
		if gaps := script.Missing(); len(gaps) > 0 {
			return fault.New(fault.Invalid, "script_unfinished", "%s", gaps[0].Title).On("script."+gaps[0].Field, gaps[0].Title)
		}
		c.ScriptNo++
	}
	c.Script = script
	return errors.Join(tx.SaveScript(c.ID, c.ScriptNo, script, by.User, s.Clock.Now()), tx.Emit(callersTopic(c.ID), ScriptChanged, ScriptTold{c.ScriptNo, script}))
}

// CallerIDs is the numbers that the organisation may call from.
func (s *Service) CallerIDs(ctx context.Context) ([]string, error) {
	own, err := s.Carrier.Numbers(ctx)
	slices.Sort(own)
	return own, err
}
