package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/subtle"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
)

// Sim is where the simulated carrier listens and the token of the link to its pages. They show
// numbers, so they are for signed-in admins, or for whoever has the link that was printed at start.
type Sim struct {
	Target string // http://127.0.0.1:port
	Token  string
}

const simCookie = "partyline_sim"

// simPages passes /_sim/ on to the simulated carrier.
func (s *Server) simPages() {
	if s.Sim == nil {
		return
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s.app.Use("/_sim", func(c *fiber.Ctx) error {
		if token := c.Query("token"); token != "" && c.Method() == fiber.MethodGet {
			if !s.Sim.opens(token) {
				return fault.New(fault.NotFound, "not_found", "This link is not valid any more. The one printed at the last start is.")
			}
			c.Cookie(&fiber.Cookie{Name: simCookie, Value: token, Path: "/_sim", HTTPOnly: true, SameSite: "Strict", Secure: s.secure})
			return c.Redirect(simPath(c), fiber.StatusSeeOther)
		}
		if err := s.mayRehearse(c); err != nil {
			return err
		}
		return s.pass(c, client)
	})
}

// simPath is the path asked for, without its token.
func simPath(c *fiber.Ctx) string {
	q := url.Values{}
	for k, v := range c.Queries() {
		if k != "token" {
			q.Set(k, v)
		}
	}
	path := string(c.Request().URI().PathOriginal())
	if !strings.HasPrefix(path, "/_sim") {
		path = "/_sim/"
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

func (m *Sim) opens(token string) bool {
	return m.Token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(m.Token)) == 1
}

// mayRehearse lets admins and holders of the link through; foreign pages never.
func (s *Server) mayRehearse(c *fiber.Ctx) error {
	if writes(c.Method()) && c.Get("Authorization") == "" {
		if err := s.sameOrigin(c); err != nil {
			return err
		}
	}
	if s.Sim.opens(c.Cookies(simCookie)) {
		return nil
	}
	k, err := s.Asker(c.UserContext(), c)
	if err != nil {
		return err
	}
	if !k.Manages() {
		return fault.New(fault.Forbidden, "forbidden", "The simulated carrier shows phone numbers, so only admins and holders of the link printed at start can see it.")
	}
	return nil
}

// pass sends one request on and streams the reply back, so that live pages stay live.
func (s *Server) pass(c *fiber.Ctx, client *http.Client) error {
	body, err := s.whole(c, bodyLimit)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, c.Method(), s.Sim.Target+string(c.Request().URI().RequestURI()), bytes.NewReader(body))
	if err != nil {
		cancel()
		return err
	}
	for _, h := range []string{"Content-Type", "Accept", "Last-Event-Id"} {
		if v := c.Get(h); v != "" {
			r.Header.Set(h, v)
		}
	}
	reply, err := client.Do(r)
	if err != nil {
		cancel()
		return fault.New(fault.Busy, "carrier_away", "The simulated carrier does not answer. It starts with the server; try again in a moment.").Because(err)
	}
	for _, h := range []string{"Content-Type", "Content-Security-Policy", "Cache-Control", "Location", "Etag"} {
		if v := reply.Header.Get(h); v != "" {
			c.Set(h, v)
		}
	}
	c.Status(reply.StatusCode)
	if !strings.HasPrefix(reply.Header.Get("Content-Type"), "text/event-stream") {
		defer cancel()
		defer reply.Body.Close()
		b, err := io.ReadAll(reply.Body)
		if err != nil {
			return err
		}
		return c.Send(b)
	}
	conn := c.Context().Conn()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer cancel()
		defer reply.Body.Close()
		b := make([]byte, 4<<10)
		for {
			n, err := reply.Body.Read(b)
			_ = conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
			if n > 0 {
				if _, err := w.Write(b[:n]); err != nil || w.Flush() != nil {
					return
				}
			}
			if err != nil {
				return
			}
		}
	})
	return nil
}
