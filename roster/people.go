package roster

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"partyline/event"
	"partyline/fault"
)

// Choice picks supporters of a list's group: by ids, or by a filter.
type Choice struct {
	IDs    []string `json:"ids,omitempty" maxItems:"10000"`
	All    bool     `json:"all,omitempty" doc:"everybody: of the group when adding, on the list when removing"`
	Tag    string   `json:"tag,omitempty" doc:"everybody with this tag"`
	Search string   `json:"search,omitempty" doc:"everybody with this in their name"`
}

func (c Choice) filtered() bool { return c.All || c.Tag != "" || c.Search != "" }

// check refuses a choice that nobody can mean: none, ids beside a filter, people or a tag that the group
// does not have. undone is how the sentence goes on: "nobody was added".
func (c Choice) check(r Reader, group, undone string) error {
	switch {
	case len(c.IDs) == 0 && !c.filtered():
		return fault.New(fault.Invalid, "nobody_chosen", "Choose who, so far %s.", undone).On("ids", "Give ids, a tag, a search or all.")
	case len(c.IDs) > 0 && c.filtered():
		return fault.New(fault.Invalid, "choice_invalid", "Choose people one by one or by a filter, not both; %s.", undone).On("ids", "Not beside a tag, a search or all.")
	case c.All && (c.Tag != "" || c.Search != ""):
		return fault.New(fault.Invalid, "choice_invalid", "Choose everybody or by a filter, not both; %s.", undone).On("all", "Not beside a tag or a search.")
	case c.filtered() && c.Tag == "":
		return nil
	case c.filtered():
		n, err := r.CountSupporters(SupportersQuery{Group: group, Tag: tidy(c.Tag)})
		if err == nil && n == 0 {
			err = fault.New(fault.Invalid, "tag_unknown", "Nobody in this group has that tag, so %s.", undone).On("tag", "Use a tag that somebody has.")
		}
		return err
	}
	ids := slices.Compact(slices.Sorted(slices.Values(c.IDs)))
	known, err := r.CountOf(group, ids)
	if err != nil || known == len(ids) {
		return err
	}
	return fault.New(fault.NotFound, "supporter_unknown", "%s not in this list's group, so %s.", unknownOf(len(ids)-known, len(ids)), undone).
		On("ids", "Name supporters of the list's group only.")
}

// unknownOf is the beginning of a sentence: "2 of these 5 people are", "This person is".
func unknownOf(unknown, of int) string {
	switch {
	case of == 1:
		return "This person is"
	case unknown == 1:
		return fmt.Sprintf("1 of these %d people is", of)
	}
	return fmt.Sprintf("%d of these %d people are", unknown, of)
}

func (c Choice) query(group string) SupportersQuery {
	return SupportersQuery{Group: group, Search: Fold(c.Search), Tag: tidy(c.Tag)}
}

// Moved says how many people were put on a list or taken off it, and how many stand on it now.
type Moved struct {
	Changed int `json:"changed"`
	People  int `json:"people"`
}

// Ordering is a new order of a list's people: some moved ahead of somebody, or all of them sorted.
type Ordering struct {
	By     string   `json:"by,omitempty" enum:"name,random" doc:"sorts everybody"`
	IDs    []string `json:"ids,omitempty" maxItems:"10000" doc:"moves these, in this order,"`
	Before string   `json:"before,omitempty" doc:"ahead of this person; empty: to the end"`
}

