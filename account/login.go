package account

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"partyline/fault"
)

// How long a login lasts without use, how long its secret is used before a new one is given,
// and how long the old one is still taken after the new one was used.
const (
	loginLasts  = 30 * 24 * time.Hour
	rotateAfter = time.Hour
	oldIsTaken  = time.Minute
	seenEvery   = time.Minute
)

// Limits of sign-in: so many tries in so long a time, for one e-mail and for one address.
const (
	triesIn        = time.Hour
	triesByEmail   = 10
	triesByAddress = 300
)

func signedOut() *fault.Error {
	return fault.New(fault.SignedOut, "signed_out", "You are signed out. Please sign in again.")
}

// ByCookie finds out who shows a cookie's secret. next is not "" when the secret was due for a
// new one: the reply must set it. The old one stays good for a minute after the new one was
// first used, and as long as the new one never arrived; later it is taken as stolen and ends the login.
func (s *Service) ByCookie(ctx context.Context, cookie string) (k Asker, next string, err error) {
	now, hash := s.Clock.Now(), hashOf(cookie)
	var l Login
	err = s.Store.Read(ctx, func(r Reader) error {
		var found bool
		var err error
		if l, found, err = r.LoginBy(hash); err != nil {
			return err
		}
		if !found || !now.Before(l.Expires) {
			return signedOut()
		}
		k, err = askerOf(r, l.User)
		k.Login = l.ID
		return err
	})
	if err != nil {
		return Asker{}, "", err
	}
	was, arrived := l.Hash, l.Seen.After(l.Rotated)
	switch {
	case l.Hash == hash && now.Sub(l.Rotated) < rotateAfter:
		if arrived && now.Sub(l.Seen) < seenEvery {
			return k, "", nil
		}
		l.Seen = later(now, l.Rotated)
	case l.Hash == hash:
		next = secret()
		l.Previous, l.Hash, l.Rotated, l.Expires = l.Hash, hashOf(next), now, now.Add(loginLasts)
		l.Seen = now
	case !arrived && now.Sub(l.Rotated) >= oldIsTaken: // the new one was lost on its way
		next = secret()
		l.Hash, l.Rotated, l.Seen = hashOf(next), now, now
	case !arrived || now.Sub(l.Rotated) < oldIsTaken:
		return k, "", nil
	default:
		err := s.Store.Write(ctx, func(tx Tx) error {
			if err := tx.EndLogins(l.User, l.ID, ""); err != nil {
				return err
			}
			return tx.Audit(k.Organisation, l.User, "login_ended", "user/"+l.User, map[string]any{"why": "an old cookie was used again"})
		})
		if err != nil {
			return Asker{}, "", err
		}
		return Asker{}, "", signedOut()
	}
	kept := false
	err = s.Store.Write(ctx, func(tx Tx) (err error) {
		kept, err = tx.SaveLogin(l, was)
		return err
	})
	if !kept { // another request of the same browser was faster
		next = ""
	}
	return k, next, err
}

func later(now, than time.Time) time.Time {
	if now.After(than) {
		return now
	}
	return than.Add(time.Millisecond)
}

// ByToken finds out who shows an API token.
func (s *Service) ByToken(ctx context.Context, token string) (Asker, error) {
	now := s.Clock.Now()
	var k Asker
	var t Token
	err := s.Store.Read(ctx, func(r Reader) error {
		var found bool
		var err error
		if t, found, err = r.TokenBy(hashOf(token)); err != nil {
			return err
		}
		if !found || !t.Revoked.IsZero() {
			return fault.New(fault.SignedOut, "signed_out", "This API token is not known or was revoked.")
		}
		k, err = askerOf(r, t.User)
		k.Login, k.Bearer = t.ID, true
		return err
	})
	if err != nil {
		return Asker{}, err
	}
	if now.Sub(t.Seen) >= seenEvery {
		t.Seen = now
		err = s.Store.Write(ctx, func(tx Tx) error { return tx.SaveToken(t) })
	}
	return k, err
}

// askerOf is a user with their rights; disabled users are nobody.
func askerOf(r Reader, user string) (Asker, error) {
	u, err := r.User(user)
	if err != nil {
		return Asker{}, err
	}
	if !u.Disabled.IsZero() {
		return Asker{}, signedOut()
	}
	leading, err := r.Leading(user)
	if err != nil {
		return Asker{}, err
	}
	k := Asker{User: u.ID, Name: u.Name, Organisation: u.Organisation, Role: u.Role, Groups: make(map[string]Role, len(leading))}
	for _, l := range leading {
		k.Groups[l.Group] = l.Role
	}
	return k, nil
}

