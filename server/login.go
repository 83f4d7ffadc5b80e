package server

import (
	"context"
)

// signInBody may have tabs and line ends around what was copied: both are trimmed, as nobody is to be locked out by a paste.
type signInBody struct {
	Email    string `json:"email" maxLength:"254" lines:"many"`
	Password string `json:"password" maxLength:"1000" lines:"many"`
}

func (s *Server) signIn(ctx context.Context, in *with[signInBody]) (*nothing, error) {
	c := under(ctx)
	secret, err := s.Account.SignIn(ctx, in.Body.Email, in.Body.Password, address(c))
	if err == nil {
		s.setCookie(c, secret)
	}
	return done(err)
}

type signOutBody struct {
	Everywhere bool `json:"everywhere,omitempty" doc:"on all devices"`
}

func (s *Server) signOut(ctx context.Context, in *struct{ Body *signOutBody }) (*nothing, error) {
	err := s.Account.SignOut(ctx, asker(ctx), in.Body != nil && in.Body.Everywhere)
	if err == nil && !asker(ctx).Bearer {
		s.dropCookie(under(ctx))
	}
	return done(err)
}
