package server

import (
	"context"

	"partyline/hooks"
)

// admin is the asker as the rules of webhooks know them.
func admin(ctx context.Context) hooks.Who {
	k := asker(ctx)
	return hooks.Who{User: k.User, Organisation: k.Organisation}
}

func (s *Server) hooksOf(ctx context.Context, _ *nothing) (*reply[hooks.Overview], error) {
	return of(s.Hooks.List(ctx, admin(ctx)))
}

func (s *Server) addHook(ctx context.Context, in *with[hooks.New]) (*reply[hooks.Made], error) {
	return of(s.Hooks.Add(ctx, admin(ctx), in.Body))
}

func (s *Server) removeHook(ctx context.Context, in *ByID) (*nothing, error) {
	return done(s.Hooks.Remove(ctx, admin(ctx), in.ID))
}

func (s *Server) resumeHook(ctx context.Context, in *ByID) (*reply[hooks.View], error) {
	return of(s.Hooks.Resume(ctx, admin(ctx), in.ID))
}

type deliveriesIn struct {
	ByID
	State  string `query:"state" enum:"waiting,delivered,dead" doc:"only those"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) deliveries(ctx context.Context, in *deliveriesIn) (*reply[Page[hooks.DeliveryView]], error) {
	items, next, err := s.Hooks.Deliveries(ctx, admin(ctx), in.ID, hooks.State(in.State), in.Cursor, in.Limit)
	return of(Page[hooks.DeliveryView]{Items: items, Next: next}, err)
}

type deliveryIn struct {
	ByID
	Delivery string `path:"delivery" maxLength:"64"`
}

func (s *Server) replayDelivery(ctx context.Context, in *deliveryIn) (*reply[hooks.DeliveryView], error) {
	return of(s.Hooks.Replay(ctx, admin(ctx), in.ID, in.Delivery))
}
