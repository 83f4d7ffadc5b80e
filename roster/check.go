package roster

import (
	"context"
	"hash/maphash"
)

// check looks at every row: who is new, who is there already or stands in the file twice, who cannot be used and why.
// It changes nobody. Memory: 8 bytes and a little for each different person, and one batch.
func (s *Service) check(ctx context.Context, id string) error {
	im, err := s.turn(ctx, id, Checking, func(tx Tx, im *Import) error {
		im.forget()
		im.Total = max(im.Total, 1)
		return tx.DeleteRejects(id)
	})
	if err != nil {
		return err
	}
	seen := newPeopleSet()
	err = s.Store.Read(ctx, func(r Reader) error {
		seen = newPeopleSet()
		return r.Identities(im.Group, func(phone, folded, email string) error {
			seen.add(candidate{Phone: phone, Folded: folded, Email: email}.identity())
			return nil
		})
	})
	if err != nil {
		return err
	}
	rows := s.people(ctx, im)
	var pace pace
	for {
		some, err := rows.next(s.batch())
		if err != nil {
			return err
		}
		var ready, duplicates, without int64
		var rejects []Reject
		reasons := map[Reason]int64{}
		for _, row := range some {
			c, why, cell := im.Plan.judge(row, &s.numbers)
			switch {
			case why != "":
				rejects = append(rejects, im.Plan.reject(row, why, cell))
				reasons[why]++
			case !seen.add(c.identity()):
				duplicates++
			default:
				ready++
				if c.Phone == "" {
					without++
				}
			}
		}
		last := len(some) < s.batch()
		im, err = s.step(ctx, im, pace.due(tellMost), func(tx Tx, im *Import) error {
			im.Completed += int64(len(some))
			im.Ready += ready
			im.Duplicates += duplicates
			im.Rejected += int64(len(rejects))
			im.Figures.WithoutNumber += without
			im.Figures.Reasons = plus(im.Figures.Reasons, reasons)
			im.Total = max(im.Total, im.Completed)
			if len(rejects) > 0 {
				if err := tx.InsertRejects(id, rejects); err != nil {
					return err
				}
			}
			if !last {
				return nil
			}
			im.State, im.Total = Checked, im.Completed
			return s.sweepIn(tx, id, fileStays)
		})
		if err != nil || last {
			return err
		}
	}
}

// plus adds counts without touching either map: the transaction may run twice.
func plus(a, b map[Reason]int64) map[Reason]int64 {
	sum := make(map[Reason]int64, len(a)+len(b))
	for k, n := range a {
		sum[k] += n
	}
	for k, n := range b {
		sum[k] += n
	}
	return sum
}

// peopleSet remembers identities by a 64-bit hash with a random seed: among ten million people, two are taken for
// one with a chance of one in 370,000.
type peopleSet struct {
	seed maphash.Seed
	has  map[uint64]struct{}
}

func newPeopleSet() *peopleSet {
	return &peopleSet{seed: maphash.MakeSeed(), has: map[uint64]struct{}{}}
}

// add says whether it was new.
func (p *peopleSet) add(identity string) bool {
	h := maphash.String(p.seed, identity)
	if _, there := p.has[h]; there {
		return false
	}
	p.has[h] = struct{}{}
	return true
}
