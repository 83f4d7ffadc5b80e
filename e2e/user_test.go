package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"time"
)

// user is somebody with a browser.
type user struct {
	h   *house
	web *http.Client
	to  string // address of one of several servers; "" for the public one
}

// server is what the browser asks.
func (u *user) server() string {
	if u.to != "" {
		return u.to
	}
	return u.h.base
}

func (h *house) signIn(name string) *user {
	h.t.Helper()
	u := h.visitor()
	in := h.signIns[name]
	u.must("POST", "/login", map[string]string{"email": in[0], "password": in[1]}, nil)
	return u
}

// visitor is a browser that nobody has signed in with.
func (h *house) visitor() *user {
	jar, _ := cookiejar.New(nil)
	return &user{h: h, web: &http.Client{Jar: jar, Timeout: 10 * time.Second}}
}

// refusal is a problem reply.
type refusal struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
}

func (r refusal) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Title) }

func (u *user) ask(method, path string, body, to any) error {
	b, err := u.h.call(u.web, method, u.server()+"/api/v1"+path, body)
	if err != nil || to == nil {
		return err
	}
	return json.Unmarshal(b, to)
}

func (u *user) must(method, path string, body, to any) {
	u.h.t.Helper()
	if err := u.ask(method, path, body, to); err != nil {
		u.h.t.Fatalf("%s %s: %v", method, path, err)
	}
}

func (h *house) call(web *http.Client, method, address string, body any) ([]byte, error) {
	if web == nil {
		web = &http.Client{Timeout: 10 * time.Second}
	}
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		r = bytes.NewReader(b)
	}
	q, err := http.NewRequest(method, address, r)
	if err != nil {
		return nil, err
	}
	q.Header.Set("Content-Type", "application/json")
	reply, err := web.Do(q)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	b, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode >= 300 {
		f := refusal{Status: reply.StatusCode, Title: string(b)}
		_ = json.Unmarshal(b, &f)
		err = f
	}
	return b, err
}

func coded(err error, code string) bool {
	var r refusal
	return errors.As(err, &r) && r.Code == code
}
