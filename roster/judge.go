package roster

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"partyline/fault"
)

// Plan is how a file's columns become supporters.
type Plan struct {
	Country string  `json:"country" doc:"for numbers without a country code: GB"`
	Fields  []Field `json:"fields" doc:"the field of each column, in their order"`
	List    string  `json:"list" doc:"everybody is also put on this list"`
}

// check refuses a plan that cannot make people.
func (p Plan) check(columns int) error {
	if len(p.Fields) != columns {
		return fault.New(fault.Invalid, "columns_invalid", "The file has %d columns, but %d were given.", columns, len(p.Fields)).On("fields", "One field for each column.")
	}
	if !knownCountry(p.Country) {
		return fault.New(fault.Invalid, "country_invalid", "Choose the country whose numbers these are.").On("country", "Use a two-letter code like GB.")
	}
	count := map[Field]int{}
	for _, f := range p.Fields {
		if f != Ignored && !slices.Contains(Fields, f) {
			return fault.New(fault.Invalid, "columns_invalid", "There is no field called %s.", quoted(string(f))).On("fields", "Choose one of the fields offered.")
		}
		if count[f]++; f != Ignored && count[f] > 1 && !several(f) {
			return fault.New(fault.Invalid, "columns_invalid", "Two columns are put to %s; choose one of them.", strings.ReplaceAll(string(f), "_", " ")).On("fields", "Only phones, tags and notes may be in several columns.")
		}
	}
	if count[FullName]+count[FirstName]+count[LastName] == 0 {
		return fault.New(fault.Invalid, "name_column_missing", "Choose which column holds the name.").On("fields", "A name, or first and last name.")
	}
	if count[PhoneField] == 0 {
		return fault.New(fault.Invalid, "phone_column_missing", "Choose which column holds the phone number.").On("fields", "At least one phone column.")
	}
	return nil
}

// candidate is a row as it would become a supporter.
type candidate struct {
	Name, Folded, Phone, Email, City, Zone, Level, Notes string
	Tags                                                 []string
	DoNotCall                                            bool
}

// identity is what makes two rows the same person in a group: the phone number and the name; without a number
// the name and the e-mail.
func (c candidate) identity() string {
	if c.Phone != "" {
		return c.Phone + "\x00" + c.Folded
	}
	return "\x00" + c.Folded + "\x00" + strings.ToLower(c.Email)
}

