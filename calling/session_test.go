package calling_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/storage"
	"partyline/storage/storagetest"
)

const (
	available = calling.Available
	callingIt = calling.Calling
	attempted = calling.Attempted
	completed = calling.Completed
	skipped   = calling.Skipped
)

var ctx = context.Background()

func TestAShiftFromThePressToTheLastPerson(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.is(available, available, available)
		p.phone("idle", calling.SessionNotStarted)
		if v := p.view(); v.Name != "Leader - Rent strike" || v.Progress.Total != 3 || !v.Start.OK || v.Cycle.Next.Name != "Person 00001" || v.Cycle.Then.Name != "Person 00002" {
			t.Errorf("%+v", v)
		}

		if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
			t.Fatal(err)
		}
		p.phone("placing", calling.SessionNotStarted)
		p.ring()
		p.phone("ringing", calling.SessionNotStarted)
		p.fact(p.leg.ID, calling.LegAnswered, "", 0)
		p.ask("greet", 1, calling.Input{})
		p.says("You have 3 people to call")
		p.phone("greeting", calling.SessionInProgress)
		p.is(available, available, available)

		d := p.dialled("5")
		p.says("Calling Person 00001")
		if d.CallerID == "" || d.Number == "" || d.RingSeconds != 25 || d.TalkSeconds != 3600 {
			t.Errorf("%+v", d)
		}
		p.is(callingIt, available, available)
		p.phone("dialling", calling.SessionInProgress)
		p.rings(d)
		if v := p.view(); v.Impact.Attempted != 1 || v.Impact.OnPhone != 1 || v.Started == nil {
			t.Errorf("%+v", v.Impact)
		}
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		p.phone("talking", calling.SessionInProgress)
		p.over(d, calling.LegCompleted, 30)
		p.says("How was it?")
		p.phone("wrap_up", calling.SessionInProgress)
		if v := p.view(); len(v.Owed) != 1 || v.Owed[0].Name != "Person 00001" || v.Owed[0].Closed {
			t.Errorf("owed %+v", v.Owed)
		}
		p.key("7")
		p.says("Press 1 if you reached them")
		p.is(callingIt, available, available)
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "log_missing")
		p.log(calling.Talked)
		p.is(completed, available, available)
		if v := p.view(); len(v.Owed) != 0 || v.Impact.Contacted != 1 || v.Progress.Completed != 1 || v.Progress.CompletedByMe != 1 || !v.Phone.Person.Logged {
			t.Errorf("%+v", v)
		}

		d = p.dialled("#") // known no answer: one key saves it and dials on
		p.rings(d)
		p.over(d, calling.LegNoAnswer, 0)
		p.says("No answer")
		if v := p.view(); v.Phone.Person.Prefill != calling.NoAnswer {
			t.Errorf("prefill %+v", v.Phone.Person)
		}
		d = p.dialled("1")
		p.is(completed, attempted, callingIt)
		p.talk(d, time.Minute)
		p.key("*") // later
		p.says("Saved for later")
		p.is(completed, attempted, attempted)
		if r := p.row(2); !r.NotLogged {
			t.Error("put off is not logged")
		}
		p.key("1")
		p.says("nobody left")
		p.phone("finished", calling.SessionInProgress)
		p.hangUp()
		p.phone("idle", calling.SessionStarted)
		v := p.view()
		if v.Phone.Notice.Code != "finished" || !v.Cycle.Complete || v.Impact.Attempted != 3 || v.Impact.Contacted != 1 || v.Impact.NotReached != 1 || v.Impact.NotLogged != 1 {
			t.Errorf("%+v", v)
		}
		if len(v.Owed) != 1 || !v.Owed[0].Closed {
			t.Errorf("owed %+v", v.Owed)
		}
		p.write(v.Owed[0].Attempt, calling.LogRequest{Outcome: calling.Voicemail}) // late: a correction
		p.is(completed, attempted, attempted)
		if v := p.view(); len(v.Owed) != 0 || v.Impact.NotLogged != 0 || v.Impact.NotReached != 2 {
			t.Errorf("%+v", v.Impact)
		}
		s.noNumbers()
	})
}

// noNumbers scans every event for anybody's number.
func (s *shift) noNumbers() {
	s.Helper()
	var data []string
	if err := s.db.Find(ctx, &data, `SELECT data FROM events`); err != nil {
		s.Fatal(err)
	}
	for _, d := range data {
		if contains(d, "+44") {
			s.Errorf("a number in an event: %s", d)
		}
	}
}

func TestHangingUpPausesAndResumeGoesOnAtTheSamePerson(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 20) // the leader hangs up while it rings
		p.is(callingIt, available, available)                        // the supporter's line may still be up
		p.fact(d.Leg, calling.LegEnded, calling.LegCanceled, 0)
		p.is(available, available, available)
		p.phone("idle", calling.SessionStarted)
		v := p.view()
		if v.Phone.Notice.Code != "hung_up" || v.Cycle.Next.Entry != p.row(0).ID {
			t.Errorf("%+v next %+v", v.Phone.Notice, v.Cycle.Next)
		}

		p.start()
		d = p.dialled("1")
		p.says("Person 00001")
		p.talk(d, 20*time.Second)
		p.hangUp() // a log is owed, and asked for first
		p.is(callingIt, available, available)
		p.start()
		p.says("The result of your call with Person 00001")
		p.key("7")
		p.says("Press 1 if you reached them")
		p.write(p.view().Owed[0].Attempt, calling.LogRequest{Reached: true})
		d = p.dialled("1")
		p.says("Person 00002")

		p.rings(d) // known busy, then the leader hangs up: saved
		p.over(d, calling.LegBusy, 0)
		p.clock.Advance(10 * time.Second)
		p.hangUp()
		p.is(completed, attempted, available)
		if r := p.row(1); r.LastOutcome != calling.Busy || r.NotLogged {
			t.Errorf("%+v", r)
		}
	})
}

