package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"partyline/fault"
)

// logged writes one line for each request: the route it took, never its path, query or headers,
// which may hold link tokens and numbers.
func (s *Server) logged(c *fiber.Ctx) error {
	began := time.Now()
	id := uuid.Must(uuid.NewV7()).String()
	c.Set("X-Request-Id", id)
	c.SetUserContext(context.WithValue(c.UserContext(), requestKey, id))
	err := c.Next()
	if err != nil { // reply now, so that the line has the status
		if failed := c.App().ErrorHandler(c, err); failed != nil {
			_ = c.SendStatus(fiber.StatusInternalServerError)
		}
	}
	status := c.Response().StatusCode()
	level := slog.LevelDebug
	if writes(c.Method()) {
		level = slog.LevelInfo
	}
	if status >= 500 {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{
		slog.String("method", c.Method()), slog.String("route", c.Route().Path), slog.Int("status", status),
		slog.Duration("took", time.Since(began).Round(time.Microsecond)), slog.String("request", id),
	}
	if k := asker(c.UserContext()); k.User != "" {
		attrs = append(attrs, slog.String("user", k.User))
	}
	s.counts.saw(c.Method(), c.Route().Path, status, time.Since(began))
	s.Log.LogAttrs(context.Background(), level, "request", attrs...)
	return nil
}

// guarded turns a panic into a 500 with its place in the log. What was panicked with is only
// logged by type: it may hold what somebody sent.
func (s *Server) guarded(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			cause, isErr := r.(error)
			if !isErr {
				cause = fmt.Errorf("panic of type %T", r)
			}
			err = &fault.Error{Kind: fault.Internal, Code: "internal", Title: "panicked", Cause: fmt.Errorf("%w\n%s", cause, debug.Stack())}
		}
	}()
	return c.Next()
}

func requestID(ctx context.Context) string { id, _ := ctx.Value(requestKey).(string); return id }

// reference is what people read out when something broke: four letters and digits that find the log line.
func reference(request string) string {
	const signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	sum := sha256.Sum256([]byte(request))
	var b strings.Builder
	for _, x := range sum[:4] {
		b.WriteByte(signs[int(x)%len(signs)])
	}
	return b.String()
}
