package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"partyline/fault"
)

func TestPasswordsAreKeptAsArgon2id(t *testing.T) {
	var h hasher
	ctx := context.Background()
	kept, err := h.hash(ctx, Cost{}, "calling is caring")
	if err != nil || !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", kept, err)
	}
	again, _ := h.hash(ctx, Cost{}, "calling is caring")
	if again == kept {
		t.Error("two hashes of one password are the same: there is no salt")
	}
	for password, want := range map[string]bool{"calling is caring": true, "calling is carinG": false, "": false} {
		if same, err := h.matches(ctx, Cost{}, kept, password); err != nil || same != want {
			t.Errorf("%q matches: %v, %v", password, same, err)
		}
	}
}

func TestABrokenHashMatchesNothing(t *testing.T) {
	var h hasher
	cheap := Cost{KiB: 64, Passes: 1}
	for _, kept := range []string{"", "x", "$argon2id$v=19$m=0,t=0,p=1$$", "$argon2id$v=19$m=64,t=1,p=1$!$!", "$argon2id$v=19$m=64,t=1,p=1$AAAA$", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		for _, password := range []string{"", "anything"} {
			if same, err := h.matches(context.Background(), cheap, kept, password); err != nil || same {
				t.Errorf("%q matches %q: %v, %v", password, kept, same, err)
			}
		}
	}
}

func TestOneHashAtATimeAndFewWait(t *testing.T) {
	var h hasher
	var wg sync.WaitGroup
	release, began := make(chan struct{}), make(chan struct{}, 1)
	wg.Go(func() { _ = h.do(context.Background(), func() { began <- struct{}{}; <-release }) })
	<-began
	refused := make(chan error, 2*waiting)
	ctx, cancel := context.WithCancel(context.Background())
	for range 2 * waiting {
		wg.Go(func() { refused <- h.do(ctx, func() { t.Error("two ran at the same time") }) })
	}
	for range waiting + 1 { // the one that runs holds a place too
		if err := <-refused; !fault.Is(err, "busy") {
			t.Errorf("who finds no place gets %v", err)
		}
	}
	cancel()
	for range waiting - 1 {
		if err := <-refused; !errors.Is(err, context.Canceled) {
			t.Errorf("who gives up gets %v", err)
		}
	}
	close(release)
	wg.Wait()
}
