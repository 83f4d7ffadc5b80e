package telephony

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
)

func TestTheCarrierIsAskedWhatItKnowsOfALeg(t *testing.T) {
	call := func(sid, status, created, duration string) string {
		return fmt.Sprintf(`{"sid":%q,"status":%q,"date_created":%q,"duration":%s,"to":%q}`, sid, status, created, duration, secret)
	}
	var asked *http.Request
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Clone(context.Background())
		switch {
		case strings.HasSuffix(r.URL.Path, "/Calls/CA1.json"):
			reply(w, 200, call("CA1", "no-answer", "Sat, 21 Nov 2026 09:00:01 +0000", "null"))
		case strings.HasSuffix(r.URL.Path, "/Calls/CA2.json"):
			refuse(w, 404, 20404)
		case strings.HasSuffix(r.URL.Path, "/Calls/CA3.json"):
			reply(w, 404, "<h1>no such host</h1>")
		default:
			reply(w, 200, `{"calls":[`+
				call("CA9", "queued", "Sat, 21 Nov 2026 09:00:05 +0000", "null")+","+
				call("CA8", "completed", "Sat, 21 Nov 2026 09:00:00 +0000", `"12"`)+","+
				call("CA7", "completed", "Sat, 21 Nov 2026 08:59:50 +0000", `"30"`)+`]}`)
		}
	})
	ctx := context.Background()
	known := leader
	known.Carrier = "CA1"
	seen, err := p.Look(ctx, known, "")
	if want := (calling.Sighting{Carrier: "CA1", State: calling.LegEnded, Result: calling.LegNoAnswer, Started: time.Date(2026, 11, 21, 9, 0, 1, 0, time.UTC)}); err != nil || len(seen) != 1 || seen[0] != want {
		t.Errorf("got %+v, %v", seen, err)
	}
	known.Carrier = "CA2"
	if seen, err := p.Look(ctx, known, ""); err != nil || len(seen) != 0 {
		t.Errorf("a call the carrier does not know: %+v, %v", seen, err)
	}
	known.Carrier = "CA3"
	if seen, err := p.Look(ctx, known, ""); !fault.Is(err, "phone_config") {
		t.Errorf("a 404 that is not the carrier's: %+v, %v", seen, err)
	}
	seen, err = p.Look(ctx, leader, "CAparent")
	if err != nil || len(seen) != 2 || seen[0].Carrier != "CA9" || seen[0].State != calling.LegQueued || seen[1].Carrier != "CA8" || !seen[1].Answered || seen[1].Seconds != 12 {
		t.Errorf("got %+v, %v", seen, err)
	}
	if q := asked.URL.Query(); q.Get("To") != secret || q.Get("ParentCallSid") != "CAparent" {
		t.Errorf("asked %v", q)
	}
}

func TestACallAboutWhichNothingIsHeardRaisesAnAlarm(t *testing.T) {
	heard := map[string]bool{"leg-1": false, "leg-2": true}
	asked := make(chan string, 2)
	p, logged := phoneAt(t, says(201, placed), func(c *Config) {
		c.Heard = func(_ context.Context, leg string) (bool, error) { asked <- leg; return heard[leg], nil }
	})
	other := leader
	other.ID = "leg-2"
	for _, leg := range []calling.Leg{leader, other} {
		if _, err := p.Place(context.Background(), leg, "+15005550100"); err != nil {
			t.Fatal(err)
		}
	}
	<-asked
	<-asked
	p.watch.Wait()
	if p.Silent() != 1 || strings.Count(logged.String(), "leg=leg-1") != 1 || strings.Contains(logged.String(), "leg-2") {
		t.Errorf("%d alarms: %s", p.Silent(), logged)
	}
	p.Close()
	p.Close()
}
