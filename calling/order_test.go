package calling

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// line is a queue of available entries for the tests of order.
type line struct {
	s       Session
	entries []Entry
}

func newLine(n int) *line {
	l := &line{}
	for i := range n {
		r := int64(i + 1)
		l.entries = append(l.entries, Entry{ID: string(rune('a' + i)), Rank: r, Place: r, Status: Available})
	}
	return l
}

func (l *line) order() (ids string) {
	sorted := slices.Clone(l.entries)
	slices.SortFunc(sorted, func(a, b Entry) int { return int(a.Place - b.Place) })
	for _, e := range sorted {
		if e.Status == Available {
			ids += e.ID
		}
	}
	return ids
}

func (l *line) find(id string) *Entry {
	for i := range l.entries {
		if l.entries[i].ID == id {
			return &l.entries[i]
		}
	}
	return nil
}

func (l *line) head() *Entry {
	if o := l.order(); o != "" {
		return l.find(o[:1])
	}
	return nil
}

func (l *line) prioritise(id string) { putBehindNext(&l.s, l.find(id), l.head()) }

func TestPrioritiseGoesDirectlyBehindWhoeverIsNext(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(l *line)
		want string
	}{
		{"one", func(l *line) { l.prioritise("d") }, "adbcef"},
		{"the last one prioritised comes first among those", func(l *line) { l.prioritise("d"); l.prioritise("f") }, "afdbce"},
		{"the one that is next stays next", func(l *line) { l.prioritise("a") }, "abcdef"},
		{"the second", func(l *line) { l.prioritise("b") }, "abcdef"},
		{"again", func(l *line) { l.prioritise("d"); l.prioritise("f"); l.prioritise("d") }, "adfbce"},
		{"during a call, next is the head of what remains", func(l *line) { l.find("a").Status = Calling; l.prioritise("e") }, "becdf"},
		{"call next, then prioritise", func(l *line) { putFirst(&l.s, l.find("e")); l.prioritise("c") }, "ecabdf"},
		{"prioritise, then call next", func(l *line) { l.prioritise("c"); putFirst(&l.s, l.find("e")) }, "eacbdf"},
		{"back to the original rank", func(l *line) { l.prioritise("d"); l.prioritise("f"); putBack(l.find("d")) }, "afbcde"},
		{"into an empty queue", func(l *line) {
			for i := range l.entries {
				l.entries[i].Status = Attempted
			}
			l.find("c").Status = Available
			putBehindNext(&l.s, l.find("c"), nil)
		}, "c"},
	} {
		l := newLine(6)
		c.do(l)
		if got := l.order(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestOrderIsWhatAListOfNamesSays plays any presses against a plain list of names.
func TestOrderIsWhatAListOfNamesSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLine(rapid.IntRange(1, 12).Draw(t, "people"))
		model := []rune(l.order())
		for range rapid.IntRange(1, 40).Draw(t, "presses") {
			if len(model) == 0 {
				return
			}
			x := rapid.SampledFrom(model).Draw(t, "who")
			rest := slices.DeleteFunc(slices.Clone(model), func(r rune) bool { return r == x })
			switch rapid.SampledFrom([]string{"prioritise", "next", "call", "return"}).Draw(t, "what") {
			case "prioritise":
				l.prioritise(string(x))
				if model[0] != x {
					model = slices.Insert(rest, 1, x)
				}
			case "next":
				putFirst(&l.s, l.find(string(x)))
				model = slices.Insert(rest, 0, x)
			case "call": // the head is called and leaves the queue
				l.find(string(model[0])).Status = Calling
				model = model[1:]
			case "return": // somebody comes back right behind next
				for i := range l.entries {
					if e := &l.entries[i]; e.Status == Calling {
						head := l.head()
						e.Status = Available
						putBehindNext(&l.s, e, head)
						model = slices.Insert(model, min(1, len(model)), rune(e.ID[0]))
						break
					}
				}
			}
			if got := l.order(); got != string(model) {
				t.Fatalf("queue is %s, want %s", got, string(model))
			}
		}
	})
}
