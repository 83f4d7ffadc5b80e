package calling_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/event"
	"partyline/roster"
)

// What a log changes of a person reaches every list that they stand on, as it is now, without numbers.
func TestALogIsToldToEveryListOfThePerson(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		other := uuid.Must(uuid.NewV7()).String()
		s.exec(`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, 'Other', 1)`, other, s.Organisation, s.Group)
		s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 1)`, other, s.Supporters[0])
		heard := func(list string) (last calling.PersonLogged, n int) {
			s.Helper()
			for _, e := range s.events(event.On(event.FamilyList, list)) {
				if e.Kind == calling.PersonWasLogged {
					n++
					last = calling.PersonLogged{}
					if err := json.Unmarshal(e.Data, &last); err != nil {
						s.Fatal(err)
					}
				}
			}
			return last, n
		}
		s.exec(`UPDATE lists SET event = 'Rally' WHERE id = $1`, s.List)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		attempt := p.view().Phone.Person.Attempt
		p.write(attempt, calling.LogRequest{Reached: true, RSVP: "yes", TagsAdded: []string{"volunteer"}})
		for _, list := range []string{s.List, other} {
			got, n := heard(list)
			if n != 1 || got.Supporter != s.Supporters[0] || len(got.Tags) != 1 || got.Tags[0] != "volunteer" || got.Last == nil ||
				got.Last.Outcome != calling.Talked || !got.Last.Reached || got.Last.By.Name != "Leader 1" || !got.Last.At.Equal(s.clock.Now()) {
				s.Errorf("%d events, the last: %+v", n, got)
			}
			if read := s.lastRead(s.Supporters[0]); got.Last.RSVP != "yes" || got.Last.List != s.List || read.RSVP != got.Last.RSVP || read.List != got.Last.List {
				s.Errorf("told %+v, read anew %+v", got.Last, read)
			}
		}
		version := 1
		p.write(attempt, calling.LogRequest{Outcome: calling.DoNotCall, Reached: true, Version: &version})
		if got, n := heard(other); n != 2 || got.Last.Outcome != calling.DoNotCall || !got.DoNotCall || len(got.Tags) != 0 {
			s.Errorf("corrected: %d, %+v", n, got)
		}
		s.work()
		if _, err := s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(1).ID, calling.LogRequest{Outcome: calling.Voicemail}); err != nil {
			s.Fatal(err)
		}
		if got, n := heard(s.List); n != 3 || got.Supporter != s.Supporters[1] || got.Last.Outcome != calling.Voicemail {
			s.Errorf("by hand: %d, %+v", n, got)
		}
	})
}

// lastRead is the last contact of a supporter as who opens the list now reads it.
func (s *shift) lastRead(supporter string) (last roster.LastContact) {
	s.Helper()
	err := s.db.Roster().Read(ctx, func(r roster.Reader) error {
		row, err := r.SupporterRow(supporter)
		if err == nil && row.Last != nil {
			last = *row.Last
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return last
}