// trim takes away what pasting adds: spaces around, also the ones that do not look like any.
func trim(s string) string {
	return strings.Trim(s, " \t\r\n\v\f\u0085\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff")
}

func foldEmail(s string) string { return strings.ToLower(trim(s)) }

// SignIn checks an e-mail and password and returns the secret for the cookie. address is where the
// request came from, "" when that says nothing (a proxy).
func (s *Service) SignIn(ctx context.Context, email, password, address string) (string, error) {
	email, password = foldEmail(email), trim(password)
	if email == "" || password == "" {
		f := fault.New(fault.Invalid, "invalid", "Type your email and your password.")
		if email == "" {
			f = f.On("email", "Type your email.")
		}
		if password == "" {
			f = f.On("password", "Type your password.")
		}
		return "", f
	}
	byEmail, byAddress := hashOf("email "+email), hashOf("address "+address)
	n, err := s.try(ctx, byEmail, triesByEmail)
	if err != nil {
		return "", err
	}
	if address != "" {
		if _, err := s.try(ctx, byAddress, triesByAddress); err != nil {
			return "", err
		}
	}
	var u User
	var known bool
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		u, known, err = r.UserByEmail(email)
		return err
	})
	if err != nil {
		return "", err
	}
	matches, err := s.hasher.matches(ctx, s.Cost, u.Password, password)
	if err != nil {
		return "", err
	}
	if !matches || !known || !u.Disabled.IsZero() {
		return "", fault.New(fault.Invalid, "no_match", "That email and password don't match. %d of %d tries in this hour.", n, triesByEmail).
			With("tries", n).With("of", triesByEmail)
	}
	return s.newLogin(ctx, u, byEmail)
}

// newLogin signs a user in; forget is the subject whose tries are forgiven.
func (s *Service) newLogin(ctx context.Context, u User, forget string) (string, error) {
	key := secret()
	now := s.Clock.Now()
	l := Login{ID: s.NewID(), User: u.ID, Hash: hashOf(key), Rotated: now, Created: now, Seen: now, Expires: now.Add(loginLasts)}
	err := s.Store.Write(ctx, func(tx Tx) error {
		if forget != "" {
			if err := tx.ForgetTries(forget); err != nil {
				return err
			}
		}
		if err := tx.InsertLogin(l); err != nil {
			return err
		}
		return tx.Audit(u.Organisation, u.ID, "signed_in", "user/"+u.ID, nil)
	})
	return key, err
}

// try counts one try of a subject and says how many there are now. It is counted before the
// password is looked at, and read again after it was kept, so that tries at the same moment
// see each other.
func (s *Service) try(ctx context.Context, subject string, most int) (int, error) {
	now := s.Clock.Now()
	since := now.Add(-triesIn)
	tries := func() (at []time.Time, err error) {
		err = s.Store.Read(ctx, func(r Reader) error {
			at, err = r.Tries(subject, since)
			return err
		})
		return at, err
	}
	at, err := tries()
	if err != nil {
		return 0, err
	}
	if len(at) < most {
		if err := s.Store.Write(ctx, func(tx Tx) error { return tx.AddTry(subject, now) }); err != nil {
			return 0, err
		}
		if at, err = tries(); err != nil {
			return 0, err
		}
		if len(at) <= most {
			return len(at), nil
		}
	}
	ends := at[len(at)-most].Add(triesIn)
	wait := ends.Sub(now)
	return 0, fault.New(fault.Busy, "too_many_tries", "%d of %d tries in this hour are used. The next one is possible in %s.", most, most, minutes(wait)).
		With("until", ends.UTC().Format(time.RFC3339)).With("retry_after", int(math.Ceil(wait.Seconds())))
}

func minutes(d time.Duration) string {
	n := int(math.Ceil(d.Minutes()))
	if n <= 1 {
		return "a minute"
	}
	return fmt.Sprintf("%d minutes", n)
}

// SignOut ends the asker's login, or everywhere all of them. API tokens stay.
func (s *Service) SignOut(ctx context.Context, k Asker, everywhere bool) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		id, action := k.Login, "signed_out"
		if everywhere {
			id, action = "", "signed_out_everywhere"
		}
		if err := tx.EndLogins(k.User, id, ""); err != nil {
			return err
		}
		if everywhere {
			if err := tx.Emit(userTopic(k.User), LoginsEnded, Changed{}); err != nil {
				return err
			}
		}
		return tx.Audit(k.Organisation, k.User, action, "user/"+k.User, nil)
	})
}
