package calling

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// people reads people in the order of a list: a letter each, small for those who cannot be called;
// behind a colon the leaders who have put them aside.
func untouchedPeople(text string) (people []Untouched) {
	for _, word := range strings.Fields(text) {
		name, aside, _ := strings.Cut(word, ":")
		p := Untouched{Supporter: name, Callable: strings.ToUpper(name) == name}
		for _, l := range aside {
			p.PutAside = append(p.PutAside, string(l))
		}
		people = append(people, p)
	}
	return people
}

func TestPeopleAreDealtEvenlyInTheOrderOfTheList(t *testing.T) {
	for name, c := range map[string]struct {
		people, leaders string
		have            map[string]Hand
		want            string
	}{
		"one after the other":                            {"A B C D E", "1 2", nil, "A1 B2 C1 D2 E1"},
		"one leader has all":                             {"A B c", "1", nil, "A1 B1 c1"},
		"fewer people than leaders":                      {"A B", "1 2 3", nil, "A1 B2"},
		"between no leaders":                             {"A B", "", nil, ""},
		"nobody":                                         {"", "1 2", nil, ""},
		"who cannot be called is dealt apart":            {"A b C d", "1 2", nil, "A1 b1 C2 d2"},
		"whoever put somebody aside keeps them":          {"A B:1 C:1 D", "1 2", nil, "A2 B1 C1 D2"},
		"more put aside than a fair share":               {"A:1 B:1 C:1 D", "1 2", nil, "A1 B1 C1 D2"},
		"put aside by two: the one named first":          {"A:21 B", "1 2", nil, "A1 B2"},
		"put aside by somebody who is not chosen":        {"A:3 B", "1 2", nil, "A1 B2"},
		"newcomers go to the smallest share":             {"A B C", "1 2", map[string]Hand{"1": {Left: 2}, "2": {Left: 0}}, "A2 B2 C1"},
		"what is left counts, not what was done already": {"A B", "1 2", map[string]Hand{"1": {People: 90, Left: 1}, "2": {People: 2, Left: 2}}, "A1 B1"},
		"newcomers who cannot be called":                 {"a b", "1 2", map[string]Hand{"1": {Rest: 2}, "2": {Left: 9, Rest: 1}}, "a2 b1"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range deal(untouchedPeople(c.people), strings.Fields(c.leaders), c.have) {
				got = append(got, s.Supporter+s.Leader)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("dealt %v, want %s", got, c.want)
			}
		})
	}
}

func TestADealLosesNobodyAndIsEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var people []Untouched
		for i := range rapid.IntRange(0, 60).Draw(t, "people") {
			people = append(people, Untouched{Supporter: fmt.Sprint(i), Callable: rapid.Bool().Draw(t, "callable")})
		}
		var leaders []string
		for i := range rapid.IntRange(1, 7).Draw(t, "leaders") {
			leaders = append(leaders, fmt.Sprint(i))
		}
		left := map[string]int{}
		shares := deal(people, leaders, nil)
		for i, s := range shares {
			if s.Supporter != people[i].Supporter {
				t.Fatalf("%s was dealt in the place of %s", s.Supporter, people[i].Supporter)
			}
			if people[i].Callable {
				left[s.Leader]++
			}
		}
		if len(shares) != len(people) {
			t.Fatalf("%d people, %d dealt", len(people), len(shares))
		}
		for _, a := range leaders {
			for _, b := range leaders {
				if left[a]-left[b] > 1 {
					t.Fatalf("not even: %v", left)
				}
			}
		}
	})
}

func TestSomebodyTakesTheAbsentLeadersPlaceInTheSplit(t *testing.T) {
	for _, c := range []struct{ split, from, to, want string }{
		{"1 2 3", "2", "4", "1 4 3"},
		{"1 2 3", "2", "3", "1 3"},
		{"1 2 3", "3", "1", "1 2"},
		{"1 2", "9", "2", "1 2"},
		{"1 2", "9", "4", "1 2 4"},
	} {
		if got := strings.Join(instead(strings.Fields(c.split), c.from, c.to), " "); got != c.want {
			t.Errorf("%s in the place of %s in %s: %s, want %s", c.to, c.from, c.split, got, c.want)
		}
	}
}
