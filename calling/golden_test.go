package calling_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"partyline/account"
	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var update = flag.Bool("update", false, "write static/test/golden/shift.json anew")

const (
	goldenFile    = "../static/test/golden/shift.json"
	goldenLeaders = "../static/test/golden/leaders.json"
)

// picture is what a page reads of a session over HTTP, where the edge fills in the seq of the topic.
type picture struct {
	Session calling.SessionView `json:"session"`
	Entries []calling.EntryView `json:"entries"`
}

func (p *seat) picture() picture {
	p.Helper()
	last, err := p.db.Last(ctx, event.On(event.FamilySession, p.session))
	if err != nil {
		p.Fatal(err)
	}
	v := p.view()
	v.Seq = int64(last)
	return picture{v, p.rows()}
}

// TestGoldenEventsOfAShift keeps what a short shift writes, so that the tests of the pages apply
// real events: a change of theirs shows here first.
func TestGoldenEventsOfAShift(t *testing.T) {
	c := clock.At(morning)
	s := begin(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), 1, 5)
	p := s.seat(0)
	before := p.picture()
	p.playShort()
	kept(t, goldenFile, golden(t, before, s.events(event.On(event.FamilySession, p.session)), nil, p.picture()))
}

// TestGoldenEventsBesideAnotherLeader keeps what reaches a leader's pages while another one calls, the settings change and
// the day ends: the events of the session and of its list.
func TestGoldenEventsBesideAnotherLeader(t *testing.T) {
	c := clock.At(morning)
	s := begin(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), 2, 4)
	a, b := s.seat(0), s.seat(1)
	before := b.picture()
	b.playBeside(a)
	session, list := s.events(event.On(event.FamilySession, b.session)), s.events(event.On(event.FamilyList, s.List))
	for _, kind := range []event.Kind{calling.EntryRechecked, calling.EntryReturned, calling.SettingsChanged, calling.CycleCompleted,
		calling.CycleReopened, calling.SessionShelved, calling.PersonReserved, calling.PersonReleased, calling.PersonWasLogged} {
		if !slices.ContainsFunc(slices.Concat(session, list), func(e event.Event) bool { return e.Kind == kind }) {
			t.Errorf("no %s happened", kind)
		}
	}
	kept(t, goldenLeaders, golden(t, before, session, list, b.picture()))
}

// playBeside is a day of one leader beside another, whose call is seen from here.
func (p *seat) playBeside(a *seat) {
	p.Helper()
	o := p.office()
	p.clock.Advance(time.Second)
	p.ok(p.skip(1, quick15))
	a.start()
	d := a.dialled("1")
	a.talk(d, time.Minute)
	a.write(a.view().Phone.Person.Attempt, calling.LogRequest{Reached: true, TagsAdded: []string{"volunteer"}})
	p.work() // the other sessions of the list are told
	a.hangUp()
	p.wait(15 * time.Minute)
	late, early := 11*60, 9*60
	o.set(account.OrganisationEdit{Opens: &late})
	o.set(account.OrganisationEdit{Opens: &early})
	p.wait(11 * time.Hour) // the hours close
	p.wait(12 * time.Hour) // and open again
	if _, err := p.svc.Archive(ctx, p.who, p.session); err != nil {
		p.Fatal(err)
	}
	p.work()
}

// kept compares with the file, or writes it anew.
func kept(t *testing.T, file string, now []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now, was) {
		t.Errorf("%s is stale: run go test ./calling -run Golden -update, then the tests of the pages\n%s", file, firstDifference(now, was))
	}
}

