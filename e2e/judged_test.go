package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"partyline/campaign"
	"partyline/carrier"
	"partyline/dialer"
)

// call is one attempt as the books have it, in milliseconds.
type call struct {
	ID, Campaign, Phone, Ref, State, Outcome, Caller string
	Contact, Turn, Claimed                           int64
	Sent, Answered, Bridged, Over, Closed            int64
}

// judged holds the carrier's ledger against the books of a server that is not running: every taken number has exactly one
// outcome; nobody was dialled whom nobody may dial; nobody too soon, or on two lines; nobody was dropped while a caller waited.
func (r *rung) judged() {
	r.t.Helper()
	b := r.books()
	defer b.close()
	calls := find[call](b, `SELECT a.id, a.campaign_id AS campaign, a.phone, l.ref, a.state, a.outcome, a.caller_id AS caller, a.contact, a.turn, a.claimed_at AS claimed,
		COALESCE(a.sent_at, 0) AS sent, COALESCE(a.answered_at, 0) AS answered, COALESCE(a.bridged_at, 0) AS bridged, COALESCE(a.leg_ended_at, 0) AS over, COALESCE(a.closed_at, 0) AS closed
		FROM contact_attempts a JOIN legs l ON l.id = a.leg_id ORDER BY a.campaign, a.contact, a.claimed_at, a.id`)
	legs := map[string]carrier.Leg{} // by our name of them
	for _, l := range r.ledger() {
		legs[refOf(l)] = l
	}
	r.once(b, calls, legs)
	r.allowed(b, calls)
	r.spaced(calls, legs)
	r.dropped(b, calls, legs)
	r.served(b, calls)
	r.kept(b)
	r.obeyed(b, calls)
	outcomes := map[string]int{}
	for _, c := range calls {
		outcomes[c.State+" "+c.Outcome]++
	}
	r.t.Logf("%d attempts, %d lines: %v", len(calls), len(r.contactsLegs()), outcomes)
	if len(r.told.given) < 3 || len(r.contactsLegs()) < 30 {
		r.t.Error("too little happened: this tests nothing")
	}
}

