package server

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
	"partyline/line"
	"partyline/telephony"
)

// rooms is what the carrier calls for campaigns: what callers' and contacts' phones shall do, how their lines and rooms go, what
// machine detection says, and calls that come in. Like the webhooks of sessions, each may come twice, late, or out of order.
func (s *Server) rooms() {
	limit := s.limit(webhookLimit)
	s.app.Post(telephony.CampaignStepPath, limit, s.askRoom)
	s.app.Post(telephony.CampaignFallbackPath, limit, s.askRoomAgain)
	s.app.Post(telephony.CampaignStatusPath, limit, s.hearLine)
	s.app.Post(telephony.VerdictPath, limit, s.hearVerdict)
	s.app.Post(telephony.RoomPath, limit, s.hearRoom)
	s.app.Post(telephony.InboundPath, limit, s.askInbound)
	s.app.Post(telephony.InboundFallbackPath, limit, s.askInbound)
	s.app.Post(telephony.InboundStatusPath, limit, s.hearInbound)
}

// ofCampaigns is the documents of campaigns: their addresses are others than those of sessions.
func (s *Server) ofCampaigns() telephony.Documents {
	docs := s.Carrier.Documents
	docs.Links = docs.Links.Campaign()
	return docs
}

func (s *Server) askRoom(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	step, ok := telephony.ParseStep(c.Params("name"), c.Params("ref"), c.Params("n"))
	if !ok || s.Dialer == nil {
		return fiber.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	script, waits, err := s.Dialer.Ask(ctx, step, telephony.Input(form, c.Get(telephony.TokenHeader)))
	if err != nil {
		return unsure(err)
	}
	docs := s.ofCampaigns()
	if waits {
		document, err := docs.RenderWait(onlyTold(script))
		if err != nil {
			return err
		}
		return s.document(c, document)
	}
	return s.document(c, docs.Render(script))
}

// onlyTold is a script for whoever waits in a room: there nobody can be hung up, only told something; the line's end comes another way.
func onlyTold(script line.Script) line.Script {
	out := line.Script{}
	for _, verb := range script {
		if _, hangs := verb.(line.Hangup); hangs {
			verb = line.Pause{Seconds: 1}
		}
		out = append(out, verb)
	}
	return out
}

// unsure is 503 for what we cannot know: the carrier then asks the fallback.
func unsure(err error) error {
	if fault.As(err).Kind == fault.Internal {
		return err
	}
	return fault.New(fault.Busy, "busy", "Try again in a moment.").Because(err)
}

// askRoomAgain answers for a step that the carrier could not fetch, and always with a document that keeps the line alive.
func (s *Server) askRoomAgain(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	ref := c.Params("ref")
	if !telephony.ParseRef(ref) || s.Dialer == nil {
		return fiber.ErrNotFound
	}
	docs := s.ofCampaigns()
	step, known := docs.Links.Failed(form.Get("ErrorUrl"), ref)
	s.Log.Warn("the carrier could not fetch a document", "code", telephony.ErrorCode(form), "step", step.Name, "request", requestID(c.UserContext()))
	if !known {
		step = line.Step{Name: "next", Ref: ref}
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	if script, _, err := s.Dialer.Ask(ctx, step, telephony.Input(form, c.Get(telephony.TokenHeader))); err == nil {
		return s.document(c, docs.Render(script))
	}
	return s.document(c, docs.Hold("We are having trouble. Please stay on the line.", holdSeconds, step))
}

// told answers a report: 204, whatever it said, unless it could not be kept.
func (s *Server) told(c *fiber.Ctx, hear func(ctx context.Context) error) error {
	if s.Dialer == nil {
		return fiber.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	if err := hear(ctx); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Server) hearLine(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	ref := c.Params("ref")
	if !telephony.ParseRef(ref) {
		return fiber.ErrNotFound
	}
	return s.told(c, func(ctx context.Context) error {
		fact, known := telephony.Fact(form)
		if !known {
			return nil
		}
		return s.Dialer.HeardOf(ctx, ref, fact)
	})
}

func (s *Server) hearVerdict(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	ref := c.Params("ref")
	if !telephony.ParseRef(ref) {
		return fiber.ErrNotFound
	}
	return s.told(c, func(ctx context.Context) error {
		verdict, known := telephony.Verdict(form)
		if !known {
			return nil
		}
		return s.Dialer.Verdict(ctx, ref, verdict)
	})
}

func (s *Server) hearRoom(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	return s.told(c, func(ctx context.Context) error {
		fact, known := telephony.RoomFact(form)
		if !known {
			return nil
		}
		return s.Dialer.InRoom(ctx, fact)
	})
}

func (s *Server) askInbound(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	in, known := telephony.Inbound(form, c.Get(telephony.TokenHeader))
	if !known || s.Dialer == nil {
		return fiber.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	script, err := s.Dialer.Inbound(ctx, in)
	if err != nil {
		return unsure(err)
	}
	return s.document(c, s.ofCampaigns().Render(script))
}

func (s *Server) hearInbound(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	return s.told(c, func(ctx context.Context) error {
		fact, known := telephony.Fact(form)
		if !known {
			return nil
		}
		return s.Dialer.HeardInbound(ctx, fact)
	})
}
