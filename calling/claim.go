package calling

import (
	"context"
	"slices"
	"time"

	"partyline/fault"
	"partyline/press"
)

// A claim takes the next person of a queue for a dial. Those that leaders ask for by a key at the same moment are gathered and
// done in one transaction, whose number of statements does not grow with them. Only the ordinary claim is done so: whatever else
// a key may come to (a log is owed, nobody is left, the line is busy, the hours have closed) is set aside for the key's own
// transaction, which knows all the rules. What both must know, both take from the same functions.

// claimsAtOnce is how many one transaction does: their leaders wait for it, and so do embedded's writers.
const claimsAtOnce = 50

// claimTime is how long a transaction of claims may take.
const claimTime = 20 * time.Second

// claim is one key that asks for the next person.
type claim struct {
	step   Step
	in     Input
	script Script // what the phone does; nil: set aside

	turn chan struct{} // closed when it is done, or whoever waits is to do what waits
	done bool
}

// claimOf is the claim that a question of the leader's phone may be.
func claimOf(step Step, in Input) (*claim, bool) {
	asks := step.Name == "key" && in.Key != "" || step.Name == "wait"
	return &claim{step: step, in: in, turn: make(chan struct{})}, asks && in.Request != ""
}

// together does a claim with those that wait at the same moment. nil: it was set aside, and nothing is changed.
func (s *Service) together(ctx context.Context, c *claim) Script {
	s.claims.do(c, func(batch []*claim) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(press.Aside(ctx)), claimTime)
		defer cancel()
		if err := s.claimAll(ctx, batch); err != nil { // each finds out by itself; one that was committed gets its dial again
			for _, c := range batch {
				c.script = nil
			}
			if s.Log != nil && fault.As(err).Kind != fault.Busy {
				s.Log.Warn("claims together", "error", err)
			}
		}
	})
	return c.script
}

// claiming is a claim on its locked session.
type claiming struct {
	*work
	Claimant
	claim   *claim
	queue   []Head // the first of it
	head    Head
	tried   map[string]bool // entries
	changed []Entry         // to be saved
	entry   Entry
	attempt Attempt
	child   Leg
	name    string
}

// claimAll is the transaction. A claim whose script is nil afterwards is set aside.
func (s *Service) claimAll(ctx context.Context, batch []*claim) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		for _, c := range batch {
			c.script = nil
		}
		all, err := s.ordinary(tx, batch)
		if err != nil || len(all) == 0 {
			return err
		}
		var got []*claiming
		for round := 0; round < claimRounds && len(all) > 0; round++ {
			taken, left, err := s.takeAll(tx, all)
			if err != nil {
				return err
			}
			got, all = append(got, taken...), left
		}
		if len(got) == 0 {
			return nil
		}
		return s.dialAll(tx, got)
	})
}

// claimRounds is how often a claim tries somebody else in one transaction before it is set aside.
const claimRounds = 4

// ordinary locks the sessions, and keeps the claims in whose way nothing stands, in the order in which they came.
func (s *Service) ordinary(tx Tx, batch []*claim) ([]*claiming, error) {
	refs := make([]string, len(batch))
	for i, c := range batch {
		refs[i] = c.step.Ref
	}
	claimants, err := tx.Claimants(refs, s.Clock.Now())
	if err != nil || len(claimants) == 0 {
		return nil, err
	}
	sessions, byRef := make([]Session, len(claimants)), map[string]*claiming{}
	for i, c := range claimants {
		sessions[i] = c.Session
	}
	works, err := s.worksOn(tx, sessions)
	if err != nil {
		return nil, err
	}
	for i, c := range claimants {
		byRef[c.Leg.Ref] = &claiming{work: works[i], Claimant: c, tried: map[string]bool{}}
	}
	var all []*claiming
	seen := map[string]bool{}
	for _, c := range batch {
		if x := byRef[c.step.Ref]; x != nil && x.plain(c) && !seen[x.session.ID] { // a second key of the same session is late
			seen[x.session.ID] = true
			x.claim = c
			all = append(all, x)
		}
	}
	return all, nil
}

// plain says that the key does nothing but claim.
func (x *claiming) plain(c *claim) bool {
	return !x.Unready && !x.session.Preparing.goesOn() && x.Role != "" && x.session.Archived.IsZero() && !x.session.Pausing && !x.list.Deleted && callerID(x.org, x.list, x.Leg.Number) != "" &&
		!x.Run.over() && x.Run.State.Up() && c.step.N == x.Run.Step && x.Leg.up() && (x.Leg.Carrier != "" || c.in.Carrier == "")
}

