package server

import (
	"bytes"
	"encoding/json"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"partyline/fault"
)

// shape is what text may stand where in a body: a tree of its fields, made from the Go types once
// for each route. A string field tagged lines:"many" may hold tabs and line ends; every other one is
// one line. A nil shape is a field we do not know; its text is judged as one line.
type shape struct {
	fields map[string]*shape
	items  *shape // of a list or of a map's values
	many   bool
}

// shapeOf is the shape of an input's Body, nil without one.
func shapeOf(input reflect.Type) *shape {
	body, found := input.FieldByName("Body")
	if !found {
		return nil
	}
	return textsIn(body.Type, false)
}

func textsIn(t reflect.Type, many bool) *shape {
	s := &shape{many: many}
	switch t.Kind() {
	case reflect.Pointer:
		return textsIn(t.Elem(), many)
	case reflect.Slice, reflect.Array, reflect.Map:
		s.items = textsIn(t.Elem(), many)
	case reflect.Struct:
		s.fields = map[string]*shape{}
		for _, f := range reflect.VisibleFields(t) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() && name != "" && name != "-" {
				s.fields[name] = textsIn(f.Type, f.Tag.Get("lines") == "many")
			}
		}
	}
	return s
}

// readable refuses a request with text that cannot be kept as it was sent: control characters, and
// what is not Unicode. It looks at the path, the query and every string of a JSON body, whatever the
// route; nothing is cleaned away. A body that is no JSON is left to whoever reads it.
func readable(c *fiber.Ctx, body []byte, s *shape) error {
	var bad []fault.Field
	look := func(field, value string) {
		if why := flaw(value, false); why != "" {
			bad = append(bad, fault.Field{Field: field, Title: why})
		}
	}
	for name, value := range c.AllParams() {
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		look(name, value)
	}
	for name, value := range c.Context().QueryArgs().All() {
		if flaw(string(name), false) != "" {
			bad = append(bad, fault.Field{Title: "The name of a field has a character that cannot be kept."})
			continue
		}
		look(string(name), string(value))
	}
	bad = append(bad, flaws(body, s)...)
	if len(bad) == 0 {
		return nil
	}
	return unreadable(bad)
}

func unreadable(bad []fault.Field) error {
	f := fault.New(fault.Invalid, "invalid_text", "Some of this has characters that cannot be kept, so nothing was done.")
	if len(bad) == 1 && bad[0].Field != "" {
		f = fault.New(fault.Invalid, "invalid_text", "One field has a character that cannot be kept, so nothing was done: %s.", bad[0].Field)
	}
	for _, b := range bad[:min(len(bad), 20)] {
		f = f.On(b.Field, b.Title)
	}
	return f
}

// The sentences of flaw.
const (
	hasControl = "There is a control character in this text. Take it out, or type the text anew."
	hasLineEnd = "This must be one line, without tabs."
	notUnicode = "This is not text in Unicode (UTF-8). Type it anew."
)

// flaw says what is wrong with a text, "" for nothing. It is the one rule: no control characters (C0,
// DEL, C1), in valid UTF-8; many lines may have tabs and line ends, CR only together with LF.
func flaw(text string, many bool) string {
	if !utf8.ValidString(text) {
		return notUnicode
	}
	if many {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	for _, r := range text {
		switch {
		case r == '\t' || r == '\n':
			if !many {
				return hasLineEnd
			}
		case unicode.IsControl(r):
			return hasControl
		}
	}
	return ""
}

// flaws judges every string and every name in a JSON document. Names that are not of the shape are the
// sender's own text, so their fields are not named.
func flaws(body []byte, s *shape) []fault.Field {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	w := walk{raw: body, in: json.NewDecoder(bytes.NewReader(body))}
	w.in.UseNumber()
	w.value("", s, true)
	return w.bad
}

// walk reads a document token by token, since decoding would mend what is no Unicode without a word.
type walk struct {
	raw []byte
	in  *json.Decoder
	bad []fault.Field
}

// token is the next token and, of a string, how it was written; false at the end or a syntax error.
func (w *walk) token() (t json.Token, literal []byte, ok bool) {
	from := w.in.InputOffset()
	t, err := w.in.Token()
	if err != nil {
		return nil, nil, false
	}
	literal = w.raw[from:w.in.InputOffset()]
	if i := bytes.IndexByte(literal, '"'); i >= 0 {
		literal = literal[i:]
	}
	return t, literal, true
}

// value judges one value at a path; known says that the path has only names of ours.
func (w *walk) value(path string, s *shape, known bool) bool {
	t, literal, ok := w.token()
	if !ok {
		return false
	}
	switch v := t.(type) {
	case string:
		w.judge(path, v, literal, s != nil && s.many, known)
	case json.Delim:
		if v == '[' {
			return w.list(path, s, known)
		}
		return w.object(path, s, known)
	}
	return true
}

func (w *walk) list(path string, s *shape, known bool) bool {
	var of *shape
	if s != nil {
		of = s.items
	}
	for i := 0; w.in.More(); i++ {
		if !w.value(path+"["+strconv.Itoa(i)+"]", of, known) {
			return false
		}
	}
	_, _, ok := w.token()
	return ok
}

func (w *walk) object(path string, s *shape, known bool) bool {
	for w.in.More() {
		t, literal, ok := w.token()
		name, isName := t.(string)
		if !ok || !isName {
			return false
		}
		w.judge("", name, literal, false, false)
		var of *shape
		named := known && s != nil && s.fields != nil
		if named {
			of, named = s.fields[name]
		} else if s != nil {
			of = s.items
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		if !w.value(at, of, named) {
			return false
		}
	}
	_, _, ok := w.token()
	return ok
}

func (w *walk) judge(path, value string, literal []byte, many, known bool) {
	why := flaw(value, many)
	if !utf8.Valid(literal) || halved(literal) {
		why = notUnicode
	}
	if why == "" {
		return
	}
	if !known {
		path = ""
	}
	w.bad = append(w.bad, fault.Field{Field: path, Title: why})
}

// halved says whether a JSON string has half of a surrogate pair: \ud83d without \ude00 behind it.
func halved(literal []byte) bool {
	for i := 0; i < len(literal); i++ {
		if literal[i] != '\\' {
			continue
		}
		i++
		switch r := escaped(literal, i); {
		case r < 0:
		case r >= 0xDC00 && r < 0xE000:
			return true
		case r >= 0xD800 && r < 0xDC00:
			if i+5 >= len(literal) || literal[i+5] != '\\' {
				return true
			}
			if low := escaped(literal, i+6); low < 0xDC00 || low >= 0xE000 {
				return true
			}
			i += 10
		}
	}
	return false
}

// escaped is the code unit of \uXXXX whose u stands at i, -1 when none does.
func escaped(literal []byte, i int) int {
	if i+4 >= len(literal) || literal[i] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(literal[i+1:i+5]), 16, 16)
	if err != nil {
		return -1
	}
	return int(n)
}
