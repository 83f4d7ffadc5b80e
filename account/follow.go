package account

import (
	"context"
	"sync"
)

// Follower tells again and again who is behind a login that was shown once, for as long as a
// connection lasts: through new cookies, until the login ends, the token is revoked, or the
// user is disabled. It shows no secret, so following a login never counts as using it.
type Follower struct {
	s     *Service
	asker Asker // as it was in the beginning

	mu   sync.Mutex
	hash string // of the login's present secret, or of the one before
}

// Follow begins with whom ByCookie or ByToken found; cookie is the secret that was shown, "" for a token.
func (s *Service) Follow(k Asker, cookie string) *Follower {
	return &Follower{s: s, asker: k, hash: hashOf(cookie)}
}

// Asker is who it is now, with their present rights; signed_out when it is nobody any more.
func (f *Follower) Asker(ctx context.Context) (Asker, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var k Asker
	err := f.s.Store.Read(ctx, func(r Reader) error {
		if f.asker.Bearer {
			t, err := r.Token(f.asker.Login)
			if err != nil {
				return err
			}
			if !t.Revoked.IsZero() {
				return signedOut()
			}
		} else {
			l, found, err := r.LoginBy(f.hash)
			if err != nil {
				return err
			}
			if !found || l.ID != f.asker.Login || !f.s.Clock.Now().Before(l.Expires) {
				return signedOut()
			}
			f.hash = l.Hash
		}
		var err error
		k, err = askerOf(r, f.asker.User)
		return err
	})
	if err != nil {
		return Asker{}, err
	}
	k.Login, k.Bearer = f.asker.Login, f.asker.Bearer
	return k, nil
}