// People is one page of a list in its order. Search is any part of the name.
func (s *Service) People(ctx context.Context, list, search, after string, limit int) (PeoplePage, error) {
	q := PeopleQuery{List: list, Search: Fold(search), Limit: page(limit), After: -1 << 62}
	key, id, err := uncursor(after)
	if err != nil {
		return PeoplePage{}, err
	}
	if after != "" {
		if q.After, err = strconv.ParseInt(key, 10, 64); err != nil {
			return PeoplePage{}, fault.New(fault.Invalid, "cursor_invalid", "This is not a cursor of ours; start from the first page.")
		}
		q.AfterID = id
	}
	var out PeoplePage
	err = s.Store.Read(ctx, func(r Reader) error {
		l, err := r.List(list)
		if err != nil {
			return err
		}
		g, err := r.Group(l.Group)
		if err != nil {
			return err
		}
		rows, err := r.People(q)
		if err != nil {
			return err
		}
		out = PeoplePage{Items: make([]OnListView, len(rows))}
		for i, row := range rows {
			out.Items[i] = OnListView{SupporterView: row.view(g), Position: row.Position}
		}
		if len(rows) == q.Limit {
			last := rows[len(rows)-1]
			out.Next = cursor(strconv.FormatInt(last.Position, 10), last.ID)
		}
		out.Total, err = r.CountPeople(q)
		return err
	})
	return out, err
}

// AddPeople puts supporters of the list's group at its end: ids in their order, a filter by name.
// Who is on it stays where they are. Open sessions get them too. More than 100,000: fault list_full.
func (s *Service) AddPeople(ctx context.Context, by By, list string, c Choice) (Moved, error) {
	return s.move(ctx, list, func(tx Tx, l List) (n int, err error) {
		if err := c.check(tx, l.Group, "nobody was added"); err != nil {
			return 0, err
		}
		err = s.addTo(tx, by, list, l.Group, func(tx Tx) (int, error) {
			if c.filtered() {
				n, err = tx.AddMatching(list, c.query(l.Group))
				return n, err
			}
			n, err = tx.AddToList(list, c.IDs)
			return n, err
		})
		return n, err
	})
}

// RemovePeople takes people off a list; who of the group is not on it (any more) stays off. In open sessions, who was not called yet leaves the queue.
func (s *Service) RemovePeople(ctx context.Context, by By, list string, c Choice) (Moved, error) {
	return s.move(ctx, list, func(tx Tx, l List) (int, error) {
		err := c.check(tx, l.Group, "nobody was removed")
		if err != nil {
			return 0, err
		}
		var n int
		if c.filtered() {
			n, err = tx.RemoveMatching(list, c.query(l.Group))
		} else {
			n, err = tx.RemoveFromList(list, c.IDs)
		}
		if err != nil || n == 0 {
			return n, err
		}
		if err := s.rosterChanged(tx, list); err != nil {
			return n, err
		}
		return n, tx.Audit(l.Organisation, by.User, "list_people_removed", "list/"+list, map[string]any{"people": n})
	})
}

func (s *Service) move(ctx context.Context, list string, f func(tx Tx, l List) (int, error)) (Moved, error) {
	var out Moved
	err := s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(list)
		if err != nil {
			return err
		}
		if out.Changed, err = f(tx, l); err != nil {
			return err
		}
		out.People, err = tx.Size(list)
		return err
	})
	return out, err
}

// addTo runs an addition to a list of the group and follows it up.
func (s *Service) addTo(tx Tx, by By, list, group string, add func(tx Tx) (int, error)) error {
	l, err := tx.LockList(list)
	if err != nil || l.Group != group {
		return noList()
	}
	before, err := tx.Size(list)
	if err != nil {
		return err
	}
	n, err := add(tx)
	if err != nil || n == 0 {
		return err
	}
	if before+n > s.longest() {
		return s.full(before, n)
	}
	if err := s.rosterChanged(tx, list); err != nil {
		return err
	}
	return tx.Audit(l.Organisation, by.User, "list_people_added", "list/"+list, map[string]any{"people": n})
}

func (s *Service) longest() int {
	if s.Longest > 0 {
		return s.Longest
	}
	return ListLimit
}

func (s *Service) full(there, more int) error {
	return fault.New(fault.Invalid, "list_full", "A list holds at most %d people. There are %d on it; %d more do not fit.", s.longest(), there, more)
}

// rosterChanged lets the open sessions follow, and tells who looks at the list, and the pages of the group's people,
// which name their lists.
func (s *Service) rosterChanged(tx Tx, list string) error {
	if err := tx.Do(JobRoster, list, s.Clock.Now()); err != nil {
		return err
	}
	row, err := tx.ListRow(list)
	if err != nil {
		return err
	}
	v := row.told()
	for _, t := range []event.Topic{event.On(event.FamilyList, list), event.On(event.FamilySessions, v.Group.ID)} {
		if err := tx.Emit(t, ListChanged, ListEvent{List: &v, People: true}); err != nil {
			return err
		}
	}
	return nil
}

