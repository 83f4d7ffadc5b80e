package calling

import (
	"fmt"
	"strings"
	"time"
)

// Minutes is how long phones were connected, of both legs of calls: as carriers bill them, each call's begun minutes
// counted whole, and to the second. Legs that are still up are not in it.
type Minutes struct {
	Leader           int `json:"leader" doc:"begun minutes of the leader's legs, each leg's counted whole"`
	Supporter        int `json:"supporter" doc:"begun minutes of the supporters' legs"`
	LeaderSeconds    int `json:"leader_seconds"`
	SupporterSeconds int `json:"supporter_seconds"`
}

// Price is what a minute of a leg costs, in millionths of the currency; without a currency nothing is estimated.
type Price struct {
	Currency          string // ISO 4217
	Leader, Supporter int64
}

// MinutesView is minutes with what they cost by about.
type MinutesView struct {
	Minutes
	Open []OpenLeg `json:"open" doc:"legs that are up now and not in the minutes yet"`
	Cost *CostView `json:"estimated_cost,omitempty" doc:"at today's prices; absent while the organisation has set none"`
}

// OpenLeg is a leg that is up.
type OpenLeg struct {
	Leg      string    `json:"leg" enum:"leader,supporter"`
	Answered time.Time `json:"answered_at"`
}

// CostView is an amount of money.
type CostView struct {
	Currency string `json:"currency" doc:"ISO 4217"`
	Amount   string `json:"amount" doc:"decimal, as exact as the prices"`
}

// spent is what a leg adds to its session's minutes: nothing before it has ended, and nothing when nobody answered.
// The carrier's seconds count: of a call that it says was completed also none, however much later we heard of its end.
// Where it said neither, it is the time between answer and end. A minute begun is a whole one, and whoever answers at
// all has begun one.
func (l Leg) spent() Minutes {
	if l.State != LegEnded || l.Answered.IsZero() || l.Kind != LeaderLeg && l.Kind != SupporterLeg {
		return Minutes{}
	}
	seconds := l.Seconds
	if seconds == 0 && l.Result != LegCompleted {
		seconds = int((l.Ended.Sub(l.Answered) + time.Second - time.Millisecond) / time.Second)
	}
	minutes := max(1, (seconds+59)/60)
	if l.Kind == LeaderLeg {
		return Minutes{Leader: minutes, LeaderSeconds: seconds}
	}
	return Minutes{Supporter: minutes, SupporterSeconds: seconds}
}

// plus adds times × n.
func (m Minutes) plus(n Minutes, times int) Minutes {
	m.Leader += times * n.Leader
	m.Supporter += times * n.Supporter
	m.LeaderSeconds += times * n.LeaderSeconds
	m.SupporterSeconds += times * n.SupporterSeconds
	return m
}

// Cost is what minutes cost at a price; nil without a price.
func (p Price) Cost(m Minutes) *CostView {
	if p.Currency == "" || p.Leader == 0 && p.Supporter == 0 {
		return nil
	}
	return &CostView{Currency: p.Currency, Amount: Decimal(int64(m.Leader)*p.Leader + int64(m.Supporter)*p.Supporter)}
}

// Decimal writes millionths as a decimal number: two places, or as many as it needs.
func Decimal(micros int64) string {
	s := fmt.Sprintf("%d.%06d", micros/1_000_000, micros%1_000_000)
	for strings.HasSuffix(s, "0") && len(s)-strings.IndexByte(s, '.') > 3 {
		s = s[:len(s)-1]
	}
	return s
}

// spends moves a session's minutes along with one of its legs. What is told of a leg that is over already still counts.
func (w *work) spends(before, after Leg) {
	was, is := before.spent(), after.spent()
	if was == is {
		return
	}
	w.session.Minutes = w.session.Minutes.plus(was, -1).plus(is, 1)
	w.spent = true
}

// viewMinutes is a session's minutes with the legs that are up now.
func viewMinutes(r Reader, s Session, run Run, live bool, person *Attempt, org Organisation) (MinutesView, error) {
	v := MinutesView{Minutes: s.Minutes, Open: []OpenLeg{}, Cost: org.Price.Cost(s.Minutes)}
	if !live {
		return v, nil
	}
	leg, err := r.Leg(run.Leg)
	if err != nil {
		return v, err
	}
	if leg.up() {
		v.Open = append(v.Open, OpenLeg{Leg: string(LeaderLeg), Answered: leg.Answered})
	}
	if person != nil && !person.Answered.IsZero() && person.LegEnded.IsZero() {
		v.Open = append(v.Open, OpenLeg{Leg: string(SupporterLeg), Answered: person.Answered})
	}
	return v, nil
}

// viewListMinutes is the minutes of all sessions on a list, with the legs that are up in the open ones.
func viewListMinutes(r Reader, list string, org Organisation, leaders []LeaderNow) (MinutesView, error) {
	all, err := r.MinutesOn(list)
	v := MinutesView{Minutes: all, Open: []OpenLeg{}, Cost: org.Price.Cost(all)}
	for _, l := range leaders {
		v.Open = append(v.Open, l.Minutes.Open...)
	}
	return v, err
}
