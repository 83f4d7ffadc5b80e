package hooks

import (
	"context"
	"time"

	"partyline/event"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// Store runs use cases in transactions. Both functions may run twice.
type Store interface {
	Write(ctx context.Context, f func(tx Tx) error) error
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, or false where the signature has a bool.
type Reader interface {
	Hook(id string) (Hook, error)
	// Hooks is an organisation's, the newest first.
	Hooks(organisation string) ([]Hook, error)
	Delivery(id string) (Delivery, error)
	// Deliveries pages backwards through a hook's: those before an id ("" for the newest), without their bodies.
	Deliveries(hook string, state State, before string, limit int) ([]Delivery, error)
	// Next is the waiting delivery of a hook that is to be tried first.
	Next(hook string) (Delivery, bool, error)
	// CountWaiting is how many of a hook wait.
	CountWaiting(hook string) (int, error)
	// Admins is the owners and admins of an organisation who can sign in.
	Admins(organisation string) ([]string, error)
	// OrganisationOf is whose a topic is; false for topics that no hook hears of.
	OrganisationOf(topic event.Topic) (string, bool, error)
	// EventsSince is events of a topic behind after and not older than oldest, in order.
	EventsSince(topic event.Topic, after event.Seq, oldest time.Time, limit int) ([]event.Event, error)
}

// Tx reads and writes.
type Tx interface {
	Reader
	InsertHook(Hook) error
	SaveHook(Hook) error
	// LockHook holds others back until the commit.
	LockHook(id string) (Hook, error)
	// DeleteHook removes it with its deliveries.
	DeleteHook(id string) error
	InsertDeliveries([]Delivery) error
	SaveDelivery(Delivery) error
	// GiveUp ends a hook's waiting deliveries whose tries began before.
	GiveUp(hook string, before time.Time, problem string) error
	// LockCursor is up to where a topic's events were spread, 0 at first; others wait until the commit.
	LockCursor(topic event.Topic) (event.Seq, error)
	SaveCursor(topic event.Topic, seq event.Seq) error
	// Stir has every topic spread soon on which something happened since.
	Stir(since time.Time) error
	// Do puts a job into the outbox.
	Do(kind, subject string, due time.Time) error
	Emit(topic event.Topic, kind event.Kind, data any) error
	Audit(organisation, user, action, thing string, data any) error
}

// Sender sends to addresses that strangers chose.
type Sender interface {
	// Check refuses an address that nothing would ever be sent to.
	Check(url string) error
	// Send posts a body and says what came of it. It takes 10 s at most.
	Send(ctx context.Context, url string, header map[string]string, body string) Answer
}

// The jobs of this package: the subject is a topic with news, a hook with deliveries, a hook that is new.
const (
	JobSpread  = "webhook.spread"
	JobDeliver = "webhook.deliver"
	JobBegin   = "webhook.begin"
)

// Jobs is every kind.
var Jobs = []string{JobSpread, JobDeliver, JobBegin}

// SwitchedOff is told to each admin on user/{id}; it carries a Told.
const SwitchedOff event.Kind = "hooks.webhook_switched_off"

// Kinds is every kind of event of this package.
var Kinds = []event.Kind{SwitchedOff}

// Told names a hook, without the path and query of its address, which may hold secrets.
type Told struct {
	ID   string `json:"id"`
	Host string `json:"host"`
}

// Service is the use cases. It holds no state but its dependencies.
type Service struct {
	Store  Store
	Sender Sender
	Clock  Clock
	NewID  func() string
	// Secret is what a hook's deliveries are signed with; the same on every node.
	Secret func(hook string) string
	// Kinds is what can be chosen.
	Kinds []event.Kind
}
