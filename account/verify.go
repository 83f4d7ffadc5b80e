package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"time"

	"partyline/fault"
)

// Limits of the verification call.
const (
	codeLasts   = 10 * time.Minute
	codeTries   = 5
	verifyIn    = time.Hour
	verifyCalls = 5
)

// RingToVerify places a call to the asker's mobile that says a code of four digits.
func (s *Service) RingToVerify(ctx context.Context, k Asker) (VerifyView, error) {
	now := s.Clock.Now()
	v := Verification{ID: s.NewID(), User: k.User, Code: fourDigits(), Created: now, Expires: now.Add(codeLasts)}
	ref := secret()
	err := s.Store.Write(ctx, func(tx Tx) error {
		u, err := tx.LockUser(k.User) // one at a time: calls and guesses are counted
		if err != nil {
			return err
		}
		o, err := tx.Organisation(u.Organisation)
		if err != nil {
			return err
		}
		if u.Mobile == "" {
			return fault.New(fault.Conflict, "mobile_missing", "Add your mobile number first.").On("mobile", "Add your mobile number first.")
		}
		if o.CallerID == "" {
			return fault.New(fault.Conflict, "caller_id_missing", "Your organisation has no caller ID yet, so nobody can be rung. Ask an admin to set it.")
		}
		calls, err := tx.Verifications(u.ID, now.Add(-verifyIn))
		if err != nil {
			return err
		}
		if len(calls) >= verifyCalls {
			ends := calls[verifyCalls-1].Created.Add(verifyIn)
			return fault.New(fault.Busy, "too_many", "We rang you %d times in this hour. The next call is possible in %s.", len(calls), minutes(ends.Sub(now))).
				With("until", ends.UTC().Format(time.RFC3339)).With("retry_after", int(ends.Sub(now).Seconds())+1)
		}
		v.Mobile = u.Mobile
		if err := tx.InsertVerification(v); err != nil {
			return err
		}
		rings, err := tx.Ring(v, o.ID, ref)
		if err != nil {
			return err
		}
		if !rings {
			return fault.New(fault.Conflict, "on_call", "Your phone is on a call with us. Hang up first, then try again.")
		}
		return tx.Audit(o.ID, u.ID, "verification_called", "user/"+u.ID, nil)
	})
	if err != nil {
		return VerifyView{}, err
	}
	if s.Poke != nil {
		s.Poke()
	}
	return VerifyView{Ringing: true, Expires: &v.Expires}, nil
}

// CheckCode compares what was typed with what the last call said. Five wrong ones make that call useless.
func (s *Service) CheckCode(ctx context.Context, k Asker, code string) (VerifyView, error) {
	now := s.Clock.Now()
	var refusal error
	err := s.Store.Write(ctx, func(tx Tx) error {
		refusal = nil
		u, err := tx.LockUser(k.User) // one at a time: calls and guesses are counted
		if err != nil {
			return err
		}
		if !u.Verified.IsZero() {
			return nil
		}
		calls, err := tx.Verifications(u.ID, now.Add(-codeLasts))
		if err != nil {
			return err
		}
		if len(calls) == 0 || calls[0].Mobile != u.Mobile || !calls[0].Done.IsZero() || !now.Before(calls[0].Expires) {
			return fault.New(fault.Conflict, "no_call", "There is no code to check: the last call is too long ago. Ring again.")
		}
		v := calls[0]
		if v.Wrong >= codeTries {
			return fault.New(fault.Conflict, "no_call", "That was wrong %d times. Ring again for a new code.", codeTries)
		}
		if subtle.ConstantTimeCompare([]byte(v.Code), []byte(trim(code))) != 1 {
			v.Wrong++
			left := codeTries - v.Wrong
			sentence := fmt.Sprintf("This is not the code we said. %d tries left.", left)
			if left == 1 {
				sentence = "This is not the code we said. One try left."
			} else if left == 0 {
				sentence = "This is not the code we said. Ring again for a new one."
			}
			refusal = fault.New(fault.Invalid, "code_wrong", "%s", sentence).On("code", sentence).With("left", left)
			return tx.SaveVerification(v)
		}
		v.Done = now
		if err := tx.SaveVerification(v); err != nil {
			return err
		}
		before := u
		u.Verified = now
		u.Version++
		if saved, err := tx.SaveUser(u); err != nil {
			return err
		} else if !saved {
			return stale(nil)
		}
		if err := tx.Emit(userTopic(u.ID), MobileVerified, changed(u)); err != nil {
			return err
		}
		return tx.Audit(u.Organisation, u.ID, "user_changed", "user/"+u.ID, difference(before, u))
	})
	if err == nil {
		err = refusal
	}
	return VerifyView{Verified: err == nil}, err
}

// Verifying is how the verification of the asker's mobile stands: what its call, or the check of its code, answers
// when that was done and the answer was lost.
func (s *Service) Verifying(ctx context.Context, k Asker) (view VerifyView, err error) {
	now := s.Clock.Now()
	err = s.Store.Read(ctx, func(r Reader) error {
		u, err := r.User(k.User)
		if err != nil {
			return err
		}
		calls, err := r.Verifications(u.ID, now.Add(-codeLasts))
		if err != nil {
			return err
		}
		if len(calls) > 0 && calls[0].Mobile == u.Mobile && calls[0].Done.IsZero() && now.Before(calls[0].Expires) {
			view = VerifyView{Ringing: true, Expires: &calls[0].Expires}
		} else {
			view = VerifyView{Verified: !u.Verified.IsZero()}
		}
		return nil
	})
	return view, err
}

// VerifyCode is what the phone says on a verification leg: the code and the language of its user.
// Over or unknown: NotFound, and the phone should hang up.
func (s *Service) VerifyCode(ctx context.Context, leg string) (code, language string, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		v, err := r.Verification(leg)
		if err != nil {
			return err
		}
		if !v.Done.IsZero() || !s.Clock.Now().Before(v.Expires) {
			return noThing()
		}
		u, err := r.User(v.User)
		code, language = v.Code, u.Language
		return err
	})
	return code, language, err
}

func fourDigits() string {
	n, err := rand.Int(rand.Reader, big.NewInt(10000))
	if err != nil { // never
		panic(err)
	}
	return fmt.Sprintf("%04d", n.Int64())
}
