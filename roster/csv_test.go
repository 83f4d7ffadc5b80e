package roster

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func readAll(t *testing.T, text string, sep byte) []Row {
	t.Helper()
	var out []Row
	rs := newRows(strings.NewReader(text), sep)
	for {
		row, err := rs.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
}

func show(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(itoa(r.Number) + ":" + strings.Join(r.Cells, "|"))
		if r.Problem != "" {
			b.WriteString("!" + string(r.Problem))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRowsAreCutIntoCells(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"plain":                           {"a,b\nc,d\n", "1:a|b\n2:c|d\n"},
		"no line end at the end":          {"a,b\nc,d", "1:a|b\n2:c|d\n"},
		"windows line ends":               {"a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n"},
		"old mac line ends":               {"a,b\rc,d\r", "1:a|b\n2:c|d\n"},
		"empty rows are counted":          {"a\n\n\nb\n", "1:a\n2:\n3:\n4:b\n"},
		"empty cells":                     {",a,\n", "1:|a|\n"},
		"quoted separator":                {"\"a,b\",c\n", "1:a,b|c\n"},
		"quoted line end is one row":      {"\"a\nb\",c\nd,e\n", "1:a\nb|c\n2:d|e\n"},
		"doubled quote":                   {"\"a \"\"b\"\" c\",d\n", "1:a \"b\" c|d\n"},
		"quote inside a plain cell":       {"5\" nail,b\n", "1:5\" nail|b\n"},
		"space before a quote":            {"a, \"b,c\"\n", "1:a|b,c\n"},
		"space behind a quote":            {"\"a\" ,b\n", "1:a|b\n"},
		"stray quotes in a quoted cell":   {"\"Ann \"Annie\" Smith\",x\nb,c\n", "1:Ann \"Annie\" Smith|x\n2:b|c\n"},
		"a quote that is never closed":    {"a,b\n\"c,d\ne,f\n", "1:a|b\n2:c,d!quote_open\n3:e|f\n"},
		"a stray quote far behind":        {"\"a,b\nc \"d,e\nf,g\n", "1:a,b!quote_open\n2:c \"d|e\n3:f|g\n"},
		"empty quotes":                    {"\"\",b\n", "1:|b\n"},
		"nul":                             {"a\x00b,c\nd,e\n", "1:a\x00b|c!not_text\n2:d|e\n"},
		"what could not be decoded":       {"a\uFFFDb\nc\n", "1:a\uFFFDb!bad_encoding\n2:c\n"},
		"only separators":                 {",,\n", "1:||\n"},
		"nothing":                         {"", ""},
		"a quote as the very last":        {"a,\"", "1:a|!quote_open\n"},
		"quote closed at the end of file": {"a,\"b\"", "1:a|b\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := show(readAll(t, c.text, ',')); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestAHugeCellSpoilsItsRowOnly(t *testing.T) {
	huge := strings.Repeat("x", 1<<20)
	for name, text := range map[string]string{
		"plain":         "a,b\n" + huge + ",c\nd,e\n",
		"quoted":        "a,b\n\"" + huge + "\",c\nd,e\n",
		"windows":       "a,b\r\n" + huge + ",c\r\nd,e\r\n",
		"without quote": "a,b\n\"" + huge + ",c\nd,e\n",
	} {
		t.Run(name, func(t *testing.T) {
			rows := readAll(t, text, ',')
			if len(rows) != 3 || rows[1].Problem != RowTooLong || rows[2].Cells[0] != "d" || rows[2].Number != 3 {
				t.Fatalf("%d rows, %v", len(rows), rows[len(rows)-1])
			}
			if n := len(rows[1].Cells[0]); n > 300 {
				t.Errorf("%d bytes of it were kept", n)
			}
		})
	}
	rows := readAll(t, strings.Repeat("y", cellLimit+1)+",b\nc,d\n", ',')
	if len(rows) != 2 || rows[0].Problem != CellTooLong {
		t.Errorf("a cell of 32,768 characters: %v", rows[0].Problem)
	}
}

func TestRowsAreTheSameInAnySlicing(t *testing.T) {
	text := "a,\"b\r\nc\"\r\n\r\n\"x \"\"y\"\",\",é\rlast,\"open\nq,r"
	want := show(readAll(t, text, ','))
	rs := newRows(iotest.OneByteReader(strings.NewReader(text)), ',')
	var got []Row
	for {
		row, err := rs.Next()
		if err != nil {
			break
		}
		got = append(got, row)
	}
	if show(got) != want {
		t.Errorf("byte by byte\n%s\nat once\n%s", show(got), want)
	}
}

func TestABrokenSourceIsNoEndOfFile(t *testing.T) {
	rs := newRows(io.MultiReader(strings.NewReader("a,b\nc,"), iotest.ErrReader(io.ErrClosedPipe)), ',')
	if _, err := rs.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := rs.Next(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

// Every byte of a file is in some row: reading ends, numbers rise by one, and nothing that is not text comes out unmarked.
func FuzzRows(f *testing.F) {
	for _, s := range []string{"a,b\n", "\"a\nb\"", "\"", "\r\n\r", ",,,\"x\"\"y\"", "a\x00b", "sep=;\n1;2", "\xff\xfe", "\"a\"b,c\n\"d"} {
		f.Add([]byte(s), byte(','))
	}
	f.Fuzz(func(t *testing.T, data []byte, sep byte) {
		if sep != ',' && sep != ';' && sep != '\t' {
			sep = ','
		}
		text, err := io.ReadAll(decode(bytes.NewReader(data), UTF8))
		if err != nil {
			t.Fatal(err)
		}
		rs := newRows(bytes.NewReader(text), sep)
		var last, lines int64
		for {
			row, err := rs.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Number != last+1 {
				t.Fatalf("row %d follows %d", row.Number, last)
			}
			last = row.Number
			for _, c := range row.Cells {
				if !utf8.ValidString(c) {
					t.Fatalf("row %d is not UTF-8", row.Number)
				}
				if row.Problem == "" && strings.ContainsAny(c, "\x00\uFFFD") {
					t.Fatalf("row %d has what is not text", row.Number)
				}
			}
		}
		for i, c := range text {
			if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
				lines++
			}
		}
		if last > lines+1 {
			t.Fatalf("%d rows in %d lines", last, lines)
		}
	})
}
