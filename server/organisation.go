package server

import (
	"context"

	"partyline/account"
)

func (s *Server) organisation(ctx context.Context, _ *nothing) (*reply[account.OrganisationView], error) {
	return of(s.Account.Organisation(ctx, asker(ctx)))
}

func (s *Server) editOrganisation(ctx context.Context, in *with[account.OrganisationEdit]) (*reply[account.OrganisationView], error) {
	return of(s.Account.EditOrganisation(ctx, asker(ctx), in.Body))
}

type auditInput struct {
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) audit(ctx context.Context, in *auditInput) (*reply[Page[account.AuditView]], error) {
	items, next, err := s.Account.Audit(ctx, asker(ctx), in.Cursor, in.Limit)
	return of(Page[account.AuditView]{Items: items, Next: next}, err)
}