// playShort is a shift in which most kinds of events happen: five people, one cycle and the begin of the next.
func (p *seat) playShort() {
	p.Helper()
	press := func(f func() (calling.EntryView, error)) {
		p.Helper()
		p.clock.Advance(time.Second)
		if _, err := f(); err != nil {
			p.Fatal(err)
		}
	}
	p.clock.Advance(time.Second)
	if _, err := p.svc.Rename(ctx, p.who, p.session, "Tuesday", p.view().Version); err != nil {
		p.Fatal(err)
	}
	rows := p.rows()
	skip := func(i int, in calling.SkipRequest) {
		p.Helper()
		press(func() (calling.EntryView, error) { return p.svc.Skip(ctx, p.who, p.session, rows[i].ID, in) })
	}
	press(func() (calling.EntryView, error) {
		v, err := p.svc.Skip(ctx, p.who, p.session, rows[1].ID, calling.SkipRequest{Type: calling.SkipToday})
		if err == nil {
			p.clock.Advance(time.Second)
			_, err = p.svc.Undo(ctx, p.who, v.Action, calling.UndoRequest{})
		}
		return v, err
	})
	skip(1, calling.SkipRequest{Type: calling.SkipCycle, Reason: "away until the evening"})
	skip(2, calling.SkipRequest{Type: calling.SkipQuick, Minutes: 15})
	press(func() (calling.EntryView, error) { return p.svc.RemoveSkip(ctx, p.who, p.session, rows[2].ID) })
	press(func() (calling.EntryView, error) { return p.svc.Prioritise(ctx, p.who, p.session, rows[2].ID) })
	skip(3, calling.SkipRequest{Type: calling.SkipQuick, Minutes: 15})
	p.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, p.Supporters[4])
	if err := p.svc.RosterChanged(ctx, p.List); err != nil {
		p.Fatal(err)
	}
	p.work()

	p.start()
	p.talk(p.dialled("1"), time.Minute)
	p.log(calling.Talked)
	d := p.dialled("1")
	p.rings(d)
	p.over(d, calling.LegNoAnswer, 0)
	p.log(calling.NoAnswer)
	p.key("1")
	p.hangUp()
	p.wait(15 * time.Minute) // the skip is over: the cycle has somebody again
	press(func() (calling.EntryView, error) {
		_, err := p.svc.WriteLogByHand(ctx, p.who, p.session, rows[3].ID, calling.LogRequest{Reached: true, RSVP: "yes", Method: "in_person"})
		return calling.EntryView{}, err
	})
	p.work()
	p.clock.Advance(time.Second)
	if _, err := p.svc.NewCycle(ctx, p.who, p.session); err != nil {
		p.Fatal(err)
	}
	p.is(completed, available, available, completed)
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// golden is the file: one line for each entry, event and session, with ids named in the order in which they appear.
func golden(t *testing.T, before picture, events, list []event.Event, after picture) []byte {
	t.Helper()
	var b bytes.Buffer
	line := func(v any) {
		one, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(one)
	}
	shown := func(name string, p picture) {
		fmt.Fprintf(&b, "%q: {\n\"session\": ", name)
		line(p.Session)
		b.WriteString(",\n\"entries\": [\n")
		lines(&b, p.Entries, line)
		b.WriteString("]}")
	}
	b.WriteString("{\n")
	shown("before", before)
	b.WriteString(",\n\"events\": [\n")
	lines(&b, events, line)
	b.WriteString("],\n")
	if list != nil {
		b.WriteString("\"list\": [\n")
		lines(&b, list, line)
		b.WriteString("],\n")
	}
	shown("after", after)
	b.WriteString("\n}\n")
	names := make(map[string]string)
	return anyID.ReplaceAllFunc(b.Bytes(), func(id []byte) []byte {
		if names[string(id)] == "" {
			names[string(id)] = fmt.Sprint("id-", len(names)+1)
		}
		return []byte(names[string(id)])
	})
}

func lines[T any](b *bytes.Buffer, all []T, line func(any)) {
	for i, v := range all {
		line(v)
		if i < len(all)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
}

// firstDifference shows the first line that differs.
func firstDifference(now, kept []byte) string {
	a, b := bytes.Split(now, []byte("\n")), bytes.Split(kept, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Sprintf("line %d is\n%s\nthe file has\n%s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, the file has %d", len(a), len(b))
}
