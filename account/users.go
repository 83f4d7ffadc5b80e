package account

import (
	"context"
	"time"

	"partyline/fault"
)

// Users lists the organisation's users by name.
func (s *Service) Users(ctx context.Context, k Asker) (views []UserView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		users, err := r.Users(k.Organisation)
		if err != nil {
			return err
		}
		views = make([]UserView, 0, len(users))
		for _, u := range users {
			v, err := userView(r, u)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	})
	return views, err
}

// User is one user of the asker's organisation.
func (s *Service) User(ctx context.Context, k Asker, id string) (view UserView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		u, err := userIn(r, k, id)
		if err != nil {
			return err
		}
		view, err = userView(r, u)
		return err
	})
	return view, err
}

func userView(r Reader, u User) (UserView, error) {
	leading, err := r.Leading(u.ID)
	return UserView{
		ID: u.ID, Name: u.Name, Email: u.Email, Mobile: u.Mobile, MobileVerified: !u.Verified.IsZero(), Role: u.Role,
		Groups: groupsOf(leading), Invited: u.Password == "", Disabled: !u.Disabled.IsZero(), Version: u.Version, Created: u.Created,
	}, err
}

// newUser is a user as one begins.
func (s *Service) newUser(organisation string) User {
	return User{ID: s.NewID(), Organisation: organisation, Language: "en", Theme: "device", Shortcuts: true, Version: 1, Created: s.Clock.Now()}
}

// CreateUser adds a user and makes their one-time link.
func (s *Service) CreateUser(ctx context.Context, k Asker, n UserNew) (made Invited, err error) {
	u := s.newUser(k.Organisation)
	link, kept := s.newLink(u.ID, k.User)
	err = s.Store.Write(ctx, func(tx Tx) error {
		u.Role = n.Role
		if err := mayHandle(k, Nobody, n.Role); err != nil {
			return err
		}
		if err := s.edit(tx, &u, userChange{name: &n.Name, email: &n.Email, mobile: &n.Mobile}); err != nil {
			return err
		}
		if err := tx.InsertUser(u); err != nil {
			return err
		}
		if err := tx.InsertInvitation(kept); err != nil {
			return err
		}
		if made.User, err = userView(tx, u); err != nil {
			return err
		}
		return tx.Audit(u.Organisation, k.User, "user_created", "user/"+u.ID, map[string]any{"name": u.Name, "role": u.Role})
	})
	made.Link = link
	return made, err
}

// mayHandle keeps owners for owners: only they make or change one.
func mayHandle(k Asker, was, is Role) error {
	if is != Nobody && is != Admin && is != Owner {
		return invalid("role", "This must be owner, admin or empty.")
	}
	if (was == Owner || is == Owner) && k.Role != Owner {
		return fault.New(fault.Forbidden, "forbidden", "Only owners can do this to an owner.")
	}
	return nil
}

// EditUser changes a user's name, e-mail, mobile number or role, or disables them.
func (s *Service) EditUser(ctx context.Context, k Asker, id string, e UserEdit) (view UserView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		if _, err := tx.LockOrganisation(k.Organisation); err != nil { // two owners cannot step down at once
			return err
		}
		u, err := userIn(tx, k, id)
		if err != nil {
			return err
		}
		if u.Version != e.Version {
			now, err := userView(tx, u)
			if err != nil {
				return err
			}
			return stale(now)
		}
		before := u
		if e.Role != nil {
			u.Role = *e.Role
		}
		if err := mayHandle(k, before.Role, u.Role); err != nil {
			return err
		}
		if err := s.edit(tx, &u, userChange{name: e.Name, email: e.Email, mobile: e.Mobile}); err != nil {
			return err
		}
		if e.Disabled != nil && *e.Disabled != !u.Disabled.IsZero() {
			u.Disabled = time.Time{}
			if *e.Disabled {
				u.Disabled = s.Clock.Now()
			}
		}
		if err := s.keepsOwner(tx, k, before, u); err != nil {
			return err
		}
		if u, err = s.saveUser(tx, k.User, before, u); err != nil {
			return err
		}
		if !u.Disabled.IsZero() && before.Disabled.IsZero() {
			if err := s.shutOut(tx, u); err != nil {
				return err
			}
		}
		view, err = userView(tx, u)
		return err
	})
	return view, err
}

// keepsOwner refuses what would leave nobody in charge.
func (s *Service) keepsOwner(r Reader, k Asker, before, u User) error {
	if !u.Disabled.IsZero() && before.Disabled.IsZero() && u.ID == k.User {
		return fault.New(fault.Conflict, "yourself", "You cannot disable yourself. Ask another admin.")
	}
	if before.Role != Owner || u.Role == Owner && u.Disabled.IsZero() {
		return nil
	}
	users, err := r.Users(u.Organisation)
	if err != nil {
		return err
	}
	for _, other := range users {
		if other.ID != u.ID && other.Role == Owner && other.Disabled.IsZero() {
			return nil
		}
	}
	return fault.New(fault.Conflict, "last_owner", "This is the last owner. Make somebody else an owner first.")
}

// shutOut ends everything by which a user could come in.
func (s *Service) shutOut(tx Tx, u User) error {
	if err := tx.EndLogins(u.ID, "", ""); err != nil {
		return err
	}
	if err := tx.EndInvitations(u.ID, s.Clock.Now()); err != nil {
		return err
	}
	return tx.Emit(userTopic(u.ID), LoginsEnded, changed(u))
}

// userIn finds a user of the asker's organisation; all others are not there.
func userIn(r Reader, k Asker, id string) (User, error) {
	u, err := r.User(id)
	if err == nil && u.Organisation != k.Organisation {
		err = noThing()
	}
	return u, err
}
