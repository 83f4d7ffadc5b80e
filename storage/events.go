package storage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"partyline/event"
)

// appendEvents gives every event its seq and writes it to the log. The rows of the topics are
// taken in the order of their names, so that two transactions cannot wait on each other, and are
// held until the commit: that makes the order of the numbers the order of the commits.
func (tx *Tx) appendEvents() error {
	if len(tx.events) == 0 {
		return nil
	}
	added := map[event.Topic]int64{}
	for _, e := range tx.events {
		added[e.Topic]++
	}
	topics := make([]event.Topic, 0, len(added))
	for t := range added {
		topics = append(topics, t)
	}
	slices.Sort(topics)
	values, args := make([]string, len(topics)), make([]any, 0, 2*len(topics))
	for i, t := range topics {
		values[i] = "($" + strconv.Itoa(2*i+1) + ", $" + strconv.Itoa(2*i+2) + ")"
		args = append(args, string(t), added[t])
	}
	if tx.db.dialect.chains() {
		if err := tx.appendAtOnce(values, args, added); err != nil {
			return err
		}
		return tx.spread(topics)
	}
	next := map[event.Topic]event.Seq{}
	err := tx.each(func(scan func(...any) error) error {
		var t event.Topic
		var last event.Seq
		if err := scan(&t, &last); err != nil {
			return err
		}
		next[t] = last - event.Seq(added[t]) + 1
		return nil
	}, `INSERT INTO topics (topic, seq) VALUES `+strings.Join(values, ", ")+`
		ON CONFLICT (topic) DO UPDATE SET seq = topics.seq + excluded.seq RETURNING topic, seq`, args...)
	if err != nil {
		return fmt.Errorf("number events: %w", err)
	}
	now := tx.db.clock.Now().UTC().Truncate(time.Millisecond)
	var c struct {
		topic, kind, data []string
		seq, at           []int64
	}
	for i := range tx.events {
		e := &tx.events[i]
		e.Seq, e.At = next[e.Topic], now
		next[e.Topic]++
		c.topic = append(c.topic, string(e.Topic))
		c.kind = append(c.kind, string(e.Kind))
		c.data = append(c.data, string(e.Data))
		c.seq = append(c.seq, int64(e.Seq))
		c.at = append(c.at, millis(now))
	}
	err = tx.bulk("events", []bulkColumn{{"topic", c.topic}, {"seq", c.seq}, {"kind", c.kind}, {"at", c.at}, {"data", c.data}}, "")
	if err != nil {
		return fmt.Errorf("append events: %w", err)
	}
	return tx.spread(topics)
}

// appendAtOnce is appendEvents in one statement: an event lies so many behind the newest of its topic.
func (tx *Tx) appendAtOnce(topics []string, args []any, added map[event.Topic]int64) error {
	now := tx.db.clock.Now().UTC().Truncate(time.Millisecond)
	var topic, kind, data []string
	var back []int64
	seen := map[event.Topic]int64{}
	for i := range tx.events {
		e := &tx.events[i]
		e.At = now
		seen[e.Topic]++
		topic, kind, data = append(topic, string(e.Topic)), append(kind, string(e.Kind)), append(data, string(e.Data))
		back = append(back, added[e.Topic]-seen[e.Topic])
	}
	n := len(args)
	last := map[event.Topic]event.Seq{}
	err := tx.each(func(scan func(...any) error) error {
		var t event.Topic
		var seq event.Seq
		err := scan(&t, &seq)
		last[t] = seq
		return err
	}, `WITH raised AS (INSERT INTO topics (topic, seq) VALUES `+strings.Join(topics, ", ")+`
			ON CONFLICT (topic) DO UPDATE SET seq = topics.seq + excluded.seq RETURNING topic, seq),
		said AS (INSERT INTO events (topic, seq, kind, at, data)
			SELECT e.topic, raised.seq - e.back, e.kind, `+fmt.Sprintf(`$%d, e.data FROM unnest($%d::text[], $%d::bigint[], $%d::text[], $%d::text[])`, n+1, n+2, n+3, n+4, n+5)+`
			AS e(topic, back, kind, data) JOIN raised USING (topic))
		SELECT topic, seq FROM raised`, append(args, millis(now), pq.Array(topic), pq.Array(back), pq.Array(kind), pq.Array(data))...)
	for i := range tx.events {
		e := &tx.events[i]
		e.Seq = last[e.Topic] - event.Seq(back[i])
	}
	return err
}

// Since is up to limit events of a topic after a seq, in order. When the first is not after+1,
// the log no longer reaches that far back: whoever asked must start again from a snapshot.
func (db *DB) Since(ctx context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	var out []event.Event
	err := db.glance(ctx, func(r *Reader) error {
		out = out[:0]
		return r.each(func(scan func(...any) error) error {
			e := event.Event{Topic: topic}
			var data string
			if err := scan(&e.Seq, &e.Kind, instant(&e.At), &data); err != nil {
				return err
			}
			e.Data = []byte(data)
			out = append(out, e)
			return nil
		}, `SELECT seq, kind, at, data FROM events WHERE topic = $1 AND seq > $2 ORDER BY seq LIMIT $3`, string(topic), int64(after), limit)
	})
	return out, err
}

// Last is the seq of a topic's newest event, 0 when it has none.
func (db *DB) Last(ctx context.Context, topic event.Topic) (event.Seq, error) {
	heads, err := db.Heads(ctx, []event.Topic{topic})
	return heads[topic], err
}

// Heads is the newest seq of each of the topics that has events; for the tick that repairs lost ones.
func (db *DB) Heads(ctx context.Context, topics []event.Topic) (map[event.Topic]event.Seq, error) {
	heads := make(map[event.Topic]event.Seq, len(topics))
	err := db.glance(ctx, func(r *Reader) error {
		return r.each(func(scan func(...any) error) error {
			var t event.Topic
			var seq event.Seq
			err := scan(&t, &seq)
			heads[t] = seq
			return err
		}, `SELECT topic, seq FROM topics WHERE topic IN ($1)`, texts(topics))
	})
	return heads, err
}

// TrimEvents drops events that are older than age or lie more than keep behind their topic's
// newest, in small transactions, and says how many. The newest event of a topic always stays, so
// that whoever is too far behind can see it.
func (db *DB) TrimEvents(ctx context.Context, age time.Duration, keep int64) (int64, error) {
	const some = 2000
	var total int64
	for _, old := range []struct {
		which string
		than  int64
	}{
		{`e.at < $1 AND e.seq < t.seq`, millis(db.clock.Now().Add(-age))},
		{`e.seq <= t.seq - $1`, keep},
	} {
		for n := int64(some); n == some; {
			err := db.Write(ctx, func(tx *Tx) (err error) {
				n, err = tx.exec(`DELETE FROM events WHERE (topic, seq) IN (
					SELECT e.topic, e.seq FROM topics t JOIN events e ON e.topic = t.topic
					WHERE `+old.which+` LIMIT 2000)`, old.than)
				return err
			})
			if err != nil {
				return total, err
			}
			total += n
		}
	}
	return total, nil
}
