package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/clock"
	"partyline/fault"
	"partyline/press"
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
			var mine press.Key
			same(t, "firsts", rivals(10, func(int) bool {
				was, err := answers.Begin(ctx, "u", "k", "POST /x", "h")
				if err != nil && !fault.Is(err, "key_busy") {
					t.Error(err)
				}
				if was.First {
					mine = was.Key
				}
				return was.First
			}), 1)
			if err := answers.Finish(ctx, mine, 201, `{"id":"1"}`); err != nil {
				t.Fatal(err)
			}
			if err := answers.Finish(ctx, mine, 500, ""); err != nil {
				t.Fatal(err)
			}
			was, err := answers.Begin(ctx, "u", "k", "POST /x", "h")
			same(t, "repeat", []any{was.First, was.Status, was.Body, err}, []any{false, 201, `{"id":"1"}`, nil})
			_, err = answers.Begin(ctx, "u", "k", "POST /x", "other body")
			same(t, "another body", fault.Is(err, "key_reused"), true)
			_, err = answers.Begin(ctx, "u", "k", "POST /y", "h")
			same(t, "another route", fault.Is(err, "key_reused"), true)
			was, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "another user's key", []any{was.First, err}, []any{true, nil})

			if err := answers.Abandon(ctx, was.Key); err != nil {
				t.Fatal(err)
			}
			was, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "after it was abandoned", []any{was.First, err}, []any{true, nil})
			now.Advance(50 * time.Second)
			_, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "still being answered", fault.Is(err, "key_busy"), true)
			now.Advance(20 * time.Second)
			late := was.Key
			was, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "its node must have died", []any{was.First, err}, []any{true, nil})
			// It has not: it can neither give the key back, nor answer in the name of whoever holds it now.
			if err := errors.Join(answers.Abandon(ctx, late), answers.Finish(ctx, late, 409, "refused")); err != nil {
				t.Fatal(err)
			}
			_, err = answers.Begin(ctx, "another user", "k", "POST /y", "z")
			same(t, "still held", fault.Is(err, "key_busy"), true)

			if n, err := answers.Trim(ctx, 48*time.Hour); n != 0 || err != nil {
				t.Errorf("trimmed %d %v", n, err)
			}
			now.Advance(49 * time.Hour)
			if n, err := answers.Trim(ctx, 48*time.Hour); n != 2 || err != nil {
				t.Errorf("trimmed %d %v", n, err)
			}
			was, err = answers.Begin(ctx, "u", "k", "POST /x", "h")
			same(t, "after trimming", []any{was.First, err}, []any{true, nil})
		})
	}
}
