package carrier

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// page is a piece of a list and the addresses around it, as Twilio's v2010 lists have them.
// Page tokens hold on to the last item seen, so that new calls do not shift the pages.
type page[T any] struct {
	items           []T
	number, size    int
	start           int
	next, prev      *string
	firstURI, atURI string
}

// paged cuts a list, newest first, into the page that was asked for.
func paged[T any](r *http.Request, all []T, id func(T) string) (page[T], error) {
	q := r.URL.Query()
	p := page[T]{size: 50}
	if s := q.Get("PageSize"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return p, refuse(http.StatusBadRequest, 20001, "Invalid parameter: PageSize")
		}
		p.size = min(n, 1000)
	}
	if s := q.Get("Page"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return p, refuse(http.StatusBadRequest, 20001, "Invalid parameter: Page")
		}
		p.number = n
	}
	p.start = p.number * p.size
	if last, ok := strings.CutPrefix(q.Get("PageToken"), "PA"); ok {
		p.start = len(all)
		for i, item := range all {
			if id(item) == last {
				p.start = i + 1
				break
			}
		}
	}
	end := min(p.start+p.size, len(all))
	p.start = min(p.start, end)
	p.items = all[p.start:end]
	uri := func(number int, token string) string {
		q := r.URL.Query()
		q.Set("PageSize", strconv.Itoa(p.size))
		q.Set("Page", strconv.Itoa(number))
		q.Del("PageToken")
		if token != "" {
			q.Set("PageToken", token)
		}
		return (&url.URL{Path: r.URL.Path, RawQuery: q.Encode()}).String()
	}
	p.firstURI, p.atURI = uri(0, ""), r.URL.RequestURI()
	if end < len(all) {
		u := uri(p.number+1, "PA"+id(all[end-1]))
		p.next = &u
	}
	if p.number > 0 {
		token := ""
		if before := p.start - p.size - 1; before >= 0 {
			token = "PA" + id(all[before])
		}
		u := uri(p.number-1, token)
		p.prev = &u
	}
	return p, nil
}

// envelope is the list's reply; its items stand under their own name.
func (p page[T]) envelope(name string, items any) map[string]any {
	return map[string]any{
		name: items, "page": p.number, "page_size": p.size, "start": p.start, "end": p.start + max(len(p.items)-1, 0),
		"first_page_uri": p.firstURI, "next_page_uri": p.next, "previous_page_uri": p.prev, "uri": p.atURI,
	}
}
