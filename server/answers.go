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
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
	"partyline/press"
)

// Answers keeps the first answer to each idempotency key; storage fits. It never sees a key, only its hash. Whatever is
// written under a key marks it in the same transaction, so that it is done once whatever dies before its answer is kept.
type Answers interface {
	// Begin asks whether this is a user's first request with a key: then the caller does it under the key (press.With)
	// and calls Finish or Abandon. If not, the first answer comes back, or the key of what was done without one.
	// The faults are key_reused (it stood for another request) and key_busy (the first one is still being done).
	Begin(ctx context.Context, user, key, route, request string) (press.Begun, error)
	// Finish keeps the answer.
	Finish(ctx context.Context, k press.Key, status int, body string) error
	// Abandon gives the key back, so that a repeat is done anew; not one that was done.
	Abandon(ctx context.Context, k press.Key) error
	// Done says whether this very request was done before, without taking the key.
	Done(ctx context.Context, user, key, route, request string) (bool, error)
}

const (
	answerWait = 10 * time.Second      // for the first answer, when a repeat comes while it is being made
	doneWait   = time.Second           // the same when it was done already: only reading is left
	doneLong   = doTimeout             // ago: nobody is making it any more
	answerLook = 50 * time.Millisecond // between two looks
	longestKey = 200
)

// once does a write one time for each key: a repeat gets the first answer, the same key with
// another request a conflict. Refusals are answers too; only our own failures are tried again.
func (s *Server) once(c *fiber.Ctx, r Route, owner, key string, body []byte) error {
	if len(key) > longestKey {
		return fault.New(fault.Invalid, "key_invalid", "The Idempotency-Key is too long.")
	}
	ctx := c.UserContext()
	name, route, request := named(c, key, body)
	for begun := time.Now(); ; {
		was, err := s.Answers.Begin(ctx, owner, name, route, request)
		switch {
		case err == nil && was.First:
			return s.first(c, r, was.Key, key)
		case err == nil && r.Paged && was.Status > 0 && was.Status < 300:
			return s.lost(c, r, was.Key, key)
		case err == nil && was.Status != 0:
			return repeat(c, key, was.Status, was.Body)
		case err == nil && (was.Since > doneLong || time.Since(begun) > doneWait):
			return s.lost(c, r, was.Key, key)
		case err != nil && (!fault.Is(err, "key_busy") || time.Since(begun) > answerWait):
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

// named is what the database knows of a key and of the request that came with it.
func named(c *fiber.Ctx, key string, body []byte) (name, route, request string) {
	return digest("key", key), c.Method() + " " + c.Route().Path, digest("request", c.Method(), c.OriginalURL(), string(body))
}

// first does it and keeps the answer.
func (s *Server) first(c *fiber.Ctx, r Route, k press.Key, key string) error {
	kept := false
	ctx, cancel := s.behind(c)
	defer cancel()
	defer func() { // also after a panic
		if !kept {
			if err := s.Answers.Abandon(ctx, k); err != nil {
				s.Log.Error("giving back an idempotency key", "request", requestID(ctx), "error", err)
			}
		}
	}()
	c.SetUserContext(press.With(c.UserContext(), &k))
	if err := s.goOn(c); err != nil {
		return err
	}
	switch status := c.Response().StatusCode(); {
	case status >= 500, status == fiber.StatusUnauthorized, status == fiber.StatusTooManyRequests, status == fiber.StatusRequestTimeout:
		return nil
	}
	s.keep(ctx, c, r, k, key)
	kept = true
	return nil
}

// behind is a context that does not end with the request: what was done is to be answered.
func (s *Server) behind(c *fiber.Ctx) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.UserContext()), doTimeout+5*time.Second)
}

// goOn runs the handler; its refusal is the reply.
func (s *Server) goOn(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return s.refuse(c, err)
	}
	return nil
}

// keep keeps the reply for repeats. One that is not kept is no harm: the key knows that it was done.
func (s *Server) keep(ctx context.Context, c *fiber.Ctx, r Route, k press.Key, key string) {
	body := string(c.Response().Body())
	if r.Paged && c.Response().StatusCode() < 300 {
		body = "" // a repeat is told how things are then
	}
	sealed, err := seal(key, string(c.Response().Header.ContentType())+"\n"+body)
	for err == nil { // the database may go away right after what was done
		if err = s.Answers.Finish(ctx, k, c.Response().StatusCode(), sealed); err == nil || fault.As(err).Kind != fault.Busy || ctx.Err() != nil {
			break
		}
		err = nil
		<-time.After(answerLook)
	}
	if err != nil {
		s.Log.Error("keeping an answer", "request", requestID(ctx), "error", err)
	}
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
