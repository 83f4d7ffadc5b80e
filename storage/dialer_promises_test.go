package storage_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// The promises that the dialer's unique keys and fenced rows carry, one by one, each asked for by many at the same moment; and, without
// what keeps it, seen broken.

// dialed runs one transaction of the dialer and says whether it did what was asked.
func dialed(t *testing.T, db *storage.DB, f func(tx dialer.Tx) (bool, error)) bool {
	t.Helper()
	ok := false
	err := db.Dialer().Write(context.Background(), func(tx dialer.Tx) (err error) {
		ok, err = f(tx)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return ok && err == nil
}

func anAttempt(contact int64) dialer.Attempt {
	return dialer.Attempt{ID: id(), Campaign: 7, CampaignID: "c", Organisation: "o", Contact: contact, Phone: "+441", Pass: 1, Level: 1, Leg: id(), Fence: 1, Script: 1, Claimed: monday, State: dialer.Claimed, Version: 1}
}

// without runs f again on a database that lacks what keeps a promise, to see that f finds it broken: on PostgreSQL, where transactions
// run at the same time, and on the embedded database where it is no matter of time.
func without(t *testing.T, index string, f func(t *testing.T, db *storage.DB) int, want int) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if got := f(t, db); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	})
	t.Run("without the key", func(t *testing.T) {
		storagetest.Each(t, func(t *testing.T, db *storage.DB) {
			if _, err := db.Exec(context.Background(), `DROP INDEX `+index); err != nil {
				t.Fatal(err)
			}
			if got := f(t, db); got == want {
				t.Errorf("%d also without %s: this shows nothing", got, index)
			}
		})
	})
}

func TestAContactHasOneOpenAttempt(t *testing.T) {
	t.Parallel()
	without(t, "contact_attempts_one_open", func(t *testing.T, db *storage.DB) int {
		first := rivals(16, func(int) bool {
			return dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.InsertAttempt(anAttempt(3)) })
		})
		if first != 1 {
			return first
		}
		// One that is over keeps nobody: the next attempt at the same contact is one of many again.
		var open string
		if err := one(db, &open, `SELECT id FROM contact_attempts WHERE closed_at IS NULL`); err != nil {
			t.Fatal(err)
		}
		dialed(t, db, func(tx dialer.Tx) (bool, error) {
			a, err := tx.LockAttempt(open)
			if err != nil {
				return false, err
			}
			a.State, a.Outcome, a.Closed, a.LegEnded = dialer.Closed, campaign.NoAnswer, monday, monday
			return true, tx.SaveAttempt(a)
		})
		return rivals(16, func(int) bool {
			return dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.InsertAttempt(anAttempt(3)) })
		})
	}, 1)
}

func TestATurnOfACallerHasOneAttempt(t *testing.T) {
	t.Parallel()
	without(t, "contact_attempts_one_turn", func(t *testing.T, db *storage.DB) int {
		all := make([]dialer.Attempt, 8)
		for i := range all {
			all[i] = anAttempt(int64(i))
			dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.InsertAttempt(all[i]) })
		}
		return rivals(len(all), func(i int) bool { // all of them believe that the same turn is theirs
			return db.Dialer().Write(context.Background(), func(tx dialer.Tx) error {
				a, err := tx.LockAttempt(all[i].ID)
				if err != nil {
					return err
				}
				a.State, a.Caller, a.Turn, a.Bridged = dialer.Bridged, "ann", 4, monday
				return tx.SaveAttempt(a)
			}) == nil
		})
	}, 1)
}

func TestALegHasOneAttempt(t *testing.T) {
	t.Parallel()
	without(t, "contact_attempts_leg", func(t *testing.T, db *storage.DB) int {
		leg := id()
		return rivals(8, func(i int) bool {
			ok := false
			err := db.Dialer().Write(context.Background(), func(tx dialer.Tx) (err error) {
				a := anAttempt(int64(i))
				a.Leg = leg
				ok, err = tx.InsertAttempt(a)
				return err
			})
			return ok && err == nil
		})
	}, 1)
}

