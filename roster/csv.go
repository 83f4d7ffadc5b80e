package roster

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// The limits of one row and of one cell, in bytes. A cell of a spreadsheet holds at most 32,767 characters.
const (
	rowLimit  = 256 << 10
	cellLimit = 32_767
)

// Row is one row of a file as a spreadsheet numbers it: from 1, the header and empty rows included.
// Problem is "" or why the row cannot be read; its cells are then as far as they were understood.
type Row struct {
	Number  int64
	Cells   []string
	Problem Reason
}

// Blank says whether nothing stands in the row.
func (r Row) Blank() bool {
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return r.Problem == ""
}

// Rows reads CSV text row by row. It differs from encoding/csv where people's files do: empty rows are
// counted, a row that is broken is reported and the next one is read, a quote that is never closed spoils
// its line and not the rest of the file, old Mac line ends count, and no row takes more than 256 kB of memory.
type Rows struct {
	r    *bufio.Reader
	sep  byte
	row  int64
	hint bool // the first line is "sep=;", which spreadsheets neither show nor count
}

// newRows reads UTF-8 text whose cells are set apart by sep.
func newRows(text io.Reader, sep byte) *Rows {
	return &Rows{r: bufio.NewReaderSize(text, rowLimit), sep: sep}
}

// Next returns the next row, or io.EOF behind the last one; other errors are the source's.
func (rs *Rows) Next() (Row, error) {
	if rs.hint {
		rs.hint = false
		if row, err := rs.Next(); err != nil {
			return row, err
		}
		rs.row = 0
	}
	end, n := scan{sep: rs.sep}, 0
	window, err := rs.window(1)
	if err != nil {
		return Row{}, err
	}
	for {
		done, at := end.find(window, n)
		if done {
			return rs.take(window, at, end.lazy)
		}
		n = len(window)
		if n >= rowLimit {
			break
		}
		more, err := rs.window(n + 1)
		if errors.Is(err, io.EOF) {
			if window, err = rs.window(n); err != nil { // asking for more has moved the bytes
				return Row{}, err
			}
			if !end.open() {
				return rs.take(window, len(window), end.lazy)
			}
			break
		}
		if err != nil {
			return Row{}, err
		}
		window = more
	}
	return rs.salvage(window, end.open())
}

// window is at least n bytes from here on, more if they are at hand; io.EOF when there are not that many.
func (rs *Rows) window(n int) ([]byte, error) {
	if _, err := rs.r.Peek(n); err != nil {
		return nil, err
	}
	return rs.r.Peek(rs.r.Buffered())
}

// take consumes a row of n bytes and the line end behind it.
func (rs *Rows) take(window []byte, n int, lazy bool) (Row, error) {
	rs.row++
	row := Row{Number: rs.row}
	row.Cells, row.Problem = split(window[:n], rs.sep, lazy)
	end, err := rs.lineEnd(n)
	if err != nil {
		return Row{}, err
	}
	_, err = rs.r.Discard(n + end)
	return row, err
}

// lineEnd is the length of the line end at n: 0 at the end of the file, 2 for CR LF.
func (rs *Rows) lineEnd(n int) (int, error) {
	b, err := rs.r.Peek(n + 2)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return 0, err
	}
	switch {
	case len(b) <= n:
		return 0, nil
	case b[n] == '\r' && len(b) > n+1 && b[n+1] == '\n':
		return 2, nil
	}
	return 1, nil
}

// salvage gives up on a row that is too long or whose quote is never closed: one line of it is spoiled.
func (rs *Rows) salvage(window []byte, quote bool) (Row, error) {
	if at := bytes.IndexAny(window, "\r\n"); quote && at >= 0 || quote && len(window) < rowLimit {
		if at < 0 {
			at = len(window)
		}
		return rs.spoiled(window[:at], QuoteOpen)
	}
	row := Row{Problem: RowTooLong, Cells: []string{string(clip(window, 200))}}
	rs.row++
	row.Number = rs.row
	for { // the rest of the line goes by unkept
		b, err := rs.window(1)
		if errors.Is(err, io.EOF) {
			return row, nil
		}
		if err != nil {
			return Row{}, err
		}
		at := bytes.IndexAny(b, "\r\n")
		if at < 0 {
			if _, err := rs.r.Discard(len(b)); err != nil {
				return Row{}, err
			}
			continue
		}
		end, err := rs.lineEnd(at)
		if err != nil {
			return Row{}, err
		}
		_, err = rs.r.Discard(at + end)
		return row, err
	}
}

