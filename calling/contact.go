package calling

import (
	"time"

	"partyline/event"
)

// PersonLogged is the payload of calling.person_logged, on supporter/{id} and on list/{id} of each list that the
// supporter stands on: what a contact log changed of them, as it is now. No numbers.
type PersonLogged struct {
	Supporter string       `json:"supporter"`
	Version   int          `json:"version"`
	Tags      []string     `json:"tags"`
	DoNotCall bool         `json:"do_not_call" doc:"they asked for it, or the number is on the organisation's list"`
	Last      *ContactView `json:"last_contact,omitempty" doc:"absent: none (any more)"`
}

// ContactView is the newest contact log, in short.
type ContactView struct {
	At      time.Time `json:"at"`
	Outcome Outcome   `json:"outcome"`
	RSVP    string    `json:"rsvp,omitempty" enum:"yes,no,maybe" doc:"to the event of that list"`
	List    string    `json:"list" doc:"the id of the list that it was on"`
	Reached bool      `json:"reached"`
	By      UserRef   `json:"by"`
}

// contacted notes that a contact log of somebody was written, corrected or taken back, or that a call ended without
// one: settle tells their page and every list that they stand on.
func (w *work) contacted(supporter string) { w.contacts = append(w.contacts, supporter) }

func (w *work) tellContacts() error {
	for _, supporter := range w.contacts {
		p, err := w.person(supporter)
		if err != nil {
			return err
		}
		lines, err := w.LogsAbout(supporter, 1)
		if err != nil {
			return err
		}
		told := PersonLogged{Supporter: supporter, Version: p.Version, Tags: p.Tags, DoNotCall: p.DoNotCall}
		if told.Tags == nil {
			told.Tags = []string{}
		}
		for _, l := range lines {
			told.Last = &ContactView{At: l.Log.At, Outcome: l.Log.Outcome, RSVP: l.Log.RSVP, List: l.List, Reached: l.Log.Reached, By: l.Log.By}
		}
		lists, err := w.ListsWith([]string{supporter})
		if err != nil {
			return err
		}
		if err := w.Emit(event.On(event.FamilySupporter, supporter), PersonWasLogged, told); err != nil {
			return err
		}
		for _, list := range lists[supporter] {
			if err := w.Emit(event.On(event.FamilyList, list), PersonWasLogged, told); err != nil {
				return err
			}
		}
	}
	w.contacts = nil
	return nil
}
