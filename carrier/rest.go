package carrier

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
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
	m.HandleFunc("GET "+account+"/IncomingPhoneNumbers/{file}", c.rest("numbers", c.fetchNumber))
	m.HandleFunc("POST "+account+"/IncomingPhoneNumbers/{file}", c.rest("numbers", c.updateNumber))
	m.HandleFunc("GET "+account+"/Conferences.json", c.rest("rooms", c.listConferences))
	m.HandleFunc("GET "+account+"/Conferences/{file}", c.rest("rooms", c.fetchConference))
	m.HandleFunc("POST "+account+"/Conferences/{file}", c.rest("rooms", c.updateConference))
	m.HandleFunc("GET "+account+"/Conferences/{conference}/Participants.json", c.rest("rooms", c.listParticipants))
	m.HandleFunc("GET "+account+"/Conferences/{conference}/Participants/{file}", c.rest("rooms", c.fetchParticipant))
	m.HandleFunc("POST "+account+"/Conferences/{conference}/Participants/{file}", c.rest("rooms", c.updateParticipant))
	m.HandleFunc("DELETE "+account+"/Conferences/{conference}/Participants/{file}", c.rest("rooms", c.deleteParticipant))
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
	w.Header().Set("Date", c.clock.Now().UTC().Format(http.TimeFormat))
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
	if body == nil {
		return
	}
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
