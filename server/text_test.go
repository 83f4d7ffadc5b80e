package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"partyline/fault"
)

// textField is one place of the document where a request may have text.
type textField struct{ method, path, in, name string }

// schema and operation are what the walk reads of the document.
type schema struct {
	Ref        string `json:"$ref"`
	Type       string
	Items      *schema
	Properties map[string]*schema
}

type operation struct {
	Parameters []struct {
		Name, In string
		Schema   *schema
	}
	RequestBody struct {
		Content map[string]struct{ Schema *schema }
	}
}

// textFields walks the document: every parameter in path and query, every string in a request's body.
func textFields(t *testing.T) (all []textField) {
	t.Helper()
	raw, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]*schema }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var texts func(s *schema, at string) []string
	texts = func(s *schema, at string) (names []string) {
		for s.Ref != "" {
			s = doc.Components.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
		}
		switch s.Type {
		case "string":
			return []string{at}
		case "array":
			return texts(s.Items, at+"[0]")
		}
		for name, p := range s.Properties {
			if at != "" {
				name = at + "." + name
			}
			names = append(names, texts(p, name)...)
		}
		return names
	}
	for path, ops := range doc.Paths {
		for method, op := range ops {
			method = strings.ToUpper(method)
			for _, p := range op.Parameters {
				if p.Schema.Type == "string" {
					all = append(all, textField{method, path, p.In, p.Name})
				}
			}
			in, found := op.RequestBody.Content["application/json"]
			if !found {
				continue
			}
			for _, name := range texts(in.Schema, "") {
				all = append(all, textField{method, path, "body", name})
			}
		}
	}
	slices.SortFunc(all, func(a, b textField) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return all
}

// body is a JSON document with one string at a path like skip.reason or tags[0], as its literal is written.
func body(name, literal string) string {
	if name == "" {
		return literal
	}
	if rest, found := strings.CutPrefix(name, "[0]"); found {
		return "[" + body(strings.TrimPrefix(rest, "."), literal) + "]"
	}
	end := strings.IndexAny(name, ".[")
	if end < 0 {
		end = len(name)
	}
	return `{"` + name[:end] + `":` + body(strings.TrimPrefix(name[end:], "."), literal) + "}"
}

func (f textField) send(w *world, by *browser, literal, query string) answered {
	path, in := strings.NewReplacer("{id}", w.north.group, "{entry}", w.north.entry, "{user}", w.users["Dev Patel"], "{token}", "x").Replace(f.path), any(nil)
	switch f.in {
	case "body":
		in = body(f.name, literal)
	case "query":
		path += "?" + f.name + "=" + query
	case "path":
		path = strings.NewReplacer("{"+f.name+"}", query, "{id}", w.north.group, "{entry}", w.north.entry, "{user}", "x", "{token}", "x").Replace(f.path)
	}
	return by.ask(f.method, path, in)
}

