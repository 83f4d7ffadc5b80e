package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/fault"
	"partyline/press"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// does writes one event under a key; each is one time that the key's request was done.
func does(ctx context.Context, db *storage.DB, k *press.Key) error {
	return db.Calling().Write(press.With(ctx, k), func(tx calling.Tx) error {
		return tx.Emit("session/"+event.Topic(k.Name), calling.EntryCalled, 1)
	})
}

func begin(t *testing.T, db *storage.DB, key string) press.Begun {
	t.Helper()
	was, err := db.Answers().Begin(context.Background(), "u", key, "POST /x", "h")
	if err != nil {
		t.Fatal(err)
	}
	return was
}

func TestAKeyIsMarkedInTheTransactionThatDoesIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		first := begin(t, db, "k")
		same(t, "first", first.First, true)
		// What is written on the way, and what is refused, leaves it open.
		if err := does(ctx, db, &press.Key{User: "u", Name: "k", Claim: "somebody else's"}); !fault.Is(err, "key_busy") {
			t.Errorf("without the claim: %v", err)
		}
		refusal := errors.New("refused")
		err := db.Calling().Write(press.With(ctx, &first.Key), func(tx calling.Tx) error {
			return errors.Join(tx.Audit("o", "u", "x", "group/1", nil), refusal)
		})
		same(t, "refused", []any{errors.Is(err, refusal), first.Key.Done}, []any{true, 0})
		err = db.Calling().Write(press.Aside(press.With(ctx, &first.Key)), func(tx calling.Tx) error { return tx.Audit("o", "u", "x", "group/2", nil) })
		same(t, "on the way", []any{err, first.Key.Done}, []any{nil, 0})
		if _, err := db.Answers().Begin(ctx, "u", "k", "POST /x", "h"); !fault.Is(err, "key_busy") {
			t.Errorf("a repeat in the meantime: %v", err)
		}
		for _, thing := range []string{"group/3", "group/4"} { // two transactions of one request
			err = db.Calling().Write(press.With(ctx, &first.Key), func(tx calling.Tx) error { return tx.Audit("o", "u", "x", thing, nil) })
			if err != nil {
				t.Fatal(err)
			}
		}
		// It dies now. Whoever asks again knows that it was done, at once and for as long as keys are kept.
		if err := db.Answers().Abandon(ctx, first.Key); err != nil {
			t.Fatal(err)
		}
		was := begin(t, db, "k")
		same(t, "repeat", []any{was.First, was.Status, was.Key.Done, was.Key.Made("group"), was.Key.Made("list")}, []any{false, 0, 2, "4", ""})
		if err := db.Answers().Finish(ctx, was.Key, 200, "as it is now"); err != nil {
			t.Fatal(err)
		}
		was = begin(t, db, "k")
		same(t, "answered", []any{was.First, was.Status, was.Body}, []any{false, 200, "as it is now"})
		if err := does(ctx, db, &first.Key); !fault.Is(err, "key_busy") {
			t.Errorf("written behind the answer: %v", err)
		}
	})
}

// Requests die at any moment, or sleep until somebody else has their key and then go on. Each key's request is done
// once, and everybody who goes on asking is answered.
func TestStressOfKeysWhoseRequestsDie(t *testing.T) {
	t.Parallel()
	now := clock.At(monday)
	storagetest.EachAt(t, now, func(t *testing.T, db *storage.DB) {
		const keys, rivals = 40, 5
		ctx, answers := context.Background(), db.Answers()
		var all sync.WaitGroup
		var counted sync.Mutex
		died := map[int]int{}
		for n := range keys * rivals {
			key := fmt.Sprintf("k%d", n%keys)
			all.Go(func() {
				dice := rand.New(rand.NewPCG(uint64(n), 1))
				for {
					was, err := answers.Begin(ctx, "u", key, "POST /x", "h")
					switch {
					case fault.Is(err, "key_busy"):
						now.Advance(time.Second)
						continue
					case err != nil:
						t.Error(err)
						return
					case was.Status != 0:
						return
					case !was.First:
						if err := answers.Finish(ctx, was.Key, 200, "as it is now"); err != nil {
							t.Error(err)
						}
						continue
					}
					k, how := was.Key, dice.IntN(5)
					counted.Lock()
					died[how]++
					counted.Unlock()
					switch how {
					case 0: // dies before it does anything
						continue
					case 1: // dies behind the commit
						err = does(ctx, db, &k)
					case 2: // sleeps until it was given up
						now.Advance(2 * time.Minute)
						if _, err = answers.Begin(ctx, "u", key, "POST /x", "h"); err == nil || fault.Is(err, "key_busy") {
							err = does(ctx, db, &k)
						}
					case 3: // its commit is refused, and it gives the key back
						_ = db.Calling().Write(press.With(ctx, &k), func(tx calling.Tx) error {
							return errors.Join(tx.Emit("session/"+event.Topic(key), calling.EntryCalled, 1), errors.New("refused"))
						})
						err = answers.Abandon(ctx, k)
					case 4: // all is well
						if err = does(ctx, db, &k); err == nil {
							err = answers.Finish(ctx, k, 200, "done")
						}
					}
					if err != nil && !fault.Is(err, "key_busy") {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		t.Logf("ways to go: %v", died)
		for n := range keys {
			last, err := db.Last(ctx, "session/"+event.Topic(fmt.Sprintf("k%d", n)))
			if err != nil || last != 1 {
				t.Errorf("k%d was done %d times, %v", n, last, err)
			}
		}
	})
}
