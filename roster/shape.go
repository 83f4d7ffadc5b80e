package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"partyline/fault"
)

// ColumnsLimit is how many columns a file may have; long exports of other programs have about 200.
const ColumnsLimit = 500

// Shape is what was recognised of a file, and a look into it.
type Shape struct {
	Encoding  Encoding `json:"encoding" enum:"utf-8,utf-16le,utf-16be,latin-1,windows-1252"`
	Marked    bool     `json:"marked" doc:"a byte order mark said so"`
	Separator string   `json:"separator" doc:"a comma, a semicolon or a tab"`
	Hint      bool     `json:"hint" doc:"the first line says sep=; and is no row"`
	Header    bool     `json:"header" doc:"the first row names the columns"`
	Columns   []Column `json:"columns"`
	// Sample is the first five rows below the header, each cell cut at 200 characters.
	Sample  [][]string `json:"sample"`
	Lines   int64      `json:"lines" doc:"how many line ends there are"`
	Notices []Notice   `json:"notices" doc:"what was noticed, in sentences"`
}

// Column is one column of the file and the field it is put to.
type Column struct {
	Title string `json:"title"`
	Field Field  `json:"field" enum:",name,first_name,last_name,phone,email,city,zone,tags,notes,level,do_not_call"`
}

// Notice is a sentence about a file with its code.
type Notice struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// told is what somebody said about a file against the guesses; nil and "" leave it to them.
type told struct {
	Separator string
	Header    *bool
	Country   string
}

const sampleRows = 5

