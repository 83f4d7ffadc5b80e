package server

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/fault"
)

// Answers keeps the first answer to each idempotency key; storage fits. It never sees a key, only its hash.
type Answers interface {
	// Begin asks whether this is a user's first request with a key: then the caller answers it and calls
	// Finish or Abandon. If not, the first answer comes back. The faults are key_reused (it stood for
	// another request) and key_busy (the first one is still being answered).
	Begin(ctx context.Context, user, key, route, request string) (first bool, status int, body string, err error)
	// Finish keeps the answer.
	Finish(ctx context.Context, user, key string, status int, body string) error
	// Abandon gives the key back, so that a repeat is done anew.
	Abandon(ctx context.Context, user, key string) error
}

const (
	answerWait = 10 * time.Second      // for the first answer, when a repeat comes while it is being made
	answerLook = 50 * time.Millisecond // between two looks
	longestKey = 200
)

// once does a write one time for each key: a repeat gets the first answer, the same key with
// another request a conflict. Refusals are answers too; only our own failures are tried again.
func (s *Server) once(c *fiber.Ctx, k account.Asker, key string, body []byte) error {
	if len(key) > longestKey {
		return fault.New(fault.Invalid, "key_invalid", "The Idempotency-Key is too long.")
	}
	ctx := c.UserContext()
	name := digest("key", key)
	route := c.Method() + " " + c.Route().Path
	request := digest("request", c.Method(), c.OriginalURL(), string(body))
	for until := time.Now().Add(answerWait); ; {
		first, status, sealed, err := s.Answers.Begin(ctx, k.User, name, route, request)
		switch {
		case err == nil && first:
			return s.first(c, k.User, key, name)
		case err == nil:
			return repeat(c, key, status, sealed)
		case !fault.Is(err, "key_busy") || time.Now().After(until):
			return err
		}
		look := time.NewTimer(answerLook)
		select {
		case <-look.C:
		case <-ctx.Done():
			look.Stop()
			return ctx.Err()
		}
	}
}

// first answers and keeps the answer.
func (s *Server) first(c *fiber.Ctx, user, key, name string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), doTimeout+5*time.Second)
	defer cancel()
	kept := false
	defer func() { // also after a panic
		if !kept {
			if err := s.Answers.Abandon(ctx, user, name); err != nil {
				s.Log.Error("giving back an idempotency key", "request", requestID(ctx), "error", err)
			}
		}
	}()
	if err := c.Next(); err != nil {
		if err := s.refuse(c, err); err != nil {
			return err
		}
	}
	status := c.Response().StatusCode()
	switch {
	case status >= 500, status == fiber.StatusUnauthorized, status == fiber.StatusTooManyRequests, status == fiber.StatusRequestTimeout:
		return nil
	}
	sealed, err := seal(key, string(c.Response().Header.ContentType())+"\n"+string(c.Response().Body()))
	for err == nil { // the database may go away right after what was done: an answer that is not kept would be made again
		if err = s.Answers.Finish(ctx, user, name, status, sealed); err == nil || fault.As(err).Kind != fault.Busy || ctx.Err() != nil {
			break
		}
		err = nil
		<-time.After(answerLook)
	}
	if err != nil { // it was done: say so; a repeat before the claim is stale waits in vain, later it is done again
		s.Log.Error("keeping an answer", "request", requestID(ctx), "error", err)
	}
	kept = true
	return nil
}

func repeat(c *fiber.Ctx, key string, status int, sealed string) error {
	text, err := unseal(key, sealed)
	if err != nil {
		return err
	}
	kind, body, _ := strings.Cut(text, "\n")
	if body != "" {
		c.Set(fiber.HeaderContentType, kind)
	}
	c.Set("Idempotent-Replayed", "true")
	return c.Status(status).SendString(body)
}

// seal encrypts an answer with the key that asked for it. The database never has that key,
// so links and tokens in answers cannot be read from it.
func seal(key, text string) (string, error) {
	box, err := boxOf(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(text), nil)), nil
}

func unseal(key, sealed string) (string, error) {
	box, err := boxOf(key)
	if err != nil {
		return "", err
	}
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < box.NonceSize() {
		return "", errors.New("a kept answer is broken")
	}
	text, err := box.Open(nil, b[:box.NonceSize()], b[box.NonceSize():], nil)
	return string(text), err
}

func boxOf(key string) (cipher.AEAD, error) {
	sum := sha256.Sum256([]byte("answer\x00" + key))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}
