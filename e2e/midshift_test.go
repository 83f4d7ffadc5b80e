package e2e

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"partyline/campaign"
	"partyline/carrier"
	"partyline/dialer"
)

// What an admin does while callers talk, in a stress run: see rung.

// press has the admin press until it is acknowledged, and says when that was.
func (r *rung) press(method, path string) time.Time {
	r.t.Helper()
	r.until(method+" "+path, func() bool { return r.admin.ask(method, path, nil, nil) == nil })
	return r.now()
}

// talked is how many talks the first campaign's callers were told are written down.
func (r *rung) talked() (n int64) {
	r.told.mu.Lock()
	defer r.told.mu.Unlock()
	for key := range r.told.given {
		for _, v := range r.all {
			if v.of == r.campaigns[0] && strings.HasPrefix(key, v.id+"/") {
				n++
			}
		}
	}
	return n
}

// rotates has the first campaign's caller link changed: the old one leads no newcomer anywhere, the new one does, and who is in goes on.
func (r *rung) rotates() {
	r.t.Helper()
	at := "/campaigns/" + r.campaigns[0] + "/links"
	old := r.all[0].at
	r.press("POST", at+"/caller/rotate")
	comes := func(link string) (err error) {
		who := r.visitor()
		r.until("somebody comes by "+link, func() bool {
			err = who.ask("POST", link+"/join", map[string]string{"name": "Late"}, nil)
			return err == nil || coded(err, "link_invalid")
		})
		return err
	}
	if err := comes(old); err == nil {
		r.t.Error("a newcomer came in by a link that was changed")
	}
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	r.until("the new link", func() bool { return r.admin.ask("GET", at, nil, &links) == nil })
	for _, l := range links.Items {
		if l.Kind == string(campaign.Caller) {
			if err := comes("/c/" + l.Token); err != nil {
				r.t.Errorf("by the new link: %v", err)
			}
		}
	}
	was := r.talked()
	r.filledUp(r.campaigns[0], 1, "who was in when the link changed has written down a talk", func() (int64, bool) { n := r.talked(); return n, n > was })
}

// removes has one of the first campaign's callers removed in a talk: their page is told so, and their phone is hung up, though they keep it.
func (r *rung) removes() {
	r.t.Helper()
	of := r.all[0]
	r.filledUp(r.campaigns[0], 1, "a caller talks", func() (int64, bool) {
		for _, v := range r.all {
			var m dialer.Mine
			if v.of == r.campaigns[0] && v.ask("GET", v.at+"/state", nil, &m) == nil && m.State == dialer.Talking {
				of = v
				return 0, true
			}
		}
		return int64(r.rang()), false
	})
	of.removed.Store(true)
	r.gone, r.goneMobile = of.id, of.mobile
	r.removed = r.press("DELETE", "/campaigns/"+r.campaigns[0]+"/people/"+of.id)
	r.until("their page is told", func() bool { return coded(of.ask("GET", of.at+"/state", nil, nil), "removed") })
	r.until("their phone is hung up", func() bool {
		return !slices.ContainsFunc(r.ledger(), func(l carrier.Leg) bool { return l.Number == of.mobile && l.Ended.IsZero() })
	})
	r.hungUp = r.now()
}

// ends has the second campaign ended for good, with lines ringing and people talking.
func (r *rung) ends() {
	r.t.Helper()
	left := func() int64 { // without what the dialer has taken ahead
		var c campaign.Whole
		if r.admin.ask("GET", "/campaigns/"+r.campaigns[1], nil, &c) != nil {
			return 0
		}
		return c.Counts.UndialedLandlines
	}
	r.filledUp(r.campaigns[1], 15, "the second campaign's callers talk", func() (int64, bool) {
		for _, v := range r.all {
			var m dialer.Mine
			if v.of == r.campaigns[1] && v.ask("GET", v.at+"/state", nil, &m) == nil && m.State == dialer.Talking {
				return int64(r.rang()), left() >= 10
			}
		}
		return int64(r.rang()), false
	})
	r.ended = r.press("POST", "/campaigns/"+r.campaigns[1]+"/end")
	r.until("five people of it at least were left to be called: else this tests nothing", func() bool { return left() >= 5 })
}

// isComplete says that an ended campaign, in which nothing is under way, says that it is complete.
func (r *rung) isComplete() {
	r.t.Helper()
	r.until("the ended campaign is complete", func() bool {
		var c campaign.Whole
		return r.admin.ask("GET", "/campaigns/"+r.campaigns[1], nil, &c) == nil && c.State == campaign.Complete
	})
}

// obeyed: nobody is given to somebody who was removed, whose talk is closed and whose phone is never rung again; and nobody is dialled for
// a campaign that was ended. A line that was on its way to the carrier counts for twenty seconds.
func (r *rung) obeyed(b *books, calls []call) {
	r.t.Helper()
	if r.gone == "" || r.ended.IsZero() {
		r.t.Fatal("nobody was removed, or nothing was ended: this tests nothing")
	}
	for _, c := range calls {
		if c.Caller == r.gone && c.Bridged > r.removed.Add(r.slack()).UnixMilli() {
			r.t.Errorf("attempt %s was given to somebody %s after they were removed", c.ID, time.UnixMilli(c.Bridged).Sub(r.removed))
		}
		if c.Campaign == r.campaigns[1] && c.Claimed > r.ended.UnixMilli() {
			r.t.Errorf("attempt %s was claimed %s after its campaign was ended", c.ID, time.UnixMilli(c.Claimed).Sub(r.ended))
		}
	}
	for _, l := range r.ledger() {
		if l.Number == r.goneMobile && l.Created.After(r.hungUp) {
			r.t.Errorf("leg %s is of somebody who was removed, %s after they were hung up on", l.SID, l.Created.Sub(r.hungUp))
		}
		for _, s := range l.Stays {
			if strings.HasPrefix(s.Room, "c-"+r.gone+"-") && s.From.After(r.hungUp) {
				r.t.Errorf("leg %s came into room %s of somebody who was removed, %s after they were hung up on", l.SID, s.Room, s.From.Sub(r.hungUp))
			}
		}
	}
	for _, k := range find[struct{ State, Attempt string }](b, `SELECT state, attempt_id AS attempt FROM callers WHERE id = $1`, r.gone) {
		if k.State != string(dialer.Finished) || k.Attempt != "" {
			r.t.Errorf("who was removed is %s, with attempt %q", k.State, k.Attempt)
		}
	}
	refs := map[string]bool{}
	for _, c := range calls {
		refs[c.Ref] = c.Campaign == r.campaigns[1]
	}
	for _, l := range r.contactsLegs() {
		if refs[refOf(l)] && l.Initiated.After(r.ended.Add(dialer.PlaceWait)) {
			r.t.Errorf("leg %s was placed %s after its campaign was ended", l.SID, l.Initiated.Sub(r.ended))
		}
	}
	r.t.Log(fmt.Sprintf("%s was removed at %s, the second campaign ended at %s", r.gone, r.removed.Format("15:04:05"), r.ended.Format("15:04:05")))
}

// midshift is what an admin did to a run.
type midshift struct {
	all            []*volunteer
	gone           string // the caller who was removed, and their phone
	goneMobile     string
	removed, ended time.Time
	hungUp         time.Time // when the phone of who was removed was seen to be hung up
}

// removable is somebody's page that an admin may close.
type removable struct {
	of      string // their campaign
	removed atomic.Bool
}
