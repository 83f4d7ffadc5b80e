package account

import (
	"context"
	"time"

	"partyline/event"
)

// Organisation is the asker's organisation's settings.
func (s *Service) Organisation(ctx context.Context, k Asker) (view OrganisationView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		o, err := r.Organisation(k.Organisation)
		view = viewOf(o, k)
		return err
	})
	return view, err
}

func viewOf(o Organisation, k Asker) OrganisationView {
	view := OrganisationView{
		ID: o.ID, Name: o.Name, Zone: o.Zone, Country: o.Country, Opens: o.Opens, Closes: o.Closes,
		GapMinutes: int(o.Gap / time.Minute), DailyCap: o.DailyCap, ShowNumbers: o.ShowNumbers, Price: priceView(o), Version: o.Version,
	}
	if k.Manages() {
		view.CallerID, view.CallerIDShown = o.CallerID, Readable(o.CallerID)
	}
	return view
}

// EditOrganisation changes settings. Everybody's open pages are told, and every open session is
// brought in line: in the same transaction, by an event and a job.
func (s *Service) EditOrganisation(ctx context.Context, k Asker, e OrganisationEdit) (view OrganisationView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		o, err := tx.Organisation(k.Organisation)
		if err != nil {
			return err
		}
		if o.Version != e.Version {
			return stale(viewOf(o, k))
		}
		before := o
		if err := o.apply(e); err != nil {
			return err
		}
		if o == before {
			view = viewOf(o, k)
			return nil
		}
		o.Version++
		saved, err := tx.SaveOrganisation(o)
		if err != nil {
			return err
		}
		if !saved {
			return stale(nil)
		}
		view = viewOf(o, k)
		if err := s.organisationChanged(tx, before, o); err != nil {
			return err
		}
		return tx.Audit(o.ID, k.User, "organisation_changed", "organisation/"+o.ID, settingsChanged(before, o))
	})
	return view, err
}

// organisationChanged tells the open pages, and leaves what has to follow in the open sessions.
func (s *Service) organisationChanged(tx Tx, before, o Organisation) error {
	topic, now := event.On(event.FamilyOrganisation, o.ID), s.Clock.Now()
	if err := tx.Emit(topic, OrganisationChanged, toldOf(o)); err != nil {
		return err
	}
	if o.ShowNumbers != before.ShowNumbers {
		if err := tx.Do(JobNumbers, string(topic), now); err != nil {
			return err
		}
	}
	if o.Zone == before.Zone && o.Opens == before.Opens && o.Closes == before.Closes && o.Gap == before.Gap && o.CallerID == before.CallerID {
		return nil
	}
	return tx.Do(JobSettings, string(topic), now)
}

// mostADay is the highest cap on calls to somebody who answers.
const mostADay = 5

func toldOf(o Organisation) OrganisationTold {
	return OrganisationTold{
		ID: o.ID, Name: o.Name, Zone: o.Zone, Country: o.Country, Opens: o.Opens, Closes: o.Closes,
		GapMinutes: int(o.Gap / time.Minute), DailyCap: o.DailyCap, ShowNumbers: o.ShowNumbers, CallerIDSet: o.CallerID != "", Price: priceView(o), Version: o.Version,
	}
}

func (o *Organisation) apply(e OrganisationEdit) (err error) {
	if e.Name != nil {
		if o.Name, err = nameOf("name", *e.Name, 120); err != nil {
			return err
		}
	}
	if e.Zone != nil {
		if o.Zone, err = zoneOf(*e.Zone); err != nil {
			return err
		}
	}
	if e.Country != nil {
		if o.Country, err = countryOf(*e.Country); err != nil {
			return err
		}
	}
	if e.Opens != nil {
		o.Opens = *e.Opens
	}
	if e.Closes != nil {
		o.Closes = *e.Closes
	}
	if o.Opens < 0 || o.Closes > 24*60 || o.Opens >= o.Closes {
		return invalid("closes", "Calling hours must end after they begin, on the same day.")
	}
	if e.CallerID != nil {
		if o.CallerID, err = phoneFor("caller_id", *e.CallerID, o.Country); err != nil {
			return err
		}
	}
	if e.GapMinutes != nil {
		if *e.GapMinutes < 0 || *e.GapMinutes > 365*24*60 {
			return invalid("gap_minutes", "At most a year is possible.")
		}
		o.Gap = time.Duration(*e.GapMinutes) * time.Minute
	}
	if e.DailyCap != nil {
		if o.DailyCap = *e.DailyCap; o.DailyCap < 1 || o.DailyCap > mostADay {
			return invalid("daily_cap", "Choose one to five calls a day.")
		}
	}
	if e.Price != nil {
		if err := o.setPrice(*e.Price); err != nil {
			return err
		}
	}
	if e.ShowNumbers != nil {
		o.ShowNumbers = *e.ShowNumbers
	}
	return nil
}

func settingsChanged(a, b Organisation) map[string]any {
	d := map[string]any{}
	put := func(field string, was, is any) {
		if was != is {
			d[field] = map[string]any{"was": was, "is": is}
		}
	}
	put("name", a.Name, b.Name)
	put("zone", a.Zone, b.Zone)
	put("country", a.Country, b.Country)
	put("opens", a.Opens, b.Opens)
	put("closes", a.Closes, b.Closes)
	put("gap_minutes", int(a.Gap/time.Minute), int(b.Gap/time.Minute))
	put("daily_cap", a.DailyCap, b.DailyCap)
	put("currency", a.Currency, b.Currency)
	put("leader_price", decimal(a.LeaderPrice), decimal(b.LeaderPrice))
	put("supporter_price", decimal(a.SupporterPrice), decimal(b.SupporterPrice))
	put("show_numbers", a.ShowNumbers, b.ShowNumbers)
	if a.CallerID != b.CallerID {
		d["caller_id"] = "changed"
	}
	return d
}
