package roster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"partyline/event"
	"partyline/fault"
)

// ListEdit changes the settings it names; Version is the one that was seen.
type ListEdit struct {
	Version       int     `json:"version" minimum:"1"`
	Name          *string `json:"name,omitempty"`
	Description   *string `json:"description,omitempty" lines:"many"`
	Cooldown      *int    `json:"cooldown_minutes,omitempty" doc:"minimum time between substantive contacts, at most a year"`
	Minimum       *int    `json:"minimum_minutes,omitempty" doc:"minimum time after another leader's attempt, at most a year"`
	Event         *string `json:"event,omitempty" doc:"empty: none"`
	Opens         *int    `json:"opens,omitempty" doc:"with closes; -1 for the organisation's hours"`
	Closes        *int    `json:"closes,omitempty"`
	Mode          *string `json:"mode,omitempty" enum:"shared,independent"`
	VoicemailDone *bool   `json:"voicemail_done,omitempty"`
	Script        *string `json:"script,omitempty" lines:"many"`
	CallerID      *string `json:"caller_id,omitempty" doc:"empty: the organisation's"`
}

// NewList is a call list with settings; what is left out has its default.
type NewList struct {
	Name          string `json:"name"`
	Description   string `json:"description,omitempty" lines:"many"`
	Cooldown      *int   `json:"cooldown_minutes,omitempty"`
	Minimum       *int   `json:"minimum_minutes,omitempty" doc:"240 when left out"`
	Event         string `json:"event,omitempty"`
	Opens         *int   `json:"opens,omitempty"`
	Closes        *int   `json:"closes,omitempty"`
	Mode          string `json:"mode,omitempty" enum:"shared,independent"`
	VoicemailDone bool   `json:"voicemail_done,omitempty"`
	Script        string `json:"script,omitempty" lines:"many"`
	CallerID      string `json:"caller_id,omitempty"`
}

const (
	yearMinutes    = 366 * 24 * 60
	defaultMinimum = 4 * time.Hour
)

// Lists is a group's call lists by name, with their figures.
func (s *Service) Lists(ctx context.Context, group string) ([]ListView, error) {
	var out []ListView
	err := s.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Lists(group)
		if err != nil {
			return err
		}
		out = make([]ListView, len(rows))
		for i, row := range rows {
			out[i] = row.view()
		}
		return nil
	})
	return out, err
}

// List is one call list, with the seq to follow it from.
func (s *Service) List(ctx context.Context, id string) (ListView, error) {
	var out ListView
	err := s.Store.Read(ctx, func(r Reader) error {
		row, err := r.ListRow(id)
		if err != nil {
			return err
		}
		out = row.view()
		out.Seq, err = r.Seq(event.On(event.FamilyList, id))
		return err
	})
	return out, err
}

// CreateList makes an empty list.
func (s *Service) CreateList(ctx context.Context, by By, group string, n NewList) (ListView, error) {
	var out ListView
	err := s.Store.Write(ctx, func(tx Tx) error {
		l, err := s.createList(tx, by, group, n)
		if err != nil {
			return err
		}
		row, err := tx.ListRow(l.ID)
		out = row.view()
		return err
	})
	return out, err
}

func (s *Service) createList(tx Tx, by By, group string, n NewList) (List, error) {
	g, err := tx.Group(group)
	if err != nil {
		return List{}, err
	}
	l := List{ID: s.NewID(), Organisation: g.Organisation, Group: g.ID, Minimum: defaultMinimum, Mode: Shared, Version: 1, Created: s.Clock.Now()}
	e := ListEdit{
		Name: &n.Name, Description: &n.Description, Cooldown: n.Cooldown, Minimum: n.Minimum, Event: &n.Event, Opens: n.Opens, Closes: n.Closes,
		VoicemailDone: &n.VoicemailDone, Script: &n.Script, CallerID: &n.CallerID,
	}
	if n.Mode != "" {
		e.Mode = &n.Mode
	}
	if _, err := s.applyList(&l, e, g); err != nil {
		return l, err
	}
	if err := tx.InsertList(l); err != nil {
		return l, err
	}
	if err := tellIndex(tx, l, false); err != nil {
		return l, err
	}
	return l, tx.Audit(g.Organisation, by.User, "list_created", "list/"+l.ID, map[string]any{"name": l.Name})
}

// EditList changes settings. A version that is not the present one: fault conflict with the fresh state.
// Open sessions are brought in line: hours and times between calls decide who can be rung.
func (s *Service) EditList(ctx context.Context, by By, id string, e ListEdit) (ListView, error) {
	var out ListView
	err := s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(id)
		if err != nil {
			return err
		}
		row, err := tx.ListRow(id)
		if err != nil {
			return err
		}
		if e.Version != l.Version {
			return stale("This list was changed by somebody else meanwhile.", row.view())
		}
		g, err := tx.Group(l.Group)
		if err != nil {
			return err
		}
		changed, err := s.applyList(&l, e, g)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			out = row.view()
			return nil
		}
		l.Version++
		if err := tx.SaveList(l); err != nil {
			return err
		}
		if row, err = tx.ListRow(id); err != nil {
			return err
		}
		out = row.view()
		if err := tx.Do(JobSettings, event.FamilyList+"/"+id, s.Clock.Now()); err != nil {
			return err
		}
		told := row.told()
		if err := tx.Emit(event.On(event.FamilyList, id), ListChanged, ListEvent{List: &told}); err != nil {
			return err
		}
		if slices.Contains(changed, "name") { // it stands on the pages of its people, and in the group's index
			if err := tellIndex(tx, l, false); err != nil {
				return err
			}
		}
		return tx.Audit(g.Organisation, by.User, "list_edited", "list/"+id, map[string]any{"fields": changed})
	})
	return out, err
}

