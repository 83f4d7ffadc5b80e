package calling

import (
	"slices"

	"partyline/event"
)

// PersonWith is the payload of reservations on list/{id} of each list that the supporter stands on: a person is with a leader of
// whatever list, or free again (With nil).
type PersonWith struct {
	Supporter string   `json:"supporter"`
	With      *UserRef `json:"with,omitempty"`
	Session   string   `json:"session,omitempty"`
}

// tellWith tells every list on which they stand who was taken, and who is free again: the leaders of all of them step over who is
// with somebody else, and their pages show it.
func (w *work) tellWith() error {
	if len(w.with) == 0 {
		return nil
	}
	lists := w.around // of a claim that is done together with others
	if lists == nil {
		people := make([]string, len(w.with))
		for i, p := range w.with {
			people[i] = p.Supporter
		}
		var err error
		if lists, err = w.ListsWith(people); err != nil {
			return err
		}
	}
	for _, p := range w.with {
		kind := PersonReleased
		if p.With != nil {
			kind = PersonReserved
		}
		own := w.session.List // they may have been taken off it in mid-call
		for _, list := range append([]string{own}, slices.DeleteFunc(slices.Clone(lists[p.Supporter]), func(l string) bool { return l == own })...) {
			if err := w.Emit(event.On(event.FamilyList, list), kind, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// listsOf is the lists on which the people of some claims stand.
func listsOf(r Reader, got []*claiming) (map[string][]string, error) {
	people := make([]string, len(got))
	for i, x := range got {
		people[i] = x.attempt.Supporter
	}
	return r.ListsWith(people)
}
