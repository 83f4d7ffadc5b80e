package server

import (
	"context"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/calling"
	"partyline/fault"
	"partyline/telephony"
)

// Carrier is what the webhooks need: who may call them, and how they answer.
type Carrier struct {
	Guard     *telephony.Guard
	Documents telephony.Documents
}

const (
	askTimeout  = 8 * time.Second // of one webhook's work; the carrier gives up after 15
	holdSeconds = 5
)

// webhooks is what the carrier calls: signed, answered with a document (200, text/xml) or with
// nothing (204), never with a redirect. Every one of them may come twice, late, or out of order.
func (s *Server) webhooks() {
	limit := s.limit(webhookLimit)
	s.app.Post(telephony.StepPath, limit, s.askStep)
	s.app.Post(telephony.FallbackPath, limit, s.askAgain)
	s.app.Post(telephony.StatusPath, limit, s.hearFact)
}

// askStep answers what a leg shall do next. When we cannot know (the database is away), it answers 503:
// the carrier then asks the fallback.
func (s *Server) askStep(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	step, ok := telephony.ParseStep(c.Params("name"), c.Params("ref"), c.Params("n"))
	if !ok {
		return fiber.ErrNotFound
	}
	script, err := s.ask(c, step, form)
	if err != nil {
		return err
	}
	return s.document(c, s.Carrier.Documents.Render(script))
}

// askAgain is the fallback of every leg: the carrier could not fetch a step, and says which. It always
// answers with a document that keeps the leg alive, since an error here would end the call.
func (s *Server) askAgain(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	ref := c.Params("ref")
	if !telephony.ParseRef(ref) {
		return fiber.ErrNotFound
	}
	docs := s.Carrier.Documents
	step, known := docs.Links.Failed(form.Get("ErrorUrl"), ref)
	s.Log.Warn("the carrier could not fetch a document", "code", telephony.ErrorCode(form), "step", step.Name, "request", requestID(c.UserContext()))
	if !known {
		step, err = s.presentStep(c.UserContext(), ref)
		if fault.As(err).Kind == fault.NotFound {
			return s.document(c, docs.Render(calling.Script{calling.Hangup{}}))
		}
	}
	if err == nil {
		var script calling.Script
		if script, err = s.ask(c, step, form); err == nil {
			return s.document(c, docs.Render(script))
		}
	}
	if fault.As(err).Kind == fault.Internal {
		s.Log.Error("a fallback failed", "request", requestID(c.UserContext()), "error", err)
	}
	if step.Name == "" {
		step = calling.Step{Name: "wait", Ref: ref}
	}
	return s.document(c, docs.Hold("We are having trouble. Please stay on the line.", holdSeconds, step))
}

// ask puts the question to the rules. A leg that nobody knows is hung up.
func (s *Server) ask(c *fiber.Ctx, step calling.Step, form url.Values) (calling.Script, error) {
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	script, err := s.Calling.Ask(ctx, step, telephony.Input(form, c.Get(telephony.TokenHeader)))
	switch {
	case err == nil:
		return script, nil
	case fault.As(err).Kind == fault.NotFound:
		s.Log.Warn("the carrier asks for a leg that nobody knows", "step", step.Name, "request", requestID(ctx))
		return calling.Script{calling.Hangup{}}, nil
	case fault.As(err).Kind == fault.Internal:
		return nil, err
	}
	return nil, fault.New(fault.Busy, "busy", "Try again in a moment.").Because(err)
}

// presentStep is where a leg stands: the key it waits for. Asking for it without a key says the prompt again.
func (s *Server) presentStep(ctx context.Context, ref string) (calling.Step, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	var step calling.Step
	err := s.Calling.Store.Read(ctx, func(r calling.Reader) error {
		leg, err := r.LegByRef(ref)
		if err != nil {
			return err
		}
		if leg.Run == "" {
			step, err = telephony.First(leg)
			return err
		}
		run, err := r.Run(leg.Run)
		step = calling.Step{Name: "key", Ref: ref, N: run.Step}
		return err
	})
	return step, err
}

// hearFact takes what the carrier reports about a leg. A report that says nothing new is as good as any.
func (s *Server) hearFact(c *fiber.Ctx) error {
	form, err := s.signed(c)
	if err != nil {
		return err
	}
	ref := c.Params("ref")
	if !telephony.ParseRef(ref) {
		return fiber.ErrNotFound
	}
	fact, known := telephony.Fact(form)
	if !known {
		return c.SendStatus(fiber.StatusNoContent)
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), askTimeout)
	defer cancel()
	err = s.Calling.Store.Read(ctx, func(r calling.Reader) error {
		leg, err := r.LegByRef(ref)
		fact.Leg = leg.ID
		return err
	})
	if err == nil {
		err = s.Calling.Fact(ctx, fact)
	}
	if err != nil && fault.As(err).Kind != fault.NotFound {
		return err
	}
	if err != nil {
		s.Log.Warn("the carrier reports a leg that nobody knows", "request", requestID(ctx))
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// signed opens a webhook's form, or refuses it.
func (s *Server) signed(c *fiber.Ctx) (url.Values, error) {
	if s.Carrier == nil || s.Calling == nil {
		return nil, fiber.ErrNotFound
	}
	form, err := s.Carrier.Guard.Open(c.OriginalURL(), c.Get(fiber.HeaderContentType), c.Get("X-Twilio-Signature"), c.Body())
	if err != nil {
		s.Log.Warn("a webhook was refused", "route", c.Route().Path, "why", fault.As(err).Extra["why"], "request", requestID(c.UserContext()))
		return nil, err
	}
	return form, nil
}

func (s *Server) document(c *fiber.Ctx, document []byte) error {
	c.Set(fiber.HeaderContentType, telephony.ContentType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(document)
}
