package calling

import (
	"context"
	"slices"

	"partyline/event"
	"partyline/fault"
)

// LeadersLimit is the most leaders between whom a list is split.
const LeadersLimit = 200

// Split deals everybody on a list whom nobody has worked evenly to some leaders, in the order of the
// list; each one's queue then keeps their share only. Whoever was worked or is being called stays where
// they are. An earlier split is dealt anew; with no leaders it ends, and everybody is in every queue again.
func (s *Service) Split(ctx context.Context, who Who, list string, in SplitList) error {
	leaders := slices.Clone(in.Leaders)
	if slices.Sort(leaders); len(slices.Compact(leaders)) != len(in.Leaders) {
		return fault.New(fault.Invalid, "leader_twice", "Choose each leader once.").On("leaders", "twice")
	}
	if len(in.Leaders) > LeadersLimit {
		return fault.New(fault.Invalid, "leaders_many", "A list can be split between %d leaders at most.", LeadersLimit).On("leaders", "too many")
	}
	return s.dealing(ctx, list, func(tx Tx, l List) error {
		for _, id := range in.Leaders {
			if _, err := mayLead(tx, id, l); err != nil {
				return err
			}
		}
		if _, err := lockAll(tx, list); err != nil {
			return err
		}
		people, err := tx.Untouched(list)
		if err != nil {
			return err
		}
		if len(in.Leaders) == 0 {
			err = tx.DropShares(list, names(people))
		} else {
			err = tx.SaveShares(list, deal(people, in.Leaders, nil))
		}
		if err != nil {
			return err
		}
		if err := tx.SaveSplit(list, in.Leaders); err != nil {
			return err
		}
		return tx.Audit(l.Organisation, who.User, "list.split", event.FamilyList+"/"+list, map[string]any{"leaders": in.Leaders, "people": len(people)})
	})
}

// TakeOver gives the untouched people of an absent leader's share to another leader, the asker unless
// told. Whom the absent leader has worked or put aside stays with them. While they are on the phone for
// this list it is refused.
func (s *Service) TakeOver(ctx context.Context, who Who, list string, in TakeOverList) error {
	to := in.To
	if to == "" {
		to = who.User
	}
	return s.dealing(ctx, list, func(tx Tx, l List) error {
		split, err := tx.Split(list)
		if err != nil {
			return err
		}
		if len(split) == 0 {
			return fault.New(fault.Conflict, "not_split", "This list is not split: everybody on it is in every leader's queue already.")
		}
		absent, err := tx.Leader(in.From)
		if err != nil {
			return err
		}
		if absent.Organisation != l.Organisation {
			return fault.New(fault.Invalid, "leader_unknown", "Choose somebody in whose share there are people.").On("from", "unknown")
		}
		if to == in.From {
			return fault.New(fault.Invalid, "leader_same", "These people are %s's already.", absent.Name).On("to", "the same leader")
		}
		taker, err := mayLead(tx, to, l)
		if err != nil {
			return err
		}
		sessions, err := lockAll(tx, list)
		if err != nil {
			return err
		}
		for _, ses := range sessions {
			if ses.Leader != in.From {
				continue
			}
			if _, live, err := tx.SessionRun(ses.ID); err != nil {
				return err
			} else if live {
				return fault.New(fault.Conflict, "calling", "%s is on the phone for this list now. Take their people over when they have hung up.", absent.Name).With("session", ses.ID)
			}
		}
		people, err := tx.Untouched(list)
		if err != nil {
			return err
		}
		var shares []Share
		for _, p := range people {
			if p.Share == in.From && !slices.Contains(p.PutAside, in.From) {
				shares = append(shares, Share{Supporter: p.Supporter, Leader: to})
			}
		}
		if len(shares) == 0 {
			return fault.New(fault.Conflict, "nobody_left", "There is nobody to take over: everybody in %s's share was worked or put aside.", absent.Name)
		}
		if err := tx.SaveShares(list, shares); err != nil {
			return err
		}
		if err := tx.SaveSplit(list, instead(split, in.From, to)); err != nil {
			return err
		}
		return tx.Audit(l.Organisation, who.User, "list.take_over", event.FamilyList+"/"+list,
			map[string]any{"from": absent.Name, "to": taker.Name, "people": len(shares)})
	})
}

