package hooks

import (
	"context"
	"encoding/json"
	"time"

	"partyline/event"
)

// atOnce is how many events of a topic become deliveries in one transaction.
const atOnce = 200

// sent is the body of a delivery.
type sent struct {
	ID           string          `json:"id"`
	Kind         event.Kind      `json:"kind"`
	Topic        event.Topic     `json:"topic"`
	Seq          event.Seq       `json:"seq"`
	At           time.Time       `json:"at"`
	Organisation string          `json:"organisation"`
	Data         json.RawMessage `json:"data"`
}

// Spread makes deliveries of a topic's new events, each once for each hook that wants it: they and the cursor are
// one transaction.
func (s *Service) Spread(ctx context.Context, topic event.Topic) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		organisation, known, err := tx.OrganisationOf(topic)
		if err != nil || !known {
			return err
		}
		all, err := tx.Hooks(organisation)
		if err != nil {
			return err
		}
		var oldest time.Time
		on := all[:0]
		for _, h := range all {
			if h.Off.IsZero() {
				on = append(on, h)
				if oldest.IsZero() || h.hears().Before(oldest) {
					oldest = h.hears()
				}
			}
		}
		if len(on) == 0 {
			return nil
		}
		after, err := tx.LockCursor(topic)
		if err != nil {
			return err
		}
		events, err := tx.EventsSince(topic, after, oldest, atOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := s.deliveries(tx, organisation, on, events); err != nil {
			return err
		}
		if len(events) == atOnce {
			if err := tx.Do(JobSpread, string(topic), s.Clock.Now()); err != nil {
				return err
			}
		}
		return tx.SaveCursor(topic, events[len(events)-1].Seq)
	})
}

func (s *Service) deliveries(tx Tx, organisation string, on []Hook, events []event.Event) error {
	now := s.Clock.Now()
	for _, h := range on {
		var out []Delivery
		for _, e := range events {
			if !h.wants(e) {
				continue
			}
			d := Delivery{ID: s.NewID(), Hook: h.ID, Topic: e.Topic, Seq: e.Seq, Kind: e.Kind, State: Waiting, Created: now, Since: now, Next: now}
			body, err := json.Marshal(sent{d.ID, e.Kind, e.Topic, e.Seq, e.At, organisation, e.Data})
			if err != nil {
				return err
			}
			d.Body = string(body)
			out = append(out, d)
		}
		if len(out) == 0 {
			continue
		}
		if h.Failures > 0 {
			n, err := tx.CountWaiting(h.ID)
			if err != nil {
				return err
			}
			for i := range out {
				if n+i >= mostWait {
					out[i].State, out[i].Ended, out[i].Problem = Dead, now, "Too many were waiting already."
				}
			}
		}
		if err := tx.InsertDeliveries(out); err != nil {
			return err
		}
		if err := tx.Do(JobDeliver, h.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// Begin has the topics looked at on which something happened since a hook is there.
func (s *Service) Begin(ctx context.Context, hook string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		h, err := tx.LockHook(hook)
		if err != nil {
			return gone(err)
		}
		return tx.Stir(h.Created)
	})
}
