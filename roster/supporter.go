package roster

import (
	"context"

	"partyline/event"
	"partyline/fault"
)

// NewSupporter is a supporter typed in by hand.
type NewSupporter struct {
	Name         string   `json:"name"`
	Phone        string   `json:"phone,omitempty"`
	Email        string   `json:"email,omitempty"`
	City         string   `json:"city,omitempty"`
	Zone         string   `json:"zone,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Level        string   `json:"level,omitempty"`
	Notes        string   `json:"notes,omitempty" lines:"many"`
	DoNotContact bool     `json:"do_not_contact,omitempty"`
	DoNotCall    bool     `json:"do_not_call,omitempty"`
	List         string   `json:"list,omitempty" doc:"also put them on this list of the group"`
}

// Supporters is one page of a group's supporters by name. Search is any part of the name, accents and case
// ignored; after is the cursor of the page before.
func (s *Service) Supporters(ctx context.Context, group, search, tag, after string, limit int) (SupporterPage, error) {
	q := SupportersQuery{Group: group, Search: Fold(search), Tag: tidy(tag), Limit: page(limit)}
	var err error
	if q.After, q.AfterID, err = uncursor(after); err != nil {
		return SupporterPage{}, err
	}
	out := SupporterPage{}
	err = s.Store.Read(ctx, func(r Reader) error {
		g, err := r.Group(group)
		if err != nil {
			return err
		}
		rows, err := r.Supporters(q)
		if err != nil {
			return err
		}
		out = SupporterPage{Items: make([]SupporterView, len(rows))}
		for i, row := range rows {
			out.Items[i] = row.view(g)
		}
		if len(rows) == q.Limit {
			last := rows[len(rows)-1]
			out.Next = cursor(Fold(last.Name), last.ID)
		}
		out.Total, err = r.CountSupporters(q)
		return err
	})
	return out, err
}

// CreateSupporter adds one person. The same name and number in the group: fault supporter_exists.
func (s *Service) CreateSupporter(ctx context.Context, by By, group string, n NewSupporter) (SupporterView, error) {
	var out SupporterView
	err := s.Store.Write(ctx, func(tx Tx) error {
		g, err := tx.LockGroup(group)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		p := Supporter{ID: s.NewID(), Organisation: g.Organisation, Group: g.ID, Version: 1, Created: now, Updated: now, Tags: []string{}}
		e := SupporterEdit{
			Name: &n.Name, Phone: &n.Phone, Email: &n.Email, City: &n.City, Zone: &n.Zone, Level: &n.Level, Notes: &n.Notes,
			DoNotContact: &n.DoNotContact, DoNotCall: &n.DoNotCall,
		}
		if n.Tags != nil {
			e.Tags = &n.Tags
		}
		if _, err := s.apply(&p, e, g); err != nil {
			return err
		}
		c := candidate{Phone: p.Phone, Folded: Fold(p.Name), Email: p.Email}
		twins, err := tx.Twins(group, []string{p.Phone}, []string{c.Folded})
		if err != nil {
			return err
		}
		for _, t := range twins {
			if t.identity() == c.identity() {
				return fault.New(fault.Conflict, "supporter_exists", "%s is in this group already, with the same number.", t.Name).With("supporter", t.ID)
			}
		}
		if err := tx.InsertSupporters([]Supporter{p}); err != nil {
			return err
		}
		if n.List != "" {
			if err := s.addTo(tx, by, n.List, g.ID, func(tx Tx) (int, error) { return tx.AddToList(n.List, []string{p.ID}) }); err != nil {
				return err
			}
		}
		row, err := tx.SupporterRow(p.ID)
		if err != nil {
			return err
		}
		out = row.view(g)
		return tx.Audit(g.Organisation, by.User, "supporter_created", "supporter/"+p.ID, nil)
	})
	return out, err
}

// Card is all that a leader needs of a supporter in mid-call: with the history on list ("" for none) and the
// last three contacts on others.
func (s *Service) Card(ctx context.Context, id, list string) (SupporterCard, error) {
	var out SupporterCard
	err := s.Store.Read(ctx, func(r Reader) error {
		row, err := r.SupporterRow(id)
		if err != nil {
			return err
		}
		g, err := r.Group(row.Group)
		if err != nil {
			return err
		}
		if list != "" {
			if l, err := r.List(list); err != nil || l.Group != g.ID {
				return noList()
			}
		}
		out = SupporterCard{SupporterView: row.view(g), InGroup: Ref{ID: g.ID, Name: g.Name}}
		if out.Seq, err = r.Seq(event.On(event.FamilySupporter, id)); err != nil {
			return err
		}
		if row.OptedOut {
			if out.OptOut, err = r.OptedOutBy(row.Organisation, row.Phone); err != nil {
				return err
			}
		}
		if out.Lists, err = r.ListsOf(id); err != nil {
			return err
		}
		if out.RSVPs, err = r.RSVPs(id); err != nil {
			return err
		}
		out.History, err = r.LogsOf(id, list, 3)
		return err
	})
	return out, err
}

// tellSupporter tells the page of a supporter, and the lists they stand on.
func tellSupporter(tx Tx, row SupporterRow) error {
	if err := tx.Emit(event.On(event.FamilySupporter, row.ID), SupporterChanged, SupporterEvent{row.view(Group{})}); err != nil {
		return err
	}
	lists, err := tx.ListsOf(row.ID)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if err := tx.Emit(event.On(event.FamilyList, l.ID), SupporterChanged, SupporterEvent{row.view(Group{})}); err != nil {
			return err
		}
	}
	return nil
}

// view is the supporter for people who lead the group. Numbers are in it only where the organisation shows them,
// whoever asks: an admin who leads a session is a leader too.
func (row SupporterRow) view(g Group) SupporterView {
	v := SupporterView{
		ID: row.ID, Group: row.Group, Name: row.Name, HasPhone: row.Phone != "", HasEmail: row.Email != "", City: row.City, Zone: row.Zone,
		Tags: row.Tags, Level: row.Level, Notes: row.Notes, DoNotContact: row.DoNotContact, DoNotCall: row.DoNotCall, OptedOut: row.OptedOut,
		Last: row.Last, Version: row.Version, Created: row.Created, Updated: row.Updated,
	}
	if v.Tags == nil {
		v.Tags = []string{}
	}
	if g.ShowNumbers {
		v.Phone, v.Email = row.Phone, row.Email
	}
	return v
}

// identity is candidate.identity of who is there.
func (s Supporter) identity() string {
	return candidate{Phone: s.Phone, Folded: Fold(s.Name), Email: s.Email}.identity()
}
