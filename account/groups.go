package account

import (
	"context"
	"slices"

	"partyline/event"
	"partyline/fault"
)

// Groups lists the groups the asker leads; for admins, all.
func (s *Service) Groups(ctx context.Context, k Asker) (views []GroupView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		var only []string
		if !k.Manages() {
			only = make([]string, 0, len(k.Groups))
			for id := range k.Groups {
				only = append(only, id)
			}
		}
		rows, err := r.Groups(k.Organisation, only)
		if err != nil {
			return err
		}
		views = make([]GroupView, len(rows))
		for i, g := range rows {
			views[i] = groupView(g, k)
		}
		return nil
	})
	return views, err
}

func groupView(g GroupRow, k Asker) GroupView {
	return GroupView{
		ID: g.ID, Name: g.Name, Description: g.Description, Zone: g.Zone, Role: k.In(g.ID), Supporters: g.Supporters, Lists: g.Lists,
		Sessions: g.Sessions, Live: g.Live, Leaders: leaderViews(g.Leaders), Version: g.Version, Created: g.Created,
	}
}

func leaderViews(leaders []Leader) []LeaderView {
	out := make([]LeaderView, len(leaders))
	for i, l := range leaders {
		out[i] = LeaderView{ID: l.User, Name: l.Name, Email: l.Email, Role: l.Role, Since: l.Since}
	}
	return out
}

// Group is one group.
func (s *Service) Group(ctx context.Context, k Asker, id string) (view GroupView, err error) {
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		view, err = oneGroup(r, k, id)
		return err
	})
	return view, err
}

func oneGroup(r Reader, k Asker, id string) (GroupView, error) {
	rows, err := r.Groups(k.Organisation, []string{id})
	if err == nil && len(rows) == 0 {
		err = noThing()
	}
	if err != nil {
		return GroupView{}, err
	}
	return groupView(rows[0], k), nil
}

// CreateGroup makes a group without leaders.
func (s *Service) CreateGroup(ctx context.Context, k Asker, n GroupNew) (view GroupView, err error) {
	g := Group{ID: s.NewID(), Organisation: k.Organisation, Version: 1, Created: s.Clock.Now()}
	err = s.Store.Write(ctx, func(tx Tx) error {
		o, err := tx.Organisation(k.Organisation)
		if err != nil {
			return err
		}
		if n.Zone == "" {
			n.Zone = o.Zone
		}
		if err := g.apply(GroupEdit{Name: &n.Name, Description: &n.Description, Zone: &n.Zone}); err != nil {
			return err
		}
		if err := tx.InsertGroup(g); err != nil {
			return err
		}
		if err := tx.Audit(o.ID, k.User, "group_created", "group/"+g.ID, map[string]any{"name": g.Name}); err != nil {
			return err
		}
		view, err = oneGroup(tx, k, g.ID)
		return err
	})
	return view, err
}

func (g *Group) apply(e GroupEdit) (err error) {
	if e.Name != nil {
		if g.Name, err = nameOf("name", *e.Name, 120); err != nil {
			return err
		}
	}
	if e.Description != nil {
		if g.Description = trim(*e.Description); len([]rune(g.Description)) > 2000 {
			return invalid("description", "At most 2,000 characters can be kept.")
		}
	}
	if e.Zone != nil {
		if g.Zone, err = zoneOf(*e.Zone); err != nil {
			return err
		}
	}
	return nil
}

// EditGroup changes a group's name, description or time zone; open pages and sessions follow.
func (s *Service) EditGroup(ctx context.Context, k Asker, id string, e GroupEdit) (view GroupView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		g, err := groupIn(tx, k, id)
		if err != nil {
			return err
		}
		if g.Version != e.Version {
			now, err := oneGroup(tx, k, id)
			if err != nil {
				return err
			}
			return stale(now)
		}
		before := g
		if err := g.apply(e); err != nil {
			return err
		}
		if g != before {
			g.Version++
			if saved, err := tx.SaveGroup(g); err != nil {
				return err
			} else if !saved {
				return stale(nil)
			}
			if err := s.groupChanged(tx, before, g); err != nil {
				return err
			}
			data := map[string]any{"was": map[string]any{"name": before.Name, "zone": before.Zone}, "is": map[string]any{"name": g.Name, "zone": g.Zone}}
			if err := tx.Audit(g.Organisation, k.User, "group_changed", "group/"+g.ID, data); err != nil {
				return err
			}
		}
		view, err = oneGroup(tx, k, id)
		return err
	})
	return view, err
}