func TestALeaseOfLaunchModeBeginsOneCall(t *testing.T) {
	t.Parallel()
	without(t, "launches_lease", func(t *testing.T, db *storage.DB) int {
		return rivals(8, func(i int) bool {
			return db.Dialer().Write(context.Background(), func(tx dialer.Tx) error {
				return tx.InsertLaunch(7, fmt.Sprint("attempt ", i), campaign.Approval{Contact: 3, Person: "cleo", Lease: "the lease", At: monday, Received: monday})
			}) == nil
		})
	}, 1)
}

// peopled inserts people who came by a caller link.
func peopled(t *testing.T, db *storage.DB, n int) {
	t.Helper()
	ctx := context.Background()
	if _, err := db.Exec(ctx, `INSERT INTO organisations (id, name, created_at) VALUES ('o', 'O', 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(ctx, `INSERT INTO campaigns (id, no, organisation_id, zone, hours, passes, gap_ms, creator, created_at) VALUES ('c', 7, 'o', 'Europe/London', '[]', 1, 0, 'maya', 1)`); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := db.Exec(ctx, `INSERT INTO people (id, campaign_id, kind, name, page_hash, joined_at, seen_at) VALUES ($1, 'c', 'caller', 'A caller', $1, 1, 1)`, fmt.Sprint("p", i)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACodeIsOneCallers(t *testing.T) {
	t.Parallel()
	without(t, "callers_code", func(t *testing.T, db *storage.DB) int {
		peopled(t, db, 8)
		return rivals(8, func(i int) bool {
			return dialed(t, db, func(tx dialer.Tx) (bool, error) {
				return tx.InsertCaller(dialer.Caller{ID: fmt.Sprint("p", i), Campaign: "c", No: 7, Organisation: "o", Code: "123456", State: dialer.Out, Since: monday, Version: 1})
			})
		})
	}, 1)
}

func TestALineIsOneCallers(t *testing.T) {
	t.Parallel()
	without(t, "callers_leg", func(t *testing.T, db *storage.DB) int {
		peopled(t, db, 8)
		for i := range 8 {
			dialed(t, db, func(tx dialer.Tx) (bool, error) {
				return tx.InsertCaller(dialer.Caller{ID: fmt.Sprint("p", i), Campaign: "c", No: 7, Organisation: "o", State: dialer.Out, Since: monday, Version: 1})
			})
		}
		return rivals(8, func(i int) bool {
			return db.Dialer().Write(context.Background(), func(tx dialer.Tx) error {
				k, _, err := tx.LockCaller(fmt.Sprint("p", i))
				if err != nil {
					return err
				}
				k.State, k.Leg, k.Up, k.Version = dialer.Waiting, "one line", true, k.Version+1
				return tx.SaveCaller(k)
			}) == nil
		})
	}, 1)
}

func TestTwoWhoAskForAFreeCallerGetTwo(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const callers, askers = 5, 16
		peopled(t, db, callers)
		for i := range callers {
			dialed(t, db, func(tx dialer.Tx) (bool, error) {
				return tx.InsertCaller(dialer.Caller{ID: fmt.Sprint("p", i), Campaign: "c", No: 7, Organisation: "o", State: dialer.Waiting, Since: monday.Add(time.Duration(i)), Leg: fmt.Sprint("leg ", i), Up: true, Room: 1, Version: 1})
			})
		}
		var mu sync.Mutex
		given := map[string]int{}
		got := rivals(askers, func(int) bool {
			who := ""
			did := dialed(t, db, func(tx dialer.Tx) (bool, error) {
				k, found, err := tx.FreeCaller(7)
				if err != nil || !found {
					return false, err
				}
				who, k.State, k.Turn, k.Version = k.ID, dialer.Talking, 1, k.Version+1
				return true, tx.SaveCaller(k)
			})
			if did {
				mu.Lock()
				given[who]++
				mu.Unlock()
			}
			return did
		})
		same(t, "given", got, callers)
		if len(given) != callers {
			t.Errorf("given %v", given)
		}
	})
}

func TestOneAnswerHasEachVersion(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a := anAttempt(3)
		dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.InsertAttempt(a) })
		same(t, "answers kept as version 1", rivals(8, func(i int) bool {
			return dialed(t, db, func(tx dialer.Tx) (bool, error) {
				return tx.InsertAnswer(a, dialer.AnswerGiven{Caller: "ann", Question: "who", Version: 1, Value: json.RawMessage(fmt.Sprintf(`"a%d"`, i)), At: monday})
			})
		}), 1)
	})
}

// Of many nodes one drives a campaign; whoever was before writes nothing any more, and a lease that ended is one node's again.
func TestOneNodeDrivesACampaign(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		take := func(who string, now time.Time, lapsed dialer.Lease) int {
			return rivals(12, func(i int) bool {
				return dialed(t, db, func(tx dialer.Tx) (bool, error) {
					_, held, err := tx.Drive(7, fmt.Sprint(who, i), lapsed, now.Add(5*time.Second))
					return held, err
				})
			})
		}
		none := dialer.Lease{}
		known := func() (v dialer.Lease) {
			dialed(t, db, func(tx dialer.Tx) (found bool, err error) { v, found, err = tx.Driver(7); return found, err })
			return v
		}
		holds := func(fence int64) bool {
			return dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.HoldDrive(7, fence) })
		}
		same(t, "nodes that drive", take("node ", monday, none), 1)
		same(t, "its fence counts", holds(1), true)
		seen := known()
		same(t, "nodes that drive while it does", take("node ", monday.Add(4*time.Second), none), 1) // it renews its lease
		same(t, "its fence counts", holds(1), true)
		same(t, "nodes that drive where it was renewed since it was seen", take("node ", monday.Add(time.Hour), seen), 1)
		same(t, "its fence counts", holds(1), true)
		seen = known()
		same(t, "others that drive while it was not seen to lapse", take("other ", monday.Add(time.Hour), none), 0)
		same(t, "others that drive after it died, whatever their clocks say", take("other ", monday.Add(-time.Hour), seen), 1)
		same(t, "the old fence counts", holds(1), false)
		same(t, "the new fence counts", holds(2), true)
		seen = known()
		same(t, "it begins anew when its own lapsed", dialed(t, db, func(tx dialer.Tx) (bool, error) {
			fence, held, err := tx.Drive(7, seen.Node, seen, monday)
			return held && fence == 3, err
		}), true)
		dialed(t, db, func(tx dialer.Tx) (bool, error) { return true, tx.StopDriving(7, seen.Node) })
		same(t, "nodes that drive after it was given back", take("node ", monday, none), 1)
		same(t, "the old fence counts", holds(3), false)
		same(t, "the new fence counts", holds(4), true)
	})
}

// A leg of the dialer and one of a calling session never have one number at the same time.
func TestALineToANumberIsOneQueues(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		kinds := []calling.LegKind{calling.ContactLeg, calling.SupporterLeg, calling.CallerLeg, calling.LeaderLeg}
		same(t, "open lines to one number", rivals(16, func(i int) bool {
			leg := calling.Leg{ID: id(), Ref: id(), Organisation: "o", Number: "+447700900001", Kind: kinds[i%len(kinds)], State: calling.LegClaimed, Opened: monday}
			if i%2 == 0 {
				return dialed(t, db, func(tx dialer.Tx) (bool, error) { return tx.InsertLeg(leg) })
			}
			ok := false
			err := db.Calling().Write(context.Background(), func(tx calling.Tx) (err error) {
				ok, err = tx.InsertLeg(leg)
				return err
			})
			return ok && err == nil
		}), 1)
	})
}
