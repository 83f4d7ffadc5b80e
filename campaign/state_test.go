package campaign

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// prefixes is the first three digits of ZIP codes that the postal service has given to a state, as its list of them has it; those
// that nobody has are not here.
var prefixes = map[string]string{
	"AK": "995-999", "AL": "350-352 354-369", "AR": "716-729", "AZ": "850-853 855-857 859-860 863-865", "CA": "900-908 910-928 930-961",
	"CO": "800-816", "CT": "060-069", "DC": "200 202-205 569", "DE": "197-199", "FL": "320-339 341-342 344 346-347 349", "GA": "300-319 398-399", "GU": "969",
	"HI": "967-968", "IA": "500-516 520-528", "ID": "832-838", "IL": "600-620 622-629", "IN": "460-479", "KS": "660-662 664-679", "KY": "400-418 420-427",
	"LA": "700-701 703-708 710-714", "MA": "010-027 055", "MD": "206-212 214-219", "ME": "039-049", "MI": "480-499", "MN": "550-551 553-567",
	"MO": "630-631 633-641 644-658", "MS": "386-397", "MT": "590-599", "NC": "270-289", "ND": "580-588", "NE": "680-681 683-693", "NH": "030-038", "NJ": "070-089",
	"NM": "870-871 873-875 877-884", "NV": "889-891 893-895 897-898", "NY": "005 100-149", "OH": "430-459", "OK": "730-731 734-741 743-749", "OR": "970-979",
	"PA": "150-196", "PR": "006-007 009", "RI": "028-029", "SC": "290-299", "SD": "570-577", "TN": "370-385", "TX": "733 750-799 885", "UT": "840-847",
	"VA": "201 220-246", "VI": "008", "VT": "050-054 056-059", "WA": "980-986 988-994", "WI": "530-532 534-535 537-549", "WV": "247-268", "WY": "820-831",
}

func TestEveryZIPPrefixIsInItsState(t *testing.T) {
	seen := map[string]bool{}
	for _, state := range slices.Sorted(maps.Keys(prefixes)) {
		want := StateZones(state)
		if len(want) == 0 {
			t.Fatalf("%s has no zones", state)
		}
		for _, part := range strings.Fields(prefixes[state]) {
			first, last, ranged := strings.Cut(part, "-")
			if !ranged {
				last = first
			}
			for n := atoi(t, first); n <= atoi(t, last); n++ {
				prefix := fmt.Sprintf("%03d", n)
				if seen[prefix] {
					t.Errorf("%s twice", prefix)
				}
				seen[prefix] = true
				for _, zip := range []string{prefix + "01", prefix + "20-1234", " " + prefix + "38 "} {
					if got := ZIPZones(zip); !slices.Equal(got, want) {
						t.Errorf("%s lies in %v, %s in %v", zip, got, state, want)
					}
				}
			}
		}
	}
	if len(seen) < 890 {
		t.Errorf("only %d prefixes", len(seen))
	}
	for _, nowhere := range []string{"00001", "00401", "09001", "09812", "34002", "34099", "96201", "96699", "", "12", "123456", "ABCDE", "-1234"} {
		if got := ZIPZones(nowhere); got != nil {
			t.Errorf("%q lies in %v", nowhere, got)
		}
	}
}

func TestZIPCodesOfIslandsAndThoseOfSpreadsheets(t *testing.T) {
	for zip, want := range map[string]string{
		"96799": "Pacific/Pago_Pago", "96798": "Pacific/Honolulu", "96801": "Pacific/Honolulu", "96910": "Pacific/Guam", "96932": "Pacific/Guam", "96939": "Pacific/Palau", "96940": "Pacific/Palau",
		"96941": "Pacific/Chuuk|Pacific/Kosrae|Pacific/Pohnpei", "96944": "Pacific/Chuuk|Pacific/Kosrae|Pacific/Pohnpei", "96950": "Pacific/Saipan", "96952": "Pacific/Saipan",
		"96960": "Pacific/Kwajalein|Pacific/Majuro", "96970": "Pacific/Kwajalein|Pacific/Majuro",
		"801": "America/St_Thomas", "2139": "America/New_York", "601": "America/Puerto_Rico", // a spreadsheet took their zeros
	} {
		if got := strings.Join(ZIPZones(zip), "|"); got != want {
			t.Errorf("%s lies in %s, want %s", zip, got, want)
		}
	}
}

// Each zone of each state is one that hours can be reckoned in, and states have names.
func TestZonesOfStatesAreZones(t *testing.T) {
	for state := range stateOnes {
		for _, z := range StateZones(state) {
			if location(z) == nil {
				t.Errorf("%s: there is no zone %s", state, z)
			}
		}
	}
	named := map[string]bool{}
	for name, state := range stateNames {
		named[state] = true
		if got := StateZones(strings.ToUpper(name)); !slices.Equal(got, StateZones(strings.ToLower(state))) || got == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	for state := range stateOnes {
		if !named[state] {
			t.Errorf("%s has no name", state)
		}
	}
	if StateZones("Ontario") != nil || StateZones("ZZ") != nil || StateZones("") != nil {
		t.Error("a state that is none has zones")
	}
}

func atoi(t *testing.T, s string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(strings.TrimLeft(s, "0"), &n); err != nil {
		t.Fatal(err)
	}
	return n
}
