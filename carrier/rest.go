package carrier

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// restError is Twilio's error envelope.
type restError struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func (e *restError) Error() string { return e.Message }

func refuse(status, code int, message string, args ...any) *restError {
	return &restError{Code: code, Status: status, Message: fmt.Sprintf(message, args...),
		MoreInfo: "https://www.twilio.com/docs/errors/" + strconv.Itoa(code)}
}

// operation is one REST call: it returns the status and the body of its reply.
type operation func(r *http.Request) (int, any, error)

const prefix = "/2010-04-01/Accounts/"

// routes are everything the carrier answers to.
func (c *Carrier) routes() *http.ServeMux {
	m := http.NewServeMux()
	account := prefix + "{account}"
	m.HandleFunc("POST "+account+"/Calls.json", c.rest("create", c.createCall))
	m.HandleFunc("GET "+account+"/Calls.json", c.rest("list", c.listCalls))
	m.HandleFunc("GET "+account+"/Calls/{file}", c.rest("fetch", c.fetchCall))
	m.HandleFunc("POST "+account+"/Calls/{file}", c.rest("update", c.updateCall))
	m.HandleFunc("GET "+account+"/IncomingPhoneNumbers.json", c.rest("numbers", c.listNumbers))
	m.HandleFunc("/2010-04-01/", c.rest("", func(r *http.Request) (int, any, error) { return 0, nil, notFound(r) }))
	c.control(m)
	return m
}

func notFound(r *http.Request) error {
	return refuse(http.StatusNotFound, 20404, "The requested resource %s was not found", r.URL.Path)
}

// rest wraps an operation in what is common to all: credentials, faults and the envelope.
func (c *Carrier) rest(kind string, op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !c.knows(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
			answer(w, http.StatusUnauthorized, refuse(http.StatusUnauthorized, 20003, "Authenticate"))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		if err := r.ParseForm(); err != nil {
			answer(w, http.StatusBadRequest, refuse(http.StatusBadRequest, 20001, "The request could not be read"))
			return
		}
		if c.restarting() {
			answer(w, http.StatusServiceUnavailable, refuse(http.StatusServiceUnavailable, 20503, "Service Unavailable"))
			return
		}
		c.strike(w, r, kind, op)
	}
}

// strike answers, with the fault that strikes this request, if any.
func (c *Carrier) strike(w http.ResponseWriter, r *http.Request, kind string, op operation) {
	rule := c.restRule(kind, r)
	effect := ""
	if rule != nil {
		effect = rule.Effect
		r = r.WithContext(withRule(r.Context(), rule))
	}
	switch effect {
	case "throttle":
		w.Header().Set("Retry-After", strconv.Itoa(max(rule.RetryAfter, 1)))
		answer(w, http.StatusTooManyRequests, refuse(http.StatusTooManyRequests, 20429, "Too Many Requests"))
		return
	case "error":
		status := max(rule.Status, http.StatusInternalServerError)
		answer(w, status, refuse(status, 20000+status, "%s", http.StatusText(status)))
		return
	case "cut":
		panic(http.ErrAbortHandler) // closes the connection without a reply
	case "slow":
		patience := time.NewTimer(rule.Delay.d()) // a client's deadline is wall time, so this is too
		defer patience.Stop()
		select {
		case <-patience.C:
		case <-c.ctx.Done():
			panic(http.ErrAbortHandler)
		}
	}
	status, body, err := op(r)
	if effect == "lost_reply" {
		panic(http.ErrAbortHandler) // done, but nobody hears of it
	}
	if err != nil {
		e, ok := err.(*restError)
		if !ok {
			e = refuse(http.StatusInternalServerError, 20500, "Internal Server Error")
			c.log.Error("simulated carrier: REST", "error", err)
		}
		answer(w, e.Status, e)
		return
	}
	answer(w, status, body)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.Header().Set("X-Powered-By", "simulated carrier")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// knows says whether the request carries the account's credentials, for the account in its path.
func (c *Carrier) knows(r *http.Request) bool {
	user, password, ok := r.BasicAuth()
	same := func(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
	named, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, prefix), "/")
	return ok && same(user, c.cfg.AccountSID) && same(password, c.cfg.AuthToken) && same(strings.TrimSuffix(named, ".json"), c.cfg.AccountSID)
}

func (c *Carrier) restarting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.clock.Now().Before(c.away)
}

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
