package server

import (
	"context"

	"partyline/account"
)

func (s *Server) tokens(ctx context.Context, _ *nothing) (*reply[Page[account.TokenView]], error) {
	return pageOf(s.Account.Tokens(ctx, asker(ctx)))
}

type tokenNew struct {
	Name string `json:"name" minLength:"1" maxLength:"120" doc:"what it is for"`
}

func (s *Server) createToken(ctx context.Context, in *with[tokenNew]) (*reply[account.TokenMade], error) {
	return of(s.Account.CreateToken(ctx, asker(ctx), in.Body.Name))
}

func (s *Server) revokeToken(ctx context.Context, in *ByID) (*nothing, error) {
	return done(s.Account.RevokeToken(ctx, asker(ctx), in.ID))
}
