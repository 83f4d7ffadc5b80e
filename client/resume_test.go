package client_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Pages whose connections are cut at random, from both ends, go on where they were: each gets
// every event once.
func TestPagesThatAreCutOffGoOnWhereTheyWere(t *testing.T) {
	s := open(t, options(), nil)
	const events = 2000
	var pages sync.WaitGroup
	published := make(chan struct{})
	for i := range 8 {
		pages.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			seq := 0
			for seq < events {
				b := s.dial("page-" + strconv.Itoa(i))
				b.say(fmt.Sprintf(`{"type":"subscribe","topic":%q,"since":%d}`, topic, seq))
				cut := seq + 1 + r.IntN(events/4)
				for seq < events {
					f, err := b.hear()
					if err != nil { // the server's end was cut
						break
					}
					switch f.Type {
					case "reset": // as a snapshot would
						last, _ := s.log.Last(t.Context(), topic)
						seq = int(last)
						b.say(fmt.Sprintf(`{"type":"subscribe","topic":%q,"since":%d}`, topic, seq))
					case "event":
						if int(f.Seq) != seq+1 {
							t.Errorf("page %d: event %d after %d", i, f.Seq, seq)
							return
						}
						seq = int(f.Seq)
					}
					if seq >= cut {
						break
					}
				}
				b.ws.CloseNow()
			}
		})
	}
	go func() {
		defer close(published)
		r := rand.New(rand.NewPCG(7, 7))
		for n := range events {
			s.happen(1, `{"completed":118}`)
			if n%50 == 0 {
				s.mu.Lock()
				if len(s.conns) > 0 {
					s.conns[r.IntN(len(s.conns))].Close()
				}
				s.mu.Unlock()
				time.Sleep(time.Millisecond) // so that pages come and go while it happens
			}
		}
	}()
	pages.Wait()
	<-published
}
