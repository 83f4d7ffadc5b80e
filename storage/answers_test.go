package storage_test

import (
	"context"
	"testing"
	"time"

	"partyline/clock"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func TestARepeatedKeyGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"postgres", "embedded"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			now := clock.At(monday)
			c := storage.Config{Clock: now}
			if kind == "postgres" {
				c.URL = storagetest.Postgres(t)
			} else {
				c.Path = storagetest.Embedded(t)
			}
			ctx, answers := context.Background(), storagetest.Open(t, c).Answers()
			same(t, "firsts", rivals(10, func(int) bool {
				first, _, _, err := answers.Begin(ctx, "u", "k", "POST /x", "h")
				if err != nil && !fault.Is(err, "key_busy") {
					t.Error(err)
				}
				return first
			}), 1)
			if err := answers.Finish(ctx, "u", "k", 201, `{"id":"1"}`); err != nil {
				t.Fatal(err)
			}
			if err := answers.Finish(ctx, "u", "k", 500, ""); err != nil {
				t.Fatal(err)
			}
			first, status, body, err := answers.Begin(ctx, "u", "k", "POST /x", "h")
			same(t, "repeat", []any{first, status, body, err}, []any{false, 201, `{"id":"1"}`, nil})
			_, _, _, err = answers.Begin(ctx, "u", "k", "POST /x", "other body")
			same(t, "another body", fault.Is(err, "key_reused"), true)
			_, _, _, err = answers.Begin(ctx, "u", "k", "POST /y", "h")
			same(t, "another route", fault.Is(err, "key_reused"), true)
			first, _, _, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "another user's key", []any{first, err}, []any{true, nil})

			if err := answers.Abandon(ctx, "another user", "k"); err != nil {
				t.Fatal(err)
			}
			first, _, _, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "after it was abandoned", []any{first, err}, []any{true, nil})
			now.Advance(4 * time.Minute)
			_, _, _, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "still being answered", fault.Is(err, "key_busy"), true)
			now.Advance(2 * time.Minute)
			first, _, _, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "its node must have died", []any{first, err}, []any{true, nil})

			if n, err := answers.Trim(ctx, 48*time.Hour); n != 0 || err != nil {
				t.Errorf("trimmed %d %v", n, err)
			}
			now.Advance(49 * time.Hour)
			if n, err := answers.Trim(ctx, 48*time.Hour); n != 2 || err != nil {
				t.Errorf("trimmed %d %v", n, err)
			}
			first, _, _, err = answers.Begin(ctx, "u", "k", "POST /x", "h")
			same(t, "after trimming", []any{first, err}, []any{true, nil})
		})
	}
}
