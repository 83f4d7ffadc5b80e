package server

import (
	"context"
	"sync"
	"testing"
	"time"

	"partyline/account"
	"partyline/event"
)

func TestTheMobileIsVerifiedByTheCodeOfTheLastCall(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ctx := context.Background()
		ben := e.as("Ben")
		user := e.person("Ben").User
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", map[string]any{"code": "1234"}).want(t, 409, "no_call")

		leg := func() string { return lastLeg(t, e, user) }
		hangUp := func() {
			if _, err := e.db.Exec(ctx, `UPDATE legs SET ended_at = 1, state = 'ended' WHERE user_id = $1`, user); err != nil {
				t.Fatal(err)
			}
		}
		rings := ben.post("/me/mobile/verify", nil).want(t, 200, "")
		if rings.field("ringing") != true || rings.text("expires_at") == "" {
			t.Errorf("said %s", rings.body)
		}
		ben.post("/me/mobile/verify", nil).want(t, 409, "on_call")
		code, language, err := e.server.Account.VerifyCode(ctx, leg())
		if err != nil || len(code) != 4 || language != "en" {
			t.Fatalf("the phone says %q in %q, %v", code, language, err)
		}
		hangUp()

		wrong := "0000"
		if code == wrong {
			wrong = "1111"
		}
		for left := 4; left >= 0; left-- {
			r := ben.post("/me/mobile/verify", map[string]any{"code": wrong}).want(t, 422, "code_wrong")
			if r.field("left").(float64) != float64(left) {
				t.Errorf("%d are left, said %s", left, r.body)
			}
		}
		ben.post("/me/mobile/verify", map[string]any{"code": code}).want(t, 409, "no_call") // five were wrong

		e.clock.Advance(time.Second)
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		second := leg()
		code, _, _ = e.server.Account.VerifyCode(ctx, second)
		done := ben.post("/me/mobile/verify", map[string]any{"code": " " + code + " "}).want(t, 200, "")
		if done.field("verified") != true || ben.get("/me").field("mobile_verified") != true {
			t.Errorf("said %s", done.body)
		}
		events, _ := e.db.Since(ctx, event.On(event.FamilyUser, user), 0, 100)
		if last := events[len(events)-1]; last.Kind != account.MobileVerified {
			t.Errorf("the last event is %s", last.Kind)
		}
		if _, _, err := e.server.Account.VerifyCode(ctx, second); err == nil {
			t.Error("a used code is still said")
		}
		hangUp()

		for range 3 {
			e.clock.Advance(time.Second)
			ben.post("/me/mobile/verify", nil).want(t, 200, "")
			hangUp()
		}
		over := ben.post("/me/mobile/verify", nil).want(t, 429, "too_many")
		if over.text("until") == "" || over.header.Get("Retry-After") == "" {
			t.Errorf("it does not say when it ends: %s", over.body)
		}
		for _, kind := range []string{"place", "check_leg"} { // without the second, a call whose end nobody told would keep the number taken
			if jobs, err := e.db.Exec(ctx, `UPDATE jobs SET tries = tries WHERE kind = $1`, kind); err != nil || jobs != 5 {
				t.Errorf("%d jobs to %s were left behind, %v", jobs, kind, err)
			}
		}
	})
}

func TestACodeIsOverAfterTenMinutes(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		leg := lastLeg(t, e, e.person("Ben").User)
		code, _, _ := e.server.Account.VerifyCode(context.Background(), leg)
		e.clock.Advance(10*time.Minute + time.Second)
		ben.post("/me/mobile/verify", map[string]any{"code": code}).want(t, 409, "no_call")
		if _, _, err := e.server.Account.VerifyCode(context.Background(), leg); err == nil {
			t.Error("an old code is still said")
		}
	})
}

// lastLeg is the id of a user's newest verification.
func lastLeg(t *testing.T, e *edge, user string) string {
	t.Helper()
	var id string
	err := e.db.Account().Read(context.Background(), func(r account.Reader) error {
		calls, err := r.Verifications(user, time.Unix(0, 0))
		if err == nil {
			id = calls[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNobodyIsRungWithoutACallerID(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		e.as("Maya").patch("/organisation", map[string]any{"version": 1, "caller_id": ""}).want(t, 200, "")
		ben := e.as("Ben")
		ben.post("/me/mobile/verify", nil).want(t, 409, "caller_id_missing")
		if me := ben.get("/me"); me.field("organisation.caller_id_set") != false {
			t.Errorf("pages know %s", me.body)
		}
	})
}

func TestGuessesAtTheSameMomentCannotPassTheLimitOfACode(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		code, _, _ := e.server.Account.VerifyCode(context.Background(), lastLeg(t, e, e.person("Ben").User))
		wrong := "0000"
		if code == wrong {
			wrong = "1111"
		}
		var wg sync.WaitGroup
		looked := make([]bool, 30)
		for i := range looked {
			wg.Go(func() {
				b := &browser{e: e, cookie: ben.cookie}
				looked[i] = b.post("/me/mobile/verify", map[string]any{"code": wrong}).text("code") == "code_wrong"
			})
		}
		wg.Wait()
		n := 0
		for _, l := range looked {
			if l {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d guesses were looked at, five may be", n)
		}
	})
}