// look recognises separator, header and columns from the file's head. whole says that there is no more of it.
func look(head []byte, enc Encoding, marked, whole bool, lines int64, t told, numbers *Numbers) (Shape, error) {
	s := Shape{Encoding: enc, Marked: marked, Lines: lines, Columns: []Column{}, Sample: [][]string{}, Notices: []Notice{}}
	if err := foreign(head); err != nil {
		return s, err
	}
	text, err := io.ReadAll(decode(bytes.NewReader(head), enc))
	if err != nil {
		return s, fmt.Errorf("decode head: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return s, fault.New(fault.Invalid, "file_empty", "This file is empty. Choose a CSV file with one person on each line.")
	}
	if noise(text) {
		return s, notCSV
	}
	s.Separator, s.Hint = separator(text, whole)
	if t.Separator != "" {
		s.Separator = t.Separator
	}
	rows, err := headRows(text, s, whole)
	if err != nil {
		return s, err
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width > ColumnsLimit {
		return s, fault.New(fault.Invalid, "too_many_columns", "This file has %d columns; at most %d can be read. Is the separator right?", width, ColumnsLimit)
	}
	s.Header = t.Header != nil && *t.Header || t.Header == nil && headed(rows, numbers, t.Country)
	var titles []string
	if s.Header && len(rows) > 0 {
		titles, rows = rows[0], rows[1:]
		width = max(len(titles), min(width, len(titles))) // cells beyond the header are a fault of their row
	}
	if whole && len(rows) == 0 {
		if s.Header {
			return s, fault.New(fault.Invalid, "file_no_rows", "This file has a header but nobody under it.")
		}
		return s, fault.New(fault.Invalid, "file_empty", "This file is empty. Choose a CSV file with one person on each line.")
	}
	fields := guess(titles, rows, numbers, t.Country)
	seen := map[string]int{}
	for i := range width {
		c := Column{Title: fmt.Sprintf("Column %d", i+1), Field: fields[i]}
		if i < len(titles) && tidy(titles[i]) != "" {
			c.Title = string(clip([]byte(tidy(titles[i])), TextLimit))
			if seen[c.Title]++; seen[c.Title] == 2 {
				s.notice("duplicate_header", fmt.Sprintf("Two columns are called %s; look at the rows below to tell them apart.", quoted(c.Title)))
			}
		}
		s.Columns = append(s.Columns, c)
	}
	for _, r := range rows[:min(len(rows), sampleRows)] {
		cells := make([]string, len(s.Columns))
		for i := range cells {
			if i < len(r) {
				cells[i] = string(clip([]byte(tidy(r[i])), 200))
			}
		}
		s.Sample = append(s.Sample, cells)
	}
	s.describe()
	return s, nil
}

func (s *Shape) notice(code, title string) {
	s.Notices = append(s.Notices, Notice{Code: code, Title: title})
}

// about is how many people the file has, by its line ends.
func (s Shape) about() int64 {
	n := s.Lines
	if s.Header {
		n--
	}
	return max(n, int64(len(s.Sample)))
}

// describe says what was recognised where it is not what one expects.
func (s *Shape) describe() {
	names := map[Encoding]string{UTF16LE: "UTF-16", UTF16BE: "UTF-16", Latin1: "Latin-1", Win1252: "Windows-1252"}
	if n := names[s.Encoding]; n != "" {
		s.notice("encoding", "The file is in "+n+"; it was read as such.")
	}
	if n := map[string]string{";": "semicolons", "\t": "tabs"}[s.Separator]; n != "" {
		s.notice("separator", "The columns are set apart by "+n+".")
	}
	if !s.Header {
		s.notice("no_header", "The first row looks like a person, not like a header.")
	}
}

// separator finds what sets the cells apart: what cuts the rows of the head into the same number of cells, two or more.
func separator(text []byte, whole bool) (sep string, hint bool) {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	if l := strings.ToLower(strings.TrimRight(strings.Trim(string(line), "\" \r"), "\r")); len(l) == 5 && strings.HasPrefix(l, "sep=") {
		if strings.ContainsAny(l[4:], ",;\t") {
			return l[4:], true
		}
	}
	best, points := ",", 0
	for _, c := range []string{",", ";", "\t"} {
		rows, err := headRows(text, Shape{Separator: c}, whole)
		if err != nil {
			continue
		}
		rows = rows[:min(len(rows), 50)]
		widths := map[int]int{}
		for _, r := range rows {
			widths[len(r)]++
		}
		for width, n := range widths {
			if width < 2 {
				continue
			}
			if p := n*1000 + min(width, 500); p > points {
				best, points = c, p
			}
		}
	}
	return best, false
}

// headRows is the rows of the head that are whole and not blank.
func headRows(text []byte, s Shape, whole bool) ([][]string, error) {
	rs := read(bytes.NewReader(text), s)
	var rows [][]string
	for {
		row, err := rs.Next()
		if errors.Is(err, io.EOF) {
			if !whole && len(rows) > 1 {
				rows = rows[:len(rows)-1] // it may be cut in the middle
			}
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if !row.Blank() {
			rows = append(rows, row.Cells)
		}
	}
}

// read starts reading decoded text of a shape; the line of a hint is no row.
func read(text io.Reader, s Shape) *Rows {
	rs := newRows(text, s.Separator[0])
	rs.hint = s.Hint
	return rs
}

// headed says whether the first row is a header: it names a field, or has nothing a person's row would have.
func headed(rows [][]string, numbers *Numbers, country string) bool {
	if len(rows) == 0 {
		return false
	}
	known := 0
	for _, c := range rows[0] {
		if looksLikeEmail(strings.TrimSpace(c)) {
			return false
		}
		if e164, _ := numbers.Normal(c, country); e164 != "" {
			return false
		}
		if named(c) != Ignored {
			known++
		}
	}
	if known > 0 {
		return true
	}
	// No word is known. It is a header when rows below have numbers or addresses and this one has none.
	for i := range rows[0] {
		if share(rows[1:], i, looksLikeEmail) > 0.5 {
			return true
		}
		if share(rows[1:], i, func(c string) bool { e, _ := numbers.Normal(c, country); return e != "" }) > 0.5 {
			return true
		}
	}
	return false
}