// once: every attempt came to one outcome, every line is of one attempt, and the contacts are where their attempts put them.
func (r *rung) once(b *books, calls []call, legs map[string]carrier.Leg) {
	r.t.Helper()
	known := map[string]bool{}
	for i, c := range calls {
		known[c.Ref] = true
		l, there := legs[c.Ref]
		placed := there && !l.Initiated.IsZero()
		switch {
		case c.Closed == 0, c.State != "closed" && c.State != "released", c.State == "closed" && c.Outcome == "":
			r.t.Errorf("attempt %s has come to no end: it is %s, %q", c.ID, c.State, c.Outcome)
		case there && l.Number != c.Phone:
			r.t.Errorf("attempt %s rang another number", c.ID)
		case placed && c.State == "released":
			r.t.Errorf("attempt %s counts as never placed, and rang", c.ID)
		case !placed && !slices.Contains([]string{"", string(campaign.Failed), string(campaign.Invalid)}, c.Outcome):
			r.t.Errorf("attempt %s ended as %s, and nobody's phone rang", c.ID, c.Outcome)
		}
		if i > 0 && calls[i-1].Campaign == c.Campaign && calls[i-1].Contact == c.Contact && c.Claimed < calls[i-1].Closed {
			r.t.Errorf("attempts %s and %s at one contact overlap", calls[i-1].ID, c.ID)
		}
	}
	for _, l := range r.contactsLegs() {
		if !known[refOf(l)] {
			r.t.Errorf("the carrier's leg %s is of no attempt", l.SID)
		}
	}
	for what, query := range map[string]string{
		"contacts that are final without an outcome": `SELECT COUNT(*) FROM contacts WHERE final AND outcome = ''`,
		"contacts with another outcome than their last attempt": `SELECT COUNT(*) FROM contacts p WHERE outcome <> '' AND outcome <>
			(SELECT a.outcome FROM contact_attempts a WHERE a.campaign = p.campaign AND a.contact = p.no AND a.outcome <> '' ORDER BY a.closed_at DESC, a.id DESC LIMIT 1)
			AND NOT (outcome = 'failed' AND (SELECT a.state FROM contact_attempts a WHERE a.campaign = p.campaign AND a.contact = p.no ORDER BY a.closed_at DESC, a.id DESC LIMIT 1) = 'released')`,
		"contacts whose attempts are miscounted": `SELECT COUNT(*) FROM contacts p WHERE attempts <> (SELECT COUNT(*) FROM contact_attempts a
			WHERE a.campaign = p.campaign AND a.contact = p.no AND a.outcome NOT IN ('', 'failed', 'dropped', 'invalid'))`,
		"contacts in two places or none": `SELECT COUNT(*) FROM contacts p JOIN campaigns c ON c.no = p.campaign WHERE NOT p.opted_out AND NOT p.final AND
			(SELECT COUNT(*) FROM ready x WHERE x.campaign = p.campaign AND x.contact = p.no) + (SELECT COUNT(*) FROM waiting x WHERE x.campaign = p.campaign AND x.contact = p.no)
			+ (SELECT COUNT(*) FROM clickable x WHERE x.campaign = p.campaign AND x.contact = p.no) <> 1`,
		"two attempts of one turn": `SELECT COUNT(*) FROM (SELECT caller_id FROM contact_attempts WHERE turn > 0 GROUP BY caller_id, turn HAVING COUNT(*) > 1) t`,
		"in flight":                `SELECT SUM(in_flight) FROM campaign_counts`,
		"counts that do not add up": `SELECT COUNT(*) FROM campaigns c WHERE (SELECT COUNT(*) FROM contacts p WHERE p.campaign = c.no) <>
			(SELECT COALESCE(SUM(landlines + cells + retries + click + gap + other + in_flight + finished + opted_out + invalid), 0) FROM campaign_counts z WHERE z.campaign = c.no)`,
		"counts of who is done that a recount does not give": `SELECT COUNT(*) FROM campaigns c WHERE (SELECT COUNT(*) FROM contacts p WHERE p.campaign = c.no AND p.opted_out) <>
			(SELECT COALESCE(SUM(opted_out), 0) FROM campaign_counts z WHERE z.campaign = c.no) OR (SELECT COUNT(*) FROM contacts p WHERE p.campaign = c.no AND p.final AND p.outcome = 'invalid' AND NOT p.opted_out) <>
			(SELECT COALESCE(SUM(invalid), 0) FROM campaign_counts z WHERE z.campaign = c.no)`,
	} {
		if n := b.count(query); n != 0 {
			r.t.Errorf("%s: %d", what, n)
		}
	}
	for _, text := range find[string](b, `SELECT data FROM events WHERE kind LIKE 'dialer.%' AND data LIKE '%+44%'`) {
		r.t.Errorf("a number in an event: %s", text)
	}
}

