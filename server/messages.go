package server

import (
	"context"
	"math"

	"partyline/campaign"
	"partyline/press"
)

// Alert bars, end cards, passcodes

func (s *Server) messages(ctx context.Context, in *ByID) (*reply[campaign.MessagesView], error) {
	return of(s.Campaigns.Messages(ctx, in.ID))
}

func (s *Server) alerts(ctx context.Context, in *ByID) (*reply[Page[campaign.AlertView]], error) {
	all, err := s.Campaigns.Messages(ctx, in.ID)
	return pageOf(all.Alerts, err)
}

func (s *Server) endCards(ctx context.Context, in *ByID) (*reply[campaign.EndCards], error) {
	all, err := s.Campaigns.Messages(ctx, in.ID)
	return of(all.EndCards, err)
}

// Markdown is a text to look at before it is saved.
type Markdown struct {
	Text string `json:"text" lines:"many" doc:"as in alert bars and end cards"`
}

// Shown is a text as pages show it.
type Shown struct {
	HTML string `json:"html" doc:"made safe: show it as it is, with {first_name} put in as text"`
}

func (s *Server) previewMessage(_ context.Context, in *byIDWith[Markdown]) (*reply[Shown], error) {
	html, err := s.Campaigns.Preview(in.Body.Text)
	return of(Shown{html}, err)
}

func (s *Server) addAlert(ctx context.Context, in *byIDWith[campaign.AlertEdit]) (*reply[campaign.AlertView], error) {
	return of(s.Campaigns.AddAlert(ctx, campaigner(ctx), in.ID, in.Body))
}

// ByAlert is the input of routes with one alert bar of a campaign.
type ByAlert struct {
	ByID
	Alert string `path:"alert" maxLength:"64"`
}

type changedAlertIn struct {
	ByAlert
	Body campaign.ChangedAlert
}

func (s *Server) editAlert(ctx context.Context, in *changedAlertIn) (*reply[campaign.AlertView], error) {
	return of(s.Campaigns.EditAlert(ctx, campaigner(ctx), in.ID, in.Alert, in.Body))
}

func (s *Server) removeAlert(ctx context.Context, in *ByAlert) (*nothing, error) {
	return done(s.Campaigns.RemoveAlert(ctx, campaigner(ctx), in.ID, in.Alert))
}

func (s *Server) alertByID(ctx context.Context, in *ByID) (*reply[campaign.AlertView], error) {
	return of(s.Campaigns.Alert(ctx, in.ID))
}

func (s *Server) alertOfPath(ctx context.Context, _ *press.Key) (*reply[campaign.AlertView], error) {
	return of(s.Campaigns.Alert(ctx, param(ctx, "alert")))
}

// ByCard is the input of routes with one end card.
type ByCard struct {
	ByID
	Kind campaign.State `path:"kind" enum:"paused,complete,outside_hours"`
}

type endCardIn struct {
	ByCard
	Body campaign.EndCardEdit
}

func (s *Server) saveCard(ctx context.Context, in *endCardIn) (*reply[campaign.EndCardView], error) {
	return of(s.Campaigns.SaveCard(ctx, campaigner(ctx), in.ID, in.Kind, in.Body))
}

func (s *Server) cardOfPath(ctx context.Context, _ *press.Key) (*reply[campaign.EndCardView], error) {
	return of(s.Campaigns.Card(ctx, param(ctx, "id"), campaign.State(param(ctx, "kind"))))
}

type passcodeIn struct {
	ByKind
	Body campaign.Passcode
}

func (s *Server) setPasscode(ctx context.Context, in *passcodeIn) (*reply[Page[campaign.LinkView]], error) {
	links, err := s.Campaigns.SetPasscode(ctx, campaigner(ctx), in.ID, in.Kind, in.Body)
	return s.addressed(links, err)
}

// Saw says which version of an alert bar somebody has seen.
type Saw struct {
	Version int `json:"version" minimum:"1"`
}

type sawIn struct {
	ByToken
	Alert string `path:"alert" maxLength:"64"`
	Body  *Saw   `doc:"without it: as it is now"`
}

func (s *Server) saw(ctx context.Context, kind campaign.Kind, in *sawIn) (*nothing, error) {
	version := math.MaxInt32
	if in.Body != nil {
		version = in.Body.Version
	}
	return done(s.Campaigns.See(ctx, s.browserOf(ctx), kind, in.Alert, version))
}

func (s *Server) callerSaw(ctx context.Context, in *sawIn) (*nothing, error) {
	return s.saw(ctx, campaign.Caller, in)
}

func (s *Server) clickerSaw(ctx context.Context, in *sawIn) (*nothing, error) {
	return s.saw(ctx, campaign.Clicker, in)
}
