// Package press carries the idempotency key of a request into the transaction that does what was asked.
package press

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Key is one request's claim to its idempotency key. The first transaction that does what the request asks marks
// it, in its own commit: so the key knows that it was done whatever dies afterwards. It is for one goroutine.
type Key struct {
	User, Name string // whose, and a hash of what they sent
	Claim      string // who holds it: a request that was given up has another one, and can do nothing any more
	Done       int    // transactions of the request that were committed
	Did        []string
}

// Begun is what is known of a key when a request comes with it.
type Begun struct {
	Key    Key
	First  bool // nobody has done it: whoever asks does it now
	Status int  // of the first answer; 0 without First: it was done, and its answer is not there
	Body   string
	Since  time.Duration // since the request that holds the key came, by product time
}

// Made is the id of the last thing of a family that the request was about ("group", "action"): whatever it did to
// others stands before what it made. "" when there was none.
func (k *Key) Made(family string) string {
	for _, thing := range slices.Backward(k.Did) {
		if id, found := strings.CutPrefix(thing, family+"/"); found {
			return id
		}
	}
	return ""
}

type contextKey struct{}

// With has everything that is written under this context marked with the key.
func With(ctx context.Context, k *Key) context.Context {
	return context.WithValue(ctx, contextKey{}, k)
}

// Of is the key of the request that something is written for, nil without one.
func Of(ctx context.Context) *Key {
	k, _ := ctx.Value(contextKey{}).(*Key)
	return k
}

// Aside is for what is written on the way and would be right without the request: it leaves the key unmarked.
func Aside(ctx context.Context) context.Context {
	return context.WithValue(ctx, contextKey{}, (*Key)(nil))
}
