package campaign

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"partyline/fault"
)

// Wrong passcodes in so long a time. A browser that was wrong so often waits, and nobody with it: others may come from the same
// address. Who sends no page cookie is counted by address. Of a link nobody is shut out: when it was tried so often, tries are
// looked at one at a time with a pause after each wrong one, which is as slow for who guesses, and a moment for who knows.
// Who is in already is never asked.
const (
	triesIn     = 15 * time.Minute
	triesOfOne  = 10
	triesAtOnce = 100 // of a link
	tryPause    = 5 * time.Second
)

// The bounds of a passcode, in characters.
const (
	shortestPasscode = 4
	longestPasscode  = 40
)

// Passcode is what volunteers are asked for when they come in by a link; "" asks for none.
type Passcode struct {
	Passcode string `json:"passcode" doc:"4 to 40 characters; upper and lower case are the same, and so are spaces and none; empty: no passcode"`
}

// alike brings a passcode into the form it is compared in: people read them out to each other.
func alike(passcode string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, passcode))
}

// SetPasscode puts a passcode on a link, or takes it away. Who is in stays in.
func (s *Service) SetPasscode(ctx context.Context, by By, campaign string, kind Kind, in Passcode) ([]LinkView, error) {
	if kind != Caller && kind != Clicker {
		return nil, fault.New(fault.NotFound, "not_found", "There is no such link.")
	}
	sealed := ""
	if passcode := strings.TrimSpace(in.Passcode); passcode != "" {
		if n := utf8.RuneCountInString(alike(passcode)); n < shortestPasscode || n > longestPasscode {
			return nil, invalid("passcode", "A passcode has %d to %d characters.", shortestPasscode, longestPasscode)
		}
		sealed = s.Secrets.seal(passcode)
	}
	err := s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		l, err := tx.Link(campaign, kind)
		if err != nil {
			return err
		}
		l.Passcode = sealed
		return errors.Join(tx.SaveLink(l), s.tellCampaign(tx, c),
			tx.Audit(c.Organisation, by.User, "link_passcode_changed", "campaign/"+campaign, map[string]any{"kind": kind, "asked": sealed != ""}))
	})
	if err != nil {
		return nil, err
	}
	return s.Links(ctx, campaign)
}

// mayTry refuses whoever was wrong too often before anything is locked for them.
func (s *Service) mayTry(ctx context.Context, kind Kind, token string, in Joining) error {
	if in.Passcode == "" {
		return nil
	}
	return s.Store.Read(ctx, func(r Reader) error {
		l, found, err := r.LinkBy(hash("link", token))
		if err != nil || !found || l.Kind != kind || l.Passcode == "" {
			return err
		}
		return s.triedOut(r, l, in)
	})
}

// triedOut refuses whoever was wrong too often, and whoever comes too soon after another one when the link was tried too often.
func (s *Service) triedOut(r Reader, l Link, in Joining) error {
	now := s.Clock.Now()
	for _, subject := range in.counted() {
		at, err := r.Tries(l.tries(subject), now.Add(-triesIn))
		switch n := len(at); {
		case err != nil:
			return err
		case subject != "" && n >= triesOfOne:
			return tooManyTries(at[n-triesOfOne].Add(triesIn), now)
		case subject == "" && n >= triesAtOnce && now.Before(at[n-1].Add(tryPause)):
			return tooSoon(at[n-1].Add(tryPause), now)
		}
	}
	return nil
}

// counted is where somebody's tries are counted: under their browser, else under their address if that is known; and under "".
func (in Joining) counted() []string {
	switch {
	case in.Browser != "":
		return []string{"browser " + in.Browser, ""}
	case in.Address != "":
		return []string{in.Address, ""}
	}
	return []string{""}
}

// tries is what wrong passcodes are counted under, of one or of all with "": a new passcode begins anew.
func (l Link) tries(from string) string { return hash("passcode "+l.Passcode, from) }

// ask compares what somebody typed with a link's passcode, while the caller holds the campaign: tries come one after the other.
// wrong is the refusal passcode_needed, passcode_wrong or too_many_tries; the transaction must be committed all the same,
// because a wrong try is counted in it.
func (s *Service) ask(tx Tx, l Link, in Joining) (wrong, err error) {
	if l.Passcode == "" {
		return nil, nil
	}
	if alike(in.Passcode) == "" {
		return fault.New(fault.Forbidden, "passcode_needed", "This link asks for a passcode. The organisers have it.").On("passcode", "Type the passcode."), nil
	}
	if err := s.triedOut(tx, l, in); fault.Is(err, "too_many_tries") {
		return err, nil
	} else if err != nil {
		return nil, err
	}
	right, err := s.Secrets.open(l.Passcode)
	if err != nil || subtle.ConstantTimeCompare([]byte(hash("", alike(in.Passcode))), []byte(hash("", alike(right)))) == 1 {
		return nil, err
	}
	now := s.Clock.Now()
	wrong = fault.New(fault.Forbidden, "passcode_wrong", "This is not the passcode. Ask the organisers for it.").On("passcode", "This is not the passcode.")
	for _, from := range in.counted() {
		err = errors.Join(err, tx.AddTry(l.tries(from), now))
	}
	return wrong, err
}

func tooManyTries(ends, now time.Time) error {
	wait := ends.Sub(now)
	in := "a minute"
	if n := int(math.Ceil(wait.Minutes())); n > 1 {
		in = fmt.Sprintf("%d minutes", n)
	}
	return fault.New(fault.Busy, "too_many_tries", "That was wrong too often. The next try is possible in %s.", in).
		With("until", ends.UTC().Format(time.RFC3339)).With("retry_after", max(1, int(math.Ceil(wait.Seconds()))))
}

func tooSoon(next, now time.Time) error {
	n := max(1, int(math.Ceil(next.Sub(now).Seconds())))
	return fault.New(fault.Busy, "too_many_tries", "Many have tried wrong passcodes on this link. The next try is possible in %d seconds.", n).
		With("until", next.UTC().Format(time.RFC3339)).With("retry_after", n)
}
