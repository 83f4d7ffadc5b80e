package hub_test

import (
	"context"
	"testing"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

const topic = event.Topic("session/0190")

var ctx = context.Background()

func TestStartAndCloseWorkTwiceAndInAnyOrder(t *testing.T) {
	o := hub.Options{Log: &hub.MemoryLog{}, Bus: &hub.LocalBus{}}
	h := hub.New(o)
	for range 2 {
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
	}
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	for range 2 {
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
	h.Publish(ctx, []event.Event{{Topic: topic, Seq: 1}})
	if err := h.Start(); !fault.Is(err, "closing") {
		t.Errorf("started after Close: %v", err)
	}
	if _, err := h.Subscribe(ctx, topic, nil, p); !fault.Is(err, "closing") {
		t.Errorf("subscribed after Close: %v", err)
	}
	never := hub.New(o)
	if err := never.Close(); err != nil {
		t.Fatal(err)
	}
}
