package server

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
)

// readKey marks, in a request's locals, that its body was read to its end.
const readKey = "body read"

// How much of a refused body is read, and for how long, before the reply.
const (
	lingerBytes = 1 << 20
	lingerTime  = 2 * time.Second
)

// unread closes the connection after a reply whose request still has a body on the wire: the
// rest would else be taken for the next request. Before that it reads on for a while: whoever
// closes with bytes unread resets the connection, and the client never sees why it was refused.
func (s *Server) unread(c *fiber.Ctx) error {
	err := c.Next()
	if n := c.Request().Header.ContentLength(); (n > 0 || n == -1) && c.Locals(readKey) == nil {
		linger(c)
		c.Context().SetConnectionClose()
	}
	return err
}

// linger reads what is left of the body and forgets it, within limits.
func linger(c *fiber.Ctx) {
	stream, conn := c.Request().BodyStream(), c.Context().Conn()
	if stream == nil || conn.SetReadDeadline(time.Now().Add(lingerTime)) != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, stream, lingerBytes) // an error means that there is no more, or not in time
}

// whole reads the body, at most limit bytes, and puts it back for whoever reads it next.
func (s *Server) whole(c *fiber.Ctx, limit int) ([]byte, error) {
	n := c.Request().Header.ContentLength()
	stream := c.Request().BodyStream()
	if n == 0 || n == -2 || stream == nil {
		return nil, nil
	}
	if n > limit {
		return nil, tooLarge(limit)
	}
	body, err := io.ReadAll(io.LimitReader(stream, int64(limit)+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "unreadable", "The request broke off.").Because(err)
	}
	if len(body) > limit {
		return nil, tooLarge(limit)
	}
	c.Locals(readKey, true)
	c.Request().SetBodyStream(bytes.NewReader(body), len(body))
	return body, nil
}

// limit reads a body of at most n bytes before the next handler, whose c.Body() then has it.
func (s *Server) limit(n int) fiber.Handler {
	return func(c *fiber.Ctx) error {
		body, err := s.whole(c, n)
		if err != nil {
			return err
		}
		c.Request().SetBodyRaw(body)
		return c.Next()
	}
}

// stream is the body of a streamed route as it comes, at most limit bytes (an error beyond).
// It waits readTimeout for each piece, not for all of them.
func (s *Server) stream(c *fiber.Ctx, limit int64) io.Reader {
	stream := c.Request().BodyStream()
	if stream == nil {
		return bytes.NewReader(nil)
	}
	return &pieces{c: c, from: stream, left: limit}
}

type pieces struct {
	c    *fiber.Ctx
	from io.Reader
	left int64
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, tooLarge(0)
	}
	_ = p.c.Context().Conn().SetReadDeadline(time.Now().Add(readTimeout))
	n, err := p.from.Read(b)
	p.left -= int64(n)
	if errors.Is(err, io.EOF) {
		p.c.Locals(readKey, true)
	}
	return n, err
}

func tooLarge(limit int) error {
	f := fault.New(fault.Invalid, "too_large", "This is more than we take at once.")
	if limit > 0 {
		return f.With("limit_bytes", limit)
	}
	return f
}
