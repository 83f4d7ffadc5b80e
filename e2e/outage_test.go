package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partyline/carrier"
	"partyline/dialer"
)

// Callers wait when the carrier fails for some seconds with every call: once it is well again they are dialled for within the twenty seconds
// that anybody may wait, by product time, though nobody knows yet what became of the calls before.
func TestCallersAreDialledForOnceTheCarrierIsWell(t *testing.T) {
	const callers, speed = 3, 5
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := build(t, database(t), speed, crowdMobiles())
		admin := h.signIn("Maya")
		var file bytes.Buffer
		file.WriteString("Phone,First name,Line type,Time zone\n")
		for i := range 20 {
			fmt.Fprintf(&file, "+4420%08d,Person %d,landline,%s\n", 70_000_100+i, i, noonish())
		}
		id := admin.campaign("An outage", file.Bytes())
		h.loading(admin, id, nil)
		admin.must("POST", "/campaigns/"+id+"/pause", nil, nil)
		all := h.volunteers(admin, id, 0, callers, 1, &atomic.Bool{}, &toldAnswers{})
		for _, v := range all {
			v.must("POST", v.at+"/ring", struct{}{}, nil)
			h.until("the caller is in", func() bool {
				if call, _ := v.line(); call.State == "ringing" {
					v.hand("answer")
				} else if call.State == "talking" {
					v.keys("5")
				}
				var m dialer.Mine
				v.must("GET", v.at+"/state", nil, &m)
				return m.State == dialer.Waiting && m.Phone
			})
		}
		h.faults([]carrier.Rule{{Kind: "create", Effect: "error"}})
		admin.must("POST", "/campaigns/"+id+"/resume", nil, nil)
		h.until("the calls of all callers have failed", func() bool { return h.struck() >= callers })
		h.faults([]carrier.Rule{})
		well := h.now()
		var after time.Duration
		h.until("somebody is dialled", func() bool {
			for _, l := range h.ledger() {
				if strings.HasPrefix(l.Number, "+442070000") {
					after = l.Created.Sub(well)
					return true
				}
			}
			return false
		})
		if most := dialer.WaitsLong + speed*2*time.Second; after > most {
			t.Errorf("somebody was dialled %s after the carrier was well, want %s at most", after, most)
		}
		h.judge()
	})
}
