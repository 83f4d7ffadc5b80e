package campaign

import (
	"cmp"
	"context"
	"slices"
	"time"

	"partyline/fault"
)

// Leased is the numbers that a clicker's page may show for a while. Without numbers it says how many others hold.
type Leased struct {
	Lease   string   `json:"lease" doc:"empty without numbers"`
	Numbers []string `json:"numbers" doc:"masked: their last five digits, by ordinal"`
	Lines   []string `json:"lines" doc:"their line types, by ordinal: unknown, cell, voip"`
	Until   int64    `json:"until" doc:"milliseconds since the lease began; renewed by approvals"`
	Held    int64    `json:"held" doc:"numbers that others have on their screens"`
	Left    int64    `json:"left" doc:"numbers that need a click, of all"`
	Launch  bool     `json:"launch,omitempty" doc:"a press begins the call: there is one number at most"`
}

// openLeases is how many leases one person may have at once: one for each tab, and one ahead.
const openLeases = 12

// The bounds of one transaction: approvals wait meanwhile where there is one writer.
const (
	leasesInOne  = 10
	numbersInOne = 100 // of a campaign: with so many given, nobody else of it is served in it; one lease may have more
	leaseTime    = 10 * time.Second
	mostReplies  = 50 // to one who asks again and again
)

// Lease gives a clicker's page numbers that nobody else has on a screen. Nobody gets a number that they skipped.
func (s *Service) Lease(ctx context.Context, person string, have []string) (Leased, error) {
	type answer struct {
		Leased
		err error
	}
	done := make(chan answer, 1)
	s.Ask(Asking{Person: person, Have: have}, func(l Leased, err error) { done <- answer{l, err} })
	select {
	case a := <-done:
		return a.Leased, a.err
	case <-ctx.Done():
		return Leased{}, ctx.Err()
	}
}

// leaseAll serves who asks, or the first of them: the others wait for the next transaction, before all who came after them.
func (s *Service) leaseAll(batch []asking) {
	ctx, cancel := context.WithTimeout(context.Background(), leaseTime)
	defer cancel()
	var out []Leased
	var refused []error
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		out, refused, err = s.lease(tx, batch)
		return err
	})
	var others []asking
	for i, a := range batch {
		if err == nil && refused[i] == notYet {
			others = append(others, a)
			continue
		}
		for _, reply := range a.replies {
			switch {
			case err != nil:
				reply(Leased{}, err)
			case refused[i] != nil:
				reply(Leased{}, refused[i])
			default:
				reply(out[i], nil)
			}
		}
	}
	s.askings.back(others)
}

// lease is the transaction: what each gets who asks, in their order, or why nothing.
func (s *Service) lease(tx Tx, batch []asking) (out []Leased, refused []error, err error) {
	out, refused = make([]Leased, len(batch)), make([]error, len(batch))
	ids := make([]string, len(batch))
	for i, a := range batch {
		ids[i] = a.Person
	}
	people, err := tx.PeopleBy(ids)
	if err != nil {
		return nil, nil, err
	}
	by := map[string]Person{}
	for _, p := range people {
		by[p.ID] = p
	}
	at, campaigns := map[string][]int{}, []Campaign{} // campaign to who asks
	for i, a := range batch {
		p, found := by[a.Person]
		if !found {
			refused[i] = fault.New(fault.NotFound, "not_found", "This person is not there (any more).")
		} else if refused[i] = p.clicks(); refused[i] == nil {
			at[p.Campaign] = append(at[p.Campaign], i)
		}
	}
	for id := range at {
		c, err := tx.Campaign(id)
		if err != nil {
			return nil, nil, err
		}
		campaigns = append(campaigns, c)
	}
	slices.SortFunc(campaigns, func(a, b Campaign) int { return cmp.Compare(a.No, b.No) })
	for _, c := range campaigns {
		if err := s.leaseIn(tx, c, at[c.ID], batch, out, refused); err != nil {
			return nil, nil, err
		}
	}
	return out, refused, nil
}

