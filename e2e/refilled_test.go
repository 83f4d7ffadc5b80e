package e2e

import (
	"slices"
	"time"

	"partyline/campaign"
	"partyline/dialer"
)

// refill is the files that an office adds to campaigns whose people were all called: a slow machine calls more of them between two
// acts than a fast one.
type refill struct {
	files  int
	looked time.Time
}

// filledUp is following, in an office that adds a file to a campaign when fewer than least people are left to be called for it.
func (r *rung) filledUp(campaign string, least int64, what string, f func() (far int64, over bool)) {
	r.t.Helper()
	r.following(what, func() (int64, bool) {
		far, over := f()
		if !over && time.Since(r.looked) > 500*time.Millisecond {
			r.looked = time.Now()
			r.fills(campaign, least)
		}
		return far, over
	})
}

// fills does what comes next for a campaign that has too few left: adds a file, or starts the one that was added. What is refused, or is
// lost with a server that is killed, is done by a later look: a number that is there already is a duplicate.
func (r *rung) fills(id string, least int64) {
	r.t.Helper()
	var c campaign.Whole
	if r.admin.ask("GET", "/campaigns/"+id, nil, &c) != nil || c.Counts.UndialedLandlines+c.Counts.ReadyRetries+c.Counts.InFlight >= least {
		return
	}
	under := slices.IndexFunc(c.Loads, func(l campaign.LoadView) bool { return l.State != campaign.LoadDone })
	switch {
	case under < 0:
		const people = 40
		if err := r.admin.uploads(id, r.contactsFile(r.contacts+r.files*people, people)); err == nil {
			r.files++
			r.t.Logf("too few are left to be called: file %d is added", r.files)
		}
	case c.Loads[under].State == campaign.LoadScanned:
		_ = r.admin.ask("POST", "/campaigns/"+id+"/start", nil, nil)
	}
}

// standing has the log say how far everybody is, when a run is red.
func (r *rung) standing() {
	r.t.Helper()
	for _, id := range r.campaigns {
		var c campaign.Whole
		err := r.admin.ask("GET", "/campaigns/"+id, nil, &c)
		r.t.Logf("campaign %s: %s %+v, error %v", id, c.StatusView.Sentence, c.StatusView.Counts, err)
	}
	for _, v := range r.all {
		var m dialer.Mine
		err := v.ask("GET", v.at+"/state", nil, &m)
		call, _ := v.line()
		r.t.Logf("%s: %s, turn %d, notice %q, their phone %s, error %v", v.id, m.State, m.Turn, m.Notice, call.State, err)
	}
}
