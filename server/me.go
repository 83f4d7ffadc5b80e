package server

import (
	"context"

	"partyline/account"
)

func (s *Server) me(ctx context.Context, _ *nothing) (*reply[account.Me], error) {
	return of(s.Account.Me(ctx, asker(ctx)))
}

func (s *Server) editMe(ctx context.Context, in *with[account.MeEdit]) (*reply[account.Me], error) {
	return of(s.Account.EditMe(ctx, asker(ctx), in.Body))
}

type passwordBody struct {
	Present string `json:"present" maxLength:"1000"`
	New     string `json:"password" maxLength:"1000" doc:"the new one, at least 10 characters"`
}

func (s *Server) changePassword(ctx context.Context, in *with[passwordBody]) (*nothing, error) {
	return done(s.Account.ChangePassword(ctx, asker(ctx), in.Body.Present, in.Body.New))
}

type verifyBody struct {
	Code string `json:"code,omitempty" maxLength:"20" doc:"what the call said; left out: ring me"`
}

func (s *Server) verifyMobile(ctx context.Context, in *struct{ Body *verifyBody }) (*reply[account.VerifyView], error) {
	if in.Body == nil || in.Body.Code == "" {
		return of(s.Account.RingToVerify(ctx, asker(ctx)))
	}
	return of(s.Account.CheckCode(ctx, asker(ctx), in.Body.Code))
}

type phoneInput struct {
	Number  string `query:"number" maxLength:"40" required:"true"`
	Country string `query:"country" maxLength:"2" doc:"of numbers without a country code; the organisation's when left out"`
}

func (s *Server) phone(ctx context.Context, in *phoneInput) (*reply[account.NumberView], error) {
	return of(s.Account.Phone(ctx, asker(ctx), in.Number, in.Country))
}
