package server

import (
	"context"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/fault"
)

type contextKey int

const (
	askerKey contextKey = iota
	placeKey
	requestKey
	fiberKey
	lostKey
)

// asker is who asks. Behind the gate it is somebody, unless the action is account.Anyone.
func asker(ctx context.Context) account.Asker { k, _ := ctx.Value(askerKey).(account.Asker); return k }

// placeOf is where the thing of the path stands.
func placeOf(ctx context.Context) account.Place {
	p, _ := ctx.Value(placeKey).(account.Place)
	return p
}

// under is the Fiber request that a handler's context belongs to; it must not outlive the handler.
func under(ctx context.Context) *fiber.Ctx { c, _ := ctx.Value(fiberKey).(*fiber.Ctx); return c }

// gate comes before each route: it reads the body within its limit, knows the asker, keeps foreign
// pages out, refuses text that cannot be kept, judges by the table of rights, and repeats the first answer to a key.
func (s *Server) gate(r Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), doTimeout)
		if r.Streamed {
			cancel()
			ctx, cancel = context.WithCancel(c.UserContext())
		}
		defer cancel()
		ctx = context.WithValue(ctx, fiberKey, c)
		c.SetUserContext(ctx)

		var body []byte
		if !r.Streamed {
			var err error
			if body, err = s.whole(c, bodyLimit); err != nil {
				return err
			}
		}
		k, err := s.admit(c, ctx, r.Action)
		if err != nil {
			return err
		}
		if err := readable(c, body, r.Texts); err != nil {
			return err
		}
		key := ""
		owner := k.User
		if r.Paged {
			owner = s.pageOf(c)
		}
		if (!r.Private || r.Paged && owner != "") && writes(r.Method) {
			key = c.Get("Idempotency-Key")
		}
		place, err := s.judge(ctx, c, k, r)
		if err != nil {
			if key != "" {
				return s.over(c, k, r, key, body, err)
			}
			return err
		}
		ctx = context.WithValue(context.WithValue(ctx, askerKey, k), placeKey, place)
		c.SetUserContext(ctx)
		if key != "" {
			return s.once(c, r, owner, key, body)
		}
		return c.Next()
	}
}

// judge finds the thing of the path and judges by the table of rights.
func (s *Server) judge(ctx context.Context, c *fiber.Ctx, k account.Asker, r Route) (account.Place, error) {
	place, err := s.Account.Judge(ctx, k, r.Action, r.Family, c.Params("id"))
	if entry := c.Params("entry"); err == nil && entry != "" {
		err = s.within(ctx, place, entry)
	}
	return place, err
}

// within refuses an entry that is not of the session in the same path.
func (s *Server) within(ctx context.Context, session account.Place, entry string) error {
	inner, err := s.Account.Places.PlaceOf(ctx, account.FamilyEntry, entry)
	if err == nil && inner.Session != session.ID {
		err = fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
	}
	return err
}

// admit finds out who asks, and refuses writes that a foreign page sent with the user's cookie.
func (s *Server) admit(c *fiber.Ctx, ctx context.Context, a account.Action) (account.Asker, error) {
	if writes(c.Method()) && c.Get("Authorization") == "" {
		if err := s.sameOrigin(c); err != nil {
			return account.Asker{}, err
		}
	}
	if a == account.Anyone {
		return account.Asker{}, nil
	}
	return s.Asker(ctx, c)
}

// Asker finds out who sent a request, by API token or cookie; a cookie that was due is replaced in the reply.
func (s *Server) Asker(ctx context.Context, c *fiber.Ctx) (account.Asker, error) {
	if h := c.Get("Authorization"); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return account.Asker{}, fault.New(fault.SignedOut, "signed_out", "Send the API token as: Authorization: Bearer <token>.")
		}
		return s.Account.ByToken(ctx, strings.TrimSpace(token))
	}
	cookie := c.Cookies(s.cookieName())
	if cookie == "" {
		return account.Asker{}, fault.New(fault.SignedOut, "signed_out", "Please sign in.")
	}
	k, next, err := s.Account.ByCookie(ctx, cookie)
	if err != nil {
		if fault.As(err).Kind == fault.SignedOut {
			s.dropCookie(c)
		}
		return account.Asker{}, err
	}
	if next != "" {
		s.setCookie(c, next)
	}
	return k, nil
}

// sameOrigin lets a write pass that comes from our own pages, or from no browser at all.
func (s *Server) sameOrigin(c *fiber.Ctx) error {
	if c.Get("Sec-Fetch-Site") == "same-origin" {
		return nil
	}
	origin := c.Get("Origin")
	if origin == "" && (c.Get("Sec-Fetch-Site") == "" || c.Get("Sec-Fetch-Site") == "none") {
		return nil
	}
	if s.ours(origin, c.Get("Host")) {
		return nil
	}
	return fault.New(fault.Forbidden, "foreign_origin", "This came from another site, so nothing was done.")
}

// ours says whether an Origin header is ours: the public one, or the very host that was asked.
func (s *Server) ours(origin, host string) bool {
	if origin == s.origin {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == host && (u.Scheme == "https" || !s.secure)
}

func writes(method string) bool {
	return method != fiber.MethodGet && method != fiber.MethodHead && method != fiber.MethodOptions
}
