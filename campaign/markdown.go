package campaign

import (
	"bytes"
	"net/url"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	xhtml "golang.org/x/net/html"

	"partyline/fault"
)

// renderHTML makes HTML of Markdown: paragraphs, lines, lists, emphasis, code and links; every other mark stays text. What is
// refused, with a code and a sentence on the field: HTML (no_html), pictures (no_images), links that lead to anything but http,
// https, mailto or tel (link_scheme), more than most characters (text_too_long), and what shows nothing (empty_text). What
// comes out was sanitised: pages may show it as it is.
func renderHTML(field, source string, most int) (string, error) {
	if n := utf8.RuneCountInString(source); n > most {
		return "", refuse("text_too_long", field, "This is %s characters long; at most %s can be shown.", grouped(int64(n)), grouped(int64(most)))
	}
	m := markdown()
	doc := m.Parser().Parse(text.NewReader([]byte(source)))
	if err := judge(field, doc, []byte(source)); err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := m.Renderer().Render(&out, []byte(source), doc); err != nil {
		return "", err
	}
	clean := strings.TrimSpace(policy().Sanitize(out.String()))
	if !shows(clean) {
		return "", refuse("empty_text", field, "Write something that people can read.")
	}
	return clean, nil
}

func refuse(code, field, title string, args ...any) error {
	f := fault.New(fault.Invalid, code, title, args...)
	return f.On(field, f.Title)
}

// judge walks the parsed text and refuses what would not be shown: dropping it without a word helps nobody.
func judge(field string, doc ast.Node, source []byte) error {
	return ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var to string
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			return ast.WalkStop, refuse("no_html", field, "HTML is not shown. Use Markdown: **bold**, *slanted*, [words](https://…).")
		case *ast.Image:
			return ast.WalkStop, refuse("no_images", field, "Pictures cannot be shown here. Link to them instead: [words](https://…).")
		case *ast.AutoLink:
			to = string(n.URL(source))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(to, "mailto:") {
				to = "mailto:" + to
			}
		case *ast.Link:
			to = string(n.Destination)
		default:
			return ast.WalkContinue, nil
		}
		if !leads(to) {
			return ast.WalkStop, noScheme(field)
		}
		return ast.WalkContinue, nil
	})
}

func noScheme(field string) error {
	return refuse("link_scheme", field, "Links can only lead to addresses that begin with https://, http://, mailto: or tel:.")
}

// leads says whether an address is one that links may have.
func leads(address string) bool {
	u, err := url.Parse(string(util.UnescapePunctuations([]byte(address))))
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}

// shows says whether there is a letter, a digit, a mark or a picture character to be seen in HTML.
func shows(made string) bool {
	for z := xhtml.NewTokenizer(strings.NewReader(made)); ; {
		switch z.Next() {
		case xhtml.ErrorToken:
			return false
		case xhtml.TextToken:
			if strings.ContainsFunc(xhtml.UnescapeString(string(z.Text())), func(r rune) bool {
				return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsPunct(r) || unicode.IsSymbol(r)
			}) {
				return true
			}
		}
	}
}

// markdown is the parser with the marks that fit into a strip of text: no headings, quotes, rules or tables. HTML and pictures
// are recognised, to be refused.
var markdown = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewHTMLBlockParser(), 900), util.Prioritized(parser.NewParagraphParser(), 1000),
			),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200), util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(parser.NewRawHTMLParser(), 400), util.Prioritized(parser.NewEmphasisParser(), 500),
			),
		)),
		goldmark.WithExtensions(extension.Strikethrough, extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "mailto:"}))),
		goldmark.WithRendererOptions(html.WithHardWraps()),
	)
})

// policy is what HTML may hold, whatever the renderer makes.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "code", "ul", "ol", "li")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
})
