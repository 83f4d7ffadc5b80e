package main

import (
	"context"
	"time"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/event"
	"partyline/hooks"
	"partyline/roster"
	"partyline/storage"
)

// posts says who does which job of outgoing webhooks. They have a worker of their own.
func (p *program) posts() map[string]storage.Handler {
	return map[string]storage.Handler{
		hooks.JobSpread: func(ctx context.Context, j storage.Job) error { return p.hooks.Spread(ctx, event.Topic(j.Subject)) },
		hooks.JobBegin:  func(ctx context.Context, j storage.Job) error { return p.hooks.Begin(ctx, j.Subject) },
		hooks.JobDeliver: func(ctx context.Context, j storage.Job) error {
			again, err := p.hooks.Deliver(ctx, j.Subject)
			return orLater(again, err)
		},
	}
}

func orLater(again time.Time, err error) error {
	if err == nil && !again.IsZero() {
		return storage.Later{At: again}
	}
	return err
}

// hookKinds is what webhooks can hear of: everything but users' own topics.
func hookKinds() []event.Kind {
	kinds := append([]event.Kind{account.OrganisationChanged, account.GroupChanged}, calling.Kinds...)
	return append(append(kinds, roster.ListChanged, roster.SupporterChanged, roster.ImportChanged), campaign.Heard...)
}
