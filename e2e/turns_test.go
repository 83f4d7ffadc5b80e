package e2e

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/carrier"
	"partyline/dialer"
)

// Forty people have their phones rung at a carrier that takes one call a second, as an account does at first. Somebody who wants to go
// meanwhile is hung up at once: that waits for nobody's turn. And all the others are rung, one after the other.
func TestAHangUpWaitsForNobodysTurn(t *testing.T) {
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := prepare(t, database(t), 1, crowdMobiles())
		h.env = append(h.env, "TWILIO_CPS=1")
		h.start()
		admin := h.signIn("Maya")
		var file bytes.Buffer
		fmt.Fprintf(&file, "Phone,First name,Line type,Time zone\n+442070000100,Somebody,landline,%s\n", zoneAt(3, time.Now())) // asleep: nobody is called
		id := admin.campaign("A crowd", file.Bytes())
		h.loading(admin, id, nil)
		const crowd = 40
		all := h.volunteers(admin, id, 0, crowd, 1, &atomic.Bool{}, &toldAnswers{})
		first := all[0]
		first.must("POST", first.at+"/ring", struct{}{}, nil)
		h.until("the first caller is in", func() bool {
			if call, _ := first.line(); call.State == "ringing" {
				first.hand("answer")
			} else if call.State == "talking" {
				first.keys("5")
			}
			var m dialer.Mine
			first.must("GET", first.at+"/state", nil, &m)
			return m.State == dialer.Waiting && m.Phone
		})
		var pressed sync.WaitGroup
		for _, v := range all[1:] {
			pressed.Go(func() {
				if err := v.ask("POST", v.at+"/ring", struct{}{}, nil); err != nil {
					t.Errorf("%s: %v", v.mobile, err)
				}
			})
		}
		pressed.Wait()
		first.must("POST", first.at+"/finish", struct{}{}, nil)
		rung := func() (n int) {
			for _, l := range h.ledger() {
				if l.Number != first.mobile {
					n++
				}
			}
			return n
		}
		h.until("the first caller is hung up", func() bool {
			return slices.ContainsFunc(h.ledger(), func(l carrier.Leg) bool { return l.Number == first.mobile && !l.Ended.IsZero() })
		})
		if n := rung(); n > crowd/2 {
			t.Errorf("by then %d others were rung, one a second", n)
		} else {
			t.Logf("by then %d others were rung", n)
		}
		h.following("everybody is rung", func() (int64, bool) {
			over := rung()
			for _, v := range all[1:] {
				var m dialer.Mine
				if v.must("GET", v.at+"/state", nil, &m); m.Notice == "bad_number" { // the carrier knows no such number
					over++
				}
			}
			return int64(over), over >= crowd-1
		})
		var twice []string
		seen := map[string]bool{}
		for _, l := range h.ledger() {
			if seen[l.Number] {
				twice = append(twice, l.Number)
			}
			seen[l.Number] = true
		}
		if len(twice) > 0 {
			t.Errorf("rung twice: %s", strings.Join(twice, ", "))
		}
	})
}
