package e2e

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"

	"partyline/carrier"
)

// replayed sends everything that the carrier ever told or asked once more, in any order, some of it twice, to any
// server: cameOf, which is what came of the calls, stays as it is.
func (h *house) replayed(dice *rand.Rand, cameOf func() []string) {
	h.t.Helper()
	hooks := asked[[]carrier.Hook](h, "/_sim/webhooks")
	hooks = slices.DeleteFunc(hooks, func(k carrier.Hook) bool { return k.Signature == "" || k.Fault == "bad_signature" })
	if len(hooks) > 1500 {
		hooks = hooks[len(hooks)-1500:]
	}
	hooks = append(hooks, hooks[:len(hooks)/4]...)
	dice.Shuffle(len(hooks), func(i, j int) { hooks[i], hooks[j] = hooks[j], hooks[i] })
	var servers []string
	for _, n := range h.nodes {
		servers = append(servers, n.at)
	}
	if len(servers) == 0 {
		servers = append(servers, h.base)
	}
	before := cameOf()
	var all sync.WaitGroup
	for at := range 4 {
		all.Go(func() {
			for i := at; i < len(hooks); i += 4 {
				form := url.Values{}
				for name, value := range hooks[i].Form {
					form.Set(name, value)
				}
				if status := h.hook(servers[i%len(servers)], hooks[i], form, hooks[i].Signature); status >= 300 {
					h.t.Errorf("%s %s, sent again, got %d", hooks[i].Kind, hooks[i].Event, status)
				}
			}
		})
	}
	all.Wait()
	after := cameOf()
	for i := range max(len(before), len(after)) {
		if i >= len(before) || i >= len(after) || before[i] != after[i] {
			h.t.Errorf("of %d and %d things that came of calls, these differ after %d webhooks were sent again:\n%v\n%v",
				len(before), len(after), len(hooks), before[min(i, len(before)):min(i+1, len(before))], after[min(i, len(after)):min(i+1, len(after))])
			break
		}
	}
	h.t.Logf("%d webhooks were sent again", len(hooks))
}

// cameOf is what came of every line and every call of the campaigns: of each contact and caller, and the counts. Who
// may be called again once the gap is over moves by itself, and is left out.
func (r *rung) cameOf() []string {
	r.t.Helper()
	b := r.books()
	defer b.close()
	return slices.Concat(
		[]string{fmt.Sprint(len(r.ledger()), " legs at the carrier")},
		find[string](b, `SELECT 'leg ' || id || ' ' || carrier_id || ' ' || state || ' ' || result || ' ' || seconds || ' ' || COALESCE(answered_at, 0) || ' ' || COALESCE(ended_at, 0) FROM legs ORDER BY id`),
		find[string](b, `SELECT 'attempt ' || id || ' ' || state || ' ' || outcome || ' ' || caller_id || ' ' || turn || ' ' || COALESCE(answered_at, 0) || ' ' || COALESCE(bridged_at, 0) || ' ' || COALESCE(leg_ended_at, 0) || ' ' || COALESCE(closed_at, 0) FROM contact_attempts ORDER BY id`),
		find[string](b, `SELECT 'caller ' || id || ' ' || state || ' ' || leg_id || ' ' || attempt_id || ' ' || turn || ' ' || talks || ' ' || talked FROM callers ORDER BY id`),
		find[string](b, `SELECT 'contact ' || campaign || ' ' || no || ' ' || attempts || ' ' || outcome || ' ' || CASE WHEN final THEN 'final' ELSE '' END || CASE WHEN opted_out THEN 'out' ELSE '' END FROM contacts ORDER BY campaign, no`),
		find[string](b, `SELECT 'counts ' || campaign || ' ' || SUM(in_flight) || ' ' || SUM(finished) || ' ' || SUM(opted_out) || ' ' || SUM(invalid) FROM campaign_counts GROUP BY campaign ORDER BY campaign`))
}