// DeleteList puts a list away for good; its sessions and logs stay. While somebody is being called from it: fault calling.
func (s *Service) DeleteList(ctx context.Context, by By, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(id)
		if err != nil {
			return err
		}
		busy, err := tx.Calling(id)
		if err != nil {
			return err
		}
		if busy {
			return fault.New(fault.Conflict, "calling", "Somebody is calling from this list now. Pause their session first.")
		}
		if err := tellIndex(tx, l, true); err != nil {
			return err
		}
		l.Deleted, l.DeletedBy = s.Clock.Now(), by.User
		l.Version++
		if err := tx.SaveList(l); err != nil {
			return err
		}
		if err := tx.Do(JobRoster, id, s.Clock.Now()); err != nil {
			return err
		}
		if err := tx.Emit(event.On(event.FamilyList, id), ListChanged, ListEvent{Deleted: true}); err != nil {
			return err
		}
		return tx.Audit(l.Organisation, by.User, "list_deleted", "list/"+id, map[string]any{"name": l.Name})
	})
}

// tellIndex tells the pages of the group that there is a list more, or that this one goes.
func tellIndex(tx Tx, l List, deleted bool) error {
	row, err := tx.ListRow(l.ID)
	if err != nil {
		return err
	}
	v := row.told()
	return tx.Emit(event.On(event.FamilySessions, l.Group), ListChanged, ListEvent{List: &v, Deleted: deleted})
}

// applyList checks an edit and makes it; it names the fields that changed.
func (s *Service) applyList(l *List, e ListEdit, g Group) (changed []string, err error) {
	refusal := fault.New(fault.Invalid, "invalid", "Some of this cannot be used.")
	wrong := func(field, title string) { refusal = refusal.On(field, title) }
	text := func(field string, to, value *string, limit int, clean func(string) string) {
		if value == nil {
			return
		}
		v := clean(*value)
		if utf8.RuneCountInString(v) > limit {
			wrong(field, fmt.Sprintf("At most %d characters can be kept.", limit))
		} else if v != *to {
			*to = v
			changed = append(changed, field)
		}
	}
	minutes := func(field string, to *time.Duration, value *int) {
		if value == nil {
			return
		}
		if *value < 0 || *value > yearMinutes {
			wrong(field, "This must be between no time and a year.")
		} else if d := time.Duration(*value) * time.Minute; d != *to {
			*to = d
			changed = append(changed, field)
		}
	}
	if e.Name != nil && tidy(*e.Name) == "" {
		wrong("name", "A name is needed.")
	} else {
		text("name", &l.Name, e.Name, NameLimit, tidy)
	}
	text("description", &l.Description, e.Description, 2000, strings.TrimSpace)
	text("event", &l.Event, e.Event, NameLimit, tidy)
	if e.Script != nil && unmerged(*e.Script) != "" {
		wrong("script", unmerged(*e.Script)+" is no field: use {first_name} or {leader_first_name}.")
	} else {
		text("script", &l.Script, e.Script, ScriptLimit, strings.TrimSpace)
	}
	minutes("cooldown_minutes", &l.Cooldown, e.Cooldown)
	minutes("minimum_minutes", &l.Minimum, e.Minimum)
	if e.Mode != nil && *e.Mode != Shared && *e.Mode != Independent {
		wrong("mode", "This must be shared or independent.")
	} else {
		text("mode", &l.Mode, e.Mode, TextLimit, tidy)
	}
	if e.VoicemailDone != nil && *e.VoicemailDone != l.VoicemailDone {
		l.VoicemailDone = *e.VoicemailDone
		changed = append(changed, "voicemail_done")
	}
	if e.CallerID != nil {
		e164, why := s.numbers.Normal(*e.CallerID, g.Country)
		if why != "" {
			wrong("caller_id", phoneSentence(why, g.Country))
		} else {
			text("caller_id", &l.CallerID, &e164, TextLimit, tidy)
		}
	}
	if e.Opens != nil || e.Closes != nil {
		switch {
		case e.Opens != nil && *e.Opens < 0 || e.Closes != nil && *e.Closes < 0:
			if l.Opens != nil {
				changed = append(changed, "opens", "closes")
			}
			l.Opens, l.Closes = nil, nil
		default:
			opens, closes := first(e.Opens, l.Opens), first(e.Closes, l.Closes)
			if opens == nil || closes == nil || *closes > 24*60 || *opens >= *closes {
				wrong("opens", "Calling hours need a beginning and a later end on the same day.")
				break
			}
			if l.Opens == nil || *l.Opens != *opens || *l.Closes != *closes {
				changed = append(changed, "opens", "closes")
			}
			l.Opens, l.Closes = opens, closes
		}
	}
	if len(refusal.Fields) > 0 {
		return nil, refusal
	}
	return changed, nil
}

func first(a, b *int) *int {
	if a != nil {
		return a
	}
	return b
}

func (row ListRow) view() ListView {
	return ListView{
		ID: row.ID, Group: Ref{ID: row.Group, Name: row.GroupName}, Name: row.Name, Description: row.Description,
		Cooldown: int(row.Cooldown / time.Minute), Minimum: int(row.Minimum / time.Minute), Event: row.Event,
		Opens: row.Opens, Closes: row.Closes, Mode: row.Mode, VoicemailDone: row.VoicemailDone, Script: row.Script, CallerID: row.CallerID,
		People: row.People, Left: row.Left, Last: row.Last, Import: row.Import, Version: row.Version, Created: row.Created,
	}
}

// told is the view for events, in which no phone number may stand.
func (row ListRow) told() ListView {
	v := row.view()
	v.CallerID = ""
	return v
}

func noList() error {
	return fault.New(fault.NotFound, "not_found", "There is no such list in this group.")
}
