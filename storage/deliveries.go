package storage

import (
	"context"
	"time"

	"partyline/hooks"
)

func deliveryColumns(d *hooks.Delivery) columns {
	return append(deliveryLine(d), column{"body", &d.Body})
}

// deliveryLine is all of a delivery but its body.
func deliveryLine(d *hooks.Delivery) columns {
	return columns{
		{"id", &d.ID}, {"webhook_id", &d.Hook}, {"topic", &d.Topic}, {"seq", &d.Seq}, {"kind", &d.Kind}, {"state", &d.State}, {"tries", &d.Tries},
		{"created_at", instant(&d.Created)}, {"since", instant(&d.Since)}, {"next_at", instant(&d.Next)}, {"ended_at", instant(&d.Ended)},
		{"status", &d.Status}, {"problem", &d.Problem}, {"took_ms", span{&d.Took}},
	}
}

// Delivery is one event for one webhook.
func (h hooksReader) Delivery(id string) (hooks.Delivery, error) {
	var d hooks.Delivery
	found, err := h.one(deliveryColumns(&d), `FROM deliveries WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("delivery")
	}
	return d, err
}

// Deliveries pages backwards through a webhook's.
func (h hooksReader) Deliveries(hook string, state hooks.State, before string, limit int) ([]hooks.Delivery, error) {
	return all(h.Reader, deliveryLine, `FROM deliveries WHERE webhook_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4`,
		hook, string(state), before, limit)
}

// Next is the waiting delivery that is to be tried first.
func (h hooksReader) Next(hook string) (d hooks.Delivery, found bool, err error) {
	found, err = h.one(deliveryColumns(&d), `FROM deliveries WHERE webhook_id = $1 AND state = 'waiting' ORDER BY next_at, id LIMIT 1`, hook)
	return d, found, err
}

// CountWaiting is how many of a webhook wait.
func (h hooksReader) CountWaiting(hook string) (n int, err error) {
	_, err = h.get(&n, `SELECT count(*) FROM deliveries WHERE webhook_id = $1 AND state = 'waiting'`, hook)
	return n, err
}

// InsertDeliveries keeps new ones.
func (h *hooksTx) InsertDeliveries(all []hooks.Delivery) error {
	for i := range all {
		if _, err := h.tx.insert("deliveries", deliveryColumns(&all[i]), ""); err != nil {
			return err
		}
	}
	return nil
}

// SaveDelivery replaces one, but for its body.
func (h *hooksTx) SaveDelivery(d hooks.Delivery) error {
	return h.tx.update("deliveries", deliveryLine(&d), 1)
}

// GiveUp ends a webhook's waiting deliveries whose tries began at an instant or before.
func (h *hooksTx) GiveUp(hook string, before time.Time, problem string) error {
	_, err := h.tx.exec(`UPDATE deliveries SET state = 'dead', ended_at = $3, problem = $4 WHERE webhook_id = $1 AND state = 'waiting' AND since <= $2`,
		hook, millis(before), millis(h.db.clock.Now()), problem)
	return err
}

// TrimDeliveries drops deliveries that are over and older than age, or more than keep of one webhook, in small
// transactions, and cursors of topics without events.
func (db *DB) TrimDeliveries(ctx context.Context, age time.Duration, keep int) error {
	const some = 1000
	var all []string
	if err := db.Find(ctx, &all, `SELECT id FROM webhooks`); err != nil {
		return err
	}
	drop := func(which string, args ...any) error {
		for {
			n, err := db.Exec(ctx, `DELETE FROM deliveries WHERE `+db.dialect.first("deliveries", "id", `state <> 'waiting' AND `+which+` LIMIT 1000`), args...)
			if err != nil || n < some {
				return err
			}
		}
	}
	if err := drop(`created_at < $1`, millis(db.clock.Now().Add(-age))); err != nil {
		return err
	}
	for _, id := range all {
		err := drop(`webhook_id = $1 AND id <= (SELECT id FROM deliveries WHERE webhook_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`, id, keep)
		if err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, `DELETE FROM webhook_cursors WHERE NOT EXISTS (SELECT 1 FROM topics t WHERE t.topic = webhook_cursors.topic)`)
	return err
}
