package server

import (
	"context"

	"partyline/calling"
	"partyline/event"
)

// listLeaders is a snapshot like session: seq first.
func (s *Server) listLeaders(ctx context.Context, in *ByID) (*reply[calling.LeadersNow], error) {
	seq, err := s.Events.Last(ctx, event.On(event.FamilyList, in.ID))
	if err != nil {
		return nil, err
	}
	view, err := s.Calling.Leaders(ctx, in.ID)
	view.Seq = int64(seq)
	return of(view, err)
}

func (s *Server) splitList(ctx context.Context, in *byIDWith[calling.SplitList]) (*reply[calling.LeadersNow], error) {
	if err := s.Calling.Split(ctx, who(ctx), in.ID, in.Body); err != nil {
		return nil, err
	}
	return s.listLeaders(ctx, &in.ByID)
}

func (s *Server) takeOver(ctx context.Context, in *byIDWith[calling.TakeOverList]) (*reply[calling.LeadersNow], error) {
	if err := s.Calling.TakeOver(ctx, who(ctx), in.ID, in.Body); err != nil {
		return nil, err
	}
	return s.listLeaders(ctx, &in.ByID)
}

func (s *Server) handOver(ctx context.Context, in *byIDWith[calling.HandOver]) (*reply[calling.SessionView], error) {
	return of(s.Calling.HandOver(ctx, who(ctx), in.ID, in.Body))
}

func (s *Server) spending(ctx context.Context, _ *nothing) (*reply[calling.Spending], error) {
	return of(s.Calling.Spending(ctx, asker(ctx).Organisation))
}
