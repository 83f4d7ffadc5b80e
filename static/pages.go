package static

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// notBuilt is what a browser reads when the pages were never built.
const notBuilt = "The web interface is not built yet: run make\n"

// app is the page of every address that is not a file.
const app = "app.html"

// Pages are the files a browser gets, held in memory in every encoding that is worth it.
// It is immutable and safe for concurrent use.
type Pages struct {
	files  map[string]file     // by path without the leading slash
	boot   map[string]bootPage // the volunteers' pages, by name
	policy string              // Content-Security-Policy of app.html
	build  string
}

// file is one file, as it is and compressed.
type file struct {
	kind     string // Content-Type
	tag      string // ETag, without the mark of the encoding
	forever  bool   // its name has a hash: it never changes
	plain    []byte
	brotli   []byte // nil: not worth it
	gzip     []byte
	document bool
}

// New reads and compresses the built pages. Without any, the handler answers one plain sentence.
func New() (*Pages, error) {
	files, err := Files()
	if err != nil {
		return nil, err
	}
	return Of(files)
}

// Of makes pages of any tree of built files.
func Of(tree fs.FS) (*Pages, error) {
	p := &Pages{files: map[string]file{}, boot: map[string]bootPage{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		if b, is := bootPageOf(body); is && strings.HasSuffix(name, ".html") {
			p.boot[strings.TrimSuffix(name, ".html")] = b // nothing by itself: it is sent by Boot only
			return nil
		}
		f, err := fileOf(name, body)
		if err != nil {
			return err
		}
		p.files[name] = f
		return nil
	})
	if err != nil {
		return nil, err
	}
	if page, ok := p.files[app]; ok {
		p.policy = policyOf(page.plain)
		p.build = page.tag
	}
	return p, nil
}

// Built says whether there are pages at all.
func (p *Pages) Built() bool { _, ok := p.files[app]; return ok }

// Build names the build: it changes whenever any page does. Empty when not built.
func (p *Pages) Build() string { return p.build }

// Handler answers every GET and HEAD that no other route took: a file by its path, and the
// app's page for any other address that could be a page. It must be the last route.
func (p *Pages) Handler() fiber.Handler {
	return func(c *fiber.Ctx) error {
		if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead {
			return c.Next()
		}
		if !p.Built() {
			return c.Status(fiber.StatusServiceUnavailable).Type("txt", "utf-8").SendString(notBuilt)
		}
		name := strings.TrimPrefix(path.Clean(c.Path()), "/")
		if name == "licences" {
			name = "licences.md"
		}
		f, ok := p.files[name]
		switch {
		case ok:
		case path.Ext(name) != "" || strings.HasPrefix(name, "assets/"):
			return c.Next() // a file that is not there is no page
		default:
			f = p.files[app]
		}
		return p.send(c, f)
	}
}

// send answers with one file in the best encoding the browser takes, or 304.
func (p *Pages) send(c *fiber.Ctx, f file) error {
	body, encoding := f.plain, ""
	accept := c.Get(fiber.HeaderAcceptEncoding)
	switch {
	case f.brotli != nil && takes(accept, "br"):
		body, encoding = f.brotli, "br"
	case f.gzip != nil && takes(accept, "gzip"):
		body, encoding = f.gzip, "gzip"
	}
	tag := `"` + f.tag + encoding + `"`
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	if f.forever {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		c.Set(fiber.HeaderCacheControl, "no-cache")
	}
	if f.document {
		c.Set(fiber.HeaderContentSecurityPolicy, p.policy)
		c.Set(fiber.HeaderReferrerPolicy, "same-origin")
		c.Set("Permissions-Policy", "camera=(), geolocation=(), payment=()")
	}
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, f.kind)
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
	}
	return c.Send(body)
}

// takes says whether an Accept-Encoding header allows an encoding.
func takes(accept, encoding string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) != encoding {
			continue
		}
		q = strings.ReplaceAll(q, " ", "")
		return q != "q=0" && !strings.HasPrefix(q, "q=0.000") && q != "q=0.0" && q != "q=0.00"
	}
	return false
}

// hashed is a file name with the hash of its contents, as the page build makes them.
var hashed = regexp.MustCompile(`^assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$`)

func fileOf(name string, body []byte) (file, error) {
	sum := sha256.Sum256(body)
	f := file{
		kind:     kindOf(name),
		tag:      hex.EncodeToString(sum[:8]),
		forever:  hashed.MatchString(name),
		plain:    body,
		document: strings.HasSuffix(name, ".html"),
	}
	var err error
	f.brotli, f.gzip, err = compress(f.kind, body)
	return f, err
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".md":
		return "text/plain; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// inline is a script written into a page; one with src= is a file and needs no hash.
var inline = regexp.MustCompile(`(?s)<script(?:\s+(?:type|id)="?[^">]*"?)*>(.*?)</script>`)

// policyOf is the strictest policy the page works under: its own scripts by their hashes, nothing of others.
func policyOf(page []byte) string {
	return "default-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'" + hashesOf(inline, page) +
		"; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
