package server

import (
	"context"

	"partyline/calling"
)

// writeLog writes the contact log of a call, or corrects it.
func (s *Server) writeLog(ctx context.Context, in *byIDWith[calling.LogRequest]) (*reply[calling.LogView], error) {
	return of(s.Calling.WriteLog(ctx, who(ctx), in.ID, in.Body))
}

func (s *Server) attemptLog(ctx context.Context, in *ByID) (*reply[calling.LogView], error) {
	return of(s.Calling.AttemptLog(ctx, in.ID))
}

// correctLog corrects a contact, with or without a call.
func (s *Server) correctLog(ctx context.Context, in *byIDWith[calling.LogRequest]) (*reply[calling.LogView], error) {
	return of(s.Calling.CorrectLog(ctx, who(ctx), in.ID, in.Body))
}

func (s *Server) logByID(ctx context.Context, in *ByID) (*reply[calling.LogView], error) {
	return of(s.Calling.LogByID(ctx, in.ID))
}

// logByHand writes a contact that happened without a call of ours.
func (s *Server) logByHand(ctx context.Context, in *entryWith[calling.LogRequest]) (*reply[calling.LogView], error) {
	return of(s.Calling.WriteLogByHand(ctx, who(ctx), in.ID, in.Entry, in.Body))
}

// hangUp ends the supporter's leg; the leader stays on the phone.
func (s *Server) hangUp(ctx context.Context, in *ByID) (*nothing, error) {
	return done(s.Calling.HangUp(ctx, who(ctx), in.ID))
}
