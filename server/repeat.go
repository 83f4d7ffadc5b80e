package server

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/calling"
	"partyline/fault"
	"partyline/hooks"
	"partyline/press"
	"partyline/roster"
)

// repeat gives the first answer again.
func repeat(c *fiber.Ctx, key string, status int, sealed string) error {
	text, err := unseal(key, sealed)
	if err != nil {
		return err
	}
	kind, body, _ := strings.Cut(text, "\n")
	if body != "" {
		c.Set(fiber.HeaderContentType, kind)
	}
	c.Set("Idempotent-Replayed", "true")
	return c.Status(status).SendString(body)
}

// lost answers a repeat of what was done by a request whose answer was lost: with the present state where the route
// has it. Nothing is done.
func (s *Server) lost(c *fiber.Ctx, r Route, k press.Key, key string) error {
	ctx, cancel := s.behind(c)
	defer cancel()
	c.SetUserContext(context.WithValue(c.UserContext(), lostKey, &k))
	if err := s.goOn(c); err != nil {
		return err
	}
	c.Set("Idempotent-Replayed", "true")
	if c.Response().StatusCode() < 300 {
		s.keep(ctx, c, r, k, key)
	}
	return nil
}

// over answers a repeat of what its asker may not do any more, because they did it: what was deleted is gone, and what
// was handed over is somebody else's. Everything else is refused as it was judged.
func (s *Server) over(c *fiber.Ctx, k account.Asker, r Route, key string, body []byte, refusal error) error {
	name, route, request := named(c, key, body)
	done, err := s.Answers.Done(c.UserContext(), k.User, name, route, request)
	switch {
	case err != nil:
		return err
	case !done:
		return refusal
	case !r.Empty:
		return alreadyDone
	}
	c.Set("Idempotent-Replayed", "true")
	return c.SendStatus(fiber.StatusNoContent)
}

// alreadyDone is the answer to a repeat where the first one cannot be made again: it held a secret, or figures of that moment.
var alreadyDone = fault.New(fault.Conflict, "already_done", "This was done already, and its answer was lost on the way. Look how it is now before you do it once more.")

// again answers in the place of a handler when what was asked is done already.
func again[O any](ctx context.Context, k *press.Key, show func(context.Context, *press.Key) (*O, error)) (*O, error) {
	out := new(O)
	if empty[O]() {
		return out, nil
	}
	if show == nil {
		return nil, alreadyDone
	}
	out, err := show(ctx, k)
	if err != nil && (fault.As(err).Kind == fault.NotFound || fault.As(err).Kind == fault.Gone) {
		err = alreadyDone // and taken away since
	}
	return out, err
}

// empty says that an answer has no body.
func empty[O any]() bool { _, so := any(new(O)).(*nothing); return so }

// shows is how a route answers a repeat whose first answer was lost: with what it did as it is now.
func shows[O any](f func(ctx context.Context, k *press.Key) (*O, error)) option {
	return func(r *Route) { r.Shows = f }
}

// here shows the thing of the path.
func here[O any](h func(context.Context, *ByID) (*O, error)) option {
	return shows(func(ctx context.Context, _ *press.Key) (*O, error) { return h(ctx, &ByID{ID: param(ctx, "id")}) })
}

// made shows what was made: the thing of this family that the request was about.
func made[O any](family string, h func(context.Context, *ByID) (*O, error)) option {
	return shows(func(ctx context.Context, k *press.Key) (*O, error) {
		id := k.Made(family)
		if id == "" {
			return nil, alreadyDone
		}
		return h(ctx, &ByID{ID: id})
	})
}

// mine shows what belongs to the asker.
func mine[O any](h func(context.Context, *nothing) (*O, error)) option {
	return shows(func(ctx context.Context, _ *press.Key) (*O, error) { return h(ctx, &nothing{}) })
}

// param is a parameter of the path, to be kept.
func param(ctx context.Context, name string) string { return strings.Clone(under(ctx).Params(name)) }

func (s *Server) verifying(ctx context.Context, _ *nothing) (*reply[account.VerifyView], error) {
	return of(s.Account.Verifying(ctx, asker(ctx)))
}

func (s *Server) userByID(ctx context.Context, in *ByID) (*reply[account.UserView], error) {
	return of(s.Account.User(ctx, asker(ctx), in.ID))
}

func (s *Server) hookMade(ctx context.Context, in *ByID) (*reply[hooks.Made], error) {
	return of(s.Hooks.One(ctx, admin(ctx), in.ID))
}

func (s *Server) hookByID(ctx context.Context, in *ByID) (*reply[hooks.View], error) {
	h, err := s.Hooks.One(ctx, admin(ctx), in.ID)
	return of(h.View, err)
}

func (s *Server) deliveryByID(ctx context.Context, _ *press.Key) (*reply[hooks.DeliveryView], error) {
	return of(s.Hooks.OneDelivery(ctx, admin(ctx), param(ctx, "id"), param(ctx, "delivery")))
}

func (s *Server) supporterByID(ctx context.Context, in *ByID) (*reply[roster.SupporterView], error) {
	card, err := s.Roster.Card(ctx, in.ID, "")
	return of(card.SupporterView, err)
}

func (s *Server) entryPressed(ctx context.Context, k *press.Key) (*reply[calling.EntryView], error) {
	return of(s.Calling.EntryPressed(ctx, param(ctx, "entry"), k.Made(account.FamilyAction)))
}

func (s *Server) sessionPressed(ctx context.Context, k *press.Key) (*reply[calling.SessionView], error) {
	return of(s.Calling.SessionPressed(ctx, param(ctx, "id"), k.Made(account.FamilyAction)))
}

func (s *Server) logPressed(ctx context.Context, k *press.Key) (*reply[calling.LogView], error) {
	return of(s.Calling.LogPressed(ctx, k.Made("log"), k.Made(account.FamilyAction)))
}

// callLogged shows the log of a call: a correction is one, too, and so is what was said twice.
func (s *Server) callLogged(ctx context.Context, k *press.Key) (*reply[calling.LogView], error) {
	log, err := s.Calling.AttemptLog(ctx, param(ctx, "id"))
	if err != nil {
		return nil, err
	}
	return of(s.Calling.LogPressed(ctx, log.ID, k.Made(account.FamilyAction)))
}

// corrected shows a log that is known by its id.
func (s *Server) corrected(ctx context.Context, k *press.Key) (*reply[calling.LogView], error) {
	return of(s.Calling.LogPressed(ctx, param(ctx, "id"), k.Made(account.FamilyAction)))
}

// undone answers as the undo did: that is kept with the action, and asking for it changes nothing.
func (s *Server) undone(ctx context.Context, _ *press.Key) (*reply[calling.UndoneView], error) {
	return of(s.Calling.Undo(ctx, who(ctx), param(ctx, "id"), calling.UndoRequest{}))
}
