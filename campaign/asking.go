package campaign

import (
	"errors"
	"slices"
	"time"

	"partyline/fault"
)

// Asking is a clicker's page that asks for numbers; Have is the leases that it holds already. A page that does not know whether it
// was answered asks again with the same Key, and gets the same numbers, as long as none was pressed.
type Asking struct {
	Person string
	Have   []string
	Key    string
}

// notYet is why somebody has nothing of a transaction that gave enough to others.
var notYet = errors.New("in the next transaction")

// asking is one who asks, as they asked last, and who is to be answered: connections come and go, and each asks again.
type asking struct {
	Asking
	id      string // of the lease it gets
	replies []func(Leased, error)
}

// Ask is Lease that never waits: reply is called once, from another goroutine. Whoever asks at the same moment is served in the
// same transaction; with too many before it reply gets the refusal busy.
func (s *Service) Ask(a Asking, reply func(Leased, error)) {
	if !s.askings.join(asking{a, s.NewID(), []func(Leased, error){reply}}, askedAgain, leasesInOne, s.leaseAll) {
		go reply(Leased{}, fault.New(fault.Busy, "busy", "Too much at once just now. Try again in a moment."))
	}
}

// askedAgain has one that waits be answered to whoever asks the same now, too. It stays where it stands, and its answer goes to the
// connection that lives: were each asking served by itself, in the order they came, then a server that is slow for longer than
// connections last would only ever answer those that are gone, who ask again.
func askedAgain(waits *asking, one asking) bool {
	if repeat := one.repeat(); repeat == "" || repeat != waits.repeat() || len(waits.replies) >= mostReplies {
		return false
	}
	waits.Have, waits.replies = one.Have, append(waits.replies, one.replies...)
	return true
}

// repeat is what makes two askings the same; without a key none is.
func (a asking) repeat() string {
	if a.Key == "" {
		return ""
	}
	return a.Person + " " + a.Key
}

// onScreen is a lease that nobody has pressed in, with its contacts by ordinal.
type onScreen struct {
	lease    string
	launch   bool
	contacts []Contact
}

func (o onScreen) answer(to *Leased) {
	for _, p := range o.contacts {
		to.Numbers, to.Lines = append(to.Numbers, Masked(p.Phone)), append(to.Lines, p.Line.String())
	}
	to.Lease, to.Until, to.Launch = o.lease, LeaseTime.Milliseconds(), o.launch
}

// asked is what was given to those who ask again, because the answer was lost on its way: by what makes askings the same. It begins
// now. Who has pressed in it was answered.
func (s *Service) asked(tx Tx, no int64, now time.Time, who []int, batch []asking) (map[string]onScreen, error) {
	out := map[string]onScreen{}
	var people, keys []string
	for _, i := range who {
		if batch[i].Key != "" {
			people, keys = append(people, batch[i].Person), append(keys, batch[i].Key)
		}
	}
	if len(keys) == 0 {
		return out, nil
	}
	ids, err := tx.LeasesAsked(no, people, keys)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	leases, err := tx.LockLeases(ids)
	if err != nil {
		return nil, err
	}
	leases = slices.DeleteFunc(leases, func(l Lease) bool { return !l.Ended.IsZero() || l.Approved > 0 || len(l.Gone) > 0 })
	for i := range leases {
		l := &leases[i]
		l.Began, l.Until = now, now.Add(LeaseTime)
		found, err := tx.Numbers(no, l.Contacts)
		if err != nil {
			return nil, err
		}
		by := map[int64]Contact{}
		for _, p := range found {
			by[p.No] = p
		}
		o := onScreen{lease: l.ID, launch: l.Launch}
		for _, contact := range l.Contacts {
			o.contacts = append(o.contacts, by[contact])
		}
		out[asking{Asking: Asking{Person: l.Person, Key: l.Asked}}.repeat()] = o
	}
	return out, tx.SaveLeases(leases)
}
