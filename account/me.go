package account

import (
	"context"
	"slices"
	"time"

	"partyline/fault"
)

// Me is the asker's profile.
func (s *Service) Me(ctx context.Context, k Asker) (me Me, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		u, err := r.User(k.User)
		if err == nil {
			me, err = meOf(r, u)
		}
		return err
	})
	return me, err
}

func meOf(r Reader, u User) (Me, error) {
	o, err := r.Organisation(u.Organisation)
	if err != nil {
		return Me{}, err
	}
	leading, err := r.Leading(u.ID)
	if err != nil {
		return Me{}, err
	}
	me := Me{
		ID: u.ID, Name: u.Name, Email: u.Email, Mobile: u.Mobile, MobileVerified: !u.Verified.IsZero(),
		Language: u.Language, Theme: u.Theme, Shortcuts: u.Shortcuts, Version: u.Version,
		Organisation: MyOrganisation{ID: o.ID, Name: o.Name, Role: u.Role, Zone: o.Zone, Country: o.Country,
			Opens: o.Opens, Closes: o.Closes, ShowNumbers: o.ShowNumbers, CallerIDSet: o.CallerID != "", Price: priceView(o)},
		Groups: groupsOf(leading),
	}
	if u.Mobile != "" {
		if p, err := Phone(u.Mobile, o.Country); err == nil {
			me.MobileShown, me.MobileKind = p.International, p.Kind
		}
	}
	return me, nil
}

func groupsOf(leading []Leading) []MyGroup {
	out := make([]MyGroup, 0, len(leading))
	for _, l := range leading {
		if !l.Deleted {
			out = append(out, MyGroup{ID: l.Group, Name: l.Name, Role: l.Role})
		}
	}
	return out
}

// EditMe changes the asker's profile. Another mobile number must be verified anew.
func (s *Service) EditMe(ctx context.Context, k Asker, e MeEdit) (me Me, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		u, err := tx.User(k.User)
		if err != nil {
			return err
		}
		if u.Version != e.Version {
			now, err := meOf(tx, u)
			if err != nil {
				return err
			}
			return stale(now)
		}
		before := u
		if err := s.edit(tx, &u, userChange{name: e.Name, email: e.Email, mobile: e.Mobile}); err != nil {
			return err
		}
		if e.Language != nil {
			if u.Language, err = languageOf(*e.Language); err != nil {
				return err
			}
		}
		if e.Theme != nil {
			if !slices.Contains([]string{"device", "light", "dark"}, *e.Theme) {
				return invalid("theme", "This must be device, light or dark.")
			}
			u.Theme = *e.Theme
		}
		if e.Shortcuts != nil {
			u.Shortcuts = *e.Shortcuts
		}
		if u, err = s.saveUser(tx, k.User, before, u); err != nil {
			return err
		}
		me, err = meOf(tx, u)
		return err
	})
	return me, err
}

// userChange is what a user and an admin may both change of a user.
type userChange struct{ name, email, mobile *string }

func (s *Service) edit(r Reader, u *User, c userChange) (err error) {
	if c.name != nil {
		if u.Name, err = nameOf("name", *c.name, 120); err != nil {
			return err
		}
	}
	if c.email != nil {
		if u.Email, err = emailOf(*c.email); err != nil {
			return err
		}
		if other, found, err := r.UserByEmail(u.Email); err != nil {
			return err
		} else if found && other.ID != u.ID {
			return emailTaken()
		}
	}
	if c.mobile != nil {
		o, err := r.Organisation(u.Organisation)
		if err != nil {
			return err
		}
		number, err := phoneFor("mobile", *c.mobile, o.Country)
		if err != nil {
			return err
		}
		if number != u.Mobile {
			u.Mobile, u.Verified = number, time.Time{}
		}
	}
	return nil
}

func emailTaken() error {
	return fault.New(fault.Conflict, "email_taken", "Somebody signs in with this email already.").On("email", "Somebody signs in with this email already.")
}

// saveUser keeps a changed user, says so on their topic and in the audit; nothing changed is nothing done.
func (s *Service) saveUser(tx Tx, by string, before, u User) (User, error) {
	if u == before {
		return u, nil
	}
	u.Version++
	if saved, err := tx.SaveUser(u); err != nil {
		return u, err
	} else if !saved {
		return u, stale(nil)
	}
	kinds := UserChanged
	if u.Mobile != before.Mobile {
		kinds = MobileChanged
	}
	if u.Role != before.Role || u.Disabled != before.Disabled {
		kinds = RightsChanged
		if err := tx.Do(JobLeading, u.ID, s.Clock.Now()); err != nil {
			return u, err
		}
	}
	if err := tx.Emit(userTopic(u.ID), kinds, changed(u)); err != nil {
		return u, err
	}
	return u, tx.Audit(u.Organisation, by, "user_changed", "user/"+u.ID, difference(before, u))
}

// difference names what changed of a user; numbers, addresses and secrets without their values.
func difference(a, b User) map[string]any {
	d := map[string]any{}
	put := func(field string, was, is any) {
		if was != is {
			d[field] = map[string]any{"was": was, "is": is}
		}
	}
	put("name", a.Name, b.Name)
	put("role", a.Role, b.Role)
	put("language", a.Language, b.Language)
	put("theme", a.Theme, b.Theme)
	put("shortcuts", a.Shortcuts, b.Shortcuts)
	put("disabled", !a.Disabled.IsZero(), !b.Disabled.IsZero())
	put("verified", !a.Verified.IsZero(), !b.Verified.IsZero())
	for field, same := range map[string]bool{"email": a.Email == b.Email, "mobile": a.Mobile == b.Mobile, "password": a.Password == b.Password} {
		if !same {
			d[field] = "changed"
		}
	}
	return d
}

// ChangePassword sets a new password for whoever knows the present one. Other logins end. The
// present one is asked for within the limits of sign-in.
func (s *Service) ChangePassword(ctx context.Context, k Asker, present, next string) error {
	present, next = trim(present), trim(next)
	var u User
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		u, err = r.User(k.User)
		return err
	})
	if err != nil {
		return err
	}
	subject := hashOf("email " + u.Email)
	n, err := s.try(ctx, subject, triesByEmail)
	if err != nil {
		return err
	}
	same, err := s.hasher.matches(ctx, s.Cost, u.Password, present)
	if err != nil {
		return err
	}
	if !same {
		title := "This is not your present password."
		return fault.New(fault.Invalid, "no_match", "%s %d of %d tries in this hour.", title, n, triesByEmail).On("present", title)
	}
	if err := checkPassword("password", next, u); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, s.Cost, next)
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, func(tx Tx) error {
		u, err := tx.User(k.User)
		if err != nil {
			return err
		}
		before := u
		u.Password = hash
		if _, err := s.saveUser(tx, k.User, before, u); err != nil {
			return err
		}
		if err := tx.ForgetTries(subject); err != nil {
			return err
		}
		if err := tx.EndLogins(u.ID, "", k.Login); err != nil {
			return err
		}
		return tx.Emit(userTopic(u.ID), LoginsEnded, changed(u))
	})
}

// Phone normalises a number as the asker wrote it; country "" is their organisation's.
func (s *Service) Phone(ctx context.Context, k Asker, number, country string) (NumberView, error) {
	if country == "" {
		err := s.Store.Read(ctx, func(r Reader) error {
			o, err := r.Organisation(k.Organisation)
			country = o.Country
			return err
		})
		if err != nil {
			return NumberView{}, err
		}
	} else {
		var err error
		if country, err = countryOf(country); err != nil {
			return NumberView{}, err
		}
	}
	return Phone(number, country)
}
