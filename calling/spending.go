package calling

import "context"

// ListMinutes is what was called on one list, by all of its sessions.
type ListMinutes struct {
	List  UserRef `json:"list"`
	Group UserRef `json:"group"`
	Minutes
	Cost *CostView `json:"estimated_cost,omitempty"`
}

// Spending is what an organisation has called, by list, the most expensive first.
type Spending struct {
	Minutes
	Cost  *CostView     `json:"estimated_cost,omitempty" doc:"at today's prices; absent while none is set"`
	Lists []ListMinutes `json:"lists" doc:"also deleted ones; all together they are the minutes above"`
}

// Spending adds up an organisation's minutes, archived sessions and deleted lists included. Calls that verify a
// leader's own number belong to no session and are not in it.
func (s *Service) Spending(ctx context.Context, organisation string) (out Spending, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		org, err := r.Organisation(organisation)
		if err != nil {
			return err
		}
		out = Spending{}
		if out.Lists, err = r.MinutesByList(organisation); err != nil {
			return err
		}
		for i, l := range out.Lists {
			out.Lists[i].Cost = org.Price.Cost(l.Minutes)
			out.Minutes = out.Minutes.plus(l.Minutes, 1)
		}
		out.Cost = org.Price.Cost(out.Minutes)
		return nil
	})
	return out, err
}
