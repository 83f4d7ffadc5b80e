package hooks

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"partyline/fault"
)

// Who manages the hooks of an organisation.
type Who struct{ User, Organisation string }

// Overview is an organisation's hooks and what can be chosen.
type Overview struct {
	Items []View   `json:"items"`
	Kinds []string `json:"kinds" doc:"kinds of events that can be chosen"`
}

// View is a hook as admins see it.
type View struct {
	ID        string     `json:"id"`
	URL       string     `json:"url"`
	Kinds     []string   `json:"kinds" doc:"of events; none: all"`
	By        string     `json:"created_by" doc:"name of who added it"`
	Created   time.Time  `json:"created_at"`
	State     string     `json:"state" enum:"on,failing,off"`
	Failing   *time.Time `json:"failing_since,omitempty"`
	Off       *time.Time `json:"off_at,omitempty" doc:"it failed for three days and was switched off"`
	Delivered *time.Time `json:"delivered_at,omitempty" doc:"last success"`
	Waiting   int        `json:"waiting" doc:"deliveries that are still to be sent"`
}

// Made is a new hook with its secret.
type Made struct {
	View
	Secret string `json:"secret" doc:"deliveries are signed with it; it is shown this once"`
}

// New is what is needed to add one.
type New struct {
	URL   string   `json:"url" maxLength:"500" doc:"https://…, reachable from the internet"`
	Kinds []string `json:"kinds,omitempty" maxItems:"100" doc:"of events; none: all"`
}

// DeliveryView is one event on its way to a hook.
type DeliveryView struct {
	ID      string     `json:"id" doc:"the same over every try and replay: receivers tell repeats by it"`
	Kind    string     `json:"kind"`
	Topic   string     `json:"topic"`
	Seq     int64      `json:"seq"`
	State   State      `json:"state" enum:"waiting,delivered,dead"`
	Tries   int        `json:"tries"`
	Created time.Time  `json:"created_at"`
	Next    *time.Time `json:"next_at,omitempty" doc:"when it is tried again"`
	Ended   *time.Time `json:"ended_at,omitempty"`
	Status  int        `json:"status,omitempty" doc:"of the last answer"`
	Problem string     `json:"problem,omitempty" doc:"of the last try"`
	TookMs  int64      `json:"took_ms"`
}

// List is an organisation's hooks, the newest first.
func (s *Service) List(ctx context.Context, by Who) (out Overview, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		all, err := r.Hooks(by.Organisation)
		if err != nil {
			return err
		}
		out = Overview{Items: make([]View, len(all)), Kinds: s.kinds()}
		for i, h := range all {
			n, err := r.CountWaiting(h.ID)
			if err != nil {
				return err
			}
			out.Items[i] = view(h, n)
		}
		return nil
	})
	return out, err
}

// One is one hook with its secret, for whoever added it and never got the answer.
func (s *Service) One(ctx context.Context, by Who, id string) (out Made, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		h, err := own(r, by, id)
		if err != nil {
			return err
		}
		n, err := r.CountWaiting(id)
		out = Made{View: view(h, n), Secret: s.Secret(id)}
		return err
	})
	return out, err
}

func (s *Service) kinds() []string {
	out := make([]string, len(s.Kinds))
	for i, k := range s.Kinds {
		out[i] = string(k)
	}
	return out
}

func view(h Hook, waiting int) View {
	v := View{ID: h.ID, URL: h.URL, Kinds: h.Kinds, By: h.ByName, Created: h.Created, State: "on", Failing: ptr(h.Failing), Off: ptr(h.Off), Delivered: ptr(h.Delivered), Waiting: waiting}
	if v.Kinds == nil {
		v.Kinds = []string{}
	}
	switch {
	case v.Off != nil:
		v.State = "off"
	case v.Failing != nil:
		v.State = "failing"
	}
	return v
}

// Add makes a hook. It hears of what happens from now on; its secret is in this reply only.
func (s *Service) Add(ctx context.Context, by Who, in New) (Made, error) {
	in.URL = strings.TrimSpace(in.URL)
	if err := s.Sender.Check(in.URL); err != nil {
		return Made{}, err
	}
	slices.Sort(in.Kinds)
	in.Kinds = slices.Compact(in.Kinds)
	for _, k := range in.Kinds {
		if !slices.Contains(s.kinds(), k) {
			return Made{}, invalid("kinds", "There is no kind of event called %s that a webhook can hear of.", k)
		}
	}
	h := Hook{ID: s.NewID(), Organisation: by.Organisation, URL: in.URL, Kinds: in.Kinds, By: by.User, Created: s.Clock.Now().Truncate(time.Millisecond)}
	err := s.Store.Write(ctx, func(tx Tx) error {
		all, err := tx.Hooks(by.Organisation)
		if err != nil {
			return err
		}
		if len(all) >= mostHooks {
			return fault.New(fault.Conflict, "too_many_webhooks", "An organisation can have %d webhooks. Remove one first.", mostHooks)
		}
		if err := tx.InsertHook(h); err != nil {
			return err
		}
		// Other nodes may not know of it for a moment; what happened until then is looked for once.
		if err := tx.Do(JobBegin, h.ID, h.Created.Add(5*time.Second)); err != nil {
			return err
		}
		return tx.Audit(h.Organisation, by.User, "webhook_added", "webhook/"+h.ID, map[string]any{"host": h.host()})
	})
	return Made{View: view(h, 0), Secret: s.Secret(h.ID)}, err
}

