package account

import (
	"context"
	"time"

	"partyline/fault"
)

// linkLasts is how long a one-time link can be used.
const linkLasts = 7 * 24 * time.Hour

// newLink makes a one-time link: what is shown once, and what is kept.
func (s *Service) newLink(user, by string) (LinkView, Invitation) {
	token, now := secret(), s.Clock.Now()
	kept := Invitation{ID: s.NewID(), User: user, Hash: hashOf(token), By: by, Created: now, Expires: now.Add(linkLasts)}
	return LinkView{Token: token, Expires: kept.Expires}, kept
}

// Invite makes a new one-time link for a user's first or new password; older ones stop working.
func (s *Service) Invite(ctx context.Context, k Asker, user string) (LinkView, error) {
	link, kept := s.newLink(user, k.User)
	err := s.Store.Write(ctx, func(tx Tx) error {
		u, err := userIn(tx, k, user)
		if err != nil {
			return err
		}
		if err := mayHandle(k, u.Role, u.Role); err != nil {
			return err
		}
		if !u.Disabled.IsZero() {
			return fault.New(fault.Conflict, "disabled", "%s is disabled. Enable them first.", u.Name)
		}
		if err := tx.EndInvitations(user, s.Clock.Now()); err != nil {
			return err
		}
		if err := tx.InsertInvitation(kept); err != nil {
			return err
		}
		return tx.Audit(u.Organisation, k.User, "user_invited", "user/"+u.ID, nil)
	})
	return link, err
}

func linkOver() error {
	return fault.New(fault.NotFound, "link_invalid", "This link does not work: it was used, replaced or is too old. Ask your admin for a new one.")
}

// open finds what a link is for, if it can still be used.
func (s *Service) open(r Reader, token string) (Invitation, User, error) {
	i, found, err := r.InvitationBy(hashOf(trim(token)))
	if err != nil {
		return i, User{}, err
	}
	if !found || !i.Used.IsZero() || !s.Clock.Now().Before(i.Expires) {
		return i, User{}, linkOver()
	}
	u, err := r.User(i.User)
	if err == nil && !u.Disabled.IsZero() {
		err = linkOver()
	}
	return i, u, err
}

// Invitation says what a one-time link is for.
func (s *Service) Invitation(ctx context.Context, token string) (view InvitationView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		i, u, err := s.open(r, token)
		if err != nil {
			return err
		}
		o, err := r.Organisation(u.Organisation)
		view = InvitationView{Name: u.Name, Email: u.Email, Organisation: o.Name, First: u.Password == "", Expires: i.Expires}
		return err
	})
	return view, err
}

// Accept sets the password a one-time link is for, ends all other logins of that user and signs them in.
func (s *Service) Accept(ctx context.Context, token, password string) (cookie string, err error) {
	password = trim(password)
	var u User
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		_, u, err = s.open(r, token)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := checkPassword("password", password, u); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, s.Cost, password)
	if err != nil {
		return "", err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		var i Invitation
		var err error
		if i, u, err = s.open(tx, token); err != nil {
			return err
		}
		if used, err := tx.UseInvitation(i.ID, s.Clock.Now()); err != nil {
			return err
		} else if !used {
			return linkOver()
		}
		before := u
		u.Password = hash
		if u, err = s.saveUser(tx, u.ID, before, u); err != nil {
			return err
		}
		return tx.EndLogins(u.ID, "", "")
	})
	if err != nil {
		return "", err
	}
	return s.newLogin(ctx, u, hashOf("email "+u.Email))
}
