package server

import (
	"context"
	"testing"

	"partyline/campaign"
	"partyline/fault"
)

// busyOnce is a store of people that is busy once.
type busyOnce struct {
	campaign.Store
	campaign.Reader
	was    bool
	people []campaign.Person
}

func (b *busyOnce) Read(_ context.Context, f func(r campaign.Reader) error) error {
	if !b.was {
		b.was = true
		return fault.New(fault.Busy, "busy", "Too much at once just now.")
	}
	return f(b)
}

func (b *busyOnce) PersonsOf(string) ([]campaign.Person, error) { return b.people, nil }

// The frames of a page in which it named no campaign are of the one it named, though the server had no answer when it did: a browser
// may have come in to several, and another person's presses would count as nobody's.
func TestACampaignIsNamedThoughTheServerWasBusy(t *testing.T) {
	people := []campaign.Person{{ID: "in the other", Kind: campaign.Clicker, Campaign: "other"}, {ID: "in this", Kind: campaign.Clicker, Campaign: "this"}}
	v := &visit{campaigns: &campaign.Service{Store: &busyOnce{people: people}}, page: "secret"}
	ctx := context.Background()
	if who, err := v.clicker(ctx, "this"); !fault.Is(err, "busy") {
		t.Fatalf("while the server was busy: %q %v", who, err)
	}
	for range 2 {
		if who, err := v.clicker(ctx, ""); err != nil || who != "in this" {
			t.Errorf("a frame that names no campaign was of %q: %v", who, err)
		}
	}
	if who, err := v.clicker(ctx, "other"); err != nil || who != "in the other" {
		t.Errorf("a frame that names another was of %q: %v", who, err)
	}
}
