package server

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/client"
	"partyline/dialer"
	"partyline/event"
	"partyline/export"
	"partyline/hooks"
	"partyline/roster"
)

// payload is what the events of some kinds carry.
type payload struct {
	kinds []event.Kind
	data  reflect.Type
}

// payloads is every kind of event that can come over the socket or the feed.
func payloads() []payload {
	change, with := reflect.TypeFor[calling.Change](), reflect.TypeFor[calling.PersonWith]()
	var ofSession []event.Kind
	for _, k := range calling.Kinds {
		switch k {
		case calling.SessionListed, calling.PersonReserved, calling.PersonReleased, calling.PersonWasLogged, calling.LeaderChanged, calling.ListSplit:
		default:
			ofSession = append(ofSession, k)
		}
	}
	return []payload{
		{ofSession, change},
		{[]event.Kind{calling.PersonReserved, calling.PersonReleased}, with},
		{[]event.Kind{calling.SessionListed}, reflect.TypeFor[calling.Listed]()},
		{[]event.Kind{calling.LeaderChanged}, reflect.TypeFor[calling.LeaderNow]()},
		{[]event.Kind{calling.ListSplit}, reflect.TypeFor[calling.SplitView]()},
		{[]event.Kind{calling.PersonWasLogged}, reflect.TypeFor[calling.PersonLogged]()},
		{[]event.Kind{account.OrganisationChanged}, reflect.TypeFor[account.OrganisationTold]()},
		{[]event.Kind{account.GroupChanged}, reflect.TypeFor[account.GroupTold]()},
		{account.UserKinds, reflect.TypeFor[account.Changed]()},
		{hooks.Kinds, reflect.TypeFor[hooks.Told]()},
		{[]event.Kind{roster.ListChanged}, reflect.TypeFor[roster.ListEvent]()},
		{[]event.Kind{roster.SupporterChanged}, reflect.TypeFor[roster.SupporterEvent]()},
		{[]event.Kind{roster.ImportChanged}, reflect.TypeFor[roster.ImportEvent]()},
		{[]event.Kind{campaign.Changed}, reflect.TypeFor[campaign.View]()},
		{[]event.Kind{campaign.StatusChanged}, reflect.TypeFor[campaign.StatusView]()},
		{[]event.Kind{campaign.LoadChanged, campaign.FileLoaded}, reflect.TypeFor[campaign.LoadTold]()},
		{[]event.Kind{campaign.PersonChanged}, reflect.TypeFor[campaign.PersonView]()},
		{[]event.Kind{campaign.Listed}, reflect.TypeFor[campaign.ListedView]()},
		{[]event.Kind{campaign.ClickingChanged}, reflect.TypeFor[campaign.ClickingView]()},
		{[]event.Kind{campaign.ClickingSwitched}, reflect.TypeFor[campaign.SwitchView]()},
		{[]event.Kind{campaign.NumbersWithdrawn}, reflect.TypeFor[campaign.WithdrawnView]()},
		{[]event.Kind{campaign.CallersTold}, reflect.TypeFor[campaign.CallersView]()},
		{[]event.Kind{campaign.ScriptChanged}, reflect.TypeFor[campaign.ScriptTold]()},
		{[]event.Kind{campaign.StateChanged}, reflect.TypeFor[campaign.StateTold]()},
		{[]event.Kind{dialer.CallerChanged}, reflect.TypeFor[dialer.CallerView]()},
		{[]event.Kind{dialer.CallersChanged}, reflect.TypeFor[dialer.CallerRow]()},
		{[]event.Kind{campaign.MessagesChanged}, reflect.TypeFor[campaign.MessagesView]()},
		{export.Kinds, reflect.TypeFor[export.View]()},
	}
}

// describe puts into the document what no route returns: events, as one closed union over kind.
func (s *Server) describe() {
	registry := s.api.OpenAPI().Components.Schemas
	all := registry.Map()
	union := &huma.Schema{Description: "A committed change. Apply data as the new state of what changed.", Discriminator: &huma.Discriminator{PropertyName: "kind", Mapping: map[string]string{}}}
	for _, p := range payloads() {
		data := registry.Schema(p.data, true, p.data.Name())
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
			}
			ref := "#/components/schemas/" + name
			union.OneOf = append(union.OneOf, &huma.Schema{Ref: ref})
			union.Discriminator.Mapping[string(kind)] = ref
		}
	}
	all["Event"] = union
	s.describeFrames()
}

// describeFrames puts in what goes over the socket, each direction as a closed union over type.
func (s *Server) describeFrames() {
	registry := s.api.OpenAPI().Components.Schemas
	union := func(about string, frames []any) *huma.Schema {
		u := &huma.Schema{Description: about, Discriminator: &huma.Discriminator{PropertyName: "type", Mapping: map[string]string{}}}
		for _, f := range frames {
			kind, name := frameType(f)
			ref := registry.Schema(reflect.TypeOf(f), true, name)
			u.OneOf = append(u.OneOf, ref)
			u.Discriminator.Mapping[kind] = ref.Ref
		}
		return u
	}
	browser := union("What a page says on the socket.", client.FromBrowser)
	server := union("What a server says on the socket.", client.FromServer)
	all := registry.Map()
	all["BrowserFrame"], all["ServerFrame"] = browser, server
	all["EventFrame"] = &huma.Schema{ // the closed union of events, with the type in front
		Description: "A committed change, as it comes over the socket.",
		Type:        "object", Required: []string{"type"}, Properties: map[string]*huma.Schema{"type": {Type: "string", Enum: []any{"event"}}},
		OneOf: all["Event"].OneOf,
	}
}

// schemaName is "CallingEntrySkipped" of "calling.entry_skipped".
func schemaName(kind event.Kind) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(string(kind), func(r rune) bool { return r == '.' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
