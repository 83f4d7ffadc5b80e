package server

import (
	"context"

	"partyline/campaign"
)

func (s *Server) clickingSwitch(ctx context.Context, _ *nothing) (*reply[campaign.SwitchView], error) {
	return of(s.Campaigns.Switch(ctx, campaigner(ctx)))
}

func (s *Server) turnClicking(ctx context.Context, in *with[campaign.SwitchEdit]) (*reply[campaign.SwitchView], error) {
	return of(s.Campaigns.Turn(ctx, campaigner(ctx), in.Body))
}