// allowed: nobody was dialled who was not approved, had opted out, or lives where the hours were over; nobody while calls were
// paused. A line that was on its way to the carrier counts for twenty seconds.
func (r *rung) allowed(b *books, calls []call) {
	r.t.Helper()
	const under = 20 * time.Second
	type who struct {
		Line     int
		Zones    string
		Approved int64
	}
	people := map[string]who{}
	for _, c := range calls {
		people[c.Ref] = find[who](b, `SELECT p.line, z.zones, COALESCE((SELECT a.received_at FROM approvals a WHERE a.campaign = p.campaign AND a.contact = p.no), 0) AS approved
			FROM contacts p JOIN zone_sets z ON z.id = p.zone_set JOIN campaigns c ON c.no = p.campaign WHERE c.id = $1 AND p.no = $2`, c.Campaign, c.Contact)[0]
	}
	of, said := map[string]string{}, map[string]time.Time{}
	for _, c := range calls {
		of[c.Ref] = c.Campaign
		if at, there := r.told.never[fmt.Sprint(c.Caller, "/", c.Turn)]; there && c.Turn > 0 {
			said[c.Phone] = at
		}
	}
	for _, l := range r.contactsLegs() {
		p, at := people[refOf(l)], l.Initiated
		if campaign.Line(p.Line).NeedsClick() && (p.Approved == 0 || at.UnixMilli() < p.Approved) {
			r.t.Errorf("leg %s rang a number that nobody had approved", l.SID)
		}
		if slices.Contains(r.never, l.Number) {
			r.t.Errorf("leg %s rang a number that was on the Do Not Call list before the start", l.SID)
		}
		if out, there := r.outs[l.Number]; there {
			if at.After(out) {
				r.t.Errorf("leg %s was placed %s after its number was opted out", l.SID, at.Sub(out))
			}
			if len(l.Bridges) > 0 && l.Answered.After(out.Add(r.slack())) {
				r.t.Errorf("leg %s was opted out while it rang, and given to a caller", l.SID)
			}
		}
		if out, there := said[l.Number]; there && at.After(out) {
			r.t.Errorf("leg %s was placed %s after its person said not to call again", l.SID, at.Sub(out))
		}
		switch p.Zones {
		case r.zones[asleep]:
			r.t.Errorf("leg %s rang where it is night", l.SID)
		case r.zones[closing]:
			if at.After(r.closes) {
				r.t.Errorf("leg %s was placed %s after the hours had ended", l.SID, at.Sub(r.closes))
			}
		}
		if of[refOf(l)] == r.campaigns[0] && at.After(r.paused[0].Add(under)) && at.Before(r.paused[1]) {
			r.t.Errorf("leg %s was placed %s after the campaign was paused", l.SID, at.Sub(r.paused[0]))
		}
	}
}

// spaced: nobody was rung twice within the gap, nor after a day's talk; dropped ones not within a day. An agreed call-back may.
func (r *rung) spaced(calls []call, legs map[string]carrier.Leg) {
	r.t.Helper()
	type last struct {
		call
		leg carrier.Leg
	}
	contacts, numbers := map[[2]string]last{}, map[string][]last{}
	slices.SortStableFunc(calls, func(a, b call) int { return int(a.Claimed - b.Claimed) })
	for _, c := range calls {
		l, there := legs[c.Ref]
		if !there || l.Initiated.IsZero() {
			continue
		}
		who := [2]string{c.Campaign, c.Phone}
		before, again := contacts[who]
		agreed := again && before.Outcome == string(campaign.CallBack)
		gap := r.gap
		if before.Outcome == string(campaign.Dropped) {
			gap = campaign.DropGap
		}
		if since := l.Initiated.Sub(before.leg.Initiated); again && !agreed && since < gap {
			r.t.Errorf("legs %s and %s rang one contact within %s, after %s", before.leg.SID, l.SID, since, before.Outcome)
		}
		for _, o := range numbers[c.Phone] {
			if o.Answered > 0 && o.Outcome != string(campaign.Machine) && !agreed && o.Over > 0 && l.Initiated.UnixMilli() > o.Over+r.slack().Milliseconds() {
				r.t.Errorf("leg %s rang a number that had answered on %s within a day, as %s", l.SID, o.leg.SID, o.Outcome)
			}
		}
		contacts[who], numbers[c.Phone] = last{c, l}, append(numbers[c.Phone], last{c, l})
	}
}

// slack is how much product time may pass between what the server does and what is seen of it, on a busy machine.
func (r *rung) slack() time.Duration { return time.Duration(r.speed) * 2 * time.Second }

// sorry is of the message that is heard where nobody is free.
const sorry = "sorry that nobody could talk"

