package roster

import (
	"io"

	"github.com/nyaruka/phonenumbers"
)

// Recognise says what passed by a sniffer is, as an import of supporters would; refusals are sentences.
func Recognise(s *Sniffer, country string, numbers *Numbers) (Shape, error) {
	enc, marked := s.Encoding()
	return look(s.Head(), enc, marked, s.Bytes() == int64(len(s.Head())), s.Lines(), told{Country: country}, numbers)
}

// Headed looks at a file's head anew whose first row names the columns, or does not, whatever it looks like.
func Headed(head io.Reader, was Shape, header bool, bytes int64, country string, numbers *Numbers) (Shape, error) {
	begin := make([]byte, headSize)
	n, err := io.ReadFull(head, begin)
	if err != nil && n == 0 {
		return was, err
	}
	return look(begin[:n], was.Encoding, was.Marked, int64(n) == bytes, was.Lines, told{Separator: was.Separator, Header: &header, Country: country}, numbers)
}

// Foreign refuses what is plainly another kind of file.
func (s *Sniffer) Foreign() error { return foreign(s.Head()) }

// ReadRows reads the rows of a file of a shape, its header included.
func ReadRows(file io.Reader, s Shape) *Rows { return read(decode(file, s.Encoding), s) }

// Sentence says the reason in words, with the cell at fault and the country numbers are read for.
func (why Reason) Sentence(cell, country string) string {
	return why.sentence(cell, countryOf(cell, country))
}

// KnownCountry says whether numbers can be read for it.
func KnownCountry(country string) bool { return knownCountry(country) }

// CallingCode is a country's, 0 for one that is not known.
func CallingCode(country string) int { return phonenumbers.GetCountryCodeForRegion(country) }