func TestTheWrapUpEndsAfterTenMinutes(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.wait(9 * time.Minute)
		p.is(callingIt, available)
		p.wait(time.Minute)
		p.is(attempted, available)
		// held in every session for the cooldown, at least a day
		s.exec(`UPDATE lists SET cooldown_ms = 0`)
		q := s.seat2()
		if r := q.row(0); r.Status != calling.Unavailable || r.Cause != calling.Cooldown || r.ReturnsAt.Before(s.clock.Now().Add(23*time.Hour)) {
			t.Errorf("held: %+v", r)
		}
	})
}

// seat2 is a second list with the same people, and a session of the first leader on it.
func (s *shift) seat2() *seat {
	s.Helper()
	list := s.svc.NewID()
	s.exec(`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, 'Second', 0)`, list, s.Organisation, s.Group)
	s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) SELECT $1, supporter_id, position FROM list_supporters WHERE list_id = $2`, list, s.List)
	p := &seat{shift: s, who: calling.Who{User: s.Leaders[0], Organisation: s.Organisation, Role: "captain"}}
	p.session = must(s, s.svc.Create)(ctx, p.who, list, calling.CreateSession{Name: "Two"}).ID
	return p
}

func TestAGreetingWithoutAKeyIsSaidThreeTimes(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		p.start()
		for range 2 {
			first := p.n
			p.clock.Advance(15 * time.Second)
			p.ask("key", p.n, calling.Input{Silent: true})
			p.says("You have 1 person to call")
			p.ask("key", first, calling.Input{Silent: true}) // told twice: counts once
		}
		p.ask("key", p.n, calling.Input{Silent: true})
		p.says("Goodbye")
		p.hangUp()
		p.phone("idle", calling.SessionNotStarted)
		if v := p.view(); v.Phone.Notice.Code != "no_key" {
			t.Errorf("%+v", v.Phone.Notice)
		}
	})
}

func TestAnUnansweredLeaderLeavesTheSessionAsItWas(t *testing.T) {
	for result, code := range map[calling.LegResult]string{calling.LegNoAnswer: "no_answer", calling.LegBusy: "busy", calling.LegFailed: "failed"} {
		t.Run(code, func(t *testing.T) {
			each(t, 1, 1, func(s *shift) {
				p := s.seat(0)
				if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
					s.Fatal(err)
				}
				p.ring()
				p.fact(p.leg.ID, calling.LegEnded, result, 0)
				p.phone("idle", calling.SessionNotStarted)
				if v := p.view(); v.Phone.Notice == nil || v.Phone.Notice.Code != code || !v.Start.OK {
					s.Errorf("%+v", v.Phone)
				}
			})
		})
	}
}

func TestOneEventTellsEachChangeInOrder(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		if _, err := s.svc.Skip(ctx, p.who, p.session, p.row(1).ID, calling.SkipRequest{Type: calling.SkipCycle, Reason: "later"}); err != nil {
			t.Fatal(err)
		}
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		var kinds []event.Kind
		for i, e := range s.events(event.On(event.FamilySession, p.session)) {
			var c calling.Change
			if err := json.Unmarshal(e.Data, &c); err != nil || c.Session == nil || int(e.Seq) != i+1 {
				t.Errorf("event %d: %s %v", i, e.Data, err)
			}
			kinds = append(kinds, e.Kind)
		}
		want := []event.Kind{calling.SessionCreated, calling.EntrySkipped, calling.PhoneChanged, calling.PhoneChanged, calling.PhoneChanged,
			calling.EntryCalled, calling.PhoneChanged, calling.PhoneChanged, calling.CallEnded, calling.ContactLogged}
		if len(kinds) != len(want) {
			t.Fatalf("events %v\nwant %v", kinds, want)
		}
		for i := range want {
			if kinds[i] != want[i] {
				t.Errorf("event %d is %s, want %s", i, kinds[i], want[i])
			}
		}
		list := s.events(event.On(event.FamilyList, s.List))
		watched := len(list)
		list = slices.DeleteFunc(list, func(e event.Event) bool { return e.Kind == calling.LeaderChanged })
		if watched -= len(list); watched != len(want)-1 { // a skip changes nothing that the list's page shows
			t.Errorf("the list was told %d times what its leader does", watched)
		}
		if len(list) != 3 || list[0].Kind != calling.PersonReserved || list[1].Kind != calling.PersonWasLogged || list[2].Kind != calling.PersonReleased {
			t.Errorf("on the list: %v", list)
		}
	})
}

func TestAPageOfEntriesHoldsAsManyAsTheRouteSays(t *testing.T) {
	c := clock.At(morning)
	p := begin(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), 1, calling.EntriesLimit+3).seat(0)
	p.work()
	for limit, want := range map[int]int{0: calling.EntriesLimit, 5: 5, 1500: 1500, calling.EntriesLimit: calling.EntriesLimit, 100_000: calling.EntriesLimit} {
		rows, next, err := p.svc.Entries(ctx, calling.EntriesQuery{Session: p.session, Limit: limit}, false)
		if err != nil || len(rows) != want {
			t.Fatalf("asked for %d: %d, %v", limit, len(rows), err)
		}
		rest, end, err := p.svc.Entries(ctx, calling.EntriesQuery{Session: p.session, After: next}, false)
		if err != nil || len(rest) != min(calling.EntriesLimit+3-want, calling.EntriesLimit) || (end == "") != (len(rest) < calling.EntriesLimit) {
			t.Errorf("behind %d: %d and %q, %v", limit, len(rest), end, err)
		}
	}
}
