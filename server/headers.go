package server

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// headers are on every reply; a handler may set stricter ones of its own.
func (s *Server) headers(c *fiber.Ctx) error {
	c.Set("Content-Security-Policy", s.policy)
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Referrer-Policy", "no-referrer")
	c.Set("X-Frame-Options", "DENY")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
	if s.secure {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(c.Path(), "/api/") {
		c.Set("Cache-Control", "no-store")
	}
	return c.Next()
}
