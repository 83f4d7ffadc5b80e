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

func TestJoinedFramesHoldTheSameEventsInTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []byte
		var want []frame
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			e := anyEvent(t)
			one := hub.AppendEvent(nil, hub.EventHead(e.Topic), &e)
			frames, err := unframe(one)
			if err != nil {
				t.Fatal(err)
			}
			all, want = append(all, one...), append(want, frames...)
		}
		before := bytes.Clone(all)
		joined := hub.JoinFrames(all)
		if !bytes.Equal(all, before) {
			t.Fatal("what others may need was changed")
		}
		got, err := unframe(joined)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v: got %+v, not %+v", err, got, want)
		}
		for rest := joined; len(rest) > 0; rest = hub.SkipFrames(rest, 1) {
			size := len(rest) - len(hub.SkipFrames(rest, 1))
			if alone, _ := unframe(rest[:size]); len(alone) > 1 && size > hub.JoinedLimit+10 {
				t.Fatalf("%d events became a frame of %d bytes", len(alone), size)
			}
		}
	})
}

func TestEventsThatFitGoIntoOneFrame(t *testing.T) {
	var all []byte
	for seq := range event.Seq(32) {
		e := event.Event{Topic: "list/1", Seq: seq + 1, Kind: "test.happened", Data: []byte(`{}`)}
		all = hub.AppendEvent(all, hub.EventHead(e.Topic), &e)
	}
	if rest := hub.SkipFrames(hub.JoinFrames(all), 1); len(rest) > 0 {
		t.Errorf("%d bytes of further frames", len(rest))
	}
}
