package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// A server whose clock is off says so in its log, once, and at /readyz, for as long as it is.
func TestAServerWhoseClockIsOffSaysSo(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	var off time.Duration
	var away error
	c := &clocks{now: time.Now, log: slog.New(slog.NewTextHandler(&said, nil)), ahead: func(context.Context, func() time.Time) (time.Duration, error) { return off, away }}
	p := &program{clocks: c}
	for _, s := range []struct {
		off         time.Duration
		away        error
		line, known string // what /readyz says, and what is logged
	}{
		{off: 0},
		{off: clocksApart},
		{off: 3 * time.Minute, line: "clock: 180.0 seconds ahead of the database's", known: "ahead_seconds=180"},
		{off: 2 * time.Minute, line: "clock: 120.0 seconds ahead"},
		{away: errors.New("away"), line: "clock: 120.0 seconds ahead"}, // nothing is known to have changed
		{off: 20 * time.Millisecond, known: "agrees with the database's again"},
		{off: -700 * time.Millisecond, line: "clock: 0.7 seconds behind the database's", known: "ahead_seconds=-0.7"},
	} {
		off, away = s.off, s.away
		said.Reset()
		if err := c.look(t.Context()); !errors.Is(err, s.away) {
			t.Errorf("%s off: %v", s.off, err)
		}
		if line := p.aside(); (line == "") != (s.line == "") || !strings.Contains(line, s.line) {
			t.Errorf("%s off: /readyz says %q", s.off, line)
		}
		if (said.Len() > 0) != (s.known != "") || !strings.Contains(said.String(), s.known) {
			t.Errorf("%s off: it logs %q", s.off, said.String())
		}
	}
}
