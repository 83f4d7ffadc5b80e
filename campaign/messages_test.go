package campaign_test

import (
	"context"
	"encoding/json"
	"strings"

	"partyline/campaign"
	"partyline/event"
)

func ptr[T any](v T) *T { return &v }

// alert adds an alert bar.
func (o *office) alert(text string, change ...func(e *campaign.AlertEdit)) campaign.AlertView {
	o.t.Helper()
	e := campaign.AlertEdit{Text: &text}
	for _, f := range change {
		f(&e)
	}
	v, err := o.service.AddAlert(context.Background(), o.by, o.campaign, e)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) messages() campaign.MessagesView {
	o.t.Helper()
	v, err := o.service.Messages(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// token is a link's.
func (o *office) token(kind campaign.Kind) string {
	o.t.Helper()
	links, err := o.service.Links(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, l := range links {
		if l.Kind == kind {
			return l.Token
		}
	}
	return ""
}

// joined is a browser that came in.
func (o *office) joined(kind campaign.Kind, name string) (page string) {
	o.t.Helper()
	_, page, err := o.service.Join(context.Background(), kind, o.token(kind), "", campaign.Joining{Name: name})
	if err != nil {
		o.t.Fatal(err)
	}
	return page
}

// look is what a page of a link gets first.
func (o *office) look(kind campaign.Kind, page string) campaign.Invited {
	o.t.Helper()
	in, err := o.service.Look(context.Background(), kind, o.token(kind), page)
	if err != nil {
		o.t.Fatal(err)
	}
	return in
}

// last is the newest set that a topic carried.
func (o *office) last(on string) (out campaign.MessagesView) {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), event.On("campaign", o.campaign+on), 0, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind == campaign.MessagesChanged {
			out = campaign.MessagesView{}
			if err := json.Unmarshal(e.Data, &out); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	return out
}

func texts(v campaign.MessagesView) string {
	var all []string
	for _, a := range v.Alerts {
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(a.HTML, "<p>"), "</p>"))
	}
	return strings.Join(all, ", ")
}

// neverBack reads what admins were told: no version falls, no figure of one wording falls, nothing that went comes back.
func (o *office) neverBack() {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), event.On("campaign", o.campaign), 0, 10_000)
	if err != nil {
		o.t.Fatal(err)
	}
	was, gone := map[string]campaign.AlertView{}, map[string]bool{}
	for _, e := range events {
		if e.Kind != campaign.MessagesChanged {
			continue
		}
		var v campaign.MessagesView
		if err := json.Unmarshal(e.Data, &v); err != nil {
			o.t.Fatal(err)
		}
		there := map[string]bool{}
		for _, a := range v.Alerts {
			there[a.ID] = true
			if gone[a.ID] || a.Version < was[a.ID].Version || a.HTML == was[a.ID].HTML && *a.Seen < *was[a.ID].Seen {
				o.t.Errorf("seq %d goes back: %+v after %+v", e.Seq, a, was[a.ID])
			}
			was[a.ID] = a
		}
		for id := range was {
			gone[id] = !there[id]
		}
	}
}
