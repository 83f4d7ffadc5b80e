package account

import (
	"strings"
	"testing"

	"partyline/fault"
)

func TestNumbersAreBroughtIntoOneForm(t *testing.T) {
	for _, c := range []struct{ raw, country, number, international, kind string }{
		{"07700 900123", "GB", "+447700900123", "+44 7700 900123", "GB mobile"},
		{" +44 (0)7700 900123\u00a0", "GB", "+447700900123", "+44 7700 900123", "GB mobile"},
		{"01632 960001", "GB", "+441632960001", "+44 1632 960001", "GB landline"},
		{"0113 496 0000", "GB", "+441134960000", "+44 113 496 0000", "GB landline"},
		{"+1 202-555-0123", "GB", "+12025550123", "+1 202-555-0123", "US number"},
		{"(202) 555-0123", "US", "+12025550123", "+1 202-555-0123", "US number"},
		{"0151 12345678", "DE", "+4915112345678", "+49 1511 2345678", "DE mobile"},
		{"+15005550006", "", "+15005550006", "+1 500-555-0006", "US number"},
	} {
		got, err := Phone(c.raw, c.country)
		if err != nil || got.Number != c.number || got.International != c.international || got.Kind != c.kind {
			t.Errorf("%q in %s: %+v, %v", c.raw, c.country, got, err)
		}
	}
}

func TestARefusedNumberGetsASentenceThatDoesNotRepeatIt(t *testing.T) {
	for _, c := range []struct{ raw, sentence string }{
		{"0770 90", "This is too short for a GB number."},
		{"0770090012345", "This is too long for a GB number."},
		{"+44 7700 800123 999", "This is too long for a GB number."},
		{"hello", "This is not a phone number."},
		{"", "This is not a phone number."},
		{"+999123456789", "This number has no country that we know. Write it like +44 7700 900123."},
		{"07700 900123 ext 5", "A number with an extension cannot be rung."},
		{"0909 879 0000", "This is a premium-rate number: we do not ring those."},
		{strings.Repeat("7", 300), "This is too long for a phone number."},
	} {
		_, err := Phone(c.raw, "GB")
		f := fault.As(err)
		if err == nil || f.Code != "number_invalid" || f.Title != c.sentence {
			t.Errorf("%q: %v", c.raw, err)
		}
		if c.raw != "" && strings.Contains(f.Title, c.raw) {
			t.Errorf("%q is repeated", c.raw)
		}
	}
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"07700 900123", "+44", "", "+1 (202) 555-0123 x9", "\x00\xff", "٠٧٧٠٠٩٠٠١٢٣"} {
		f.Add(s, "GB")
	}
	f.Fuzz(func(t *testing.T, raw, country string) {
		view, err := Phone(raw, country)
		if err != nil {
			return
		}
		again, err := Phone(view.Number, "")
		if err != nil || again.Number != view.Number {
			t.Errorf("%q became %q, which becomes %q, %v", raw, view.Number, again.Number, err)
		}
	})
}
