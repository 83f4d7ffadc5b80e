package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// presses is what all players did, and what came of it.
type presses struct {
	mu     sync.Mutex
	done   []press
	codes  map[string]int // refusals
	again  int            // times that one was sent again for want of a clear answer
	broken []string       // replies that no page may ever get
}

// refused counts a refusal.
func (d *presses) refused(what string, a answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refusedLocked(what, a)
}

// repeated counts a press that is about to be sent again.
func (d *presses) repeated(what string, a answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.again++
	d.refusedLocked(what, a)
}

func (d *presses) refusedLocked(what string, a answer) {
	if a.code != "" {
		d.codes[a.code]++
	}
	if a.code == "internal" || strings.HasPrefix(a.code, "no problem") {
		d.broken = append(d.broken, fmt.Sprintf("%s: %d %s %s", what, a.status, a.code, a.body))
	}
}

// failed is the presses of which nobody can tell whether they were done, however often they were sent again.
func (d *presses) failed() (what []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.done {
		if !p.certain {
			what = append(what, p.what)
		}
	}
	return what
}

// press is one idempotency key's worth of pressing.
type press struct {
	what, leader, session, entry, attempt, mark string
	acknowledged                                bool // some reply said that it was done
	certain                                     bool // every reply came, and none was a failure of ours
}

// answer is a reply, or none.
type answer struct {
	status   int
	code     string
	body     []byte
	replayed bool
	err      error
}

func (a answer) ok() bool { return a.err == nil && a.status < 300 }

// did says what was done, and to what. The rest of the reply is how that stands: a repeat that finds no answer yet, as
// its server is just being stopped, reads it anew.
func (a answer) did() (d struct{ ID, Action string }) {
	_ = json.Unmarshal(a.body, &d) // a list has neither
	return d
}

// unsure says that nobody can tell from this reply whether it was done.
func (a answer) unsure() bool { return a.err != nil || a.status >= 500 || a.status == 429 }

// send is one request with a key.
func (u *user) send(method, path, key string, body any) answer {
	var r io.Reader = http.NoBody
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return answer{err: err}
		}
		r = bytes.NewReader(b)
	}
	q, err := http.NewRequest(method, u.server()+"/api/v1"+path, r)
	if err != nil {
		return answer{err: err}
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Idempotency-Key", key)
	reply, err := u.web.Do(q)
	if err != nil {
		return answer{err: err}
	}
	defer reply.Body.Close()
	a := answer{status: reply.StatusCode, replayed: reply.Header.Get("Idempotent-Replayed") != ""}
	if a.body, a.err = io.ReadAll(reply.Body); a.err != nil || a.status < 300 {
		return a
	}
	var f refusal
	if json.Unmarshal(a.body, &f) != nil || f.Code == "" || f.Title == "" || f.Status != a.status || !strings.HasPrefix(reply.Header.Get("Content-Type"), "application/problem+json") {
		a.code = "no problem: " + string(a.body[:min(len(a.body), 200)])
		return a
	}
	a.code = f.Code
	return a
}

// press sends a request once, twice with the same key, or twice with two keys, and keeps what came of each key.
func (p *player) press(what, method, path string, entry, attempt string, body func(mark string) any) answer {
	p.number++
	k := fmt.Sprintf("%s-%d", p.id, p.number)
	switch p.rand.IntN(5) {
	case 0: // the same press, sent twice at once
		return p.sends([]string{k, k}, what, method, path, entry, attempt, body)
	case 1: // two presses
		return p.sends([]string{k + "a", k + "b"}, what, method, path, entry, attempt, body)
	}
	return p.sends([]string{k}, what, method, path, entry, attempt, body)
}

// once is a press without haste.
func (p *player) once(what, method, path string, entry, attempt string, body func(mark string) any) answer {
	p.number++
	return p.sends([]string{fmt.Sprintf("%s-%d", p.id, p.number)}, what, method, path, entry, attempt, body)
}

func (p *player) sends(keys []string, what, method, path string, entry, attempt string, body func(mark string) any) answer {
	session := p.session
	answers := make([]answer, len(keys))
	var all sync.WaitGroup
	for i, k := range keys {
		var in any
		if body != nil {
			in = body(k)
		}
		all.Go(func() { answers[i] = p.send(method, path, k, in) })
	}
	all.Wait()
	// A page never gives up; a server that has no answer for so long will never have one.
	for i, limit := 0, time.Now().Add(10*time.Minute); p.repeats && i < len(answers) && time.Now().Before(limit); {
		if !answers[i].unsure() {
			i++
			continue
		}
		p.pressed.repeated(what, answers[i])
		time.Sleep(200 * time.Millisecond) // a page waits longer
		var in any
		if body != nil {
			in = body(keys[i])
		}
		answers[i] = p.send(method, path, keys[i], in)
	}
	p.pressed.mu.Lock()
	defer p.pressed.mu.Unlock()
	byKey := map[string]*press{}
	for i, a := range answers {
		k, known := byKey[keys[i]]
		if !known {
			k = &press{what: what, leader: p.id, session: session, entry: entry, attempt: attempt, mark: keys[i], certain: true}
			byKey[keys[i]] = k
		} else if a.status != answers[0].status && !a.unsure() && !answers[0].unsure() || a.did() != answers[0].did() && a.ok() && answers[0].ok() {
			p.pressed.broken = append(p.pressed.broken, fmt.Sprintf("%s: one key got two answers, %d %s and %d %s", what, answers[0].status, answers[0].code, a.status, a.code))
		}
		k.acknowledged = k.acknowledged || a.ok()
		k.certain = k.certain && !a.unsure()
		p.pressed.refusedLocked(what, a)
	}
	for _, k := range byKey {
		p.pressed.done = append(p.pressed.done, *k)
	}
	return answers[0]
}
