package server

import (
	"bytes"
	"encoding/json"
	"net/url"
	"reflect"

	"partyline/client"
)

// exchange is one kind of frame that a browser or a program sends: what it is for, and what answers it.
type exchange struct {
	frame   any
	about   string
	answers []any
}

// exchanges is everything that can be said to a server over the socket.
var exchanges = []exchange{
	{client.SubscribeFrame{}, "Asks for a topic: for every event after since, then live. Without since: live from now.", []any{client.SubscribedFrame{}, client.ResetFrame{}, client.ErrorFrame{}}},
	{client.UnsubscribeFrame{}, "Ends a subscription. Events that were on their way may still arrive.", nil},
	{client.DoingFrame{}, "Says what the person does on a topic they listen to, at most once a second.", []any{client.ErrorFrame{}}},
	{client.PingFrame{}, "Asks whether the socket still carries.", []any{client.PongFrame{}}},
	{client.LeaseFrame{}, "Asks for numbers to look at.", []any{client.LeasedFrame{}, client.ErrorFrame{}}},
	{client.ApproveFrame{}, "Presses on numbers of a lease. A repeated key gets the first answer and counts once.", []any{client.AckFrame{}, client.ErrorFrame{}}},
	{client.LaunchFrame{}, "In launch mode: begins the call to the number of a lease, if a caller is free. A repeated key gets the first answer and rings nobody again.", []any{client.LaunchedFrame{}, client.ErrorFrame{}}},
	{client.ReleaseFrame{}, "Gives numbers of a lease back; skipped ones never come to the same person again.", []any{client.AckFrame{}, client.ErrorFrame{}}},
}

// tidings is what a server says without being asked.
var tidings = []exchange{
	{frame: client.EventFrame{}, about: "A committed change. Apply data as the new state of what changed."},
	{frame: client.EventsFrame{}, about: "Events of one topic that came together or fast. Take each as if it had come alone, in this order."},
	{frame: client.ResetFrame{}, about: "Too much was missed: fetch the snapshot and subscribe from its seq."},
	{frame: client.PresenceFrame{}, about: "Who is on a topic. It is not kept: the next one stands for itself."},
	{frame: client.BusFrame{}, about: "Whether what happens on other nodes comes late for the moment."},
	{frame: client.GoingAwayFrame{}, about: "This server stops: connect again after so many milliseconds."},
	{frame: client.ErrorFrame{}, about: "A right was taken away, and a subscription with it."},
}

type (
	asyncRef struct {
		Ref string `json:"$ref"`
	}
	asyncMessage struct {
		Name    string `json:"name"`
		Title   string `json:"title"`
		Payload struct {
			Format string   `json:"schemaFormat"`
			Schema asyncRef `json:"schema"`
		} `json:"payload"`
	}
	asyncReply struct {
		Channel  asyncRef   `json:"channel"`
		Messages []asyncRef `json:"messages"`
	}
	asyncOperation struct {
		Action   string      `json:"action"` // as the server sees it
		Channel  asyncRef    `json:"channel"`
		Summary  string      `json:"summary"`
		Messages []asyncRef  `json:"messages"`
		Reply    *asyncReply `json:"reply,omitempty"`
	}
)

// asyncDocument is the AsyncAPI document of the socket of a server that is reached at public. Its frames are schemas of the
// OpenAPI document beside it.
func asyncDocument(public, version string) ([]byte, error) {
	at, err := url.Parse(public)
	if err != nil {
		return nil, err
	}
	secure := at.Scheme == "https"
	protocol := map[bool]string{true: "wss", false: "ws"}[secure]
	messages, operations, inside := map[string]asyncMessage{}, map[string]asyncOperation{}, map[string]asyncRef{}
	refer := func(frame any) asyncRef {
		kind, schema := frameType(frame)
		m := asyncMessage{Name: kind, Title: schema}
		m.Payload.Format = "application/vnd.oai.openapi+json;version=3.1.0"
		m.Payload.Schema.Ref = "openapi.json#/components/schemas/" + schema
		messages[schema] = m
		inside[schema] = asyncRef{"#/components/messages/" + schema}
		return asyncRef{"#/channels/socket/messages/" + schema}
	}
	channel := asyncRef{"#/channels/socket"}
	for _, x := range exchanges {
		kind, _ := frameType(x.frame)
		o := asyncOperation{Action: "receive", Channel: channel, Summary: x.about, Messages: []asyncRef{refer(x.frame)}}
		if x.answers != nil {
			o.Reply = &asyncReply{Channel: channel}
		}
		for _, a := range x.answers {
			o.Reply.Messages = append(o.Reply.Messages, refer(a))
		}
		operations[kind] = o
	}
	for _, x := range tidings {
		kind, _ := frameType(x.frame)
		operations["tell_"+kind] = asyncOperation{Action: "send", Channel: channel, Summary: x.about, Messages: []asyncRef{refer(x.frame)}}
	}
	return json.Marshal(map[string]any{
		"asyncapi":           "3.0.0",
		"info":               map[string]any{"title": "Partyline: the socket", "version": version, "description": "What happens to open pages, as it happens. One JSON object a message, in UTF-8 text, at most 64 kB, told apart by type. Changes are made over HTTP (openapi.json)."},
		"defaultContentType": "application/json",
		"servers": map[string]any{"here": map[string]any{
			"host": at.Host, "protocol": protocol, "pathname": at.Path,
			"security": []asyncRef{{"#/components/securitySchemes/cookie"}, {"#/components/securitySchemes/token"}},
		}},
		"channels": map[string]any{"socket": map[string]any{
			"address": "/ws", "title": "The socket", "messages": inside,
			"bindings": map[string]any{"ws": map[string]any{
				"method": "GET", "bindingVersion": "0.1.0",
				"headers": map[string]any{"type": "object", "properties": map[string]any{
					"Sec-WebSocket-Protocol": map[string]any{"type": "string", "const": client.Subprotocol},
				}},
				"query": map[string]any{"type": "object", "properties": map[string]any{
					"as": map[string]any{"type": "string", "const": "page", "description": "callers' and clickers' pages: sign in by the cookie of their link"},
				}},
			}},
			"x-close-codes": client.Closings,
		}},
		"operations": operations,
		"components": map[string]any{
			"messages": messages,
			"securitySchemes": map[string]any{
				"cookie": map[string]any{"type": "httpApiKey", "in": "cookie", "name": cookieNamed(secure), "description": cookieSays},
				"token":  map[string]any{"type": "http", "scheme": "bearer", "description": "An API token, made by POST /tokens."},
			},
		},
	})
}

// frameType is how a frame is told apart, and the name of its schema.
func frameType(frame any) (kind, schema string) {
	t := reflect.TypeOf(frame)
	f, _ := t.FieldByName("Type")
	return f.Tag.Get("enum"), t.Name()
}

// SocketDocument is the AsyncAPI document, indented, for a server on this machine.
func SocketDocument() ([]byte, error) {
	body, err := asyncDocument("http://localhost:8080", "1")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
