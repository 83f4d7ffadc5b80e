// Package sheets lets campaigns read people's files and numbers as imports of supporters do.
package sheets

import (
	"io"
	"slices"
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"partyline/campaign"
	"partyline/roster"
)

// Files fits campaign.Files. The zero value is useful; any number of goroutines may share one.
type Files struct{ numbers roster.Numbers }

var _ campaign.Files = (*Files)(nil)

// Begin starts to recognise a file.
func (f *Files) Begin() campaign.Sniffer { return &sniffer{numbers: &f.numbers} }

type sniffer struct {
	roster.Sniffer
	numbers *roster.Numbers
}

// Shape is the verdict on the whole file.
func (s *sniffer) Shape(country string) (campaign.FileShape, error) {
	in, err := roster.Recognise(&s.Sniffer, country, s.numbers)
	if err != nil {
		return campaign.FileShape{}, err
	}
	return shapeOf(in), nil
}

// Headed looks at a file's head anew, whose first row names the columns, or does not.
func (f *Files) Headed(head io.Reader, was campaign.FileShape, header bool, bytes int64, country string) (campaign.FileShape, error) {
	in, err := roster.Headed(head, rosterShape(was), header, bytes, country, &f.numbers)
	if err != nil {
		return was, err
	}
	return shapeOf(in), nil
}

func rosterShape(s campaign.FileShape) roster.Shape {
	return roster.Shape{Encoding: roster.Encoding(s.Encoding), Marked: s.Marked, Separator: s.Separator, Hint: s.Hint, Header: s.Header, Lines: s.Lines}
}

func shapeOf(in roster.Shape) campaign.FileShape {
	out := campaign.FileShape{
		Encoding: string(in.Encoding), Marked: in.Marked, Separator: in.Separator, Hint: in.Hint, Header: in.Header, Columns: []campaign.FileColumn{}, Sample: in.Sample, Lines: in.Lines,
		Notices: []campaign.FileNotice{},
	}
	for _, c := range in.Columns {
		out.Columns = append(out.Columns, campaign.FileColumn{Title: c.Title, Field: fields[c.Field]})
	}
	for _, n := range in.Notices {
		out.Notices = append(out.Notices, campaign.FileNotice(n))
	}
	return out
}

// fields is what campaigns call what supporters' imports recognise; all else is for the script.
var fields = map[roster.Field]campaign.Field{
	roster.PhoneField: campaign.PhoneField, roster.FullName: campaign.FullName, roster.FirstName: campaign.FirstName, roster.LastName: campaign.LastName, roster.ZoneField: campaign.ZoneField,
	roster.NoCallField: campaign.NeverField,
}

// Rows reads the rows of a file.
func (f *Files) Rows(file io.Reader, s campaign.FileShape) campaign.Rows {
	return &rows{roster.ReadRows(file, rosterShape(s))}
}

type rows struct{ from *roster.Rows }

// Next is the next row.
func (r *rows) Next() (campaign.Row, error) {
	row, err := r.from.Next()
	out := campaign.Row{Number: row.Number, Cells: row.Cells}
	if row.Problem != "" {
		out.Problem = row.Problem.Sentence("", "")
	}
	return out, err
}

// Number brings a number into E.164, or says in a sentence why not.
func (f *Files) Number(cell, country string) (e164, why string) {
	e164, reason := f.numbers.Normal(cell, country)
	if reason != "" {
		return "", reason.Sentence(cell, country)
	}
	return e164, ""
}

// Zones is the time zones of a number's area.
func (f *Files) Zones(e164 string) []string { return known(phonenumbers.GetTimezonesForPrefix(e164)) }

// CountryZones is all time zones of a country: of its calling code, which some share. None for a country that is not known.
func (f *Files) CountryZones(country string) []string {
	if !roster.KnownCountry(country) {
		return nil
	}
	if country == "US" {
		return usZones
	}
	return known(phonenumbers.GetTimezonesForPrefix("+" + strconv.Itoa(roster.CallingCode(country))))
}

// usZones is the fifty states': +1 is also Canada's and the Caribbean's.
var usZones = []string{
	"America/Adak", "America/Anchorage", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York", "America/Phoenix", "Pacific/Honolulu",
}

// known leaves out what says that nothing is known.
func known(zones []string, err error) []string {
	if err != nil {
		return nil
	}
	zones = slices.DeleteFunc(slices.Clone(zones), func(z string) bool { return z == phonenumbers.UNKNOWN_TIMEZONE || z == "" })
	slices.Sort(zones)
	return slices.Compact(zones)
}
