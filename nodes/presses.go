package nodes

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// press counts presses in a window, on all nodes together, by Redis' own clock in microseconds.
// KEYS[1] has the instants of those that count; ARGV: the most of them, the window, a word unlike any other.
var press = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[2]))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, tonumber(oldest[2]) + ARGV[2] - now)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] / 1000) + 1000)
return 0`)

// Press counts a press of name, at most so many within a time on all nodes together. It returns how long to wait for the
// next one when there were so many; that press counts for nothing. id is unlike that of any other press. ErrAway: whether
// it was counted is unknown, and each node counts its own.
func (r *Redis) Press(ctx context.Context, name, id string, most int, within time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	wait, err := press.Run(ctx, r.client, []string{r.Prefix + ":press:" + name}, most, within.Microseconds(), id).Int64()
	r.tell(err)
	if err != nil {
		return 0, ErrAway
	}
	return time.Duration(wait) * time.Microsecond, nil
}
