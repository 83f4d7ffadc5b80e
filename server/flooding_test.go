package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"partyline/client"
)

// A page that floods with presses, on numbers that are its own and on those that are not, is cut off each time it comes back; the
// clicker beside it has every press answered, and the figures know of nothing else.
func TestAClickerWhoFloodsIsCutOffAndTheOthersGoOn(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		path, token := maya.running(120)
		cleo, mal := s.party(), s.party()
		for name, p := range map[string]*party{"Cleo": cleo, "Mal": mal} {
			p.do("POST", "/k/"+token+"/join", map[string]any{"name": name}, 200)
			p.listen("/ws?as=page")
			p.say(client.LeaseFrame{Type: "lease", Key: "l"})
		}
		lease := func(p *party) string {
			l := p.hears("numbers", func(f map[string]any) bool { return f["type"] == "leased" && f["key"] == "l" })
			return l["lease"].(string)
		}
		hers, theirs := lease(cleo), lease(mal)

		stop := make(chan struct{})
		var floods sync.WaitGroup
		cut := make([]int, 3)
		for i := range cut {
			floods.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					if code := flood(mal, hers, theirs); code != websocket.StatusCode(client.Flooding) {
						t.Errorf("a flood was closed with %d", code)
						return
					}
					cut[i]++
				}
			})
		}
		const presses = 12
		for i := range presses {
			key := fmt.Sprint("a", i)
			answer := map[string]any{"code": "busy"}
			for answers := 1; answer["code"] == "busy"; answers++ { // a page sends again what a server had no time for
				cleo.say(client.ApproveFrame{Type: "approve", Key: key, Lease: hers, Presses: [][2]int64{{int64(i), 1}}})
				answer = cleo.answer(key, answers)
			}
			if answer["type"] != "ack" || answer["approved"] != 1.0 {
				t.Errorf("beside a flood Cleo is answered %v", answer)
			}
		}
		close(stop)
		floods.Wait()
		for i, n := range cut {
			if n == 0 {
				t.Errorf("flood %d was never cut off", i)
			}
		}
		// What the floods sent before they were cut off was one press on a number of their own, again and again.
		s.until("the figures say so", func() bool {
			return within(maya.do("GET", path+"/status", nil, 200).field("counts").(map[string]any), "undialed_cells") == float64(presses+1)
		})
	})
}

// answer waits for the nth answer to a key.
func (p *party) answer(key string, n int) (got map[string]any) {
	p.Helper()
	p.until(fmt.Sprint("answer ", n, " to ", key), func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		seen := 0
		for _, f := range p.heard {
			if f["key"] == key {
				if seen++; seen == n {
					got = f
					return true
				}
			}
		}
		return false
	})
	return got
}

// flood opens a socket, sends presses as fast as it takes them, and says with which code it was closed.
func flood(p *party, others, own string) websocket.StatusCode {
	ctx := context.Background()
	ws, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.base, "http")+"/ws?as=page",
		&websocket.DialOptions{Subprotocols: []string{client.Subprotocol}, HTTPHeader: http.Header{"Cookie": {p.cookie()}, "Origin": {p.base}}})
	if err != nil {
		return -1
	}
	defer ws.CloseNow()
	go func() {
		for i := 0; ; i++ {
			lease := []string{own, others}[i%2]
			frame := fmt.Sprintf(`{"type":"approve","key":"again %s","lease":%q,"presses":[[0,1]]}`, lease, lease)
			if ws.Write(ctx, websocket.MessageText, []byte(frame)) != nil {
				return
			}
		}
	}()
	for {
		if _, _, err := ws.Read(ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}