// Remove takes a hook away with its deliveries.
func (s *Service) Remove(ctx context.Context, by Who, id string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		h, err := own(tx, by, id)
		if err != nil {
			return err
		}
		if err := tx.DeleteHook(id); err != nil {
			return err
		}
		return tx.Audit(h.Organisation, by.User, "webhook_removed", "webhook/"+id, map[string]any{"host": h.host()})
	})
}

// Resume switches a hook on again that was switched off. It hears of what happens from now on; what it missed can be replayed.
func (s *Service) Resume(ctx context.Context, by Who, id string) (v View, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		h, err := own(tx, by, id)
		if err != nil || h.Off.IsZero() {
			v = view(h, 0)
			return err
		}
		h.Off, h.Failing, h.Paused, h.Failures, h.Resumed = time.Time{}, time.Time{}, time.Time{}, 0, s.Clock.Now()
		if err := tx.SaveHook(h); err != nil {
			return err
		}
		v = view(h, 0)
		return tx.Audit(h.Organisation, by.User, "webhook_resumed", "webhook/"+id, map[string]any{"host": h.host()})
	})
	return v, err
}

// Deliveries pages backwards through what a hook was sent, and still is to be. next is "" on the last page.
func (s *Service) Deliveries(ctx context.Context, by Who, hook string, state State, cursor string, limit int) (out []DeliveryView, next string, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		if _, err := own(r, by, hook); err != nil {
			return err
		}
		all, err := r.Deliveries(hook, state, cursor, limit+1)
		if err != nil {
			return err
		}
		if next = ""; len(all) > limit {
			all = all[:limit]
			next = all[limit-1].ID
		}
		out = make([]DeliveryView, len(all))
		for i, d := range all {
			out[i] = deliveryView(d)
		}
		return nil
	})
	return out, next, err
}

// Replay sends a delivery once more, with the same id, and for a day if need be.
func (s *Service) Replay(ctx context.Context, by Who, hook, id string) (v DeliveryView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		h, err := own(tx, by, hook)
		if err != nil {
			return err
		}
		if !h.Off.IsZero() {
			return fault.New(fault.Conflict, "webhook_off", "This webhook is switched off. Switch it on first.")
		}
		d, err := tx.Delivery(id)
		if err == nil && d.Hook != hook {
			err = fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
		}
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		d.State, d.Tries, d.Since, d.Next, d.Ended = Waiting, 0, now, now, time.Time{}
		if !h.Paused.IsZero() { // whoever presses has mended it
			h.Paused = time.Time{}
			if err := tx.SaveHook(h); err != nil {
				return err
			}
		}
		if err := tx.SaveDelivery(d); err != nil {
			return err
		}
		v = deliveryView(d)
		return tx.Do(JobDeliver, hook, now)
	})
	return v, err
}

// OneDelivery is one delivery of a hook.
func (s *Service) OneDelivery(ctx context.Context, by Who, hook, id string) (v DeliveryView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		if _, err := own(r, by, hook); err != nil {
			return err
		}
		d, err := r.Delivery(id)
		if err == nil && d.Hook != hook {
			err = fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
		}
		v = deliveryView(d)
		return err
	})
	return v, err
}

func deliveryView(d Delivery) DeliveryView {
	v := DeliveryView{ID: d.ID, Kind: string(d.Kind), Topic: string(d.Topic), Seq: int64(d.Seq), State: d.State, Tries: d.Tries, Created: d.Created,
		Ended: ptr(d.Ended), Status: d.Status, Problem: d.Problem, TookMs: d.Took.Milliseconds()}
	if d.State == Waiting {
		v.Next = &d.Next
	}
	return v
}

// own finds a hook of one's organisation; in a transaction that writes it is locked.
func own(r Reader, by Who, id string) (Hook, error) {
	find := r.Hook
	if tx, writes := r.(Tx); writes {
		find = tx.LockHook
	}
	h, err := find(id)
	if err == nil && h.Organisation != by.Organisation {
		err = fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
	}
	return h, err
}

// host is all of an address that stands in the audit and in events: the rest may hold secrets.
func (h Hook) host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

func invalid(field, title string, args ...any) error {
	f := fault.New(fault.Invalid, field+"_invalid", title, args...)
	return f.On(field, f.Title)
}

func ptr(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