// groupChanged tells the open pages, and has the group's open sessions brought in line with its time zone.
func (s *Service) groupChanged(tx Tx, before, g Group) error {
	told := GroupTold{ID: g.ID, Name: g.Name, Description: g.Description, Zone: g.Zone, Version: g.Version}
	if err := tx.Emit(event.On(event.FamilySessions, g.ID), GroupChanged, told); err != nil {
		return err
	}
	if g.Zone == before.Zone && g.Name == before.Name {
		return nil
	}
	return tx.Do(JobSettings, FamilyGroup+"/"+g.ID, s.Clock.Now())
}

// DeleteGroup takes a group and all in it out of sight; nothing is erased.
func (s *Service) DeleteGroup(ctx context.Context, k Asker, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		g, err := groupIn(tx, k, id)
		if err != nil {
			return err
		}
		now, err := oneGroup(tx, k, id)
		if err != nil {
			return err
		}
		if now.Live > 0 {
			return fault.New(fault.Conflict, "calling", "Somebody in this group is on the phone. Try again when they have finished.")
		}
		g.Deleted, g.DeletedBy = s.Clock.Now(), k.User
		g.Version++
		if saved, err := tx.SaveGroup(g); err != nil {
			return err
		} else if !saved {
			return stale(nil)
		}
		for _, l := range now.Leaders {
			if err := s.rightsChanged(tx, l.ID); err != nil {
				return err
			}
		}
		return tx.Audit(g.Organisation, k.User, "group_deleted", "group/"+g.ID, map[string]any{"name": g.Name})
	})
}

// groupIn finds a group of the asker's organisation that is not deleted.
func groupIn(r Reader, k Asker, id string) (Group, error) {
	g, err := r.Group(id)
	if err == nil && (g.Organisation != k.Organisation || !g.Deleted.IsZero()) {
		err = noThing()
	}
	return g, err
}

// Leaders lists a group's captains and vice-captains.
func (s *Service) Leaders(ctx context.Context, group string) (views []LeaderView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		leaders, err := r.Leaders(group)
		views = leaderViews(leaders)
		return err
	})
	return views, err
}

// SetLeader makes a user captain or vice-captain of a group.
func (s *Service) SetLeader(ctx context.Context, k Asker, group, user string, role Role) (views []LeaderView, err error) {
	if !slices.Contains([]Role{Captain, ViceCaptain}, role) {
		return nil, invalid("role", "This must be captain or vice_captain.")
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		g, u, err := groupAndUser(tx, k, group, user)
		if err != nil {
			return err
		}
		if !u.Disabled.IsZero() {
			return fault.New(fault.Conflict, "disabled", "%s is disabled. Enable them first.", u.Name)
		}
		if err := tx.SetLeader(g.ID, u.ID, role, s.Clock.Now()); err != nil {
			return err
		}
		return s.leadersChanged(tx, k, g, u, string(role), &views)
	})
	return views, err
}

// RemoveLeader takes a user's lead away.
func (s *Service) RemoveLeader(ctx context.Context, k Asker, group, user string) (views []LeaderView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		g, u, err := groupAndUser(tx, k, group, user)
		if err != nil {
			return err
		}
		if err := tx.RemoveLeader(g.ID, u.ID); err != nil {
			return err
		}
		return s.leadersChanged(tx, k, g, u, "none", &views)
	})
	return views, err
}

func groupAndUser(r Reader, k Asker, group, user string) (Group, User, error) {
	g, err := groupIn(r, k, group)
	if err != nil {
		return g, User{}, err
	}
	u, err := userIn(r, k, user)
	return g, u, err
}

func (s *Service) leadersChanged(tx Tx, k Asker, g Group, u User, role string, views *[]LeaderView) error {
	if err := s.rightsChanged(tx, u.ID); err != nil {
		return err
	}
	if err := tx.Audit(g.Organisation, k.User, "leader_changed", "group/"+g.ID, map[string]any{"user": u.ID, "name": u.Name, "role": role}); err != nil {
		return err
	}
	leaders, err := tx.Leaders(g.ID)
	*views = leaderViews(leaders)
	return err
}

// rightsChanged tells a user's sockets to judge again what they listen to.
func (s *Service) rightsChanged(tx Tx, user string) error {
	u, err := tx.User(user)
	if err != nil {
		return err
	}
	if err := tx.Do(JobLeading, user, s.Clock.Now()); err != nil {
		return err
	}
	return tx.Emit(userTopic(user), RightsChanged, changed(u))
}
