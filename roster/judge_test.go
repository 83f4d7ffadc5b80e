package roster

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersAreBroughtToE164OrRefusedWithAReason(t *testing.T) {
	for _, c := range []struct {
		raw, country, want string
		why                Reason
	}{
		{"0113 496 0000", "GB", "+441134960000", ""},
		{"07700 900123", "GB", "+447700900123", ""},
		{"+44 7700 900 999", "US", "+447700900999", ""},
		{"0044 113 496 0001", "GB", "+441134960001", ""},
		{"'07700900123", "GB", "+447700900123", ""},
		{"=\"07700900123\"", "GB", "+447700900123", ""},
		{"7700900123", "GB", "+447700900123", ""},
		{"(212) 555-0123", "US", "+12125550123", ""},
		{"1-212-555-0123", "US", "+12125550123", ""},
		{"+1 500 555 0006", "GB", "+15005550006", ""},
		{"06 12 34 56 78", "FR", "+33612345678", ""},
		{"  ", "GB", "", ""},
		{"0770 90", "GB", "", TooShort},
		{"0770090012345", "GB", "", TooLong},
		{"4.47701E+11", "GB", "", Scientific},
		{"4,47701E+11", "GB", "", Scientific},
		{"no phone", "GB", "", NotANumber},
		{"n/a", "GB", "", NotANumber},
		{"0999 999 9999", "GB", "", NoSuchNumber},
		{"+999 123 4567", "GB", "", CountryWrong},
		{"112 555 0123", "US", "", NoSuchNumber},
	} {
		var n Numbers
		for range 2 { // the second answer is a remembered one
			if got, why := n.Normal(c.raw, c.country); got != c.want || why != c.why {
				t.Errorf("%q in %s: %q, %q; want %q, %q", c.raw, c.country, got, why, c.want, c.why)
			}
		}
	}
}

