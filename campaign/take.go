package campaign

import (
	"math/rand/v2"
	"slices"
)

// StreamSize is how many numbers of one stream are ready at one level.
type StreamSize struct {
	Level  int
	Stream int64
	Size   int64
}

// ZonedStream is one with the time zones of its numbers.
type ZonedStream struct {
	StreamSize
	Zones []string
}

// Share says how many of k are taken from each stream, level by level: at the lowest level with open rows, k are drawn over
// its streams in proportion to their sizes (multivariate hypergeometric: as if all of them lay in one urn), then at the next.
// The answer has one line for each stream that gives any, in the order in which they were given.
func Share(k int, open []StreamSize, r *rand.Rand) []StreamSize {
	open = slices.Clone(open)
	slices.SortStableFunc(open, func(a, b StreamSize) int { return a.Level - b.Level })
	var out []StreamSize
	left := int64(k)
	for i := 0; i < len(open) && left > 0; {
		j := i
		var all int64
		for ; j < len(open) && open[j].Level == open[i].Level; j++ {
			all += open[j].Size
		}
		take := min(left, all)
		for _, s := range open[i:j] {
			n := hypergeometric(take, s.Size, all, r)
			all -= s.Size
			take -= n
			if n > 0 {
				out = append(out, StreamSize{Level: s.Level, Stream: s.Stream, Size: n})
				left -= n
			}
		}
		i = j
	}
	return out
}

// hypergeometric draws how many of n drawn from all are among the good ones, one draw after the other: k is some hundred.
func hypergeometric(n, good, all int64, r *rand.Rand) (got int64) {
	for ; n > 0 && good > 0; n-- {
		if good >= all {
			return got + n
		}
		if r.Int64N(all) < good {
			got++
			good--
		}
		all--
	}
	return got
}

// TopKey is above every key of what is ready.
const TopKey = int64(1) << 62

// KeyBehind draws the key of a row that enters a stream: anywhere between its head, the key that was taken last, and the top.
// So whoever enters is as likely to be next as whoever is there.
func KeyBehind(head int64, r *rand.Rand) int64 {
	return head + 1 + r.Int64N(max(TopKey-head-1, 1))
}

// Crowded says that the keys of a stream are too close together to be drawn between: they are to be dealt anew.
func Crowded(head, size int64) bool { return TopKey-head < (size+1)<<20 }
