//go:build linux

package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"partyline/calling"
	"partyline/dialer"
	"partyline/line"
	"partyline/server"
	"partyline/telephony"
)

// edge is the server's webhooks on loopback, and the carrier's side of them: each question is signed and sent over HTTP.
type edge struct {
	links telephony.Links
	web   http.Client
	stop  func()
}

const token = "the benchmark's auth token"

func (o *office) edge(d *dialer.Service) (*edge, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	public := "http://" + ln.Addr().String()
	guard, err := telephony.NewGuard(public, token)
	if err != nil {
		return nil, err
	}
	links, err := telephony.NewLinks(public)
	if err != nil {
		return nil, err
	}
	s, err := server.New(server.Deps{
		Calling: &calling.Service{}, Campaigns: o.service, Dialer: d, Clock: d.Clock, Log: slog.New(slog.DiscardHandler), PublicURL: public,
		Carrier: &server.Carrier{Guard: guard, Documents: telephony.Documents{Links: links, Language: "en-GB"}},
	})
	if err != nil {
		return nil, err
	}
	over := make(chan struct{})
	go func() { defer close(over); _ = s.App().Listener(ln) }()
	return &edge{links: links.Campaign(), web: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: answering}}, stop: func() {
		_ = s.App().Shutdown()
		<-over
	}}, nil
}

// question is what the carrier asks as the phone of a line is answered, ready to be sent.
func (e *edge) question(step line.Step, carrier string) (*http.Request, error) {
	to := e.links.Step(step)
	form := url.Values{
		"CallSid": {carrier}, "AccountSid": {"AC00000000000000000000000000000000"}, "CallStatus": {"in-progress"}, "Direction": {"outbound-api"},
		"From": {"+12125550100"}, "To": {"+12125551000"}, "ApiVersion": {"2010-04-01"},
	}
	q, err := http.NewRequest("POST", to, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Twilio-Signature", signature(to, form))
	return q, nil
}

// signature is the carrier's, as it documents it: HMAC-SHA1 over the address and the sorted fields.
func signature(to string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	io.WriteString(mac, to)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		io.WriteString(mac, k+form.Get(k))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// room sends a question and reads whose room the document has the line join.
func (e *edge) room(q *http.Request) (who string, err error) {
	reply, err := e.web.Do(q)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		return "", err
	}
	var document struct {
		Conference string `xml:"Dial>Conference"`
	}
	if reply.StatusCode != http.StatusOK || xml.Unmarshal(text, &document) != nil {
		return "", fmt.Errorf("answered %d: %s", reply.StatusCode, text)
	}
	who, _, _ = line.RoomOf(strings.TrimSpace(document.Conference))
	return who, nil
}
