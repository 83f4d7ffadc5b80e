package server

import (
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

// cookieName has the prefix that browsers only take over HTTPS, from this very host.
func (s *Server) cookieName() string {
	if s.secure {
		return "__Host-partyline"
	}
	return "partyline"
}

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
