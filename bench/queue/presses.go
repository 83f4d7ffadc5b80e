//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// leader is somebody of the demo organisation who is signed in.
type leader struct {
	base   string
	cookie *http.Cookie
	web    *http.Client
}

// signIn signs somebody in whose password the program has printed.
func signIn(s *served, name string) (*leader, error) {
	line := regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s+` + name + ` `)
	found := line.FindStringSubmatch(s.said() + " ")
	for end := time.Now().Add(10 * time.Second); found == nil; found = line.FindStringSubmatch(s.said() + " ") {
		if time.Now().After(end) {
			return nil, fmt.Errorf("the program did not print how %s signs in", name)
		}
		time.Sleep(10 * time.Millisecond) // between two looks
	}
	body, _ := json.Marshal(map[string]string{"email": found[1], "password": found[2]})
	reply, err := http.Post(s.base+"/api/v1/login", "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	reply.Body.Close()
	if len(reply.Cookies()) == 0 {
		return nil, fmt.Errorf("signing in: %s", reply.Status)
	}
	return &leader{s.base, reply.Cookies()[0], &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}, Timeout: time.Minute}}, nil
}

// ask sends JSON, or a text as it is, and reads the reply.
func (l *leader) ask(method, path string, body, into any) error {
	var in io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case string:
		in, kind = strings.NewReader(b), "text/csv"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return err
		}
		in = bytes.NewReader(text)
	}
	r, err := http.NewRequest(method, l.base+"/api/v1"+path, in)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	r.AddCookie(l.cookie)
	reply, err := l.web.Do(r)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		return err
	}
	if reply.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s %s", method, path, reply.Status, text)
	}
	if into == nil || len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, into)
}

type named struct{ ID, Name string }

// session imports that many people onto a new list that is open at all hours, and begins a session on it.
func (l *leader) session(people int) (string, error) {
	var groups, lists struct{ Items []named }
	if err := l.ask("GET", "/groups", nil, &groups); err != nil {
		return "", err
	}
	if len(groups.Items) == 0 {
		return "", errors.New("the demo has no group")
	}
	group := groups.Items[0].ID
	var file strings.Builder
	file.WriteString("Name,Phone\n")
	// Ofcom's ranges for drama, a thousand numbers each.
	ranges := []string{"1214960", "1164960", "1144960", "1914980", "2079460", "2896496", "2920180", "1632960", "1174960", "1184960"}
	for i := range people {
		fmt.Fprintf(&file, "%s %s,+44%s%03d\n", given[i%len(given)], family[i/len(given)%len(family)], ranges[i%10], i/10)
	}
	var run struct{ ID, State string }
	if err := l.ask("POST", "/groups/"+group+"/imports?name=many.csv", file.String(), &run); err != nil {
		return "", err
	}
	const list = "Everybody"
	path := "/imports/" + run.ID
	for _, step := range []struct {
		until, press string
		body         any
	}{{"columns", "/check", object{}}, {"checked", "/run", object{"new_list": list}}, {until: "done"}} {
		for end := time.Now().Add(2 * time.Minute); run.State != step.until; {
			if time.Now().After(end) {
				return "", fmt.Errorf("the import stays %s", run.State)
			}
			if err := l.ask("GET", path, nil, &run); err != nil {
				return "", err
			}
			time.Sleep(20 * time.Millisecond) // between two looks
		}
		if step.press == "" {
			break
		}
		if err := l.ask("POST", path+step.press, step.body, nil); err != nil {
			return "", err
		}
	}
	if err := l.ask("GET", "/groups/"+group+"/lists", nil, &lists); err != nil {
		return "", err
	}
	for _, made := range lists.Items {
		if made.Name != list {
			continue
		}
		var full struct{ Version int }
		if err := l.ask("GET", "/lists/"+made.ID, nil, &full); err != nil {
			return "", err
		}
		if err := l.ask("PATCH", "/lists/"+made.ID, object{"opens": 0, "closes": 1440, "version": full.Version}, nil); err != nil {
			return "", err
		}
		var session named
		if err := l.ask("POST", "/lists/"+made.ID+"/sessions", object{"name": "Everybody"}, &session); err != nil {
			return "", err
		}
		for { // most of its people are put in behind the reply
			var state struct{ Preparing *struct{} }
			if err := l.ask("GET", "/sessions/"+session.ID, nil, &state); err != nil || state.Preparing == nil {
				return session.ID, err
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return "", errors.New("the import made no list")
}

var (
	given  = []string{"Aisha", "Ben", "Chloë", "Dev", "Emeka", "Fatima", "George", "Hana", "Imran", "José", "Khadija", "Łukasz", "Maya", "Niamh", "Olu", "Priya"}
	family = []string{"Adams", "Brown", "Chowdhury", "Davies", "Evans", "Farah", "Green", "Hughes", "Iqbal", "Jones", "Khan", "Lewis", "Murphy", "Núñez", "Osei", "Patel"}
)

// presses changes a session while more is wanted, several presses at a time: most skip somebody, one in four of them
// near the head of the queue, where people look; the others bring somebody back or move them up.
func (l *leader) presses(session string, more func() bool) error {
	var all []struct{ ID string }
	cursor := ""
	for {
		var page struct {
			Items []struct{ ID string }
			Next  string
		}
		if err := l.ask("GET", "/sessions/"+session+"/entries?limit=2000&cursor="+cursor, nil, &page); err != nil {
			return err
		}
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	var (
		mu      sync.Mutex
		chance  = rand.New(rand.NewPCG(1, 2))
		head    int
		skipped []string
		wrong   error
	)
	next := func() (method, path string, body any) {
		mu.Lock()
		defer mu.Unlock()
		if wrong != nil || !more() {
			return "", "", nil
		}
		kind := chance.IntN(10)
		if kind >= 8 && len(skipped) > 0 {
			at := chance.IntN(len(skipped))
			id := skipped[at]
			skipped = append(skipped[:at], skipped[at+1:]...)
			if kind == 8 {
				return "DELETE", id + "/skip", nil
			}
			return "POST", id + "/prioritise", object{}
		}
		at := chance.IntN(len(all))
		if kind < 2 {
			at, head = (head+chance.IntN(20))%len(all), head+1
		}
		id := all[at].ID
		skipped = append(skipped, id)
		if kind%2 == 0 {
			return "POST", id + "/skip", object{"type": "quick", "minutes": 60}
		}
		return "POST", id + "/skip", object{"type": "cycle"}
	}
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for method, path, body := next(); path != ""; method, path, body = next() {
				if err := l.ask(method, "/sessions/"+session+"/entries/"+path, body, nil); err != nil {
					mu.Lock()
					wrong = err
					mu.Unlock()
				}
			}
		})
	}
	workers.Wait()
	return wrong
}
