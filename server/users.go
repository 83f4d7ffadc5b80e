package server

import (
	"context"

	"partyline/account"
)

func (s *Server) users(ctx context.Context, _ *nothing) (*reply[Page[account.UserView]], error) {
	return pageOf(s.Account.Users(ctx, asker(ctx)))
}

func (s *Server) createUser(ctx context.Context, in *with[account.UserNew]) (*reply[account.Invited], error) {
	made, err := s.Account.CreateUser(ctx, asker(ctx), in.Body)
	made.Link = s.link(made.Link)
	return of(made, err)
}

func (s *Server) editUser(ctx context.Context, in *byIDWith[account.UserEdit]) (*reply[account.UserView], error) {
	return of(s.Account.EditUser(ctx, asker(ctx), in.ID, in.Body))
}

func (s *Server) invite(ctx context.Context, in *ByID) (*reply[account.LinkView], error) {
	link, err := s.Account.Invite(ctx, asker(ctx), in.ID)
	return of(s.link(link), err)
}

// link writes a one-time link in full.
func (s *Server) link(l account.LinkView) account.LinkView {
	l.Link = s.PublicURL + "/invitations/" + l.Token
	return l
}

type ByLink struct {
	Token string `path:"token" maxLength:"200"`
}

func (s *Server) invitation(ctx context.Context, in *ByLink) (*reply[account.InvitationView], error) {
	return of(s.Account.Invitation(ctx, in.Token))
}

type acceptBody struct {
	Password string `json:"password" maxLength:"1000" doc:"at least 10 characters"`
}

func (s *Server) acceptInvitation(ctx context.Context, in *struct {
	ByLink
	Body acceptBody
}) (*nothing, error) {
	secret, err := s.Account.Accept(ctx, in.Token, in.Body.Password)
	if err == nil {
		s.setCookie(under(ctx), secret)
	}
	return done(err)
}