// Every text field of every route, found by the document: what cannot be kept as it was sent is refused with
// the field and a sentence, before anything is done.
func TestNoFieldOfAnyRouteTakesWhatIsNoText(t *testing.T) {
	fields := textFields(t)
	for _, want := range []textField{{"POST", "/lists/{id}/supporters", "body", "ids[0]"}, {"POST", "/sessions/{id}/entries/{entry}/skip", "body", "reason"},
		{"PUT", "/attempts/{id}/log", "body", "skip.reason"}, {"GET", "/groups/{id}/supporters", "query", "tag"}, {"POST", "/invitations/{token}", "path", "token"},
		{"POST", "/groups/{id}/imports", "query", "name"}} {
		if !slices.Contains(fields, want) {
			t.Errorf("the walk missed %v", want)
		}
	}
	many := []string{"description", "notes", "purpose", "script", "script.questions[0].text", "separator", "text"} // may have tabs and line ends
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		for _, f := range fields {
			for _, bad := range []struct{ literal, query, title string }{
				{`"a\u0000b"`, "a%00b", hasControl}, {`"\u0007"`, "%07", hasControl}, {`"a\u001b[1mb"`, "a%1Bb", hasControl}, {`"a\rb"`, "a%0Db", hasControl},
				{`"a\u007fb"`, "a%7Fb", hasControl}, {`"a\u0085b"`, "a%C2%85b", hasControl}, {`"a\u009fb"`, "a%C2%9Fb", hasControl},
				{`"\ud83d"`, "%ED%A0%BD", notUnicode}, {`"\ude00\ud83d"`, "%ED%B8%80", notUnicode}, {"\"a\xffb\"", "a%FFb", notUnicode}, {"\"\xc3\"", "%C3", notUnicode},
				{`"a\nb"`, "a%0Ab", hasLineEnd}, {`"a\tb"`, "a%09b", hasLineEnd},
			} {
				got := f.send(w, w.maya, bad.literal, bad.query)
				lines := slices.Contains(many, f.name) || f.path == "/login" // where a paste may bring them along
				if bad.title == hasLineEnd && f.in == "body" && lines {
					if got.text("code") == "invalid_text" {
						t.Errorf("%v refuses lines: %s", f, got.body)
					}
					continue
				}
				var p struct {
					Code   string
					Errors []fault.Field
				}
				_ = json.Unmarshal(got.body, &p)
				if got.status != 422 || p.Code != "invalid_text" || len(p.Errors) != 1 || p.Errors[0] != (fault.Field{Field: f.name, Title: bad.title}) {
					t.Errorf("%v %s: %d %s", f, bad.literal, got.status, got.body)
				}
			}
			for _, good := range []string{"Zoë 😀 中文", "a’b"} {
				j, _ := json.Marshal(good)
				if got := f.send(w, e.browser(), string(j), url.PathEscape(good)); got.text("code") == "invalid_text" {
					t.Errorf("%v refuses %q", f, good)
				}
			}
		}
	})
}

func TestTextIsJudgedAsItWasWritten(t *testing.T) {
	s := textsIn(reflect.TypeFor[struct {
		Name  string                `json:"name"`
		Notes string                `json:"notes" lines:"many"`
		Tags  []string              `json:"tags"`
		Skip  *struct{ Why string } `json:"skip"`
		Inner struct {
			Lines string `json:"lines" lines:"many"`
		} `json:"inner"`
	}](), false)
	for in, want := range map[string]string{
		``: "", `{`: "", `nonsense`: "", `{"name":`: "", `null`: "", `7`: "", `[]`: "",
		`{"name":"Ada"}`: "",
		`{"name":"a\ud83d\ude00b","notes":"\t\n"}`: "",
		`{"notes":"one\r\ntwo"}`:                   "",
		`{"notes":"one\rtwo"}`:                     "notes",
		`{"notes":"\u0000"}`:                       "notes",
		`{"name":"a\\ud83d"}`:                      "", // a backslash, not half of a pair
		`{"name":"\\\ud83d"}`:                      "name",
		`{"name":"\ud83d\u0041"}`:                  "name",
		`{"name":"\ud83dx\ude00"}`:                 "name",
		`{"name":"\uFFFD"}`:                        "", // somebody else's mending is text
		`{"tags":["a","b\u0001"]}`:                 "tags[1]",
		`{"inner":{"lines":"a\nb"}}`:               "",
		`{"other":"\u0000"}`:                       "?", // not named: it is the sender's own text
		`{"a\u0000":1}`:                            "?",
		`{"tags":{"deep":["\u0000"]}}`:             "?",
		`{"name":"\u0000"`:                         "name",
	} {
		var got []string
		for _, f := range flaws([]byte(in), s) {
			if f.Field == "" {
				f.Field = "?"
			}
			got = append(got, f.Field)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %q", in, got, want)
		}
	}
}

func FuzzTextInABody(f *testing.F) {
	for _, s := range []string{`{"name":"a"}`, `{"a":["\ud83d"]}`, "{\"a\xff\":1}", `[[[["\u0000"]]]]`, `{"a":1,"a":"\"\\"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		bad := flaws(in, nil)
		var v any
		if json.Unmarshal(in, &v) != nil || len(bad) > 0 {
			return
		}
		out, err := json.Marshal(v) // what passed is kept as it was sent
		if err != nil || strings.Contains(string(out), `\ufffd`) {
			t.Fatalf("%q became %q: %v", in, out, err)
		}
	})
}
