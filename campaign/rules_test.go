package campaign

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/fault"
)

func TestHoursMayOnlyNarrow(t *testing.T) {
	day := func(opens, closes int) Hours { return Hours{{"monday", opens, closes}} }
	for name, c := range map[string]struct {
		h    Hours
		good bool
	}{
		"the default": {DefaultHours(), true}, "8 to 21": {day(480, 1260), true}, "an hour": {day(600, 660), true},
		"before 8": {day(479, 1260), false}, "after 21": {day(480, 1261), false}, "59 minutes": {day(600, 659), false},
		"backwards": {day(900, 600), false}, "no day": {Hours{}, false}, "no such day": {Hours{{"someday", 600, 700}}, false},
		"twice": {Hours{{"monday", 600, 700}, {"monday", 800, 900}}, false},
	} {
		if err := c.h.check(); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAZoneSetIsOpenWhenAllOfItIs(t *testing.T) {
	h := DefaultHours()
	both := []string{"America/New_York", "America/Los_Angeles"}
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		zones []string
		at    time.Time
		open  bool
		next  time.Time
	}{
		{[]string{"America/New_York"}, at(13, 59), false, at(14, 0)},
		{[]string{"America/New_York"}, at(14, 0), true, at(14, 0)},
		{both, at(14, 0), false, at(17, 0)},
		{both, at(17, 0), true, at(17, 0)},
		{both, at(1, 59), true, at(1, 59)}, // 20:59 in New York, on Monday
		{both, at(2, 0), false, at(17, 0)},
		{[]string{"Pacific/Honolulu", "America/New_York", "Europe/London"}, at(18, 0), false, at(19, 0)},
		{[]string{"nowhere"}, at(14, 0), false, time.Time{}},
		{nil, at(14, 0), false, time.Time{}},
	} {
		if got := h.Open(c.zones, c.at); got != c.open {
			t.Errorf("%v at %s: open %v", c.zones, c.at, got)
		}
		if next, _ := h.NextOpen(c.zones, c.at); !next.Equal(c.next) {
			t.Errorf("%v at %s: next %s, want %s", c.zones, c.at, next, c.next)
		}
	}
	// Hours that share no moment are never open.
	if next, ok := (Hours{{"tuesday", 480, 540}}).NextOpen(both, at(0, 0)); ok {
		t.Errorf("open at %s", next)
	}
	// The night the clocks go back in London: 9:00 comes an hour later by UTC.
	if next, _ := h.NextOpen([]string{"Europe/London"}, time.Date(2026, 10, 24, 21, 0, 0, 0, time.UTC)); !next.Equal(time.Date(2026, 10, 25, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("after the change: %s", next)
	}
	if next, _ := h.NextOpen([]string{"Europe/London"}, time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC)); !next.Equal(time.Date(2026, 3, 29, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("after the change in spring: %s", next)
	}
}

func TestTheDefaultScriptIsCompleteAndHasTheRetryRules(t *testing.T) {
	s := DefaultScript()
	if err := s.tidy(); err != nil {
		t.Fatal(err)
	}
	if gaps := s.Missing(); len(gaps) != 0 {
		t.Errorf("missing %v", gaps)
	}
	want := map[Outcome]Retry{
		Talked: {Again: Never}, NotHome: {Again: NextPass}, Refused: {Again: Never}, WrongNumber: {Again: Never, Flag: true}, Moved: {Again: Never, Flag: true},
		Deceased: {Again: Never, Flag: true}, Language: {Again: Never}, DoNotCall: {Again: Never, DoNotCall: true}, CallBack: {Again: AtTime}, HungUp: {Again: OnceMore}, NotInService: {Again: Never, Flag: true},
	}
	shown := 0
	for _, a := range s.Questions[0].Answers {
		if *a.Retry != want[a.Outcome] {
			t.Errorf("%s: %+v", a.Outcome, *a.Retry)
		}
		if !a.More {
			shown++
		}
	}
	if shown != 8 || len(s.Questions[0].Answers) != len(want) {
		t.Errorf("%d answers shown of %d", shown, len(s.Questions[0].Answers))
	}
}

func TestAScriptSaysWhatIsMissing(t *testing.T) {
	who := func(next string) Question {
		return Question{ID: "q1", Title: "Who?", Kind: Single, Answers: []Answer{{ID: "a1", Label: "Strong yes", Next: next}}}
	}
	for name, c := range map[string]struct {
		questions []Question
		field     string
		title     string
	}{
		"no question":      {nil, "questions", "Question 1 asks who answered: give it at least one answer."},
		"no answer":        {[]Question{{ID: "q1", Title: "Who?", Kind: Single}}, "questions", "Question 1 asks who answered: give it at least one answer."},
		"leads nowhere":    {[]Question{who("")}, "questions/q1/answers/a1/next", "“Strong yes” leads nowhere. Choose the next part."},
		"leads to nothing": {[]Question{who("q9")}, "questions/q1/answers/a1/next", "“Strong yes” leads nowhere. Choose the next part."},
		"a text that leads nowhere": {[]Question{who("q2"), {ID: "q2", Title: "Why?", Kind: Text}}, "questions/q2/next",
			"“Why?” leads nowhere. Choose the next part."},
		"itself": {[]Question{who("q1")}, "questions/q1", "“Who?” leads back to itself, so a talk would never end."},
		"a loop": {[]Question{who("q2"), {ID: "q2", Title: "Why?", Kind: Text, Next: "q3"}, {ID: "q3", Title: "When?", Kind: Date, Next: "q2"}}, "questions/q2",
			"“Why?” leads back to itself, so a talk would never end."},
		"an empty question": {[]Question{who("q2"), {ID: "q2", Kind: ReadOnly, Next: End}}, "questions/q2/title", "Question 2 is empty."},
		"fine":              {[]Question{who("q2"), {ID: "q2", Title: "Bye", Kind: ReadOnly, Next: End}}, "", ""},
	} {
		gaps := Script{c.questions}.Missing()
		if c.title == "" && len(gaps) > 0 || c.title != "" && (len(gaps) != 1 || gaps[0].Field != c.field || gaps[0].Title != c.title) {
			t.Errorf("%s: %+v", name, gaps)
		}
	}
	// A hundred questions in a row, each with fifty answers to the next: looked at once each.
	long := Script{}
	for i := range 100 {
		q := Question{ID: fmt.Sprint("q", i), Title: "?", Kind: Single}
		for j := range 50 {
			next := fmt.Sprint("q", i+1)
			if i == 99 {
				next = End
			}
			q.Answers = append(q.Answers, Answer{ID: fmt.Sprint(j), Label: "a", Next: next})
		}
		long.Questions = append(long.Questions, q)
	}
	if gaps := long.Missing(); len(gaps) != 0 {
		t.Errorf("a long script: %v", gaps[:1])
	}
}

func TestWhatIsMissingNamesStepFieldAndSentence(t *testing.T) {
	c := New("c", "o", "Europe/London", Ref{ID: "u"}, noon)
	gaps := c.Missing(Contacts{})
	var got []string
	for _, g := range gaps {
		got = append(got, string(g.Step)+"."+g.Field)
	}
	if strings.Join(got, " ") != "name.name contacts.contacts caller_id.caller_ids" {
		t.Errorf("missing %v", got)
	}
	f := fault.As(notReady(gaps))
	if f.Code != "not_ready" || len(f.Fields) != 3 || f.Title != "This campaign cannot start yet: 3 things are missing." {
		t.Errorf("refused with %+v", f)
	}
	c.Name, c.CallerIDs, c.Hours, c.Passes = "Spring", []string{"+441134960000"}, Hours{}, 9
	if gaps = c.Missing(Contacts{Valid: 1}); len(gaps) != 2 || gaps[0].Step != StepHours || gaps[1].Step != StepPasses {
		t.Errorf("missing %v", gaps)
	}
	// Hours that leave nobody an hour are none; those that leave some people none are a warning, and no gap.
	apart := ZoneCounts{Zones: []string{"America/New_York", "Europe/London"}, Landlines: 2}
	c.Hours, c.Passes = Hours{{"tuesday", 480, 540}}, 1
	if gaps = c.Missing(Contacts{Valid: 2, Now: noon, Zones: []ZoneCounts{apart}}); len(gaps) != 1 || gaps[0].Step != StepHours || gaps[0].Field != "hours" {
		t.Errorf("nobody has an hour: %v", gaps)
	}
	some := []ZoneCounts{apart, zone("Europe/London", func(z *ZoneCounts) { z.Landlines = 1 })}
	if gaps = c.Missing(Contacts{Valid: 3, Now: noon, Zones: some}); len(gaps) != 0 {
		t.Errorf("some have one: %v", gaps)
	}
	if never, of := NeverOpen(some, c.Hours, noon); never != 2 || of != 3 {
		t.Errorf("%d of %d never open", never, of)
	}
	if never, _ := NeverOpen(some, DefaultHours(), noon); never != 0 {
		t.Errorf("%d never open in the usual hours", never)
	}
}

func TestEachStepHasItsOwnConflict(t *testing.T) {
	c := New("c", "o", "Europe/London", Ref{ID: "u"}, noon)
	c.save([]Step{StepName}, Ref{ID: "maya"}, noon) // version 2
	if !c.staleFor(1, []Step{StepName, StepHours}) || c.staleFor(1, []Step{StepHours}) || c.staleFor(2, []Step{StepName}) {
		t.Error("an edit of one step must not disturb another")
	}
}

func TestALeaseIsSizedByRateAndWhatRemains(t *testing.T) {
	for _, c := range []struct {
		rate      float64
		remaining int64
		clickers  int
		holds     int64
		want      int
	}{
		{1, 100000, 1, 0, 90}, {5.5, 100000, 1, 0, 495}, {20, 100000, 1, 0, 500}, {5, 100, 1, 0, 50}, {5, 100, 10, 0, 5}, {0.01, 1000, 1, 0, 5}, {5, 3, 1, 0, 5}, {5, 0, 0, 0, 5},
		{1, 100000, 1, 90, 90}, {5, 100, 1, 20, 30}, {5, 100, 1, 50, 5}, {5, 100, 1, 90, 5},
	} {
		if got := LeaseSize(c.rate, c.remaining, c.clickers, c.holds); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

func TestWhichPressesCount(t *testing.T) {
	l := Lease{ID: "l", Began: noon, Until: noon.Add(LeaseTime), Contacts: []int64{10, 11, 12, 13}, Gone: []Gone{{Ordinal: 2, MS: 5000}}}
	for name, c := range map[string]struct {
		press Press
		now   time.Time
		off   time.Time
		code  string
		at    time.Time
	}{
		"in time":                     {Press{0, 1000}, noon.Add(2 * time.Second), time.Time{}, "", noon.Add(time.Second)},
		"late, an hour after":         {Press{0, 119_000}, noon.Add(time.Hour), time.Time{}, "", noon.Add(119 * time.Second)},
		"at the last instant":         {Press{0, 120_000}, noon.Add(time.Hour), time.Time{}, "", noon.Add(LeaseTime)},
		"after the lease":             {Press{0, 120_001}, noon.Add(time.Hour), time.Time{}, CodeExpired, time.Time{}},
		"from the future":             {Press{0, 90_000}, noon.Add(time.Second), time.Time{}, "", noon.Add(time.Second)},
		"never leased":                {Press{4, 1}, noon.Add(time.Second), time.Time{}, CodeNotLeased, time.Time{}},
		"a negative place":            {Press{-1, 1}, noon.Add(time.Second), time.Time{}, CodeNotLeased, time.Time{}},
		"a negative moment":           {Press{1, -1}, noon.Add(time.Second), time.Time{}, CodeNotLeased, time.Time{}},
		"before it was given back":    {Press{2, 4999}, noon.Add(time.Minute), time.Time{}, "", noon.Add(4999 * time.Millisecond)},
		"when it was given back":      {Press{2, 5000}, noon.Add(time.Minute), time.Time{}, CodeNotLeased, time.Time{}},
		"before clicking was off":     {Press{3, 1000}, noon.Add(time.Minute), noon.Add(time.Second), "", noon.Add(time.Second)},
		"after clicking was off":      {Press{3, 1001}, noon.Add(time.Minute), noon.Add(time.Second), CodeClickingOff, time.Time{}},
		"expired while clicking off":  {Press{3, 999_000}, noon.Add(time.Hour), noon, CodeExpired, time.Time{}},
		"given back and clicking off": {Press{2, 6000}, noon.Add(time.Hour), noon, CodeNotLeased, time.Time{}},
	} {
		tries, refused := l.Judge([]Press{c.press, c.press}, c.now, c.off)
		switch {
		case len(tries)+len(refused) != 1:
			t.Errorf("%s: a press in one frame twice counts %d times", name, len(tries)+len(refused))
		case c.code == "" && (len(tries) != 1 || !tries[0].At.Equal(c.at) || tries[0].Contact != l.Contacts[c.press.Ordinal]):
			t.Errorf("%s: %+v %+v", name, tries, refused)
		case c.code != "" && (len(refused) != 1 || refused[0].Code != c.code):
			t.Errorf("%s: %+v %+v", name, tries, refused)
		}
	}
}

func TestASharedTakeIsInProportion(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	open := []StreamSize{{1, 2, 6000}, {1, 3, 3000}, {1, 4, 1000}, {2, 2, 500}}
	sums, squares := map[int64]float64{}, map[int64]float64{}
	const n, k = 4000, 50
	for range n {
		var all int64
		for _, s := range Share(k, open, r) {
			if s.Level != 1 {
				t.Fatal("level 2 while level 1 has rows")
			}
			all += s.Size
			sums[s.Stream] += float64(s.Size)
			squares[s.Stream] += float64(s.Size * s.Size)
		}
		if all != k {
			t.Fatalf("%d taken of %d", all, k)
		}
	}
	for stream, p := range map[int64]float64{2: 0.6, 3: 0.3, 4: 0.1} {
		mean := sums[stream] / n
		spread := squares[stream]/n - mean*mean
		if math.Abs(mean-k*p) > 0.3 {
			t.Errorf("stream %d gives %.2f of 50, want %.0f", stream, mean, k*p)
		}
		if want := k * p * (1 - p); spread < 0.8*want || spread > 1.2*want {
			t.Errorf("stream %d: variance %.2f, a fair draw has %.2f", stream, spread, want)
		}
	}
	got := Share(100, []StreamSize{{2, 7, 80}, {0, 5, 3}, {1, 6, 10}}, r)
	if fmt.Sprint(got) != "[{0 5 3} {1 6 10} {2 7 80}]" {
		t.Errorf("levels in order, all there is: %v", got)
	}
}

// Keys drawn between head and top keep every row of a stream equally likely to be next; keys drawn from the whole range do not.
func TestWhoeverEntersAStreamLateIsAsLikelyToBeNext(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	share := func(key func(head int64) int64) float64 {
		type row struct {
			key  int64
			late bool
		}
		var rows []row
		for range 10000 {
			rows = append(rows, row{key: key(0)})
		}
		less := func(a, b row) int {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		slices.SortFunc(rows, less)
		head := rows[4999].key
		rows = rows[5000:]
		for range 5000 {
			rows = append(rows, row{key(head), true})
		}
		slices.SortFunc(rows, less)
		late := 0
		for _, x := range rows[:1000] {
			if x.late {
				late++
			}
		}
		return float64(late) / 1000
	}
	if got := share(func(head int64) int64 { return KeyBehind(head, r) }); got < 0.44 || got > 0.56 {
		t.Errorf("half of the stream came late, and %.3f of the next thousand", got)
	}
	if got := share(func(int64) int64 { return KeyBehind(0, r) }); got < 0.8 {
		t.Errorf("this test cannot fail: %.3f", got)
	}
}

func TestLinesAndMasks(t *testing.T) {
	for cell, want := range map[string]Line{"Landline": Landline, " fixed ": Landline, "MOBILE": Cell, "Wireless": Cell, "VoIP": VoIP, "wired": Landline, "": UnknownLine, "satellite": UnknownLine,
		"home": UnknownLine, "Home phone": UnknownLine, "work": UnknownLine, "primary": UnknownLine} { // where somebody is reached, not by what line {
		if got := LineOf(cell); got != want {
			t.Errorf("%q: %s", cell, got)
		}
	}
	if Masked("+447700990012") != "90 012" || Masked("+12") != "" {
		t.Errorf("masked as %s", Masked("+447700990012"))
	}
	for l := UnknownLine; l <= VoIP; l++ {
		if s := Stream(77, ClassOf(l)); ZoneSetOf(s) != 77 || (ClassOfStream(s) == LandlineClass) == l.NeedsClick() {
			t.Errorf("%s: stream %d", l, s)
		}
	}
}