// leaseIn serves those who ask in one campaign, up to the bound: each campaign has its own, so that none waits for the askers of another.
func (s *Service) leaseIn(tx Tx, c Campaign, who []int, batch []asking, out []Leased, refused []error) error {
	no := c.No
	on, _, err := tx.Clicking(c.Organisation)
	if err != nil {
		return err
	}
	if !on || !c.Ended.IsZero() {
		for _, i := range who {
			if refused[i] = ended(); !on {
				refused[i] = fault.New(fault.Conflict, CodeClickingOff, "Clicking is switched off just now.")
			}
		}
		return nil
	}
	if c.Mode == ModeLaunch {
		return s.showIn(tx, c, who, batch, out, refused)
	}
	zones, err := tx.Zones(no)
	if err != nil {
		return err
	}
	open, err := tx.OpenLeases(no)
	if err != nil {
		return err
	}
	left := int64(0)
	for _, z := range zones {
		left += z.Click
	}
	clickers, has, holds := map[string]bool{}, map[string]int{}, map[string]int64{}
	for _, l := range open {
		clickers[l.Person] = true
		has[l.Person]++
		holds[l.Person] += max(l.Left, 0)
	}
	for _, i := range who {
		clickers[batch[i].Person] = true
	}
	now := s.Clock.Now()
	again, err := s.asked(tx, no, now, who, batch)
	if err != nil {
		return err
	}
	var all []Contact
	end := make([]int, len(batch)) // of each one's contacts among all
	first := map[string]int{}      // who asked so before, in this batch
	for _, i := range who {
		person, repeat := batch[i].Person, batch[i].repeat()
		out[i] = Leased{Numbers: []string{}, Lines: []string{}, Left: left}
		_, given := again[repeat]
		before, twice := first[repeat]
		if twice = twice && repeat != ""; twice {
			refused[i] = refused[before]
		}
		if given || twice { // takes nothing more
			end[i] = len(all)
			continue
		}
		first[repeat] = i
		if len(all) >= numbersInOne {
			refused[i], end[i] = notYet, len(all)
			continue
		}
		if has[person]++; has[person] > openLeases {
			refused[i] = fault.New(fault.Busy, "too_many_leases", "Too many pages of yours hold numbers. Close some, or wait two minutes.")
		} else if taken, err := s.takeFor(tx, no, person, left, len(clickers), holds[person]); err != nil {
			return err
		} else {
			all = append(all, taken...)
			holds[person] += int64(len(taken))
		}
		end[i] = len(all)
	}
	if _, err := optOuts(tx, c, all, fromClick); err != nil {
		return err
	}
	begin, given := 0, []Lease{}
	for _, i := range who {
		taken := slices.DeleteFunc(slices.Clone(all[begin:end[i]]), func(p Contact) bool { return p.OptedOut })
		begin = end[i]
		if l, ok := again[batch[i].repeat()]; ok {
			l.answer(&out[i])
			continue
		}
		for _, l := range open {
			if !slices.Contains(batch[i].Have, l.ID) {
				out[i].Held += max(l.Left, 0)
			}
		}
		if len(taken) == 0 {
			continue
		}
		Dice().Shuffle(len(taken), func(i, j int) { taken[i], taken[j] = taken[j], taken[i] })
		l := Lease{ID: batch[i].id, Campaign: no, Person: batch[i].Person, Asked: batch[i].Key, Began: now, Until: now.Add(LeaseTime)}
		for _, p := range taken {
			l.Contacts = append(l.Contacts, p.No)
		}
		anew := onScreen{l.ID, false, taken}
		anew.answer(&out[i])
		if batch[i].Key != "" {
			again[batch[i].repeat()] = anew
		}
		given = append(given, l)
		open = append(open, OpenLease{ID: l.ID, Person: l.Person, Left: int64(len(taken))})
	}
	if len(given) == 0 {
		return nil
	}
	if err := tx.InsertLeases(given); err != nil {
		return err
	}
	for _, l := range given {
		if err := tx.Do(JobLapse, l.ID, l.Until); err != nil {
			return err
		}
	}
	return s.tellSoon(tx, c.ID)
}

// takeFor takes as many numbers as a clicker does in 90 seconds.
func (s *Service) takeFor(tx Tx, no int64, person string, left int64, clickers int, holds int64) ([]Contact, error) {
	rate := 1.0
	if last, found, err := tx.LastLease(person); err != nil {
		return nil, err
	} else if found {
		rate = last.Rate()
	}
	return tx.TakeClickable(no, person, LeaseSize(rate, left, clickers, holds))
}

// clicker is the campaign of a clicker who may go on.
func (s *Service) clicker(r Reader, person string) (Campaign, error) {
	p, err := r.Person(person)
	if err != nil {
		return Campaign{}, err
	}
	if err := p.clicks(); err != nil {
		return Campaign{}, err
	}
	return r.Campaign(p.Campaign)
}

// clicks refuses who is no clicker, or is one no more.
func (p Person) clicks() error {
	if !p.Removed.IsZero() {
		return removed()
	}
	if p.Kind != Clicker {
		return noLink()
	}
	return nil
}
