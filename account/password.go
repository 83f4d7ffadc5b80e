package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"partyline/fault"
)

// Cost is what one argon2id costs. The zero value is 19 MiB and two passes (OWASP's second choice
// of equal strength); tests, which hash by the hundred, take less.
type Cost struct {
	KiB    uint32
	Passes uint32
}

func (c Cost) settled() Cost {
	if c == (Cost{}) {
		return Cost{KiB: 19 * 1024, Passes: 2}
	}
	return c
}

const hashLength = 32

// hasher lets one argon2id run at a time, because each takes 19 MiB, and few wait for it.
type hasher struct {
	once sync.Once
	turn chan struct{} // holds one token while somebody hashes
	wait chan struct{} // bounds who waits
}

// waiting is how many sign-ins may wait for their turn; at some 30 ms each that is two seconds.
const waiting = 64

func (h *hasher) do(ctx context.Context, f func()) error {
	h.once.Do(func() { h.turn, h.wait = make(chan struct{}, 1), make(chan struct{}, waiting) })
	select {
	case h.wait <- struct{}{}:
		defer func() { <-h.wait }()
	default:
		return fault.New(fault.Busy, "busy", "Too many people are signing in at this moment. Try again in a few seconds.").With("retry_after", 3)
	}
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	f()
	return nil
}

// hash makes the kept form of a password: $argon2id$v=19$m=…,t=…,p=1$salt$sum.
func (h *hasher) hash(ctx context.Context, c Cost, password string) (string, error) {
	c = c.settled()
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	var sum []byte
	if err := h.do(ctx, func() { sum = argon2.IDKey([]byte(password), salt, c.Passes, c.KiB, 1, hashLength) }); err != nil {
		return "", err
	}
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.KiB, c.Passes, b.EncodeToString(salt), b.EncodeToString(sum)), nil
}

// matches takes as long for a kept form that is empty or broken as for a good one, so that
// nobody can tell by the time whether an e-mail has a user.
func (h *hasher) matches(ctx context.Context, c Cost, kept, password string) (bool, error) {
	was, salt, sum, ok := parseHash(kept)
	if !ok {
		was, salt, sum = c.settled(), make([]byte, 16), make([]byte, hashLength)
	}
	same := false
	err := h.do(ctx, func() {
		got := argon2.IDKey([]byte(password), salt, was.Passes, was.KiB, 1, uint32(len(sum)))
		same = subtle.ConstantTimeCompare(got, sum) == 1
	})
	return same && ok, err
}

func parseHash(kept string) (c Cost, salt, sum []byte, ok bool) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.KiB, &c.Passes); err != nil || n != 2 || c.KiB == 0 || c.KiB > 1<<20 || c.Passes == 0 || c.Passes > 16 {
		return c, nil, nil, false
	}
	var err1, err2 error
	salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	sum, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, sum, err1 == nil && err2 == nil && len(sum) >= 16
}

// Limits of passwords, in characters.
const (
	shortestPassword = 10
	longestPassword  = 200
)

// checkPassword refuses what is too easily guessed. Length is what counts; there are no rules about signs.
func checkPassword(field, password string, u User) error {
	title := ""
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		title = fmt.Sprintf("Use at least %d characters: a short sentence is easy to remember.", shortestPassword)
	case n > longestPassword:
		title = fmt.Sprintf("Use at most %d characters.", longestPassword)
	case strings.EqualFold(password, u.Email) || strings.EqualFold(password, u.Name):
		title = "Choose something else than your name or email."
	case strings.Count(password, password[:1]) == len(password) || strings.Contains("0123456789012345678901234567890", password) || strings.EqualFold(password, "passwordpassword") || strings.EqualFold(password, "password123") || strings.EqualFold(password, "qwertyuiop"):
		title = "This is one of the first that anybody would guess."
	default:
		return nil
	}
	return fault.New(fault.Invalid, "password_weak", "This password will not do.").On(field, title)
}

// secret makes an unguessable text for cookies, tokens and links: 256 bits.
func secret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// hashOf is what is kept of a secret; secrets have 256 bits, so that one fast round is enough.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
