package campaign

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"partyline/fault"
)

func TestMarkdownBecomesHTMLThatPagesCanShow(t *testing.T) {
	const out = ` rel="noreferrer noopener" target="_blank"`
	for said, want := range map[string]string{
		"Great work: 200 talks to go.":             "<p>Great work: 200 talks to go.</p>",
		"**Bold** and *slanted* and ~~gone~~":      "<p><strong>Bold</strong> and <em>slanted</em> and <del>gone</del></p>",
		"one\ntwo":                                 "<p>one<br>\ntwo</p>",
		"[Sign up](https://example.org/a?b=1&c=2)": `<p><a href="https://example.org/a?b=1&amp;c=2"` + out + `>Sign up</a></p>`,
		"see https://example.org/x":                `<p>see <a href="https://example.org/x"` + out + `>https://example.org/x</a></p>`,
		"[write](mailto:a@example.org)":            `<p><a href="mailto:a@example.org"`,
		"[ring](tel:+441134960000)":                `<p><a href="tel:+441134960000"`,
		"write to a@example.org":                   `<p>write to <a href="mailto:a@example.org"`,
		"- a\n- b":                                 "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
		"# not a heading":                          "<p># not a heading</p>",
		"I <3 you & 2 < 3":                         "<p>I &lt;3 you &amp; 2 &lt; 3</p>",
		"`<script>` is code":                       "<p><code>&lt;script&gt;</code> is code</p>",
		"Thank you, {first_name}!":                 "<p>Thank you, {first_name}!</p>",
		"🎉":                                        "<p>🎉</p>",
		"| a | b |\n|---|---|":                     "<p>| a | b |<br>\n|---|---|</p>",
	} {
		got, err := renderHTML("text", said, LongestText)
		if err != nil || got != want && !(strings.HasSuffix(want, `"`) && strings.HasPrefix(got, want)) {
			t.Errorf("%q: %q, %v", said, got, err)
		}
	}
}

func TestMarkdownThatCannotBeShownIsRefused(t *testing.T) {
	for said, code := range map[string]string{
		"": "empty_text", " \n ": "empty_text", "\u200b": "empty_text", "[](https://example.org)": "empty_text", "&nbsp;": "empty_text",
		"<script>alert(1)</script>": "no_html", "hi <b>there</b>": "no_html", "<!-- x -->": "no_html", "a <img src=x onerror=alert(1)>": "no_html", "<style>*{}</style>": "no_html",
		"![cat](https://example.org/cat.png)": "no_images",
		"[x](javascript:alert(1))":            "link_scheme", "[x](JaVaScRiPt:alert(1))": "link_scheme", "[x](javascript&#58;alert(1))": "link_scheme",
		"[x](data:text/html,hi)": "link_scheme", "[x](/inside)": "link_scheme", "[x](//example.org)": "link_scheme", "[x](example.org)": "link_scheme", "[x](https:)": "link_scheme",
		"[x](ftp://example.org)": "link_scheme", "<ftp://example.org>": "link_scheme", "<javascript:alert(1)>": "link_scheme", "[x](<java\nscript:a>)": "no_html",
		strings.Repeat("x", LongestText+1): "text_too_long", strings.Repeat("y", 100<<10): "text_too_long",
	} {
		got, err := renderHTML("text", said, LongestText)
		if !fault.Is(err, code) || len(fault.As(err).Fields) != 1 || fault.As(err).Fields[0].Field != "text" || !strings.HasSuffix(fault.As(err).Title, ".") {
			t.Errorf("%.40q: %q, %v", said, got, err)
		}
	}
}

// FuzzMarkdown: whatever is written, what pages show has only the elements and links it may have.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"**a**", "[a](https://b.c)", "<script>", "![x](y)", "[x](javascript:a)", "- a\n  - b", "`<`", "<https://a.b>", "[a]: tel:1\n[a]", "&lt;script&gt;", "\\<b\\>", "a@b.c", "~~*[x](mailto:a@b \"t\\\"i\")*~~"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := renderHTML("text", s, LongestText)
		if err != nil {
			if fault.As(err).Kind != fault.Invalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		check(t, s, got)
	})
}

func check(t *testing.T, said, shown string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(shown))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("%q: %q has %s", said, shown, z.Token())
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			if !slices.Contains([]string{"p", "br", "strong", "em", "del", "code", "ul", "ol", "li", "a"}, tag.Data) {
				t.Fatalf("%q: %q has <%s>", said, shown, tag.Data)
			}
			for _, a := range tag.Attr {
				switch {
				case tag.Data == "a" && a.Key == "href" && leads(a.Val):
				case tag.Data == "a" && (a.Key == "rel" || a.Key == "target"):
				default:
					t.Fatalf("%q: %q has %s=%q", said, shown, a.Key, a.Val)
				}
			}
		}
	}
}

func TestEveryStateWithACardHasOneFromTheStart(t *testing.T) {
	for _, of := range CardStates {
		if c := DefaultCard("x", of); c.Title == "" || !strings.HasPrefix(c.HTML, "<p>") || c.Version != 0 {
			t.Errorf("%s: %+v", of, c)
		}
	}
}
