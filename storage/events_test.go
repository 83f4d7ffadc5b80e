package storage_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Fifty writers say things on two topics at once, in both orders. Each waits for its commit before
// its next transaction, so in every log its transactions must stand in their order.
func TestSeqIsGapFreeAndInTheOrderOfCommits(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const writers, each = 50, 6
		ctx := context.Background()
		var mu sync.Mutex
		told := map[event.Topic]map[event.Seq]bool{"session/a": {}, "list/b": {}}
		db.Tell = func(events []event.Event) {
			mu.Lock()
			defer mu.Unlock()
			for i, e := range events {
				if i > 0 && events[i-1].Topic == e.Topic && events[i-1].Seq+1 != e.Seq {
					t.Errorf("told %d after %d in one transaction", e.Seq, events[i-1].Seq)
				}
				told[e.Topic][e.Seq] = true
			}
		}
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					err := db.Calling().Write(ctx, func(tx calling.Tx) error {
						// in turns, so that the topics would be taken in both orders
						topics := []event.Topic{"session/a", "list/b"}
						if w%2 == 1 {
							topics[0], topics[1] = topics[1], topics[0]
						}
						for _, topic := range append(topics, topics[0]) {
							if err := tx.Emit(topic, calling.EntryCalled, fmt.Sprintf("%d.%d", w, i)); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		wg.Wait()
		heads, err := db.Heads(ctx, []event.Topic{"session/a", "list/b", "session/none"})
		if err != nil {
			t.Fatal(err)
		}
		// each transaction said two things on one topic and one on the other
		same(t, "topics", len(heads), 2)
		same(t, "events", int(heads["session/a"]+heads["list/b"]), writers*each*3)
		for topic, last := range heads {
			var all []event.Event
			for after := event.Seq(0); ; {
				page, err := db.Since(ctx, topic, after, 64)
				if err != nil {
					t.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				all = append(all, page...)
				after = page[len(page)-1].Seq
			}
			same(t, "length of the log", event.Seq(len(all)), last)
			next := map[int]int{}
			for i, e := range all {
				if e.Seq != event.Seq(i+1) {
					t.Fatalf("%s: event %d has seq %d", topic, i+1, e.Seq)
				}
				if !told[topic][e.Seq] {
					t.Errorf("%s: nobody was told of %d", topic, e.Seq)
				}
				var s string
				var w, n int
				if err := json.Unmarshal(e.Data, &s); err != nil {
					t.Fatal(err)
				}
				if _, err := fmt.Sscanf(s, "%d.%d", &w, &n); err != nil {
					t.Fatal(s, err)
				}
				if n < next[w] {
					t.Errorf("%s: writer %d's transaction %d stands behind its %d", topic, w, n, next[w])
				}
				next[w] = n
			}
		}
	})
}

// What was committed last has the highest number: a transaction that takes its numbers first and
// is held up must hold up all others on the topic.
func TestNobodyReadsANumberBeforeALowerOne(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		stop := make(chan struct{})
		var readers, writers sync.WaitGroup
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				events, err := db.Since(ctx, "session/a", 0, 10_000)
				if err != nil {
					t.Error(err)
					return
				}
				for i, e := range events {
					if e.Seq != event.Seq(i+1) {
						t.Errorf("saw %d in place %d: a gap was visible", e.Seq, i+1)
						return
					}
				}
			}
		})
		for range 8 {
			writers.Go(func() {
				for range 25 {
					err := db.Calling().Write(ctx, func(tx calling.Tx) error { return tx.Emit("session/a", calling.EntryCalled, 1) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		close(stop)
		readers.Wait()
	})
}

func TestOldEventsAreTrimmedButTheNewestStays(t *testing.T) {
	t.Parallel()
	now := clock.At(monday)
	storagetest.EachAt(t, now, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		say := func(topic event.Topic, n int) {
			t.Helper()
			write(t, db, func(tx calling.Tx) error {
				for i := range n {
					if err := tx.Emit(topic, calling.EntryCalled, i); err != nil {
						return err
					}
				}
				return nil
			})
		}
		say("session/long", 2500)
		say("session/quiet", 3)
		gone, err := db.TrimEvents(ctx, 48*time.Hour, 100)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "too many", gone, int64(2400))
		events, err := db.Since(ctx, "session/long", 4, 5)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the gap shows", events[0].Seq, event.Seq(2401))
		if _, err := db.Exec(ctx, `UPDATE events SET at = $1`, monday.Add(-49*time.Hour).UnixMilli()); err != nil {
			t.Fatal(err)
		}
		gone, err = db.TrimEvents(ctx, 48*time.Hour, 100)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "too old", gone, int64(99+2))
		last, err := db.Last(ctx, "session/quiet")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "numbers go on", last, event.Seq(3))
		say("session/quiet", 1)
		events, err = db.Since(ctx, "session/quiet", 2, 5)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "after trimming", []event.Seq{events[0].Seq, events[1].Seq}, []event.Seq{3, 4})
		same(t, "kind, time and data", []any{events[1].Kind, events[1].At, string(events[1].Data)}, []any{calling.EntryCalled, monday, "0"})
	})
}
