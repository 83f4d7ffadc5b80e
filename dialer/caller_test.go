package dialer

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// Every cell of the table: state, what happens, and where that leads; everything else changes nothing.
func TestEachStateOfACallerAnswersEachEvent(t *testing.T) {
	states := []CallerState{Out, Joining, Waiting, Talking, WrapUp, OnBreak, NotReady, Finished}
	events := []CallerEvent{Rings, AudioUp, AudioGone, Given, TalkOver, Saved, TimeUp, Pauses, Returns, Leaves, Silent}
	want := map[CallerState][]CallerState{ // in the order of events, "" for nothing
		//         rings    up       gone given    over    saved    time up   pauses   returns  leaves    silent
		Out:      {Joining, "", "", "", "", "", "", "", "", "", ""},
		Joining:  {"", Waiting, Out, "", "", "", "", "", "", Finished, ""},
		Waiting:  {"", "", Out, Talking, "", "", "", OnBreak, "", Finished, ""},
		Talking:  {"", "", "", "", WrapUp, Waiting, "", "", "", "", Out},
		WrapUp:   {"", "", "", "", "", Waiting, NotReady, "", "", "", Out},
		OnBreak:  {"", "", Out, "", "", "", "", "", Waiting, Finished, ""},
		NotReady: {"", "", Out, "", "", "", "", "", Waiting, Finished, ""},
		Finished: {Joining, "", "", "", "", "", "", "", "", "", ""},
	}
	for _, s := range states {
		for i, e := range events {
			t.Run(fmt.Sprintf("%s, %s", s, e), func(t *testing.T) {
				was := Caller{State: s, Up: true, Attempt: "a", Version: 3}
				got, moved := was.After(e, noon)
				to := want[s][i]
				if to == "" {
					if moved || got != was {
						t.Fatalf("became %+v", got)
					}
					return
				}
				if !moved || got.State != to || got.Since != noon || got.Version != 4 {
					t.Fatalf("became %+v, want %s", got, to)
				}
				if keeps := to == Talking || to == WrapUp; keeps != (got.Attempt == "a") {
					t.Errorf("the attempt is %q in %s", got.Attempt, to)
				}
				if !got.Due.IsZero() { // how long they have is the campaign's to say
					t.Errorf("due %v in %s", got.Due, to)
				}
			})
		}
	}
}

func TestWhereACallerGoesWhoseTalkIsDone(t *testing.T) {
	for _, r := range []struct {
		wish Wish
		up   bool
		want CallerState
	}{
		{NoWish, true, Waiting}, {ToPause, true, OnBreak}, {ToFinish, true, Finished},
		{NoWish, false, Out}, {ToPause, false, Out}, {ToFinish, false, Finished},
	} {
		for _, from := range []CallerState{Talking, WrapUp} {
			got, _ := Caller{State: from, Wish: r.wish, Up: r.up}.After(Saved, noon)
			if got.State != r.want {
				t.Errorf("from %s, wish %q, phone %v: %s, want %s", from, r.wish, r.up, got.State, r.want)
			}
			if got.Wish != NoWish && got.State != Waiting {
				t.Errorf("the wish %q stays in %s", got.Wish, got.State)
			}
		}
	}
}

func TestWhoIsFree(t *testing.T) {
	free := Caller{State: Waiting, Up: true, Room: 3, Turn: 2}
	for what, r := range map[string]struct {
		c             Caller
		free, counted bool
	}{
		"waits":                          {free, true, true},
		"waits, wishes for a break":      {Caller{State: Waiting, Up: true, Room: 3, Turn: 2, Wish: ToPause}, true, false},
		"waits, wishes to leave":         {Caller{State: Waiting, Up: true, Room: 3, Turn: 2, Wish: ToFinish}, true, false},
		"still in the room of last time": {Caller{State: Waiting, Up: true, Room: 2, Turn: 2}, false, false},
		"without a phone":                {Caller{State: Waiting, Room: 3, Turn: 2}, false, false},
		"talks":                          {Caller{State: Talking, Up: true, Room: 3, Turn: 2}, false, false},
		"writes up":                      {Caller{State: WrapUp, Up: true, Room: 3, Turn: 2}, false, false},
		"has a break":                    {Caller{State: OnBreak, Up: true, Room: 3, Turn: 2}, false, false},
	} {
		if r.c.Free() != r.free || r.c.Counted() != r.counted {
			t.Errorf("%s: free %v, counted %v", what, r.c.Free(), r.c.Counted())
		}
	}
}
