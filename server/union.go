package server

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"partyline/account"
	"partyline/calling"
	"partyline/event"
)

// payload is what the events of some kinds carry.
type payload struct {
	kinds []event.Kind
	data  []reflect.Type // one of them
}

// payloads is every kind of event that can come over the socket or the feed.
func payloads() []payload {
	change, with := reflect.TypeFor[calling.Change](), reflect.TypeFor[calling.PersonWith]()
	var ofSession []event.Kind
	for _, k := range calling.Kinds {
		switch k {
		case calling.SessionListed, calling.PersonReserved, calling.PersonReleased:
		default:
			ofSession = append(ofSession, k)
		}
	}
	return []payload{
		{ofSession, []reflect.Type{change}},
		{[]event.Kind{calling.PersonReserved, calling.PersonReleased}, []reflect.Type{with, change}},
		{[]event.Kind{calling.SessionListed}, []reflect.Type{reflect.TypeFor[calling.Listed]()}},
		{account.Kinds, []reflect.Type{reflect.TypeFor[account.Changed]()}},
	}
}

// describe puts into the document what no route returns: events, as one closed union over kind.
func (s *Server) describe() {
	registry := s.api.OpenAPI().Components.Schemas
	all := registry.Map()
	union := &huma.Schema{Description: "A committed change. Apply data as the new state of what changed.", Discriminator: &huma.Discriminator{PropertyName: "kind", Mapping: map[string]string{}}}
	for _, p := range payloads() {
		var data *huma.Schema
		for _, t := range p.data {
			one := registry.Schema(t, true, t.Name())
			switch {
			case data == nil:
				data = one
			case data.Ref != "":
				data = &huma.Schema{AnyOf: []*huma.Schema{data, one}}
			default:
				data.AnyOf = append(data.AnyOf, one)
			}
		}
		for _, kind := range p.kinds {
			name := schemaName(kind)
			all[name] = &huma.Schema{
				Type:     "object",
				Required: []string{"topic", "seq", "kind", "at", "data"},
				Properties: map[string]*huma.Schema{
					"topic": {Type: "string", Description: "family/id"},
					"seq":   {Type: "integer", Format: "int64", Description: "place in the topic, from 1 without gaps; 0: a sign that is not kept"},
					"kind":  {Type: "string", Enum: []any{string(kind)}},
					"at":    {Type: "string", Format: "date-time"},
					"data":  data,
				},
				AdditionalProperties: false,
			}
			ref := "#/components/schemas/" + name
			union.OneOf = append(union.OneOf, &huma.Schema{Ref: ref})
			union.Discriminator.Mapping[string(kind)] = ref
		}
	}
	all["Event"] = union
}

// schemaName is "CallingEntrySkipped" of "calling.entry_skipped".
func schemaName(kind event.Kind) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(string(kind), func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
