package server

import (
	"context"

	"partyline/roster"
)

type optOutsIn struct {
	Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Phone  string `query:"phone" maxLength:"40" doc:"this number only"`
}

func (s *Server) optOuts(ctx context.Context, in *optOutsIn) (*reply[roster.OptOutPage], error) {
	return of(s.Roster.OptOuts(ctx, doer(ctx), in.Phone, in.Cursor, in.Limit))
}

type phonesIn struct{ Body roster.Phones }

func (s *Server) optOut(ctx context.Context, in *phonesIn) (*reply[roster.OptedOut], error) {
	return of(s.Roster.OptOut(ctx, doer(ctx), in.Body))
}

func (s *Server) optIn(ctx context.Context, in *phonesIn) (*reply[roster.OptedOut], error) {
	return of(s.Roster.OptIn(ctx, doer(ctx), in.Body))
}
