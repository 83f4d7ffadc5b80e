package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"partyline/calling"
)

// people makes a group with a list of so many people, by an import as a captain does it, and answers with their ids. The
// list may be called at any hour.
func (u *user) people(name string, n int) (group, list string) {
	u.h.t.Helper()
	type thing struct {
		ID    string `json:"id"`
		State string `json:"state"`
	}
	var made, everybody thing
	u.must("POST", "/groups", map[string]any{"name": name, "zone": "Europe/London"}, &made)
	u.imports(made.ID, n)
	u.must("POST", "/groups/"+made.ID+"/lists", map[string]any{
		"name": "Everybody", "opens": 0, "closes": 1440, "cooldown_minutes": 1440, "minimum_minutes": 240,
	}, &everybody)
	u.must("POST", "/lists/"+everybody.ID+"/supporters", map[string]any{"all": true}, nil)
	return made.ID, everybody.ID
}

// imports has so many people read into a group from a file, and waits until they are all there.
func (u *user) imports(group string, n int) {
	u.h.t.Helper()
	var csv strings.Builder
	csv.WriteString("Name,Mobile\n")
	for i := range n {
		fmt.Fprintf(&csv, "Person %05d,0792%07d\n", i+1, i)
	}
	q, err := http.NewRequest("POST", u.server()+"/api/v1/groups/"+group+"/imports?name=people.csv", strings.NewReader(csv.String()))
	if err != nil {
		u.h.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "text/csv")
	reply, err := u.web.Do(q)
	if err != nil {
		u.h.t.Fatal(err)
	}
	defer reply.Body.Close()
	var file struct {
		ID    string `json:"id"`
		State string `json:"state"`
	}
	if json.NewDecoder(reply.Body).Decode(&file) != nil || file.ID == "" {
		u.h.t.Fatalf("the import: %s", reply.Status)
	}
	is := func(state string) func() (int64, bool) {
		return func() (int64, bool) {
			u.must("GET", "/imports/"+file.ID, nil, &file)
			return 0, file.State == state
		}
	}
	u.must("POST", "/imports/"+file.ID+"/check", nil, nil)
	u.h.following("the import is checked", is("checked"))
	u.must("POST", "/imports/"+file.ID+"/run", map[string]any{}, nil)
	u.h.following("the import is done", is("done"))
}

// session is a session as its page shows it.
func (u *user) session(id string) (v calling.SessionView) {
	u.h.t.Helper()
	u.must("GET", "/sessions/"+id, nil, &v)
	return v
}

// prepared waits until what is done to all of a session's entries is over.
func (u *user) prepared(session string) (v calling.SessionView) {
	u.h.t.Helper()
	u.h.following("the session is prepared", func() (int64, bool) {
		if v = u.session(session); v.Preparing == nil {
			return 0, true
		}
		return int64(v.Preparing.Done), false
	})
	return v
}
