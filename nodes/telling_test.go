package nodes

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Behind Redis's return the pool goes on answering with its last error for up to a second, while the subscription hears again: that
// Redis is back is said once, and that it is away only when that lasts.
func TestThatRedisIsAwayOrBackIsSaidOnceEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r, err := New(Options{URL: "redis://127.0.0.1:1/0", Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		said := func() (back, away int) {
			return strings.Count(log.String(), "Redis answers"), strings.Count(log.String(), "Redis is away")
		}
		gone := errors.New("connection refused")
		r.tell(nil)
		time.Sleep(time.Minute)
		for range 8 { // away, for two seconds
			r.tell(gone)
			time.Sleep(moment)
		}
		if r.Up() {
			t.Error("Redis is away, and said to be up")
		}
		for range 4 { // back, and the pool does not know
			r.tell(nil)
			r.tell(gone)
			time.Sleep(moment)
		}
		if back, away := said(); back != 2 || away != 1 || !r.Up() {
			t.Errorf("said %d times that it is back and %d times that it is away, up %t:\n%s", back, away, r.Up(), &log)
		}
		for range 8 { // and away again, for good
			r.tell(gone)
			time.Sleep(moment)
		}
		if back, away := said(); back != 2 || away != 2 || r.Up() {
			t.Errorf("said %d times that it is back and %d times that it is away, up %t", back, away, r.Up())
		}
	})
}
