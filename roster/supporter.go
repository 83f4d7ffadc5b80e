package roster

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"partyline/event"
	"partyline/fault"
)

// PageLimit is the most that one page of people, supporters or rejects holds.
const PageLimit = 500

// SupporterEdit changes what it names; Version is the one that was seen.
type SupporterEdit struct {
	Version      int       `json:"version" minimum:"1"`
	Name         *string   `json:"name,omitempty"`
	Phone        *string   `json:"phone,omitempty" doc:"empty takes it away; admins, and leaders where the organisation shows numbers"`
	Email        *string   `json:"email,omitempty" doc:"as phone"`
	City         *string   `json:"city,omitempty"`
	Zone         *string   `json:"zone,omitempty" doc:"IANA, empty for the group's"`
	Tags         *[]string `json:"tags,omitempty"`
	Level        *string   `json:"level,omitempty"`
	Notes        *string   `json:"notes,omitempty" lines:"many"`
	DoNotContact *bool     `json:"do_not_contact,omitempty"`
	DoNotCall    *bool     `json:"do_not_call,omitempty"`
}

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

// EditSupporter changes a supporter. A version that is not the present one: fault conflict with the fresh state.
// What decides if and when somebody may be rung is judged again in every session.
func (s *Service) EditSupporter(ctx context.Context, by By, id string, e SupporterEdit) (SupporterView, error) {
	var out SupporterView
	err := s.Store.Write(ctx, func(tx Tx) error {
		p, err := tx.LockSupporter(id)
		if err != nil {
			return err
		}
		g, err := tx.Group(p.Group)
		if err != nil {
			return err
		}
		row, err := tx.SupporterRow(id)
		if err != nil {
			return err
		}
		if e.Version != p.Version {
			return stale("This supporter was changed by somebody else meanwhile.", row.view(g))
		}
		if (e.Phone != nil || e.Email != nil) && !by.Manages && !g.ShowNumbers {
			return fault.New(fault.Forbidden, "numbers_hidden", "Your organisation does not show numbers to leaders. Only admins can change a phone number or an e-mail address.")
		}
		was := p
		changed, err := s.apply(&p, e, g)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			out = row.view(g)
			return nil
		}
		p.Version++
		p.Updated = s.Clock.Now()
		if err := tx.SaveSupporter(p); err != nil {
			return err
		}
		if p.Phone != was.Phone || p.Zone != was.Zone || p.DoNotCall != was.DoNotCall || p.DoNotContact != was.DoNotContact {
			if err := tx.Do(JobRecheck, id, s.Clock.Now()); err != nil {
				return err
			}
		}
		if row, err = tx.SupporterRow(id); err != nil {
			return err
		}
		out = row.view(g)
		if err := tellSupporter(tx, row); err != nil {
			return err
		}
		return tx.Audit(g.Organisation, by.User, "supporter_edited", "supporter/"+id, map[string]any{"fields": changed})
	})
	return out, err
}

// apply checks an edit and makes it; it names the fields that changed.
func (s *Service) apply(p *Supporter, e SupporterEdit, g Group) (changed []string, err error) {
	refusal := fault.New(fault.Invalid, "invalid", "Some of this cannot be used.")
	wrong := func(field, title string) { refusal = refusal.On(field, title) }
	text := func(field string, to *string, value *string, limit int, clean func(string) string) {
		if value == nil {
			return
		}
		v := clean(*value)
		if n := utf8.RuneCountInString(v); n > limit {
			wrong(field, fmt.Sprintf("At most %d characters can be kept.", limit))
		} else if v != *to {
			*to = v
			changed = append(changed, field)
		}
	}
	flag := func(field string, to *bool, value *bool) {
		if value != nil && *value != *to {
			*to = *value
			changed = append(changed, field)
		}
	}
	if e.Name != nil && Fold(*e.Name) == "" {
		wrong("name", "A name is needed.")
	} else {
		text("name", &p.Name, e.Name, NameLimit, tidy)
	}
	text("email", &p.Email, e.Email, TextLimit, tidy)
	text("city", &p.City, e.City, TextLimit, tidy)
	text("level", &p.Level, e.Level, TextLimit, tidy)
	text("notes", &p.Notes, e.Notes, NotesLimit, strings.TrimSpace)
	if e.Zone != nil && tidy(*e.Zone) != "" && !knownZone(tidy(*e.Zone)) {
		wrong("zone", "This is not a time zone; write it like Europe/London.")
	} else {
		text("zone", &p.Zone, e.Zone, TextLimit, tidy)
	}
	if e.Phone != nil {
		e164, why := s.numbers.Normal(*e.Phone, g.Country)
		if why != "" {
			wrong("phone", phoneSentence(why, g.Country))
		} else {
			text("phone", &p.Phone, &e164, TextLimit, tidy)
		}
	}
	if e.Tags != nil {
		tags, fits := tidyTags(*e.Tags)
		if !fits {
			wrong("tags", TagsTooMany.sentence("", ""))
		} else if !slices.Equal(tags, p.Tags) {
			p.Tags = tags
			changed = append(changed, "tags")
		}
	}
	flag("do_not_contact", &p.DoNotContact, e.DoNotContact)
	flag("do_not_call", &p.DoNotCall, e.DoNotCall)
	if len(refusal.Fields) > 0 {
		return nil, refusal
	}
	return changed, nil
}

// phoneSentence says what is wrong with a number without repeating it.
func phoneSentence(why Reason, country string) string {
	t := why.sentence("", country)
	return "This" + strings.TrimPrefix(t, "''") + "."
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

// stale refuses an edit of what has changed since it was read.
func stale(title string, current any) error {
	return fault.New(fault.Conflict, "conflict", title+" Look at it again.").With("current", current)
}

func page(limit int) int {
	if limit <= 0 {
		return 100
	}
	return min(limit, PageLimit)
}

// cursor and uncursor carry the place of the last one of a page.
func cursor(key, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(id + "\x00" + key))
}

func uncursor(c string) (key, id string, err error) {
	if c == "" {
		return "", "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(c)
	id, key, found := strings.Cut(string(b), "\x00")
	if err != nil || !found || !utf8.Valid(b) || strings.Contains(key, "\x00") {
		return "", "", fault.New(fault.Invalid, "cursor_invalid", "This is not a cursor of ours; start from the first page.").On("cursor", "Use what the page before gave as next.")
	}
	return key, id, nil
}
