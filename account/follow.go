package account

import (
	"context"
	"sync"
)

// Follower tells again and again who is behind a login that was shown once, for as long as a
// connection lasts: through new cookies, until the login ends, the token is revoked, or the
// user is disabled. It never gives out a secret, and following a login does not count as using it.
type Follower struct {
	s     *Service
	user  string
	login string // id of the login, or of the token
	token bool

	mu     sync.Mutex
	hashes [2]string // of the login's secret and of the one before, as they were last seen: a new one may get lost
}

// FollowCookie finds out who shows a cookie's secret and begins to follow that login. No new secret is
// given: the reply to a socket's handshake is a bad place for one.
func (s *Service) FollowCookie(ctx context.Context, cookie string) (Asker, *Follower, error) {
	f := &Follower{s: s, hashes: [2]string{hashOf(cookie)}}
	err := s.Store.Read(ctx, func(r Reader) error {
		l, found, err := r.LoginBy(f.hashes[0])
		if err != nil {
			return err
		}
		old := l.Hash != f.hashes[0] && l.Seen.After(l.Rotated) && s.Clock.Now().Sub(l.Rotated) >= oldIsTaken
		if !found || old {
			return signedOut()
		}
		f.login, f.user = l.ID, l.User
		return nil
	})
	if err != nil {
		return Asker{}, nil, err
	}
	k, err := f.Asker(ctx)
	return k, f, err
}

// FollowToken follows whom ByToken found.
func (s *Service) FollowToken(k Asker) *Follower {
	return &Follower{s: s, user: k.User, login: k.Login, token: true}
}

// Asker is who it is now, with their present rights; signed_out when it is nobody any more.
func (f *Follower) Asker(ctx context.Context) (k Asker, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err = f.s.Store.Read(ctx, func(r Reader) error {
		if err := f.lives(r); err != nil {
			return err
		}
		var err error
		k, err = askerOf(r, f.user)
		return err
	})
	if err != nil {
		return Asker{}, err
	}
	k.Login, k.Bearer = f.login, f.token
	return k, nil
}

func (f *Follower) lives(r Reader) error {
	if f.token {
		t, err := r.Token(f.login)
		if err == nil && !t.Revoked.IsZero() {
			err = signedOut()
		}
		return err
	}
	l, found, err := r.LoginBy(f.hashes[0])
	if err == nil && !found && f.hashes[1] != "" {
		l, found, err = r.LoginBy(f.hashes[1])
	}
	if err != nil {
		return err
	}
	if !found || l.ID != f.login || !f.s.Clock.Now().Before(l.Expires) {
		return signedOut()
	}
	f.hashes = [2]string{l.Hash, l.Previous}
	return nil
}
