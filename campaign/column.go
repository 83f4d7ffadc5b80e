package campaign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"partyline/fault"
)

// Field is what a column of a file holds: one of the words below, "" for ignored, or field: and a name, for anything else that
// the script may say ("field:city" is said by {city}).
type Field string

// The fields.
const (
	Ignored    Field = ""
	PhoneField Field = "phone"
	FullName   Field = "name"
	FirstName  Field = "first_name"
	LastName   Field = "last_name"
	ZoneField  Field = "zone"
	ZIPField   Field = "zip"
	StateField Field = "state"
	LineField  Field = "line_type"
	NeverField Field = "do_not_call"
	custom           = "field:"
)

// Fields is every field with a word of its own.
var Fields = []Field{PhoneField, FullName, FirstName, LastName, ZoneField, ZIPField, StateField, LineField, NeverField}

var customName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// FileShape is what was recognised of a file, and a look into it.
type FileShape struct {
	Encoding  string       `json:"encoding" enum:"utf-8,utf-16le,utf-16be,latin-1,windows-1252"`
	Marked    bool         `json:"marked" doc:"a byte order mark said so"`
	Separator string       `json:"separator" doc:"a comma, a semicolon or a tab"`
	Hint      bool         `json:"hint" doc:"the first line says sep=; and is no row"`
	Header    bool         `json:"header" doc:"the first row names the columns"`
	Columns   []FileColumn `json:"columns"`
	Sample    [][]string   `json:"sample" doc:"the first five rows below the header"`
	Lines     int64        `json:"lines" doc:"how many line ends there are"`
	Notices   []FileNotice `json:"notices" doc:"what was noticed, in sentences"`
}

// FileColumn is one column of a file and the field it is put to.
type FileColumn struct {
	Title string `json:"title"`
	Field Field  `json:"field" maxLength:"46" doc:"phone, name, first_name, last_name, zone, zip, state, line_type, do_not_call; field:city for anything else; empty: ignored"`
}

// dialled is enough digits for a phone number.
var dialled = regexp.MustCompile(`(\d\D{0,3}){7}`)

// untitled has columns whose title could be a number named by their place: titles are told in events. A row of a person that is
// taken for a header has such.
func (s FileShape) untitled() FileShape {
	s.Columns = slices.Clone(s.Columns)
	for i, c := range s.Columns {
		if dialled.MatchString(c.Title) {
			s.Columns[i].Title = fmt.Sprintf("Column %d", i+1)
		}
	}
	s.Notices = slices.DeleteFunc(slices.Clone(s.Notices), func(n FileNotice) bool { return dialled.MatchString(n.Title) })
	return s
}

// FileNotice is a sentence about a file with its code.
type FileNotice struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// Plan is how a file's columns become contacts.
type Plan struct {
	Country string  `json:"country" doc:"for numbers without a country code: GB"`
	Fields  []Field `json:"fields" doc:"the field of each column, in their order"`
}

// hasPhone says whether a column holds the number.
func (p Plan) hasPhone() bool { return slices.Contains(p.Fields, PhoneField) }

// guess puts columns to fields: what the reader recognised, then the words that only campaigns know; every other named column
// is something the script may say.
func guess(s FileShape, country string) Plan {
	p := Plan{Country: country, Fields: make([]Field, len(s.Columns))}
	taken := map[Field]bool{}
	for i, c := range s.Columns {
		f := c.Field
		switch words(c.Title) {
		case "zip", "zip_code", "zipcode", "zip5", "postal_code", "postcode", "post_code":
			f = ZIPField
		case "state", "st", "state_code", "us_state":
			f = StateField
		case "line_type", "linetype", "line", "phone_type", "number_type":
			f = LineField
		}
		if f == Ignored && s.Header && customName.MatchString(words(c.Title)) {
			f = Field(custom + words(c.Title))
		}
		if taken[f] || f != Ignored && !known(f) {
			f = Ignored
		}
		p.Fields[i] = f
		if f != Ignored && f != PhoneField {
			taken[f] = true
		}
	}
	return p
}

// words is a title as the name of a merge field: first_name of "First name".
func words(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return strings.Trim(b.String(), "_")
}

func known(f Field) bool {
	name, isCustom := strings.CutPrefix(string(f), custom)
	return slices.Contains(Fields, f) || isCustom && customName.MatchString(name)
}

// check refuses a plan that cannot make contacts. One without a phone column can be kept, and is missing at the start.
func (p Plan) check(columns int, countries func(string) bool) error {
	if len(p.Fields) != columns {
		return fault.New(fault.Invalid, "columns_invalid", "The file has %d columns, but %d were given.", columns, len(p.Fields)).On("fields", "One field for each column.")
	}
	if !countries(p.Country) {
		return fault.New(fault.Invalid, "country_invalid", "Choose the country whose numbers these are.").On("country", "Use a two-letter code like GB.")
	}
	count := map[Field]int{}
	for _, f := range p.Fields {
		if f == Ignored {
			continue
		}
		if !known(f) {
			return fault.New(fault.Invalid, "columns_invalid", "There is no such field.").On("fields", "Choose one of the fields offered.")
		}
		if count[f]++; count[f] > 1 && f != PhoneField {
			return fault.New(fault.Invalid, "columns_invalid", "Two columns are put to the same field; choose one of them.").On("fields", "Only the phone may be in several columns.")
		}
	}
	return nil
}
