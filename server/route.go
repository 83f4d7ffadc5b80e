package server

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/press"
)

// Route is one line of routes.go.
type Route struct {
	Method, Path string // under /api/v1
	Action       account.Action
	Summary      string
	Status       int // of a good answer; 0: 200 or, without a body, 204
	Private      bool
	Paged        bool // it takes keys of the page that asks
	Streamed     bool
	Empty        bool   // it answers without a body
	Family       string // of the thing in the path, "" without one
	Texts        *shape // what text its body may hold; nil without a body
	Shows        any    // what a repeat shows whose first answer was lost: func(context.Context, *press.Key) (*O, error); see again
}

// option changes a route.
type option func(*Route)

// created answers 201.
func created(r *Route) { r.Status = http.StatusCreated }

// private keeps no first answer for idempotency keys: doing it again is right, or its answer sets a cookie.
func private(r *Route) { r.Private = true }

// paged is for presses of who came by a link: with a key of their page each is done once, and a repeat is told how things are now. No
// answer is kept: it has the whole script in it.
func paged(r *Route) { r.Private, r.Paged = true, true }

// streamed leaves the body unread: the handler reads it as it comes, by s.stream.
func streamed(r *Route) { r.Streamed, r.Private = true, true }

// summary is what the documentation calls the route.
func summary(text string) option { return func(r *Route) { r.Summary = text } }

// family says which family of things the {id} behind the first part of a path belongs to.
var families = map[string]string{
	"groups":     account.FamilyGroup,
	"users":      account.FamilyUser,
	"lists":      account.FamilyList,
	"supporters": account.FamilySupporter,
	"imports":    account.FamilyImport,
	"sessions":   account.FamilySession,
	"attempts":   account.FamilyAttempt,
	"logs":       account.FamilyLog,
	"undo":       account.FamilyAction,
	"campaigns":  account.FamilyCampaign,
}

// handle registers a typed route: I is a struct of path, query, header values and Body; O of headers and Body.
// Before h runs, the asker is known, may do it, and what was sent has the right shape.
// What h returns as a fault becomes a problem reply; every other error a 500 with a reference.
func handle[I, O any](s *Server, method, path string, a account.Action, h func(ctx context.Context, in *I) (*O, error), opts ...option) {
	visible(reflect.TypeFor[I]())
	r := s.route(method, path, a, append(opts, func(r *Route) { r.Texts, r.Empty = shapeOf(reflect.TypeFor[I]()), empty[O]() }))
	show, fits := r.Shows.(func(context.Context, *press.Key) (*O, error))
	if r.Shows != nil && !fits {
		panic("server: " + method + " " + path + " shows a repeat another answer than the first one")
	}
	huma.Register(s.api, huma.Operation{
		OperationID:     operationID(method, path),
		Method:          method,
		Path:            path,
		Summary:         r.Summary,
		Tags:            []string{strings.Split(path[1:], "/")[0]},
		DefaultStatus:   r.Status,
		MaxBodyBytes:    bodyLimit + 1, // the gate has read it already
		BodyReadTimeout: -1,
		Security:        security(a),
		Metadata:        map[string]any{"action": a},
	}, func(ctx context.Context, in *I) (out *O, err error) {
		if done, _ := ctx.Value(lostKey).(*press.Key); done != nil {
			out, err = again(ctx, done, show)
		} else {
			out, err = h(ctx, in)
		}
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// visible panics for inputs with an embedded struct of a small-letter name: huma passes over those, and all in it.
func visible(t reflect.Type) {
	for f := range t.Fields() {
		if f.Anonymous && !f.IsExported() {
			panic("server: " + f.Name + " is embedded in an input: give it a capital letter")
		}
	}
}

// raw registers a route that reads or writes bytes itself: uploads and exports. It passes the same gate.
func (s *Server) raw(method, path string, a account.Action, h fiber.Handler, opts ...option) {
	r := s.route(method, path, a, opts)
	if writes(method) && !r.Private {
		panic("server: " + method + " " + path + " would be done again by a repeat: make it private")
	}
	s.group.Add(method, colons(path), h)
	op := &huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: path, Summary: r.Summary,
		Tags: []string{strings.Split(path[1:], "/")[0]}, Security: security(a),
		Responses: map[string]*huma.Response{"200": {Description: "OK"}},
	}
	for _, part := range strings.Split(path, "/") {
		if name, found := strings.CutPrefix(part, "{"); found {
			name, _, _ = strings.Cut(name, "}")
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
		}
	}
	if r.Streamed {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "name", In: "query", Description: "of the file", Schema: &huma.Schema{Type: "string"}})
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	}
	s.api.OpenAPI().AddOperation(op)
}

func (s *Server) route(method, path string, a account.Action, opts []option) Route {
	if _, known := account.RuleFor(a); !known {
		panic("server: " + method + " " + path + " names an action without a rule: " + string(a))
	}
	r := Route{Method: method, Path: path, Action: a}
	for _, o := range opts {
		o(&r)
	}
	if parts := strings.Split(path, "/"); len(parts) > 2 && parts[2] == "{id}" {
		r.Family = families[parts[1]]
	}
	s.routed = append(s.routed, r)
	s.group.Add(method, colons(path), s.gate(r))
	return r
}

// Routes is every route under /api/v1, in order.
func (s *Server) Routes() []Route { return s.routed }

// colons writes a path's parameters the way Fiber does.
func colons(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// operationID is the route in one word: "post-sessions-id-start".
func operationID(method, path string) string {
	return strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-", "_", "-").Replace(path)
}

func security(a account.Action) []map[string][]string {
	if a == account.Anyone {
		return []map[string][]string{}
	}
	return []map[string][]string{{"cookie": {}}, {"token": {}}}
}