// takeAll tries to take one person for each claim, as take does for one: the reservations first, then what is known of the
// people once they are held, then their lines and the steps. left may try again with somebody else.
func (s *Service) takeAll(tx Tx, all []*claiming) (taken, left []*claiming, err error) {
	if all, err = choose(tx, all); err != nil || len(all) == 0 {
		return nil, nil, err
	}
	held, left, err := reserveAll(tx, all)
	if err != nil || len(held) == 0 {
		return nil, left, err
	}
	good, again, err := s.judgeAll(tx, held)
	if err != nil {
		return nil, nil, err
	}
	left = append(left, again...)
	if taken, again, err = s.openAll(tx, good); err != nil {
		return nil, nil, err
	}
	left = append(left, again...)
	var people, attempts []string
	for _, x := range held {
		if !slices.Contains(taken, x) {
			people, attempts = append(people, x.attempt.Supporter), append(attempts, x.attempt.ID)
		}
	}
	if len(people) > 0 {
		err = tx.ReleaseSome(people, attempts)
	}
	return taken, left, err
}

// choose gives each claim the first of its queue whom nobody has; who has nobody left is set aside.
func choose(tx Tx, all []*claiming) ([]*claiming, error) {
	ids, n := make([]string, len(all)), len(all)
	for i, x := range all {
		ids[i], n = x.session.ID, max(n, len(all)+len(x.tried)+2) // and the two who come next
	}
	heads, err := tx.Heads(ids, n)
	if err != nil {
		return nil, err
	}
	queues := map[string][]Head{}
	for _, h := range heads {
		queues[h.Session] = append(queues[h.Session], h)
	}
	var chosen []*claiming
	gone := map[string]bool{}
	for _, x := range all {
		x.queue = queues[x.session.ID]
		for _, h := range x.queue {
			if !gone[h.Supporter] && !x.tried[h.Entry] {
				gone[h.Supporter], x.tried[h.Entry], x.head = true, true, h
				chosen = append(chosen, x)
				break
			}
		}
	}
	return chosen, nil
}

// reserveAll takes the chosen people for the organisation. Whoever was slower chooses again.
func reserveAll(tx Tx, all []*claiming) (held, left []*claiming, err error) {
	wanted := make([]Reservation, len(all))
	for i, x := range all {
		ses := x.session
		x.attempt = Attempt{
			ID: x.svc.NewID(), Organisation: ses.Organisation, Session: ses.ID, List: ses.List, Cycle: ses.Cycle.Number,
			Entry: x.head.Entry, Supporter: x.head.Supporter, Leader: ses.Leader, Run: x.Run.ID, Leg: x.svc.NewID(), Step: x.Run.Step,
			ClaimedBy: x.claim.in.Request,
		}
		wanted[i] = x.attempt.reservation(x.now)
	}
	got, err := tx.ReserveSome(wanted)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range all {
		if slices.Contains(got, x.attempt.ID) {
			held = append(held, x)
			continue
		}
		left = append(left, x)
	}
	return held, left, nil
}

// judgeAll judges held people by what is known of them now, as their sessions see them. Whoever is in another leader's
// share is set aside.
func (s *Service) judgeAll(tx Tx, held []*claiming) (good, again []*claiming, err error) {
	var people, ids []string
	sessions := map[string][]Session{} // by list
	for _, x := range held {
		people, ids = append(people, x.head.Supporter), append(ids, x.head.Entry)
		sessions[x.session.List] = append(sessions[x.session.List], x.session)
	}
	entries, err := tx.HoldTheirs(people, ids)
	if err != nil {
		return nil, nil, err
	}
	rows := map[string]Entry{}
	for _, e := range entries {
		rows[e.ID] = e
	}
	seen := map[string]map[string]Person{} // by session
	for list, some := range sessions {
		across, err := tx.PersonsAcross(people, list, some)
		if err != nil {
			return nil, nil, err
		}
		for id, persons := range across {
			seen[id] = persons
		}
	}
	for _, x := range held {
		e, here := rows[x.head.Entry]
		p, known := seen[x.session.ID][x.head.Supporter]
		if !here || !known || x.elsewhere(p) && e.untouched() {
			continue
		}
		if after := x.rules.comeBack(e, p); after.Status != Available {
			if x.note(e, &after) {
				x.changed = append(x.changed, after)
			}
			again = append(again, x)
			continue
		}
		x.entry, x.name = e, p.Name
		x.child = Leg{
			ID: x.attempt.Leg, Ref: s.NewRef(), Organisation: x.attempt.Organisation, Number: p.Number, Kind: SupporterLeg, Run: x.Run.ID,
			Attempt: x.attempt.ID, Parent: x.Run.Leg, State: LegPlacing, // the dial is the answer to the key
		}
		good = append(good, x)
	}
	return good, again, nil
}

// openAll opens the people's lines. Whose line is on another call of ours is stepped over.
func (s *Service) openAll(tx Tx, good []*claiming) (taken, again []*claiming, err error) {
	if len(good) == 0 {
		return nil, nil, nil
	}
	now := s.Clock.Now() // stamped after all waiting, so that no two calls seem to overlap
	legs := make([]Leg, len(good))
	for i, x := range good {
		x.child.Opened, x.child.Placed = now, now
		legs[i] = x.child
	}
	free, err := tx.InsertLegs(legs)
	if err != nil {
		return nil, nil, err
	}
	now = s.Clock.Now()
	for _, x := range good {
		if !slices.Contains(free, x.child.ID) {
			again = append(again, x)
			continue
		}
		x.attempt.Claimed = now
		taken = append(taken, x)
	}
	return taken, again, nil
}
