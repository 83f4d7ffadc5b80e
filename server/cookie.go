package server

import (
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

func (s *Server) cookieName() string { return cookieNamed(s.secure) }

// cookieNamed is the name of the cookie of a login: over HTTPS it has the prefix that browsers take only so, from this very host.
func cookieNamed(secure bool) string {
	if secure {
		return "__Host-partyline"
	}
	return "partyline"
}

// cookieSays is what the documents say of it.
const cookieSays = "Set by POST /login: __Host-partyline where the server is reached by https (PUBLIC_URL), partyline without HTTPS."

// cookieLasts is longer than a login without use: the server decides when it is over.
const cookieLasts = 60 * 24 * time.Hour

func (s *Server) setCookie(c *fiber.Ctx, secret string) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookieName(), Value: secret, Path: "/", MaxAge: int(cookieLasts.Seconds()),
		HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (s *Server) dropCookie(c *fiber.Ctx) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookieName(), Value: "", Path: "/", Expires: time.Unix(0, 0),
		HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// address is where a request came from, "" when a proxy stands between: then it says nothing of the person.
func address(c *fiber.Ctx) string {
	ip := net.ParseIP(c.IP())
	if ip == nil || ip.IsLoopback() || ip.IsPrivate() || c.Get("X-Forwarded-For") != "" || c.Get("Forwarded") != "" {
		return ""
	}
	return ip.String()
}
