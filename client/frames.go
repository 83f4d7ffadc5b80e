package client

import (
	"encoding/json"
	"time"

	"partyline/event"
)

// What a browser and a node say to each other: JSON text messages, one frame each, told apart
// by type. These structs are the definition; the pages' types are generated from them.
//
// The server writes event, subscribed and reset frames without these structs, straight into
// bytes that all listeners share (package hub); a test holds the two together.

// SubscribeFrame asks for a topic: for every event after Since and then what happens, or
// without Since for what happens from now on. Answered by subscribed, reset or error.
type SubscribeFrame struct {
	Type  string      `json:"type" enum:"subscribe"`
	Topic event.Topic `json:"topic"`
	Since *event.Seq  `json:"since,omitempty" minimum:"0"`
}

// UnsubscribeFrame ends a subscription. Events that were on their way may still arrive.
type UnsubscribeFrame struct {
	Type  string      `json:"type" enum:"unsubscribe"`
	Topic event.Topic `json:"topic"`
}

// DoingFrame says what the person does on a topic they are subscribed to. Sent again at
// least every 20 seconds while they do it, and at most once a second: more is gathered.
type DoingFrame struct {
	Type  string      `json:"type" enum:"presence"`
	Topic event.Topic `json:"topic"`
	Doing string      `json:"doing" maxLength:"64"`
}

// PingFrame asks for a pong: for pages that want to know whether the socket still carries.
type PingFrame struct {
	Type string `json:"type" enum:"ping"`
}

// SubscribedFrame says that the subscription is live; the next event of the topic has the
// number after Seq.
type SubscribedFrame struct {
	Type  string      `json:"type" enum:"subscribed"`
	Topic event.Topic `json:"topic"`
	Seq   event.Seq   `json:"seq"`
}

// EventFrame is one committed change. Seq 0 means that it is not logged.
type EventFrame struct {
	Type  string          `json:"type" enum:"event"`
	Topic event.Topic     `json:"topic"`
	Seq   event.Seq       `json:"seq"`
	Kind  event.Kind      `json:"kind"`
	At    time.Time       `json:"at"`
	Data  json.RawMessage `json:"data"`
}

// ResetFrame says that the subscription has ended because too much was missed: fetch the
// snapshot and subscribe from its seq.
type ResetFrame struct {
	Type  string      `json:"type" enum:"reset"`
	Topic event.Topic `json:"topic"`
}

// ErrorFrame refuses a frame, or says that a subscription has ended because the right to it
// was taken away. The socket stays open.
type ErrorFrame struct {
	Type  string      `json:"type" enum:"error"`
	Topic event.Topic `json:"topic,omitempty"`
	Key   string      `json:"key,omitempty" doc:"the key of the action that is refused"`
	Code  string      `json:"code"`
	Title string      `json:"title"`
}

// PresenceFrame says who is on a topic. Right after subscribed it lists all; later it brings
// those who changed. Keep people by id; take away those in Gone.
type PresenceFrame struct {
	Type   string      `json:"type" enum:"presence"`
	Topic  event.Topic `json:"topic"`
	People []Person    `json:"people"`
	Gone   []string    `json:"gone,omitempty" doc:"ids of people who were not heard of for 30 seconds"`
}

// Person is somebody on a topic.
type Person struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Doing string    `json:"doing"`
	Seen  time.Time `json:"seen" doc:"when they were last heard of"`
}

// PongFrame answers a ping.
type PongFrame struct {
	Type string `json:"type" enum:"pong"`
}

// GoingAwayFrame says that this server is about to close the socket; connect again after In
// milliseconds. Each socket is given another time, so that not all come at once.
type GoingAwayFrame struct {
	Type string `json:"type" enum:"going_away"`
	In   int64  `json:"in" doc:"milliseconds"`
}

// BusFrame says that the bus between the nodes is away, or is back: said when that changes, and
// first of all to a page that comes while it is away. Until it is back, what happens on another
// node comes up to a second late, and who is on another node may be missing. Nothing is lost.
type BusFrame struct {
	Type string `json:"type" enum:"bus"`
	Away bool   `json:"away"`
}

// FromBrowser and FromServer are one of each frame, for whoever describes them (the OpenAPI
// document, from which the pages' types are generated).
var (
	FromBrowser = []any{SubscribeFrame{}, UnsubscribeFrame{}, DoingFrame{}, PingFrame{}}
	FromServer  = []any{SubscribedFrame{}, EventFrame{}, ResetFrame{}, ErrorFrame{}, PresenceFrame{}, PongFrame{}, GoingAwayFrame{}, BusFrame{}}
)
