package roster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"partyline/fault"
)

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

// stale refuses an edit of what has changed since it was read.
func stale(title string, current any) error {
	return fault.New(fault.Conflict, "conflict", title+" Look at it again.").With("current", current)
}