// dropped: whoever was dropped had no caller who waited, and has heard the message, or did not wait for it; who hung up within the
// two seconds, and counts as that, hung up within them.
func (r *rung) dropped(b *books, calls []call, legs map[string]carrier.Leg) {
	r.t.Helper()
	waits := r.waited(b)
	turns := map[string][]int64{}
	for _, c := range calls {
		if c.Turn > 0 {
			turns[c.Caller] = append(turns[c.Caller], c.Turn)
		}
	}
	hooks := map[string][]carrier.Hook{}
	for _, k := range asked[[]carrier.Hook](r.house, "/_sim/webhooks") {
		hooks[k.SID] = append(hooks[k.SID], k)
	}
	// free has whoever waited all that time told, in their room as the carrier knows it.
	free := func(c call, from, to time.Time, l carrier.Leg) {
		for caller, spans := range waits {
			if c.Campaign != spans.campaign || !spans.all(from, to) {
				continue
			}
			if room, alone := r.alone(caller, from, to); alone && !slices.ContainsFunc(turns[caller], func(n int64) bool { return n >= room }) {
				r.t.Errorf("attempt %s was dropped while %s waited in room %d from %s to %s; its webhooks:%s", c.ID, caller, room, from.Format("15:04:05.000"), to.Format("15:04:05.000"), told(hooks[l.SID]))
			}
		}
	}
	drops, early, left, unasked := 0, 0, 0, 0
	for _, c := range calls {
		l, there := legs[c.Ref]
		if there && c.Outcome == string(campaign.HungUp) && c.Bridged == 0 {
			waited := time.Duration(c.Over-c.Answered) * time.Millisecond // since we were told of the answer
			if left++; waited > dialer.AnswerWait+time.Second {           // as the carrier dates
				r.t.Errorf("attempt %s counts as hung up, and they waited for %s; its webhooks:%s", c.ID, waited, told(hooks[l.SID]))
			}
		}
		if c.Outcome != string(campaign.Dropped) || !there {
			continue
		}
		drops++
		switch up := l.Ended.Sub(l.Answered); {
		case l.Why == "carrier restarted" || l.Why == "line dropped", up < 4*time.Second && l.Why != "document hung up":
			if early++; up <= dialer.AnswerWait { // nobody may have waited until it was decided what became of them
				free(c, l.Answered.Add(-2*time.Second), time.UnixMilli(c.Closed), l)
			}
			continue
		}
		// Somebody who is sent elsewhere asks what comes after the room too, and that answer is not heard: so what counts is
		// whether the message was among the documents.
		decided, hung := false, false // that nobody was free; without it: they were gone before we were asked, or we hung up on them
		at := time.UnixMilli(c.Answered)
		until := at.Add(dialer.AnswerWait) // or when it was decided, where we were asked late or the caller they had been given left
		for _, k := range hooks[l.SID] {
			if !decided && strings.Contains(k.Body, sorry) {
				decided = true
				if k.At.After(until) {
					until = k.At
				}
			}
			over := k.At.Add(time.Duration(k.Took) * time.Duration(r.speed))
			hung = hung || over.Before(l.Ended) && strings.Contains(k.Body, "<Hangup")
		}
		if hung && !decided {
			r.t.Errorf("attempt %s was dropped without the message: %+v; answered %v, ended %v (%s); its webhooks: %s", c.ID, c, l.Answered, l.Ended, l.Why, told(hooks[l.SID]))
		}
		if !decided {
			unasked++
			continue
		}
		free(c, at.Add(-2*time.Second), until, l)
	}
	r.t.Logf("%d drops, %d of them hung up at once or were cut off, %d before the carrier got a document; %d hung up before they could be given to a caller who was free", drops, early, unasked, left)
}

