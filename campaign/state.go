package campaign

import (
	"strconv"
	"strings"
)

// The zones of the United States, and of the islands that its post office serves, as laws about calling hours see them: all that a state has.
var (
	eastern   = "America/New_York"
	central   = "America/Chicago"
	mountain  = "America/Denver"
	pacific   = "America/Los_Angeles"
	stateOnes = map[string]string{
		"CT": eastern, "DC": eastern, "DE": eastern, "GA": eastern, "MA": eastern, "MD": eastern, "ME": eastern, "NC": eastern, "NH": eastern, "NJ": eastern, "NY": eastern,
		"OH": eastern, "PA": eastern, "RI": eastern, "SC": eastern, "VA": eastern, "VT": eastern, "WV": eastern,
		"AL": central, "AR": central, "IA": central, "IL": central, "LA": central, "MN": central, "MO": central, "MS": central, "OK": central, "WI": central,
		"CO": mountain, "MT": mountain, "NM": mountain, "UT": mountain, "WY": mountain, "CA": pacific, "WA": pacific,
		"AZ": "America/Denver|America/Phoenix", "FL": central + "|" + eastern, "IN": central + "|" + eastern, "KY": central + "|" + eastern, "MI": central + "|" + eastern, "TN": central + "|" + eastern,
		"KS": central + "|" + mountain, "ND": central + "|" + mountain, "NE": central + "|" + mountain, "SD": central + "|" + mountain, "TX": central + "|" + mountain,
		"ID": mountain + "|" + pacific, "OR": "America/Boise|" + pacific, "NV": mountain + "|" + pacific,
		"AK": "America/Adak|America/Anchorage", "HI": "Pacific/Honolulu", "PR": "America/Puerto_Rico", "VI": "America/St_Thomas", "GU": "Pacific/Guam", "AS": "Pacific/Pago_Pago", "MP": "Pacific/Saipan",
		"FM": "Pacific/Chuuk|Pacific/Kosrae|Pacific/Pohnpei", "MH": "Pacific/Kwajalein|Pacific/Majuro", "PW": "Pacific/Palau",
	}
	stateNames = map[string]string{
		"alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
		"florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME",
		"maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
		"new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
		"pennsylvania": "PA", "puerto rico": "PR", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
		"virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
		"american samoa": "AS", "guam": "GU", "marshall islands": "MH", "micronesia": "FM", "northern mariana islands": "MP", "palau": "PW", "virgin islands": "VI", "u.s. virgin islands": "VI",
	}
)

// StateZones is all zones of a state or territory of the United States, by code or name; nil when it is none.
func StateZones(state string) []string {
	state = strings.TrimSpace(state)
	code := strings.ToUpper(state)
	if len(code) != 2 {
		code = stateNames[strings.ToLower(state)]
	}
	if zones := stateOnes[code]; zones != "" {
		return strings.Split(zones, "|")
	}
	return nil
}

// zipAreas is where the first three digits of ZIP codes lie: the last of each range, and its state. The military's (090 to 098, 340, 962 to
// 966) are nowhere: people have them wherever they serve.
var zipAreas = []struct {
	last  int
	state string
}{
	{4, ""}, {5, "NY"}, {7, "PR"}, {8, "VI"}, {9, "PR"}, {27, "MA"}, {29, "RI"}, {38, "NH"}, {49, "ME"}, {54, "VT"}, {55, "MA"}, {59, "VT"}, {69, "CT"}, {89, "NJ"}, {99, ""}, {149, "NY"}, {196, "PA"}, {199, "DE"},
	{205, "DC"}, {219, "MD"}, {246, "VA"}, {268, "WV"}, {269, ""}, {289, "NC"}, {299, "SC"}, {319, "GA"}, {339, "FL"}, {340, ""}, {342, "FL"}, {343, ""}, {349, "FL"}, {369, "AL"}, {385, "TN"}, {397, "MS"}, {399, "GA"},
	{427, "KY"}, {429, ""}, {459, "OH"}, {479, "IN"}, {499, "MI"}, {528, "IA"}, {529, ""}, {549, "WI"}, {567, "MN"}, {569, "DC"}, {577, "SD"}, {579, ""}, {588, "ND"}, {589, ""}, {599, "MT"},
	{629, "IL"}, {658, "MO"}, {659, ""}, {679, "KS"}, {693, "NE"}, {699, ""}, {714, "LA"}, {715, ""}, {729, "AR"}, {732, "OK"}, {733, "TX"}, {749, "OK"}, {799, "TX"}, {816, "CO"}, {819, ""},
	{831, "WY"}, {838, "ID"}, {839, ""}, {847, "UT"}, {849, ""}, {865, "AZ"}, {869, ""}, {884, "NM"}, {885, "TX"}, {888, ""}, {898, "NV"}, {899, ""}, {961, "CA"}, {966, ""}, {968, "HI"},
	{969, "GU"}, {979, "OR"}, {994, "WA"}, {999, "AK"},
}

// zipIslands is whole codes that lie elsewhere than the rest of their first three digits: the last of each range, from 96799 on.
var zipIslands = []struct {
	last  int
	state string
}{
	{96799, "AS"}, {96899, "HI"}, {96938, "GU"}, {96940, "PW"}, {96949, "FM"}, {96959, "MP"}, {96979, "MH"}, {96999, "GU"},
}

// ZIPZones is all zones of the state that a ZIP code lies in; nil when it is none. A code without its leading zero, as
// spreadsheets leave it, is read too.
func ZIPZones(zip string) []string {
	zip, _, _ = strings.Cut(strings.TrimSpace(zip), "-")
	if len(zip) < 3 || len(zip) > 5 {
		return nil
	}
	n, err := strconv.Atoi(zip)
	if err != nil || n < 0 {
		return nil
	}
	for _, a := range zipIslands {
		if n >= 96799 && n <= a.last {
			return StateZones(a.state)
		}
	}
	for _, a := range zipAreas {
		if n/100 <= a.last {
			return StateZones(a.state)
		}
	}
	return nil
}
