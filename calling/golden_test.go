package calling_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var update = flag.Bool("update", false, "write static/test/golden/shift.json anew")

const goldenFile = "../static/test/golden/shift.json"

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
	now := golden(t, before, s.events(event.On(event.FamilySession, p.session)), p.picture())
	if *update {
		if err := os.WriteFile(goldenFile, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now, kept) {
		t.Errorf("%s is stale: run go test ./calling -run Golden -update, then the tests of the pages\n%s", goldenFile, firstDifference(now, kept))
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
func golden(t *testing.T, before picture, events []event.Event, after picture) []byte {
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