// told is webhooks as a story.
func told(hooks []carrier.Hook) string {
	var b strings.Builder
	for _, k := range hooks {
		at, _ := url.Parse(k.URL)
		fmt.Fprintf(&b, "\n%s %s %s %s %d %s %s", k.At.Format("15:04:05.000"), k.Event, at.Path, k.Fault, k.Status, k.Error, k.Body)
	}
	return b.String()
}

// spans is when a caller waited, as the server told it.
type spans struct {
	campaign string
	from, to []time.Time
}

// all says whether they waited all the time.
func (s *spans) all(from, to time.Time) bool {
	for i := range s.from {
		if !s.from[i].After(from) && (i == len(s.to) || s.to[i].After(to)) {
			return true
		}
	}
	return false
}

func (r *rung) waited(b *books) map[string]*spans {
	r.t.Helper()
	out := map[string]*spans{}
	for _, e := range find[struct {
		Topic, Data string
		At          int64
	}](b, `SELECT topic, data, at FROM events WHERE kind = 'dialer.callers_changed' ORDER BY topic, seq`) {
		var k dialer.CallerRow
		if err := json.Unmarshal([]byte(e.Data), &k); err != nil {
			r.t.Fatal(err)
		}
		s := out[k.ID]
		if s == nil {
			s = &spans{campaign: strings.TrimPrefix(e.Topic, "campaign/")}
			out[k.ID] = s
		}
		waits := k.State == dialer.Waiting && k.Phone && k.Wish == dialer.NoWish
		switch open := len(s.from) > len(s.to); {
		case waits && !open:
			s.from = append(s.from, time.UnixMilli(e.At))
		case !waits && open:
			s.to = append(s.to, time.UnixMilli(e.At))
		}
	}
	return out
}

// alone is in which room a caller's phone was all that time, as the carrier knows it.
func (r *rung) alone(caller string, from, to time.Time) (turn int64, alone bool) {
	for _, l := range r.stays() {
		for _, s := range l.Stays {
			at := strings.LastIndexByte(s.Room, '-')
			if !strings.HasPrefix(l.Number, "+4477") || s.Room[:at] != "c-"+caller || s.From.After(from) || !s.To.IsZero() && s.To.Before(to) {
				continue
			}
			_, err := fmt.Sscan(s.Room[at+1:], &turn)
			return turn, err == nil
		}
	}
	return 0, false
}

// stays is the carrier's ledger, read once.
func (r *rung) stays() []carrier.Leg {
	if r.read == nil {
		r.read = r.ledger()
	}
	return r.read
}

// kept: what callers were told is kept is there.
func (r *rung) kept(b *books) {
	r.t.Helper()
	for _, wrong := range r.told.wrong {
		r.t.Error(wrong)
	}
	latest, all, story := map[string]string{}, map[string]bool{}, map[string]string{}
	for _, a := range find[struct {
		Value, Caller, By, Attempt string
		Turn, Version              int
		At                         int64
	}](b, `SELECT s.value, s.caller_id AS by, s.attempt_id AS attempt, s.version, s.at, a.caller_id AS caller, a.turn FROM script_answers s JOIN contact_attempts a ON a.id = s.attempt_id WHERE s.question = 'who' ORDER BY s.attempt_id, s.version`) {
		a.Value = strings.Trim(a.Value, `"`)
		key := fmt.Sprint(a.Caller, "/", a.Turn)
		latest[key] = a.Value
		story[key] += fmt.Sprintf("; of %s, version %d, by %s at %d: %s", a.Attempt, a.Version, a.By, a.At, a.Value)
		all[a.By+" "+a.Value] = true
	}
	for turn, want := range r.told.given {
		caller, _, _ := strings.Cut(turn, "/")
		kept, there := latest[turn]
		if there && kept != want || !all[caller+" "+want] { // not there: the contact was given to somebody else after that
			r.t.Errorf("the answer of %s was kept as %q, it was %q%s; told%s", turn, kept, want, story[turn], r.told.story[turn])
		}
	}
	r.t.Logf("%d talks were written down", len(r.told.given))
}
