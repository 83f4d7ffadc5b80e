package nodes

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// remembered is how long a place is kept when nobody says it again.
const remembered = 30 * time.Second

// Remember keeps what is known of one key on a topic, for nodes that start later. It does not
// wait; it may be lost, and is forgotten after half a minute.
func (r *Redis) Remember(topic, key string, value []byte) {
	r.out.mu.Lock()
	if len(r.out.notes) < 10_000 {
		r.out.notes = append(r.out.notes, note{topic, key, value})
	}
	r.out.mu.Unlock()
	r.out.poke()
}

func (r *Redis) keep(ctx context.Context, p redis.Pipeliner, notes []note) {
	for _, n := range notes {
		p.HSet(ctx, r.topic(n.topic), n.key, n.value)
		p.PExpire(ctx, r.topic(n.topic), remembered)
	}
}

func (r *Redis) topic(name string) string { return r.Prefix + ":here:" + name }

// Recall returns what was remembered on a topic, by key: also what is older than half a minute
// while somebody else on the topic is fresh, so that the reader looks at its age. Nothing when
// Redis does not answer in a moment.
func (r *Redis) Recall(ctx context.Context, topic string) map[string]string {
	if !r.Up() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	all, err := r.client.HGetAll(ctx, r.topic(topic)).Result()
	r.tell(err)
	return all
}
