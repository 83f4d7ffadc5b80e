package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

func TestOnlyLoopbackIsServed(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"} {
		if l, err := listen(addr); err == nil {
			l.Close()
			t.Errorf("%s is served", addr)
		}
	}
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

func TestWhatIsPublishedReachesListenersUnchanged(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, "127.0.0.1:0", w) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	said := make([]byte, 100)
	n, err := r.Read(said)
	addr, ok := strings.CutPrefix(strings.TrimSpace(string(said[:n])), "listening on ")
	if err != nil && err != io.EOF || !ok {
		t.Fatalf("it said %q (%v)", said[:n], err)
	}
	ws, _, err := websocket.Dial(ctx, "ws://"+addr+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	say := func(text string) {
		if err := ws.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	hear := func() (f struct {
		Type  string
		Topic string
		Seq   int
		Code  string
		Data  json.RawMessage
	}) {
		_, b, err := ws.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	say(`{"type":"subscribe","topic":"x"}`)
	hear()
	const data = `{ "n": 1.0, "text": "Zo\u00eb 🐝" }`
	say(`{"type":"publish","topic":"x","data":` + data + `}`)
	if f := hear(); f.Type != "event" || f.Topic != "x" || f.Seq != 1 || string(f.Data) != data {
		t.Errorf("got %+v", f)
	}
	say(`{"type":"publish","data":1}`)
	if f := hear(); f.Type != "error" || f.Code != "invalid_frame" {
		t.Errorf("got %+v", f)
	}
}

func TestProfilesAreWrittenAtTheEnd(t *testing.T) {
	dir := t.TempDir() + "/new"
	if err := profiled(dir, func() error { return io.EOF }); !errors.Is(err, io.EOF) {
		t.Errorf("it ended with %v", err)
	}
	for _, what := range []string{"cpu", "memory"} {
		found, err := filepath.Glob(dir + "/" + what + "-*.pprof")
		if err != nil || len(found) != 1 {
			t.Fatalf("profiles of the %s: %v, %v", what, found, err)
		}
		if info, err := os.Stat(found[0]); err != nil || info.Size() == 0 {
			t.Errorf("%s is empty (%v)", found[0], err)
		}
	}
}
