package hub_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"partyline/event"
	"partyline/hub"
)

func anyEvent(t *rapid.T) event.Event {
	data, err := json.Marshal(map[string]string{"text": rapid.StringN(0, -1, 70_000).Draw(t, "text")})
	if err != nil {
		t.Fatal(err)
	}
	return event.Event{
		Topic: event.Topic(rapid.String().Draw(t, "topic")),
		Seq:   event.Seq(rapid.Int64Min(0).Draw(t, "seq")),
		Kind:  event.Kind(rapid.String().Draw(t, "kind")),
		At:    time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "at")).UTC(),
		Data:  data,
	}
}

func TestAnEventsFrameIsItsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := anyEvent(t)
		frames, err := unframe(hub.AppendEvent(nil, hub.EventHead(e.Topic), &e))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		want := frame{Type: "event"}
		if err := json.Unmarshal(plain, &want); err != nil {
			t.Fatal(err)
		}
		if len(frames) != 1 || !reflect.DeepEqual(frames[0], want) {
			t.Fatalf("got %+v, not %+v", frames, want)
		}
	})
}

func TestFramesBeforeANumberAreSkipped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []byte
		var ends []int
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			e := anyEvent(t)
			all = hub.AppendEvent(all, hub.EventHead(e.Topic), &e)
			ends = append(ends, len(all))
		}
		n := rapid.IntRange(1, len(ends)).Draw(t, "skipped")
		if rest := hub.SkipFrames(all, n); !bytes.Equal(rest, all[ends[n-1]:]) {
			t.Fatalf("%d frames skipped leave %d bytes, not %d", n, len(rest), len(all)-ends[n-1])
		}
	})
}

func TestAnEventWithoutDataHasNull(t *testing.T) {
	e := event.Event{Topic: "user/1", Seq: 1, Kind: "account.left"}
	frames, err := unframe(hub.AppendEvent(nil, hub.EventHead(e.Topic), &e))
	if err != nil || string(frames[0].Data) != "null" {
		t.Errorf("data %q, %v", frames[0].Data, err)
	}
}

func TestRoomForEventsIsEnoughAndNotMuchMore(t *testing.T) {
	head := hub.EventHead("session/0190a2b4-3c5d-7e6f-8a9b-0c1d2e3f4a5b")
	var events []event.Event
	var frames []byte
	for i := range 10 {
		e := event.Event{Seq: event.Seq(1<<62 + i), Kind: "calling.reservation_moved", At: time.Now(), Data: bytes.Repeat([]byte("7"), 1+1000*i)}
		events, frames = append(events, e), hub.AppendEvent(frames, head, &e)
	}
	if room := hub.EventSizes(head, events); room < len(frames) || room > len(frames)+100*len(events) {
		t.Errorf("room for %d bytes, needed are %d", room, len(frames))
	}
}
