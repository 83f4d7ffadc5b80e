package carrier

import (
	"embed"
	"net/http"
	"strings"
)

//go:embed assets
var assets embed.FS

// kinds are the content types of what is embedded.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func (c *Carrier) showFile(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, err := assets.ReadFile("assets/" + name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", kinds[name[strings.LastIndexByte(name, '.'):]])
		_, _ = w.Write(b)
	}
}

func (c *Carrier) showAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if strings.HasSuffix(name, ".html") || !strings.Contains(name, ".") {
		http.NotFound(w, r)
		return
	}
	c.showFile(name)(w, r)
}

// showPhone is the page of one phone; its number is in the address, and its script reads it there.
func (c *Carrier) showPhone(w http.ResponseWriter, r *http.Request) {
	if _, err := numberOf(r); err != nil {
		http.NotFound(w, r)
		return
	}
	c.showFile("phone.html")(w, r)
}

// findPhone sends a number that was typed on the overview to its phone.
func (c *Carrier) findPhone(w http.ResponseWriter, r *http.Request) {
	n, ok := normal(r.URL.Query().Get("number"))
	if !ok {
		w.Header().Set("Location", "../?unknown")
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	w.Header().Set("Location", "./"+n)
	w.WriteHeader(http.StatusSeeOther)
}
