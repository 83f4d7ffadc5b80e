package e2e

import (
	"fmt"
	"strings"

	"partyline/account"
	"partyline/calling"
)

// What a minute of a leg costs in these tests, in millionths: two primes, so that no sum comes out right by chance.
const leaderPrice, supporterPrice = 7_013, 11_003

// priced has a minute cost something.
func (h *house) priced(admin *user) {
	h.t.Helper()
	var now struct {
		Version int `json:"version"`
	}
	admin.must("GET", "/organisation", nil, &now)
	admin.must("PATCH", "/organisation", map[string]any{"version": now.Version, "price": account.Price{
		Currency: "GBP", Leader: calling.Decimal(leaderPrice), Supporter: calling.Decimal(supporterPrice),
	}}, nil)
}

// billed holds what the pages said of minutes and their cost against the carrier's bill, leg by leg, session by
// session, and for the whole organisation.
func (b *books) billed(shown map[string]calling.SessionView, all calling.Spending) {
	b.t.Helper()
	type leg struct {
		Ref, ID, Kind, Session, Said string
		Given                        int
	}
	ours := map[string]leg{}
	for _, l := range find[leg](b, `SELECT l.ref, l.id, l.kind, r.session_id AS session, l.seconds AS given,
		l.state || ' ' || l.result || ' answered ' || COALESCE(l.answered_at, 0) || ' ended ' || COALESCE(l.ended_at, 0) AS said
		FROM legs l JOIN runs r ON r.id = l.run_id`) {
		ours[l.Ref] = l
	}
	lines := map[string][]string{} // by session, for whoever looks for a difference
	bills, total := map[string]calling.Minutes{}, calling.Minutes{}
	for _, l := range b.ledger() {
		o, known := ours[refOf(l)]
		if !known || l.Answered.IsZero() { // whose leg it is says books.legs
			continue
		}
		bill := bills[o.Session]
		if o.Kind == string(calling.LeaderLeg) {
			bill.Leader, bill.LeaderSeconds = bill.Leader+l.Minutes, bill.LeaderSeconds+l.Seconds
		} else {
			bill.Supporter, bill.SupporterSeconds = bill.Supporter+l.Minutes, bill.SupporterSeconds+l.Seconds
		}
		bills[o.Session] = bill
		lines[o.Session] = append(lines[o.Session], fmt.Sprintf("leg %s of a %s: the carrier has %d s, %d min, kept are %d s: %s", o.ID, o.Kind, l.Seconds, l.Minutes, o.Given, o.Said))
		if o.Given != l.Seconds {
			b.t.Errorf("leg %s of a %s was up for %d s, it is kept with %d: %s; what was told of it: %q", o.ID, o.Kind, l.Seconds, o.Given, o.Said,
				find[string](b, `SELECT source || ' ' || state || ' at ' || received_at FROM facts WHERE leg_id = $1 ORDER BY received_at`, o.ID))
		}
	}
	cost := func(m calling.Minutes) string {
		return calling.Decimal(int64(m.Leader)*leaderPrice + int64(m.Supporter)*supporterPrice)
	}
	same := func(what string, got calling.Minutes, paid *calling.CostView, want calling.Minutes) {
		b.t.Helper()
		if got != want {
			b.t.Errorf("%s: %+v, the carrier bills %+v", what, got, want)
		}
		if paid == nil || paid.Currency != "GBP" || paid.Amount != cost(want) {
			b.t.Errorf("%s: costs %+v, the carrier's minutes %s", what, paid, cost(want))
		}
	}
	for id, v := range shown {
		same(v.Name, v.Minutes.Minutes, v.Minutes.Cost, bills[id])
		if v.Minutes.Minutes != bills[id] {
			b.t.Logf("%s:\n%s", v.Name, strings.Join(lines[id], "\n"))
		}
		total.Leader, total.LeaderSeconds = total.Leader+bills[id].Leader, total.LeaderSeconds+bills[id].LeaderSeconds
		total.Supporter, total.SupporterSeconds = total.Supporter+bills[id].Supporter, total.SupporterSeconds+bills[id].SupporterSeconds
	}
	same("the organisation", all.Minutes, all.Cost, total)
	if total.Leader == 0 || total.Supporter == 0 {
		b.t.Error("nobody talked: this tests nothing")
	}
	b.t.Logf("the carrier bills %d minutes of leaders' legs and %d of supporters', %s GBP", total.Leader, total.Supporter, cost(total))
}