func tellList(tx Tx, list string, people bool) error {
	row, err := tx.ListRow(list)
	if err != nil {
		return err
	}
	v := row.told()
	return tx.Emit(event.On(event.FamilyList, list), ListChanged, ListEvent{List: &v, People: people})
}

// Reorder gives a list's people a new order. Sessions that are open keep theirs.
func (s *Service) Reorder(ctx context.Context, by By, list string, o Ordering) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(list)
		if err != nil {
			return err
		}
		now, err := tx.Order(list)
		if err != nil {
			return err
		}
		var next []string
		if err := o.check(); err != nil {
			return err
		}
		switch o.By {
		case "name":
			next, err = tx.ByName(list)
		case "random":
			for _, line := range now {
				next = append(next, line.Supporter)
			}
			rand.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
		default:
			next, err = ahead(now, o.IDs, o.Before)
		}
		if err != nil {
			return err
		}
		if err := tx.SetPlaces(list, replaced(now, next)); err != nil {
			return err
		}
		if err := tellList(tx, list, true); err != nil {
			return err
		}
		return tx.Audit(l.Organisation, by.User, "list_ordered", "list/"+list, map[string]any{"by": o.By, "people": len(o.IDs)})
	})
}

// check refuses an ordering that says nothing, or two things at once.
func (o Ordering) check() error {
	switch {
	case o.By != "" && o.By != "name" && o.By != "random":
		return fault.New(fault.Invalid, "order_invalid", "A list is sorted by name or at random.").On("by", "This must be name or random.")
	case o.By != "" && (len(o.IDs) > 0 || o.Before != ""):
		return fault.New(fault.Invalid, "order_invalid", "Say who moves where, or how to sort, not both; the order is as it was.").On("by", "Not beside ids or before.")
	case o.By == "" && len(o.IDs) == 0:
		return fault.New(fault.Invalid, "order_invalid", "Say who moves where, or how to sort.").On("ids", "Give ids, or by.")
	}
	return nil
}

// ahead takes ids out of an order and puts them ahead of somebody, or at the end.
func ahead(now []Line, ids []string, before string) ([]string, error) {
	moving := make(map[string]bool, len(ids))
	for _, id := range ids {
		if moving[id] {
			return nil, fault.New(fault.Invalid, "order_invalid", "Somebody is named twice.").On("ids", "Each person once.")
		}
		moving[id] = true
	}
	if moving[before] {
		return nil, fault.New(fault.Invalid, "order_invalid", "Nobody can stand ahead of themselves.").On("before", "Name somebody who does not move.")
	}
	next := make([]string, 0, len(now))
	there, found := 0, before == ""
	for _, line := range now {
		if line.Supporter == before {
			found = true
			next = append(next, ids...)
		}
		if moving[line.Supporter] {
			there++
			continue
		}
		next = append(next, line.Supporter)
	}
	if before == "" {
		next = append(next, ids...)
	}
	switch {
	case there < len(ids):
		return nil, fault.New(fault.Conflict, "not_on_list", "%s not on this list (any more), so the order is as it was. Look at it again.", unknownOf(len(ids)-there, len(ids))).
			On("ids", "Name people on the list only.")
	case !found:
		return nil, fault.New(fault.Conflict, "not_on_list", "The person to stand behind these is not on this list (any more), so the order is as it was. Look at it again.").
			On("before", "Name somebody on the list.")
	}
	return next, nil
}

// replaced is the places that change when next is the order. The places that are there are handed out again, so
// that one person moved by ten rows changes ten places and not a hundred thousand.
func replaced(now []Line, next []string) []Line {
	var out []Line
	for i, id := range next {
		if now[i].Supporter != id {
			out = append(out, Line{Supporter: id, Position: now[i].Position})
		}
	}
	return out
}
