package server

import (
	"context"

	"partyline/account"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/press"
)

// Callers on their page: who they are stands in the page's cookie, as for everything behind a link. Each command says how things
// are, so that doing it again changes nothing.

// caller is who asks, on a server that has a dialer.
func (s *Server) caller(ctx context.Context, token string) (campaign.Person, error) {
	if s.Dialer == nil {
		return campaign.Person{}, fault.New(fault.Conflict, "no_dialer", "This server has no phone lines.")
	}
	return s.Campaigns.PersonOf(ctx, campaign.Caller, token, s.browserOf(ctx))
}

// mine does something as the caller who asks, and answers how things are with them then.
func (s *Server) asCaller(ctx context.Context, token string, do func(ctx context.Context, person string) (dialer.Mine, error)) (*reply[dialer.Mine], error) {
	p, err := s.caller(ctx, token)
	if err != nil {
		return nil, err
	}
	return of(do(ctx, p.ID))
}

func (s *Server) callerState(ctx context.Context, in *ByToken) (*reply[dialer.Mine], error) {
	p, err := s.caller(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return of(s.Dialer.State(ctx, p.ID))
}

// callerNow shows how things are with the caller whose press was done before.
func (s *Server) callerNow(ctx context.Context, _ *press.Key) (*reply[dialer.Mine], error) {
	return s.callerState(ctx, &ByToken{Token: param(ctx, "token")})
}

type openIn struct {
	ByToken
	Body dialer.Opening
}

func (s *Server) openCaller(ctx context.Context, in *openIn) (*reply[dialer.Mine], error) {
	p, err := s.caller(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return of(s.Dialer.Open(ctx, p, in.Body))
}

type numberIn struct {
	ByToken
	Body dialer.Numbering
}

func (s *Server) callerNumber(ctx context.Context, in *numberIn) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.SayNumber(ctx, person, in.Body)
	})
}

// checkNumber says what a number is, before anybody has come in: how numbers are written is the organisation's country's habit.
func (s *Server) checkNumber(ctx context.Context, in *numberIn) (*reply[account.NumberView], error) {
	country, err := s.Campaigns.CountryOf(ctx, campaign.Caller, in.Token)
	if err != nil {
		return nil, err
	}
	return of(account.Phone(in.Body.Number, country))
}

type beepIn struct {
	ByToken
	Body dialer.Beeping
}

func (s *Server) callerBeep(ctx context.Context, in *beepIn) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.Beep(ctx, person, in.Body)
	})
}

func (s *Server) ringCaller(ctx context.Context, in *ByToken) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		if err := s.mayStart(ctx, person); err != nil {
			return dialer.Mine{}, err
		}
		return s.Dialer.RingMe(ctx, person)
	})
}

func (s *Server) breakCaller(ctx context.Context, in *ByToken) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) { return s.Dialer.Break(ctx, person) })
}

func (s *Server) callerBack(ctx context.Context, in *ByToken) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) { return s.Dialer.Back(ctx, person) })
}

func (s *Server) finishCaller(ctx context.Context, in *ByToken) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) { return s.Dialer.Finish(ctx, person) })
}

// ByTurn is the input of routes with one turn of a caller.
type ByTurn struct {
	ByToken
	Turn int `path:"turn" minimum:"1"`
}

type answerIn struct {
	ByTurn
	Question string `path:"question" maxLength:"36"`
	Body     dialer.Giving
}

func (s *Server) giveAnswer(ctx context.Context, in *answerIn) (*reply[dialer.Mine], error) {
	if why := flaw(string(in.Body.Value), true); why != "" {
		return nil, unreadable([]fault.Field{{Field: "value", Title: why}})
	}
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.Answer(ctx, person, in.Turn, in.Question, in.Body)
	})
}

func (s *Server) talkOfTurn(ctx context.Context, in *ByTurn) (*reply[dialer.Talk], error) {
	p, err := s.caller(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return of(s.Dialer.Talk(ctx, p.ID, in.Turn))
}

func (s *Server) saveTurn(ctx context.Context, in *ByTurn) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.Save(ctx, person, in.Turn)
	})
}

func (s *Server) extendTurn(ctx context.Context, in *ByTurn) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.Extend(ctx, person, in.Turn)
	})
}

func (s *Server) hangUpContact(ctx context.Context, in *ByTurn) (*reply[dialer.Mine], error) {
	return s.asCaller(ctx, in.Token, func(ctx context.Context, person string) (dialer.Mine, error) {
		return s.Dialer.HangUp(ctx, person, in.Turn)
	})
}

// finishCallers asks all callers to finish, and shows them as they are: their wishes follow on campaign/{id}.
func (s *Server) finishCallers(ctx context.Context, in *ByID) (*reply[Page[dialer.CallerRow]], error) {
	if s.Dialer == nil {
		return nil, fault.New(fault.Conflict, "no_dialer", "This server places no calls yet.")
	}
	k := asker(ctx)
	if err := s.Dialer.FinishAll(ctx, k.Organisation, k.User, in.ID); err != nil {
		return nil, err
	}
	return s.campaignCallers(ctx, in)
}

// campaignCallers is who calls, for admins.
func (s *Server) campaignCallers(ctx context.Context, in *ByID) (*reply[Page[dialer.CallerRow]], error) {
	if s.Dialer == nil {
		return pageOf([]dialer.CallerRow{}, nil)
	}
	return pageOf(s.Dialer.Callers(ctx, in.ID))
}