// dealing runs f on a locked list, has the queues brought in line, and tells.
func (s *Service) dealing(ctx context.Context, list string, f func(tx Tx, l List) error) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(list)
		if err != nil {
			return err
		}
		if l.Deleted {
			return fault.New(fault.Gone, "list_deleted", "This call list was deleted.")
		}
		if err := f(tx, l); err != nil {
			return err
		}
		if err := tellSplit(tx, list); err != nil {
			return err
		}
		return tx.Do(Job{Kind: JobRoster, Subject: list, Due: s.Clock.Now()})
	})
}

// dealNew deals people who were put on a split list to the smallest shares, and lets go of those who
// have left it. Whoever may no longer lead gets nobody new.
func (s *Service) dealNew(ctx context.Context, list string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		l, err := tx.LockList(list)
		if err != nil || l.Deleted {
			return err
		}
		split, err := tx.Split(list)
		if err != nil || len(split) == 0 {
			return err
		}
		if err := tx.DropStrangers(list); err != nil {
			return err
		}
		var leaders []string
		for _, id := range split {
			if _, err := mayLead(tx, id, l); err == nil {
				leaders = append(leaders, id)
			} else if !fault.Is(err, "leader_unknown") {
				return err
			}
		}
		if _, err := lockAll(tx, list); err != nil {
			return err
		}
		people, err := tx.Untouched(list)
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(people, func(p Untouched) bool { return p.Share != "" })
		if len(people) == 0 {
			return nil
		}
		have, err := tx.Hands(list)
		if err != nil {
			return err
		}
		if err := tx.SaveShares(list, deal(people, leaders, have)); err != nil {
			return err
		}
		return tellSplit(tx, list)
	})
}

// lockAll locks every open session on a locked list, always in the order of their ids: no key claims
// anybody, and no session is made, until this transaction is over.
func lockAll(tx Tx, list string) ([]Session, error) {
	ids, err := tx.SessionsOn(list)
	if err != nil {
		return nil, err
	}
	sessions := make([]Session, len(ids))
	for i, id := range ids {
		if sessions[i], err = tx.Session(id); err != nil {
			return nil, err
		}
	}
	return sessions, nil
}

// mayLead refuses whoever cannot run a session on the list.
func mayLead(r Reader, user string, l List) (Leader, error) {
	unknown := fault.New(fault.Invalid, "leader_unknown", "Choose somebody who leads %s.", l.GroupName)
	leader, err := r.Leader(user)
	if err != nil {
		if fault.As(err).Kind == fault.NotFound {
			err = unknown
		}
		return leader, err
	}
	if leader.Organisation != l.Organisation {
		return leader, unknown
	}
	if leader.Disabled {
		return leader, fault.New(fault.Invalid, "leader_unknown", "%s cannot sign in any more. Choose somebody else.", leader.Name)
	}
	role, err := r.Leads(user, l.Group)
	if err == nil && role == "" {
		err = fault.New(fault.Invalid, "leader_unknown", "%s does not lead %s. Choose somebody who does.", leader.Name, l.GroupName)
	}
	return leader, err
}

// instead is a split with one leader in another's place.
func instead(split []string, from, to string) []string {
	out := make([]string, 0, len(split)+1)
	for _, id := range split {
		if id == from {
			id = to
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if !slices.Contains(out, to) {
		out = append(out, to)
	}
	return out
}

func names(people []Untouched) []string {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.Supporter
	}
	return ids
}

func tellSplit(tx Tx, list string) error {
	hands, err := viewHands(tx, list)
	if err != nil {
		return err
	}
	return tx.Emit(event.On(event.FamilyList, list), ListSplit, SplitView{Shares: hands})
}
