package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"io"
	"regexp"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// bootPage is a volunteers' page: one file with its script and style inside, and a place for what it begins with.
type bootPage struct {
	beforeTitle, beforeBoot, rest []byte
	policy                        string // without what it may connect to
}

// The marks of a volunteers' page.
var (
	bootMark  = []byte(`<script id="boot" type="application/json">`)
	titleMark = []byte(`<title>`)
)

// bootPageOf takes a page apart; false when it has no place for boot data.
func bootPageOf(page []byte) (bootPage, bool) {
	head, rest, found := bytes.Cut(page, bootMark)
	if !found {
		return bootPage{}, false
	}
	before, title, _ := bytes.Cut(head, titleMark)
	_, after, _ := bytes.Cut(title, []byte(`</title>`))
	return bootPage{
		beforeTitle: append(bytes.Clone(before), titleMark...),
		beforeBoot:  append(append([]byte(`</title>`), after...), bootMark...),
		rest:        rest,
		policy: "default-src 'none'; img-src 'self' data:; style-src" + hashesOf(inlineStyle, page) + "; script-src" + hashesOf(inlineScript, page) +
			"; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'",
	}, true
}

// What is written into a page, without attributes.
var (
	inlineStyle  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)
)

// hashesOf is the sources of a policy that allow what a page has inside.
func hashesOf(part *regexp.Regexp, page []byte) (out string) {
	for _, m := range part.FindAllSubmatch(page, -1) {
		sum := sha256.Sum256(m[1])
		out += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return out
}

var zips = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// Boot answers with one of the volunteers' pages, by its file's name without the ending, with what it begins with inside: data is
// JSON as encoding/json writes it, with <, > and & escaped. title is what a preview of the link shows; socket the origin of the
// page's socket, which old browsers do not read out of 'self'. The status is the one that c has.
func (p *Pages) Boot(c *fiber.Ctx, name, title, socket string, data []byte) error {
	page, found := p.boot[name]
	if !found {
		return c.Status(fiber.StatusServiceUnavailable).Type("txt", "utf-8").SendString(notBuilt)
	}
	if bytes.ContainsAny(data, "<>") {
		return errors.New("static: boot data is not escaped")
	}
	body := bytes.Join([][]byte{page.beforeTitle, []byte(html.EscapeString(title)), page.beforeBoot, data, page.rest}, nil)
	c.Set(fiber.HeaderContentSecurityPolicy, page.policy+" "+socket)
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer") // the address is a secret
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), payment=(), microphone=(self)")
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding+", "+fiber.HeaderCookie)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	if !takes(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		return c.Send(body)
	}
	var out bytes.Buffer
	z := zips.Get().(*gzip.Writer)
	defer zips.Put(z)
	z.Reset(&out)
	if _, err := z.Write(body); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	return c.Send(out.Bytes())
}
