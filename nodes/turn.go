package nodes

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// next gives turns at a rate to whoever asks, on all nodes together: the place in a virtual queue
// (the generic cell rate algorithm, ITU-T I.371). By Redis' own clock, in microseconds.
// KEYS[1] is when the next turn is free; ARGV: between turns, the longest that may be waited.
var next = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free < now then free = now end
local wait = free - now
if wait > tonumber(ARGV[2]) then return -1 end
redis.call('SET', KEYS[1], string.format('%.0f', free + ARGV[1]), 'PX', math.ceil((wait + ARGV[1]) / 1000) + 1000)
return wait`)

// ErrAway means that Redis did not answer in a moment. Whether a turn was given is unknown, and
// does no harm: turns that nobody takes only slow the others down a little.
var ErrAway = errors.New("redis is away")

// Turn takes the next turn of name, every so often on all nodes together, and returns how long to
// wait for it; below zero when that would be longer than longest, and then no turn was taken.
func (r *Redis) Turn(ctx context.Context, name string, every, longest time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	wait, err := next.Run(ctx, r.client, []string{r.Prefix + ":turn:" + name}, every.Microseconds(), longest.Microseconds()).Int64()
	r.tell(err)
	if err != nil {
		return 0, ErrAway
	}
	return time.Duration(wait) * time.Microsecond, nil
}
