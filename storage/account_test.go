package storage_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/clock"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func people(db *storage.DB, c account.Clock) (*account.Service, account.Seeded, error) {
	s := &account.Service{Store: db.Account(), Places: db, Clock: c, Cost: account.Cost{KiB: 64, Passes: 1}, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	demo, err := s.Seed(context.Background())
	return s, demo, err
}

func TestOfTwoEditsOfOneVersionOneIsKept(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		s, demo, err := people(db, clock.New(1))
		if err != nil {
			t.Fatal(err)
		}
		k := account.Asker{User: demo.SignIns[0].User, Organisation: demo.Organisation, Role: account.Owner}
		for version := 1; version <= 5; version++ {
			var wg sync.WaitGroup
			var kept atomic.Int32
			for range 6 {
				wg.Go(func() {
					name := uuid.NewString()
					if _, err := s.EditGroup(ctx, k, demo.Group, account.GroupEdit{Version: version, Name: &name}); err == nil {
						kept.Add(1)
					} else if !fault.Is(err, "conflict") {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if kept.Load() != 1 {
				t.Fatalf("version %d was replaced %d times", version, kept.Load())
			}
		}
	})
}

func TestUnknownThingsAreNowhere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		for _, family := range []string{
			account.FamilyOrganisation, account.FamilyUser, account.FamilyGroup, account.FamilyList, account.FamilySupporter,
			account.FamilyImport, account.FamilySession, account.FamilyEntry, account.FamilyAttempt, account.FamilyAction, account.FamilyLog, "secret", "",
		} {
			_, err := db.PlaceOf(context.Background(), family, "no such id")
			if err == nil || fault.As(err).Kind != fault.NotFound {
				t.Errorf("%q: %v", family, err)
			}
		}
	})
}

func TestTidyingDropsWhatIsOverAndNothingElse(t *testing.T) {
	fixed := clock.At(time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC))
	storagetest.EachAt(t, fixed, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		_, demo, err := people(db, fixed)
		if err != nil {
			t.Fatal(err)
		}
		now, user := fixed.Now(), demo.SignIns[0].User
		old, fresh := now.Add(-48*time.Hour), now.Add(-time.Hour)
		err = db.Account().Write(ctx, func(tx account.Tx) error {
			for name, at := range map[string]time.Time{"old": old, "fresh": fresh} {
				for _, err := range []error{
					tx.AddTry("subject", at),
					tx.InsertLogin(account.Login{ID: name, User: user, Hash: name, Rotated: at, Created: at, Seen: at, Expires: at.Add(24 * time.Hour)}),
					tx.InsertVerification(account.Verification{ID: name, User: user, Created: at, Expires: at}),
					tx.InsertInvitation(account.Invitation{ID: name, User: user, Hash: name, Created: at, Expires: at.Add(-29 * 24 * time.Hour)}),
				} {
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.TidyAccounts(ctx); err != nil {
			t.Fatal(err)
		}
		err = db.Account().Read(ctx, func(r account.Reader) error {
			tries, err := r.Tries("subject", time.Unix(0, 0))
			if err != nil || len(tries) != 1 || !tries[0].Equal(fresh) {
				t.Errorf("tries: %v, %v", tries, err)
			}
			calls, err := r.Verifications(user, time.Unix(0, 0))
			if err != nil || len(calls) != 1 || calls[0].ID != "fresh" {
				t.Errorf("calls: %v, %v", calls, err)
			}
			for name, want := range map[string]bool{"old": false, "fresh": true} {
				if _, found, err := r.LoginBy(name); err != nil || found != want {
					t.Errorf("login %s: %v, %v", name, found, err)
				}
				if _, found, err := r.InvitationBy(name); err != nil || found != want {
					t.Errorf("link %s: %v, %v", name, found, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