func (rs *Rows) spoiled(line []byte, why Reason) (Row, error) {
	row, err := rs.take(line, len(line), true)
	row.Problem = why
	return row, err
}

// scan looks for the end of a row. It goes on where it stopped when more bytes are at hand.
type scan struct {
	sep    byte
	state  scanState
	lazy   bool // a quote stood where none should: from here on line ends are ends
	breaks bool // a quoted cell went over a line end
	start  int  // of the line end that a lazy row must go back to
}

type scanState int

const (
	atCell    scanState = iota // before a cell's first character
	inPlain                    // in a cell without quotes
	inQuotes                   // behind an opening quote
	afterQuot                  // behind a quote in quotes: doubled, or closing
)

// find says whether the row's end is in window, and where: the place of its line end.
func (s *scan) find(window []byte, from int) (bool, int) {
	for i := from; i < len(window); i++ {
		c := window[i]
		switch s.state {
		case atCell, inPlain:
			switch {
			case c == '\n' || c == '\r':
				return true, i
			case c == s.sep:
				s.state = atCell
			case c == '"' && s.state == atCell:
				s.state = inQuotes
			case c != ' ' || s.state == inPlain:
				s.state = inPlain
			}
		case inQuotes:
			switch {
			case c == '"':
				s.state = afterQuot
			case c == '\n' || c == '\r':
				if s.lazy {
					return true, i
				}
				if !s.breaks {
					s.breaks, s.start = true, i
				}
			}
		case afterQuot:
			switch {
			case c == '"':
				s.state = inQuotes
			case c == s.sep:
				s.state = atCell
			case c == '\n' || c == '\r':
				return true, i
			case c != ' ':
				s.lazy, s.state = true, inQuotes // a stray quote: it belongs to the text
				if s.breaks {
					return true, s.start
				}
			}
		}
	}
	return false, 0
}

// open says whether the text stops inside quotes.
func (s *scan) open() bool { return s.state == inQuotes && !s.lazy }

// split cuts one row into its cells. In a lazy row quotes inside a quoted cell belong to the text.
func split(line []byte, sep byte, lazy bool) ([]string, Reason) {
	cells := make([]string, 0, bytes.Count(line, []byte{sep})+1)
	var problem Reason
	for {
		cell, rest, more, bad := cut(line, sep, lazy)
		switch {
		case bad != "":
			problem = bad
		case len(cell) > cellLimit:
			problem, cell = CellTooLong, clip(cell, 200)
		case bytes.IndexByte(cell, 0) >= 0 && problem == "":
			problem = NotText
		case bytes.Contains(cell, []byte("\uFFFD")) && problem == "":
			problem = BadEncoding
		}
		cells = append(cells, string(cell))
		if !more {
			return cells, problem
		}
		line = rest
	}
}

// cut takes the first cell off a row; more says that a separator stood behind it.
func cut(line []byte, sep byte, lazy bool) (cell, rest []byte, more bool, problem Reason) {
	inner := bytes.TrimLeft(line, " ")
	if len(inner) == 0 || inner[0] != '"' {
		cell, rest, more = bytes.Cut(line, []byte{sep})
		return cell, rest, more, ""
	}
	inner = inner[1:]
	text := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		if c != '"' {
			text = append(text, c)
			continue
		}
		if i+1 < len(inner) && inner[i+1] == '"' {
			text = append(text, '"')
			i++
			continue
		}
		behind := bytes.TrimLeft(inner[i+1:], " ")
		switch {
		case len(behind) == 0:
			return text, nil, false, ""
		case behind[0] == sep:
			return text, behind[1:], true, ""
		case lazy:
			text = append(text, '"')
		default:
			text = append(text, '"')
			problem = QuoteOpen
		}
	}
	return text, nil, false, QuoteOpen
}

// clip shortens b to at most n bytes without cutting a character in two.
func clip(b []byte, n int) []byte {
	if len(b) <= n {
		return b
	}
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}
