package roster

import (
	"fmt"
	"strings"
)

// Reason is why a row of a file, or a number, cannot be used. Codes are stable and for machines.
type Reason string

// The reasons; "" is none.
const (
	QuoteOpen    Reason = "quote_open"
	RowTooLong   Reason = "row_too_long"
	CellTooLong  Reason = "cell_too_long"
	NotText      Reason = "not_text"
	BadEncoding  Reason = "bad_encoding"
	TooManyCells Reason = "too_many_cells"
	NameMissing  Reason = "name_missing"
	NameTooLong  Reason = "name_too_long"
	NotesTooLong Reason = "notes_too_long"
	TextTooLong  Reason = "text_too_long"
	TagsTooMany  Reason = "tags_too_many"
	ZoneUnknown  Reason = "zone_unknown"
	NotANumber   Reason = "phone_not_a_number"
	TooShort     Reason = "phone_too_short"
	TooLong      Reason = "phone_too_long"
	NoSuchNumber Reason = "phone_no_such_number"
	Scientific   Reason = "phone_scientific"
	CountryWrong Reason = "phone_country"
)

// sentence says the reason in words, with the cell at fault and the country numbers are read for.
func (why Reason) sentence(cell, country string) string {
	shown := quoted(cell)
	a := article(country)
	switch why {
	case QuoteOpen:
		return `a quotation mark is opened and not closed; inside a cell write it twice ("")`
	case RowTooLong:
		return "the row is longer than 256 kB; is a quotation mark missing?"
	case CellTooLong:
		return "a cell holds more than 32,767 characters"
	case NotText:
		return "a cell holds a character that is not text (NUL)"
	case BadEncoding:
		return "a cell holds characters that cannot be read; save the file as UTF-8"
	case TooManyCells:
		return "there are more cells than the header has; text with a separator in it needs quotation marks"
	case NameMissing:
		return "there is no name"
	case NameTooLong:
		return fmt.Sprintf("the name is longer than %d characters", NameLimit)
	case NotesTooLong:
		return "the notes are longer than 10,000 characters"
	case TextTooLong:
		return fmt.Sprintf("%s is longer than %d characters", shown, TextLimit)
	case TagsTooMany:
		return fmt.Sprintf("there are more than %d tags, or one is longer than %d characters", TagsLimit, TagLimit)
	case ZoneUnknown:
		return shown + " is not a time zone; write it like Europe/London"
	case NotANumber:
		return shown + " is not a phone number"
	case TooShort:
		return fmt.Sprintf("%s is too short for %s %s number", shown, a, country)
	case TooLong:
		return fmt.Sprintf("%s is too long for %s %s number", shown, a, country)
	case NoSuchNumber:
		return fmt.Sprintf("%s is not a number that exists in %s", shown, country)
	case Scientific:
		return shown + " was rounded by a spreadsheet; format the column as text and save again"
	case CountryWrong:
		return shown + " begins with a country code that does not exist"
	}
	return string(why)
}

// quoted shows a cell in a sentence: short, on one line.
func quoted(cell string) string {
	cell = strings.Join(strings.Fields(strings.Map(printable, cell)), " ")
	if short := clip([]byte(cell), 40); len(short) < len(cell) {
		cell = string(short) + "…"
	}
	return "'" + cell + "'"
}

func printable(r rune) rune {
	if r < 0x20 || r == 0x7F {
		return ' '
	}
	return r
}

// article fits the way a country's code is spoken: "a GB number", "an IE number".
func article(country string) string {
	if country != "" && strings.ContainsRune("AEFHILMNORSX", rune(country[0])) {
		return "an"
	}
	return "a"
}
