package client

import (
	"encoding/json"
	"time"

	"partyline/event"
)

// What a browser and a node say to each other: JSON text messages, one frame each, told apart
// by type. These structs are the definition; the pages' types are generated from them.
//
// The server writes event, events, subscribed and reset frames without these structs, straight into
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

// LeaseFrame asks for numbers to look at; answered by leased with the same key, or by error. Have is the leases that this page
// holds; Campaign may be left out once a clicking frame of this connection named it, and by a browser that came in by one clicker
// link only.
type LeaseFrame struct {
	Type     string   `json:"type" enum:"lease"`
	Key      string   `json:"key,omitempty" maxLength:"64"`
	Campaign string   `json:"campaign,omitempty"`
	Have     []string `json:"have"`
}

// ApproveFrame is presses on numbers of a lease, each with its ordinal and its moment in milliseconds since the lease began.
// Answered by ack with the same key; a repeat gets the same answer, and counts once.
type ApproveFrame struct {
	Type     string     `json:"type" enum:"approve"`
	Key      string     `json:"key" maxLength:"64"`
	Campaign string     `json:"campaign,omitempty"`
	Lease    string     `json:"lease"`
	Presses  [][2]int64 `json:"presses" maxItems:"1000" doc:"[ordinal, milliseconds since the lease began]"`
}

// ReleaseFrame gives numbers back: these, or without ordinals all that are left, which ends the lease. Skipped ones never come
// to the same person again. Answered by ack.
type ReleaseFrame struct {
	Type     string `json:"type" enum:"release"`
	Key      string `json:"key" maxLength:"64"`
	Campaign string `json:"campaign,omitempty"`
	Lease    string `json:"lease"`
	Ordinals []int  `json:"ordinals,omitempty"`
	Skip     bool   `json:"skip,omitempty"`
}

// LaunchFrame is one press in launch mode: ring the number of this lease, now. Answered by launched with the same key. A repeat gets
// the same answer and rings nobody again; one that comes too late rings nobody.
type LaunchFrame struct {
	Type     string `json:"type" enum:"launch"`
	Key      string `json:"key" minLength:"1" maxLength:"64"`
	Campaign string `json:"campaign,omitempty"`
	Lease    string `json:"lease"`
	MS       int64  `json:"ms" minimum:"0" doc:"of the press, in milliseconds since the lease began"`
}

// LaunchedFrame is what became of a press in launch mode.
type LaunchedFrame struct {
	Type  string `json:"type" enum:"launched"`
	Key   string `json:"key"`
	Lease string `json:"lease"`
	Code  string `json:"code" enum:"calling,nobody_free,paused,no_caller_id,carrier_refuses,too_late,expired,not_leased,clicking_off,other_mode,opted_out,not_now" doc:"calling: the call has begun; all others: nobody was rung"`
	Title string `json:"title" doc:"in words"`
	Stays bool   `json:"stays" doc:"the number is still on this screen and may be pressed again, with another key"`
}

// LeasedFrame is numbers to look at, masked, until the lease runs out. Without numbers Held says how many are on others' screens.
type LeasedFrame struct {
	Type    string   `json:"type" enum:"leased"`
	Key     string   `json:"key,omitempty"`
	Lease   string   `json:"lease" doc:"empty without numbers"`
	Numbers []string `json:"numbers" doc:"masked: their last five digits, by ordinal"`
	Lines   []string `json:"lines" doc:"line types, by ordinal: unknown, cell, voip"`
	Until   int64    `json:"until" doc:"milliseconds since the lease began: no press counts after that"`
	Held    int64    `json:"held"`
	Left    int64    `json:"left" doc:"numbers of the campaign that need a click, all of them"`
	Launch  bool     `json:"launch,omitempty" doc:"one number, in launch mode: a press on it is a launch frame"`
}

// AckFrame says that an action is kept for good. Of an approve frame it says how many presses count, and which do not.
type AckFrame struct {
	Type     string         `json:"type" enum:"ack"`
	Key      string         `json:"key"`
	Approved int            `json:"approved"`
	Refused  []RefusedPress `json:"refused"`
	Until    int64          `json:"until,omitempty" doc:"of the lease, as it is now"`
	Mine     int64          `json:"mine,omitempty" doc:"how many this person has approved on all their pages, up to this frame; left out where nothing new was approved"`
}

// RefusedPress is a press that does not count, and why.
type RefusedPress struct {
	Ordinal int    `json:"ordinal"`
	Code    string `json:"code" enum:"already,opted_out,expired,not_leased,clicking_off"`
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

// EventsFrame is events of one topic that came together or faster than pages draw: take each as if
// it had come alone, in this order.
type EventsFrame struct {
	Type   string       `json:"type" enum:"events"`
	Events []EventFrame `json:"events"`
}

// Apart is the frames that a message from a server stands for: the events of an events frame, or
// the message itself.
func Apart(message []byte) [][]byte {
	var f struct {
		Type   string
		Events []json.RawMessage
	}
	if json.Unmarshal(message, &f) != nil || f.Type != "events" {
		return [][]byte{message}
	}
	all := make([][]byte, len(f.Events))
	for i, e := range f.Events {
		all[i] = e
	}
	return all
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
	FromBrowser = []any{SubscribeFrame{}, UnsubscribeFrame{}, DoingFrame{}, PingFrame{}, LeaseFrame{}, ApproveFrame{}, ReleaseFrame{}, LaunchFrame{}}
	FromServer  = []any{SubscribedFrame{}, EventFrame{}, EventsFrame{}, ResetFrame{}, ErrorFrame{}, PresenceFrame{}, PongFrame{}, GoingAwayFrame{}, BusFrame{}, LeasedFrame{}, AckFrame{}, LaunchedFrame{}}
)
