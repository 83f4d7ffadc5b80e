package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"partyline/fault"
)

// Problem is the reply to everything that was refused: application/problem+json.
// Title is a sentence for people, Code is for machines, Errors says which fields. More keys may
// follow, by code: "current" (the fresh state, with conflict), "reference" (with internal).
type Problem struct {
	Status int            `json:"status"`
	Code   string         `json:"code"`
	Title  string         `json:"title"`
	Errors []fault.Field  `json:"errors,omitempty"`
	Extra  map[string]any `json:"-"`
}

// Error is the code.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says what a problem is sent as.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders tells when to come back.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if after, ok := p.Extra["retry_after"].(int); ok {
		h.Set("Retry-After", strconv.Itoa(after))
	}
	return h
}

// MarshalJSON puts the further keys beside the four.
func (p *Problem) MarshalJSON() ([]byte, error) {
	m := make(map[string]any, len(p.Extra)+4)
	for k, v := range p.Extra {
		m[k] = v
	}
	m["status"], m["code"], m["title"] = p.Status, p.Code, p.Title
	if len(p.Errors) > 0 {
		m["errors"] = p.Errors
	}
	return json.Marshal(m)
}

// Schema describes a problem, open for further keys.
func (p *Problem) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.AdditionalProperties = true
	return s
}

var _ huma.SchemaTransformer = (*Problem)(nil)

// statuses is the HTTP status of each kind of refusal.
var statuses = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 422, fault.Forbidden: 403, fault.NotFound: 404,
	fault.Conflict: 409, fault.Busy: 503, fault.SignedOut: 401, fault.Gone: 410,
}

// statusOf gives codes that HTTP has a word of its own for that word.
func statusOf(f *fault.Error) int {
	switch f.Code {
	case "too_many_tries", "too_many", "too_many_starts":
		return http.StatusTooManyRequests
	case "too_large":
		return http.StatusRequestEntityTooLarge
	}
	return statuses[f.Kind]
}

// problem turns an error into a reply. What is ours is logged here, once, and gets a reference.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var fe *fiber.Error
	if errors.As(err, &fe) {
		return plain(fe.Code)
	}
	f := fault.As(err)
	if errors.Is(err, context.DeadlineExceeded) && f.Kind == fault.Internal {
		f = fault.New(fault.Busy, "busy", "This took too long just now. Try again in a moment.").With("retry_after", 5).Because(err)
		s.Log.Warn("took too long", "request", requestID(ctx))
	}
	p = &Problem{Status: statusOf(f), Code: f.Code, Title: f.Title, Errors: f.Fields, Extra: f.Extra}
	if f.Kind == fault.Internal {
		id := requestID(ctx)
		s.Log.Error("broke", "reference", reference(id), "request", id, "error", err)
		p.Code, p.Title = "internal", "Something broke on our side. Nothing you saved is lost."
		p.Errors, p.Extra = nil, map[string]any{"reference": reference(id)}
	}
	return p
}

// refuse is Fiber's error handler.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	return s.reply(c, s.problem(c.UserContext(), err))
}

func (s *Server) reply(c *fiber.Ctx, p *Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	for k, v := range p.GetHeaders() {
		c.Set(k, v[0])
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return c.Status(p.Status).Send(body)
}

// plain is the problem of an HTTP status that no rule of ours gave.
func plain(status int) *Problem {
	p := &Problem{Status: status, Code: "invalid", Title: "This cannot be used."}
	switch status {
	case http.StatusBadRequest:
		p.Code, p.Title = "unreadable", "This could not be read: it must be JSON in UTF-8."
	case http.StatusNotFound:
		p.Code, p.Title = "not_found", "There is nothing here."
	case http.StatusMethodNotAllowed:
		p.Code, p.Title = "not_found", "This cannot be done here."
	case http.StatusRequestTimeout:
		p.Code, p.Title = "unreadable", "The request broke off."
	case http.StatusRequestEntityTooLarge:
		p.Code, p.Title = "too_large", "This is more than we take at once."
	case http.StatusRequestHeaderFieldsTooLarge:
		p.Code, p.Title = "too_large", "The headers of this request are too long."
	case http.StatusUnsupportedMediaType:
		p.Code, p.Title = "unreadable", "Send this as application/json."
	case http.StatusUpgradeRequired:
		p.Code, p.Title = "unreadable", "This address is for a WebSocket."
	default:
		if status >= 500 {
			p.Code, p.Title = "internal", "Something broke on our side. Nothing you saved is lost."
		}
	}
	return p
}

// ourErrors makes huma speak our problems; it says what is wrong with a field, never what it held.
var ourErrors = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		if status == 0 { // asked for its shape only
			return &Problem{}
		}
		p := plain(status)
		if status != http.StatusUnprocessableEntity {
			return p
		}
		p.Title = "Some of this cannot be used."
		for _, err := range errs {
			var d *huma.ErrorDetail
			if errors.As(err, &d) {
				p.Errors = append(p.Errors, field(d))
			}
		}
		if len(p.Errors) == 1 && p.Errors[0].Field != "" {
			p.Title = "One field cannot be used: " + p.Errors[0].Field + "."
		}
		return p
	}
})

// field says in a sentence what is wrong with one field.
func field(d *huma.ErrorDetail) fault.Field {
	at := d.Location
	for _, in := range []string{"body.", "query.", "path.", "header."} {
		at = strings.TrimPrefix(at, in)
	}
	if at == "body" {
		at = ""
	}
	m := d.Message
	after := func(prefix string) (string, bool) { return strings.CutPrefix(m, prefix) }
	if rest, ok := after("expected required property "); ok {
		name := strings.TrimSuffix(rest, " to be present")
		if at != "" {
			name = at + "." + name
		}
		return fault.Field{Field: name, Title: "This is needed."}
	}
	if m == "unexpected property" { // its name is the sender's own text: not repeated
		return fault.Field{Title: "There is a field that we do not know."}
	}
	if rest, ok := after("expected value to be one of "); ok {
		return fault.Field{Field: at, Title: "This must be one of " + rest + "."}
	}
	for _, w := range [][3]string{
		{"expected length >= 1", "This is needed.", "whole"},
		{"expected length >= ", "At least", " characters are needed."},
		{"expected length <= ", "At most", " characters can be kept."},
		{"expected number >= ", "At least", " is needed."},
		{"expected number <= ", "At most", " is possible."},
		{"expected array length <= ", "At most", " of them are possible."},
		{"expected array length >= ", "At least", " of them is needed."},
	} {
		if rest, ok := after(w[0]); ok {
			if w[2] == "whole" {
				if rest != "" {
					continue
				}
				return fault.Field{Field: at, Title: w[1]}
			}
			return fault.Field{Field: at, Title: w[1] + " " + rest + w[2]}
		}
	}
	for _, w := range [][2]string{
		{"required ", "This is needed."},
		{"expected string to be RFC 3339 date-time", "This must be a time like 2026-04-15T18:30:00Z."},
		{"expected string to be RFC 3339 date", "This must be a date like 2026-04-15."},
		{"expected string", "This must be text."},
		{"expected boolean", "This must be true or false."},
		{"expected integer", "This must be a whole number."},
		{"expected number", "This must be a number."},
		{"expected array", "This must be a list."},
		{"expected object", "This must be an object."},
	} {
		if strings.HasPrefix(m, w[0]) {
			return fault.Field{Field: at, Title: w[1]}
		}
	}
	return fault.Field{Field: at, Title: "This cannot be used."}
}
