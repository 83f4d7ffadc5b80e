package carrier

import (
	"strings"
	"testing"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func TestRoomsAndWhoIsInThemOverREST(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	list := func(change func(*api.ListConferenceParams)) []api.ApiV2010Conference {
		p := &api.ListConferenceParams{}
		change(p)
		all, err := w.api.Api.ListConference(p)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	named := func(p *api.ListConferenceParams) { p.SetFriendlyName("c-1-7") }
	room := list(named)[0]
	if *room.Status != "init" || !strings.HasPrefix(*room.Sid, "CF") || *room.FriendlyName != "c-1-7" || room.ReasonConferenceEnded != nil {
		t.Errorf("%+v", room)
	}
	contact := w.joins("+15005550012", "c-1-7", "contact", "")
	w.until("they talk", func() bool { return len(w.leg(contact).Bridges) == 1 })
	if n := len(list(func(p *api.ListConferenceParams) { p.SetStatus("in-progress").SetDateCreated("2026-11-21") })); n != 1 {
		t.Errorf("%d rooms run", n)
	}
	if n := len(list(func(p *api.ListConferenceParams) { p.SetDateCreatedAfter("2026-11-22") })); n != 0 {
		t.Errorf("%d rooms of tomorrow", n)
	}
	who, err := w.api.Api.ListParticipant(*room.Sid, (&api.ListParticipantParams{}).SetPageSize(1))
	if err != nil || len(who) != 2 || *who[0].CallSid != contact || *who[1].CallSid != caller || *who[0].Label != "contact" || !*who[0].EndConferenceOnExit || *who[0].Status != "connected" {
		t.Errorf("%+v %v", who, err)
	}
	p, err := w.api.Api.FetchParticipant(*room.Sid, "caller", nil)
	if err != nil || *p.CallSid != caller || *p.Hold || *p.Muted || *p.Coaching {
		t.Errorf("%+v %v", p, err)
	}
	p, err = w.api.Api.UpdateParticipant(*room.Sid, contact, (&api.UpdateParticipantParams{}).SetHold(true))
	if err != nil || !*p.Hold || w.leg(contact).Bridges[0].To.IsZero() {
		t.Errorf("on hold and talking: %v", err)
	}
	if p, err = w.api.Api.UpdateParticipant(*room.Sid, contact, (&api.UpdateParticipantParams{}).SetHold(false).SetMuted(true)); err != nil || *p.Hold || !*p.Muted || len(w.leg(contact).Bridges) != 2 {
		t.Errorf("back again: %v", err)
	}
	w.doc("/announce", `<Say>Two minutes left.</Say>`)
	if _, err = w.api.Api.UpdateParticipant(*room.Sid, caller, (&api.UpdateParticipantParams{}).SetAnnounceUrl(w.base+"/announce")); err != nil {
		t.Error(err)
	}
	w.hears(leader, "Two minutes left.")
	if err := w.api.Api.DeleteParticipant(*room.Sid, contact, nil); err != nil {
		t.Fatal(err)
	}
	w.hears("+15005550012", "After.")
	got, err := w.api.Api.FetchConference(*room.Sid, nil)
	if err != nil || *got.Status != "completed" || *got.ReasonConferenceEnded != "participant-with-end-conference-on-exit-kicked" || *got.CallSidEndingConference != contact {
		t.Errorf("%+v %v", got, err)
	}
	if who, err := w.api.Api.ListParticipant(*room.Sid, nil); err != nil || len(who) != 0 {
		t.Errorf("%v %v", who, err)
	}
	for what, err := range map[string]error{
		"a room that never was":   second(w.api.Api.FetchConference("CF0", nil)),
		"a name instead of a SID": second(w.api.Api.ListParticipant("c-1-7", nil)),
		"who has left":            second(w.api.Api.FetchParticipant(*room.Sid, contact, nil)),
		"ending what is over":     second(w.api.Api.UpdateConference(*room.Sid, (&api.UpdateConferenceParams{}).SetStatus("completed"))),
		"taking out who has left": w.api.Api.DeleteParticipant(*room.Sid, contact, nil),
		"changing who has left":   second(w.api.Api.UpdateParticipant(*room.Sid, contact, nil)),
	} {
		if c, status := code(t, err); c != 20404 || status != 404 {
			t.Errorf("%s: %d %d", what, c, status)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestARoomIsClosedOverREST(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.waits("c-1-7", "caller", "")
	all, err := w.api.Api.ListConference(nil)
	if err != nil || len(all) != 1 {
		t.Fatal(err)
	}
	if _, err := w.api.Api.UpdateConference(*all[0].Sid, (&api.UpdateConferenceParams{}).SetStatus("completed")); err != nil {
		t.Fatal(err)
	}
	w.hears(leader, "After.")
	w.until("it is told", func() bool { return len(w.told("caller")) == 3 })
	if got := w.told("caller"); got[1] != "participant-leave caller conference_ended_via_api" || got[2] != "conference-end conference-ended-via-api" {
		t.Errorf("told %q", got)
	}
}
