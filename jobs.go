package main

import (
	"context"
	"slices"
	"time"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/event"
	"partyline/export"
	"partyline/hooks"
	"partyline/roster"
	"partyline/storage"
)

// places says who rings phones: each waits for its turn at the carrier, and nothing else waits behind them.
func (p *program) places() map[string]storage.Handler {
	h := map[string]storage.Handler{}
	for _, kind := range calling.Places {
		h[string(kind)] = p.calls(kind)
	}
	for _, kind := range dialer.Places {
		h[kind] = p.dials(kind)
	}
	return h
}

// rings says who does the other jobs of phones, which somebody waits for with a phone in their hand.
func (p *program) rings() map[string]storage.Handler {
	h := map[string]storage.Handler{}
	for _, kind := range calling.PhoneJobs {
		if !slices.Contains(calling.Places, kind) {
			h[string(kind)] = p.calls(kind)
		}
	}
	for _, kind := range dialer.Jobs {
		if !slices.Contains(dialer.Places, kind) {
			h[kind] = p.dials(kind)
		}
	}
	return h
}

// tells says who does the others.
func (p *program) tells() map[string]storage.Handler {
	h := map[string]storage.Handler{}
	for _, kind := range calling.Jobs {
		if !slices.Contains(calling.PhoneJobs, kind) {
			h[string(kind)] = p.calls(kind)
		}
	}
	for _, kind := range campaign.Jobs {
		if !slices.Contains(campaign.LongJobs, kind) {
			h[kind] = p.campaignJob(kind)
		}
	}
	for _, kind := range roster.Jobs {
		h[kind] = func(ctx context.Context, j storage.Job) error { return p.roster.Work(ctx, kind, j.Subject) }
	}
	return h
}

// loads says who does the jobs that take long.
func (p *program) loads() map[string]storage.Handler {
	h := map[string]storage.Handler{}
	for _, kind := range campaign.LongJobs {
		h[kind] = p.campaignJob(kind)
	}
	for _, kind := range export.Jobs {
		h[kind] = func(ctx context.Context, j storage.Job) error { return p.exports.Work(ctx, kind, j.Subject) }
	}
	return h
}

func (p *program) calls(kind calling.JobKind) storage.Handler {
	return func(ctx context.Context, j storage.Job) error {
		return p.calling.RunJob(ctx, calling.Job{ID: j.ID, Kind: kind, Subject: j.Subject, Data: j.Data, Due: j.Due, Tries: j.Tries, Fence: j.Fence})
	}
}

func (p *program) campaignJob(kind string) storage.Handler {
	return func(ctx context.Context, j storage.Job) error { return p.campaigns.Work(ctx, kind, j.Subject) }
}

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
