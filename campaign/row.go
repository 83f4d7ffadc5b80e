package campaign

import (
	"strings"
	"unicode/utf8"
)

// candidate is a row as it would become a contact.
type candidate struct {
	row         int64
	phone, name string
	line        Line
	zones       []string
	fields      map[string]string
	never       bool // asked not to be called: no contact, but a number of the Do Not Call list
}

// asked is why the row of somebody who asked not to be called is no contact.
const asked = "they asked not to be called: once this file is loaded, their number is on the Do Not Call list"

const (
	nameLimit  = 200
	fieldLimit = 500
)

// reader makes candidates of rows; it remembers zones by area, and is for one goroutine.
type reader struct {
	files Files
	plan  Plan
	all   []string            // zones of the country
	areas map[string][]string // zones by the beginning of a North American number
}

func newReader(files Files, plan Plan) *reader {
	return &reader{files: files, plan: plan, all: files.CountryZones(plan.Country), areas: map[string][]string{}}
}

// judge makes a candidate of a row, or says in a sentence why not. Of who asked not to be called the number is known then.
func (r *reader) judge(row Row) (candidate, string) {
	if row.Problem != "" {
		return candidate{}, row.Problem
	}
	for _, extra := range row.Cells[min(len(row.Cells), len(r.plan.Fields)):] {
		if strings.TrimSpace(extra) != "" {
			return candidate{}, "there are more cells than the header has; text with a separator in it needs quotation marks"
		}
	}
	c := candidate{row: row.Number, fields: map[string]string{}}
	var first, last, zone, zip, state, wrong string
	for i, f := range r.plan.Fields[:min(len(r.plan.Fields), len(row.Cells))] {
		cell := row.Cells[i]
		switch f {
		case Ignored:
		case PhoneField:
			if c.phone != "" {
				continue
			}
			e164, why := r.files.Number(cell, r.plan.Country)
			if why != "" && wrong == "" {
				wrong = why
			}
			c.phone = e164
		case FullName:
			c.name = tidy(cell, nameLimit)
		case FirstName:
			first = tidy(cell, nameLimit)
		case LastName:
			last = tidy(cell, nameLimit)
		case ZoneField:
			zone = strings.TrimSpace(cell)
		case ZIPField:
			zip = tidy(cell, fieldLimit)
		case StateField:
			state = tidy(cell, fieldLimit)
		case LineField:
			c.line = LineOf(cell)
		case NeverField:
			c.never = yes(cell)
		default:
			if text := tidy(cell, fieldLimit); text != "" {
				c.fields[strings.TrimPrefix(string(f), custom)] = text
			}
		}
	}
	if c.phone == "" {
		if wrong == "" {
			wrong = "there is no phone number"
		}
		return candidate{}, wrong
	}
	if c.never {
		return c, asked
	}
	if first == "" && last == "" {
		first, last, _ = strings.Cut(c.name, " ")
	}
	if c.name == "" {
		c.name = strings.TrimSpace(first + " " + last)
	}
	for name, text := range map[string]string{"first_name": first, "last_name": last, "zip": zip, "state": state} {
		if text != "" {
			c.fields[name] = text
		}
	}
	c.zones = r.zonesOf(zone, zip, state, c.phone)
	return c, ""
}

// yes reads a cell that says whether somebody is not to be called: whatever is no "no" means it.
func yes(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "", "0", "n", "no", "false", "f", "off", "-":
		return false
	}
	return true
}

// zonesOf is all zones a contact may be in: the mapped one, else by ZIP, state, area code; none known: all of the country's.
func (r *reader) zonesOf(zone, zip, state, phone string) []string {
	if zone != "" && location(zone) != nil {
		return []string{zone}
	}
	if z := ZIPZones(zip); z != nil && r.american() {
		return z
	}
	if z := StateZones(state); z != nil && r.american() {
		return z
	}
	area := phone
	if strings.HasPrefix(phone, "+1") && len(phone) == 12 {
		area = phone[:8]
	}
	z, seen := r.areas[area]
	if !seen {
		z = r.files.Zones(phone)
		if len(area) < len(phone) {
			r.areas[area] = z
		}
	}
	if len(z) == 0 {
		z = r.all
	}
	if len(z) == 0 {
		z = []string{"UTC"}
	}
	return z
}

func (r *reader) american() bool { return r.plan.Country == "US" }

// tidy is a cell as one line, cut at a number of characters.
func tidy(cell string, most int) string {
	cell = strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		if c < 0x20 || c == 0x7F || c >= 0x80 && c < 0xA0 {
			return ' '
		}
		return c
	}, cell)), " ")
	if utf8.RuneCountInString(cell) > most {
		cell = string([]rune(cell)[:most])
	}
	return cell
}