// judge makes a candidate of a row, or says why not, with the cell at fault.
func (p Plan) judge(row Row, numbers *Numbers) (candidate, Reason, string) {
	if row.Problem != "" {
		return candidate{}, row.Problem, ""
	}
	for _, extra := range row.Cells[min(len(row.Cells), len(p.Fields)):] {
		if strings.TrimSpace(extra) != "" {
			return candidate{}, TooManyCells, ""
		}
	}
	var c candidate
	var first, last, wrong string
	var why Reason
	var notes []string
	for i, f := range p.Fields[:min(len(p.Fields), len(row.Cells))] {
		cell := row.Cells[i]
		switch f {
		case FullName:
			c.Name = tidy(cell)
		case FirstName:
			first = tidy(cell)
		case LastName:
			last = tidy(cell)
		case PhoneField:
			if c.Phone != "" {
				continue
			}
			e164, bad := numbers.Normal(cell, p.Country)
			if bad != "" && why == "" {
				why, wrong = bad, cell
			}
			c.Phone = e164
		case EmailField:
			c.Email = tidy(cell)
		case CityField:
			c.City = tidy(cell)
		case ZoneField:
			c.Zone = tidy(cell)
		case TagsField:
			c.Tags = append(c.Tags, strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\n", r) })...)
		case NotesField:
			if n := strings.TrimSpace(cell); n != "" {
				notes = append(notes, n)
			}
		case LevelField:
			c.Level = tidy(cell)
		case NoCallField:
			c.DoNotCall = yes(cell)
		}
	}
	if c.Phone != "" {
		why = "" // a further number was good
	}
	if c.Name == "" {
		c.Name = strings.TrimSpace(first + " " + last)
	}
	c.Folded, c.Notes = Fold(c.Name), strings.ReplaceAll(strings.Join(notes, "\n"), "\r\n", "\n")
	var fits bool
	if c.Tags, fits = tidyTags(c.Tags); !fits && why == "" {
		why = TagsTooMany
	}
	switch {
	case c.Name == "" || c.Folded == "":
		return c, NameMissing, ""
	case utf8.RuneCountInString(c.Name) > NameLimit:
		return c, NameTooLong, ""
	case why != "":
		return c, why, wrong
	case utf8.RuneCountInString(c.Notes) > NotesLimit:
		return c, NotesTooLong, ""
	case c.Zone != "" && !knownZone(c.Zone):
		return c, ZoneUnknown, c.Zone
	}
	for _, s := range []string{c.Email, c.City, c.Level} {
		if utf8.RuneCountInString(s) > TextLimit {
			return c, TextTooLong, s
		}
	}
	return c, "", ""
}

// yes reads the ways in which files say yes.
func yes(cell string) bool {
	switch Fold(cell) {
	case "", "0", "n", "no", "false", "nein", "non", "nee", "nie", "nej", "nao", "off", "f", "-":
		return false
	}
	return true // whatever else stands there: rather not call
}

// tidyTags trims tags, drops empty and repeated ones, and says whether they fit.
func tidyTags(tags []string) ([]string, bool) {
	out := make([]string, 0, len(tags))
	seen := map[string]bool{}
	for _, t := range tags {
		t = tidy(t)
		if t == "" || seen[Fold(t)] {
			continue
		}
		if utf8.RuneCountInString(t) > TagLimit {
			return out, false
		}
		seen[Fold(t)] = true
		out = append(out, t)
	}
	return out, len(out) <= TagsLimit
}

// knownZone says whether a time zone exists.
func knownZone(zone string) bool {
	if zone == "" || zone == "Local" {
		return false
	}
	_, err := time.LoadLocation(zone)
	return err == nil
}

// fill completes a supporter from a candidate: empty fields are filled and tags added; nothing that is there is
// overwritten, and a wish not to be called stays. It says whether anything changed, and whether that decides
// if and when the person may be rung.
func (s *Supporter) fill(c candidate) (changed, matters bool) {
	take := func(field *string, value string) bool {
		if *field != "" || value == "" {
			return false
		}
		*field, changed = value, true
		return true
	}
	matters = take(&s.Phone, c.Phone)
	take(&s.Email, c.Email)
	take(&s.City, c.City)
	matters = take(&s.Zone, c.Zone) || matters
	take(&s.Level, c.Level)
	take(&s.Notes, c.Notes)
	if merged, fits := tidyTags(append(slices.Clone(s.Tags), c.Tags...)); fits && len(merged) > len(s.Tags) {
		s.Tags, changed = merged, true
	}
	if c.DoNotCall && !s.DoNotCall {
		s.DoNotCall, changed, matters = true, true, true
	}
	return changed, matters
}

// Reject is a row that could not be used, with its reason as a sentence and its cells as they stood in the file.
type Reject struct {
	Row    int64
	Reason string
	Cells  []string
}

// reject words a refusal: "Row 18: '0770 90' is too short for a GB number".
func (p Plan) reject(row Row, why Reason, cell string) Reject {
	country := p.Country
	if why == TooShort || why == TooLong || why == NoSuchNumber {
		country = countryOf(cell, p.Country)
	}
	cells := make([]string, len(row.Cells))
	for i, c := range row.Cells[:min(len(row.Cells), ColumnsLimit)] {
		cells[i] = string(clip([]byte(strings.ReplaceAll(c, "\x00", "")), 1000))
	}
	return Reject{Row: row.Number, Reason: "Row " + itoa(row.Number) + ": " + why.sentence(cell, country), Cells: cells[:min(len(cells), ColumnsLimit)]}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