// What is remembered by area code and exchange is what the library says of each number.
func TestRememberedVerdictsAreTheLibrarys(t *testing.T) {
	var n Numbers
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{10}`).Draw(t, "digits")
		got, why := n.Normal("+1"+digits, "GB")
		want, reason := parse("+1"+digits, "US")
		if got != want || why != reason {
			t.Fatalf("%s: remembered %q %q, asked %q %q", digits, got, why, want, reason)
		}
	})
}

func TestRejectsSayRowAndReason(t *testing.T) {
	p := Plan{Country: "GB", Fields: []Field{FullName, PhoneField, ZoneField}}
	for _, c := range []struct {
		cells []string
		want  string
	}{
		{[]string{"Ada", "0770 90"}, "Row 18: '0770 90' is too short for a GB number"},
		{[]string{"Ada", "07700 9001234567"}, "Row 18: '07700 9001234567' is too long for a GB number"},
		{[]string{"Ada", "0999 999 9999"}, "Row 18: '0999 999 9999' is not a number that exists in GB"},
		{[]string{"Ada", "+353 1"}, "Row 18: '+353 1' is too short for an IE number"},
		{[]string{"Ada", "ask her"}, "Row 18: 'ask her' is not a phone number"},
		{[]string{" ", "0113 496 0000"}, "Row 18: there is no name"},
		{[]string{"Ada", "0113 496 0000", "Leeds"}, "Row 18: 'Leeds' is not a time zone; write it like Europe/London"},
		{[]string{"Ada", "0113 496 0000", "", "more"}, "Row 18: there are more cells than the header has; text with a separator in it needs quotation marks"},
		{[]string{strings.Repeat("x", 121), "0113 496 0000"}, "Row 18: the name is longer than 120 characters"},
	} {
		row := Row{Number: 18, Cells: c.cells}
		_, why, cell := p.judge(row, &Numbers{})
		if why == "" {
			t.Errorf("%q was taken", c.cells)
			continue
		}
		if got := p.reject(row, why, cell).Reason; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestRowsBecomeCandidates(t *testing.T) {
	p := Plan{Country: "GB", Fields: []Field{FirstName, LastName, PhoneField, PhoneField, TagsField, NotesField, NotesField, NoCallField, ZoneField}}
	row := Row{Number: 2, Cells: []string{" Zoë ", "Élan", "wrong", "0113 496 0001", "Member; door-knocker, member", "likes tea", "has a dog", "Y", "Europe/Dublin"}}
	c, why, _ := p.judge(row, &Numbers{})
	if why != "" {
		t.Fatal(why)
	}
	if c.Name != "Zoë Élan" || c.Folded != "zoe elan" || c.Phone != "+441134960001" || c.Notes != "likes tea\nhas a dog" || !c.DoNotCall || c.Zone != "Europe/Dublin" {
		t.Errorf("%+v", c)
	}
	if !slices.Equal(c.Tags, []string{"Member", "door-knocker"}) {
		t.Errorf("tags %q", c.Tags)
	}
	short, why, _ := p.judge(Row{Number: 3, Cells: []string{"Ada", "Day"}}, &Numbers{})
	if why != "" || short.Phone != "" {
		t.Errorf("a short row without a number: %q %+v", why, short)
	}
}

func TestMergingFillsAndNeverOverwrites(t *testing.T) {
	s := Supporter{Name: "Ada", City: "Leeds", Tags: []string{"a"}, Notes: "hers"}
	changed, matters := s.fill(candidate{City: "York", Email: "ada@example.org", Tags: []string{"A", "b"}, Notes: "other", Level: "high"})
	if !changed || matters || s.City != "Leeds" || s.Notes != "hers" || s.Email != "ada@example.org" || s.Level != "high" || !slices.Equal(s.Tags, []string{"a", "b"}) {
		t.Errorf("%v %v %+v", changed, matters, s)
	}
	if changed, _ = s.fill(candidate{City: "York", Tags: []string{"b"}}); changed {
		t.Error("nothing was new")
	}
	if changed, matters = s.fill(candidate{DoNotCall: true}); !changed || !matters || !s.DoNotCall {
		t.Error("a wish not to be called is taken over")
	}
	if _, _ = s.fill(candidate{}); !s.DoNotCall {
		t.Error("and stays")
	}
}

func TestFoldIgnoresAccentsCaseAndSpaces(t *testing.T) {
	for name, want := range map[string]string{
		"Zoë  ÉLAN": "zoe elan", "Łukasz Øberg": "lukasz oberg", "  O’Brien ": "o'brien", "Straße": "strasse", "Ⅸ": "ix", "Ａｄａ": "ada", "i̇stanbul": "istanbul", "\u200bAda": "ada",
	} {
		if got := Fold(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if Fold(Fold(s)) != Fold(s) {
			t.Fatalf("%q folds to %q and then to %q", s, Fold(s), Fold(Fold(s)))
		}
	})
}

func TestCellsCannotRunInASpreadsheet(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "Ada": "Ada", "": "", "a=b": "a=b",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

// Recognising and judging never break, whatever comes.
func FuzzFile(f *testing.F) {
	f.Add([]byte(people1))
	f.Add([]byte("sep=;\na;b\n"))
	f.Add([]byte("\xFF\xFEa\x00,\x00"))
	f.Add([]byte("=cmd|' /C calc'!A0,\"x\ny\"\n\x00\x00"))
	numbers := &Numbers{}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Sniffer
		_, _ = s.Write(data)
		enc, marked := s.Encoding()
		shape, err := look(s.Head(), enc, marked, s.Bytes() == int64(len(s.Head())), s.Lines(), told{Country: "GB"}, numbers)
		if err != nil {
			return
		}
		p := Plan{Country: "GB", Fields: shape.fields()}
		rs := read(decode(strings.NewReader(string(data)), enc), shape)
		for {
			row, err := rs.Next()
			if err != nil {
				return
			}
			if c, why, cell := p.judge(row, numbers); why != "" {
				p.reject(row, why, cell)
			} else if c.Name == "" || c.Folded == "" {
				t.Fatalf("row %d has no name and was taken", row.Number)
			}
		}
	})
}
