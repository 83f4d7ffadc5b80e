package calling_test

import (
	"fmt"
	"sync"
	"testing"

	"partyline/calling"
)

// TestStressOfClaimsAtTheSameMoment has leaders on one list press a key at the same moment, and the carrier tell each of two
// nodes of every press: everybody gets somebody else, and every repeat the same.
func TestStressOfClaimsAtTheSameMoment(t *testing.T) {
	const leaders, people = 6, 21
	each(t, leaders, people, func(s *shift) {
		s.exec(`UPDATE supporters SET phone = (SELECT phone FROM supporters WHERE id = $1) WHERE id = $2`, s.Supporters[0], s.Supporters[1]) // a household
		other := &calling.Service{Store: s.svc.Store, Phone: s.line, Clock: s.clock, Log: s.svc.Log, NewID: s.svc.NewID, NewRef: s.svc.NewRef, Poke: s.svc.Poke}
		nodes := []*calling.Service{s.svc, other}
		var seats []*seat
		for i := range leaders {
			seats = append(seats, s.seat(i))
			seats[i].start()
		}
		worked := 0
		for round := 0; worked < people && round < 3*people; round++ {
			scripts := make([][2]calling.Script, leaders)
			var all, ready sync.WaitGroup
			begin := make(chan struct{})
			for i, p := range seats {
				for n, node := range nodes {
					ready.Add(1)
					all.Go(func() {
						ready.Done()
						<-begin
						var err error
						in := calling.Input{Key: "1", Request: fmt.Sprint("round ", round, " of ", i), Carrier: "CA-" + p.leg.ID}
						if scripts[i][n], err = node.Ask(ctx, calling.Step{Name: "key", Ref: p.leg.Ref, N: p.n}, in); err != nil {
							s.Error(err)
						}
					})
				}
			}
			ready.Wait()
			close(begin)
			all.Wait()
			lines := map[string]int{}
			for i, p := range seats {
				p.dial = nil
				for _, script := range scripts[i] {
					for _, v := range script {
						if d, ok := v.(calling.Connect); ok && p.dial != nil && *p.dial != d {
							s.Errorf("round %d: leader %d has two dials: %+v and %+v", round, i, *p.dial, d)
						} else if ok {
							p.dial = &d
						}
					}
				}
				if p.dial == nil {
					continue
				}
				if who, double := lines[p.dial.Number]; double {
					s.Errorf("round %d: leaders %d and %d are dialling the same line", round, who, i)
				}
				lines[p.dial.Number] = i
			}
			for i, p := range seats {
				d := p.dial
				if p.follow(scripts[i][0]); d == nil {
					continue
				}
				p.rings(*d)
				p.over(*d, calling.LegNoAnswer, 0)
				p.log(calling.NoAnswer)
				worked++
			}
		}
		s.work()
		for what, query := range map[string]string{
			"people who were never called": `SELECT COUNT(*) FROM supporters WHERE id NOT IN (SELECT supporter_id FROM attempts)`,
			"people who were called twice": `SELECT COUNT(*) - COUNT(DISTINCT supporter_id) FROM attempts`,
			"reservations":                 `SELECT COUNT(*) FROM reservations`,
			"open legs of supporters":      `SELECT COUNT(*) FROM legs WHERE ended_at IS NULL AND kind = 'supporter'`,
		} {
			var n []int
			if err := s.db.Find(ctx, &n, query); err != nil || n[0] != 0 {
				s.Errorf("%s: %v %v", what, n, err)
			}
		}
		for _, p := range seats {
			p.consistent()
		}
	})
}
