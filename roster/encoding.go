package roster

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"partyline/fault"
)

// Encoding is how a file's bytes become text.
type Encoding string

// The encodings that are recognised. Latin-1 and Windows-1252 are read alike; the second name is used
// when the file has characters that only Windows-1252 knows.
const (
	UTF8    Encoding = "utf-8"
	UTF16LE Encoding = "utf-16le"
	UTF16BE Encoding = "utf-16be"
	Latin1  Encoding = "latin-1"
	Win1252 Encoding = "windows-1252"
)

// Sniffer recognises a file's encoding from its bytes as they pass by, in any slicing.
// It keeps no more than the file's head.
type Sniffer struct {
	head    []byte
	bytes   int64
	lines   int64
	tail    []byte // an unfinished UTF-8 sequence at the end of the last slice
	good    int64  // well-formed sequences of more than one byte
	broken  int64  // bytes that are not UTF-8
	windows bool   // bytes 0x80 to 0x9F, which Latin-1 does not use for text
}

const headSize = 64 << 10

// Write looks at the next bytes; it never fails.
func (s *Sniffer) Write(p []byte) (int, error) {
	if room := headSize - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(room, len(p))]...)
	}
	s.bytes += int64(len(p))
	s.lines += int64(bytes.Count(p, []byte{'\n'}))
	b := p
	if len(s.tail) > 0 {
		b = append(append(make([]byte, 0, len(s.tail)+len(p)), s.tail...), p...)
		s.tail = s.tail[:0]
	}
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		if !utf8.FullRune(b) {
			s.tail = append(s.tail, b...)
			break
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			s.broken++
		} else {
			s.good++
		}
		for _, c := range b[:n] {
			s.windows = s.windows || c >= 0x80 && c < 0xA0
		}
		b = b[n:]
	}
	return len(p), nil
}

// Head is the file's first bytes, at most 64 kB.
func (s *Sniffer) Head() []byte { return s.head }

// Bytes is how many bytes passed by, and Lines how many line ends.
func (s *Sniffer) Bytes() int64 { return s.bytes }

// Lines is how many line ends passed by.
func (s *Sniffer) Lines() int64 { return s.lines }

// Encoding is the verdict on what has passed by, and whether a byte order mark said so.
func (s *Sniffer) Encoding() (e Encoding, marked bool) {
	h := s.head
	switch {
	case bytes.HasPrefix(h, []byte{0xEF, 0xBB, 0xBF}):
		return UTF8, true
	case bytes.HasPrefix(h, []byte{0xFF, 0xFE}):
		return UTF16LE, true
	case bytes.HasPrefix(h, []byte{0xFE, 0xFF}):
		return UTF16BE, true
	}
	var even, odd int
	for i, c := range h {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	half := len(h) / 2
	switch {
	case half > 0 && odd > half/3 && even < odd/8+1:
		return UTF16LE, false
	case half > 0 && even > half/3 && odd < even/8+1:
		return UTF16BE, false
	}
	broken := s.broken + int64(len(s.tail))
	if broken > s.good {
		if s.windows {
			return Win1252, false
		}
		return Latin1, false
	}
	return UTF8, false // some broken bytes in a UTF-8 file spoil their rows, not the file
}

// decode turns a file into UTF-8 without a byte order mark; what is broken becomes U+FFFD.
func decode(r io.Reader, e Encoding) io.Reader {
	switch e {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case Latin1, Win1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder())
	default:
		return transform.NewReader(r, unicode.UTF8BOM.NewDecoder())
	}
}

// foreign refuses what is plainly another kind of file, in words that say what to do.
func foreign(head []byte) error {
	is := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	text := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 512)], "\xEF\xBB\xBF \t\r\n"))
	opens := func(s string) bool { return bytes.HasPrefix(text, []byte(s)) }
	switch {
	case is("PK\x03\x04") && (bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types].xml"))), is("\xD0\xCF\x11\xE0"):
		return fault.New(fault.Invalid, "file_excel", "This is an Excel workbook; save it as CSV (File, Save As, CSV UTF-8) and choose that file.")
	case is("PK\x03\x04") && bytes.Contains(head, []byte("opendocument")):
		return fault.New(fault.Invalid, "file_spreadsheet", "This is a LibreOffice spreadsheet; save it as CSV and choose that file.")
	case is("PK\x03\x04"), is("\x1F\x8B"), is("7z\xBC\xAF"), is("Rar!"):
		return fault.New(fault.Invalid, "file_archive", "This is a compressed archive; unpack it and choose the CSV file inside.")
	case is("%PDF"):
		return fault.New(fault.Invalid, "file_pdf", "This is a PDF; export the people as CSV from where it was made.")
	case is("{\\rtf"):
		return fault.New(fault.Invalid, "file_document", "This is a text document with formatting; save the table as CSV.")
	case opens("<!doctype"), opens("<html"), opens("<?xml"), opens("<table"):
		return fault.New(fault.Invalid, "file_web_page", "This is a web page or XML, not CSV; export the people as CSV.")
	case opens("{\""), opens("[{"):
		return fault.New(fault.Invalid, "file_json", "This is JSON, not CSV; export the people as CSV.")
	case is("\x89PNG"), is("\xFF\xD8\xFF"), is("GIF8"), is("SQLite format 3\x00"), is("\x7FELF"), is("MZ\x90\x00"):
		return notCSV
	}
	return nil
}

var notCSV = fault.New(fault.Invalid, "file_not_csv", "This file is not CSV text. A CSV file has one person on each line, with commas, semicolons or tabs in between.")

// noise says whether decoded text is not text after all.
func noise(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	odd := 0
	for _, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7F {
			odd++
		}
	}
	return odd*10 > len(text)
}
