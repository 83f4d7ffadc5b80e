package server

import (
	"context"
	"strings"
	"testing"

	"partyline/account"
)

// corner is a group with one thing of each family.
type corner struct{ group, list, supporter, session, entry, attempt, imported, action, log, campaign string }

func (c corner) id(family string) string {
	return map[string]string{
		account.FamilyGroup: c.group, account.FamilyList: c.list, account.FamilySupporter: c.supporter, account.FamilySession: c.session,
		account.FamilyEntry: c.entry, account.FamilyAttempt: c.attempt, account.FamilyImport: c.imported, account.FamilyAction: c.action, account.FamilyLog: c.log, account.FamilyCampaign: c.campaign,
	}[family]
}

// world is two organisations: the demo's groups North and South, and somebody else's East.
type world struct {
	*edge
	north, south, east                                 corner
	maya, ada, chloe, ben, dev, amir, nora, olga, erik *browser
	users                                              map[string]string // ids by name
}

// newWorld: Maya owns, Ada is admin, Chloe leads North with Dev and Ben, whose session it is there;
// Amir leads South and has a session there; Nora leads nothing. Olga owns another organisation, in which Erik leads East.
func newWorld(t *testing.T, e *edge) *world {
	t.Helper()
	w := &world{edge: e, users: map[string]string{}}
	w.maya, w.chloe, w.ben, w.dev = e.as("Maya"), e.as("Chloe"), e.as("Ben"), e.as("Dev")
	for _, p := range e.demo.SignIns {
		w.users[p.Name] = p.User
	}
	w.ada = w.join(w.maya, "Ada Clarke", "admin")
	w.amir = w.join(w.maya, "Amir Aziz", "")
	w.nora = w.join(w.maya, "Nora Berg", "")
	south := w.maya.post("/groups", map[string]any{"name": "Leeds South"}).want(t, 201, "").text("id")
	w.maya.ask("PUT", "/groups/"+south+"/leaders/"+w.users["Amir Aziz"], map[string]any{"role": "captain"}).want(t, 200, "")

	if _, err := e.server.Account.CreateAdmin(context.Background(), account.FirstAdmin{Organisation: "Another Union", Name: "Olga Moe", Email: "olga@union.example", Password: "a password for olga"}); err != nil {
		t.Fatal(err)
	}
	w.olga = e.browser()
	w.olga.post("/login", map[string]any{"email": "olga@union.example", "password": "a password for olga"}).want(t, 204, "")
	w.users["Olga Moe"] = w.olga.get("/me").text("id")
	w.erik = w.join(w.olga, "Erik Lund", "")
	east := w.olga.post("/groups", map[string]any{"name": "East"}).want(t, 201, "").text("id")
	w.olga.ask("PUT", "/groups/"+east+"/leaders/"+w.users["Erik Lund"], map[string]any{"role": "captain"}).want(t, 200, "")

	other := w.olga.get("/me").text("organisation.id")
	w.north = w.fill(e.demo.Organisation, e.demo.Group, w.users["Ben Adams"], "n")
	w.south = w.fill(e.demo.Organisation, south, w.users["Amir Aziz"], "s")
	w.east = w.fill(other, east, w.users["Erik Lund"], "e")
	return w
}

// join adds a user, follows their link and signs them in.
func (w *world) join(by *browser, name, role string) *browser {
	w.t.Helper()
	made := by.post("/users", map[string]any{"name": name, "email": strings.Fields(name)[0] + "@join.example", "role": role}).want(w.t, 201, "")
	b := w.browser()
	b.post("/invitations/"+made.text("invitation.token"), map[string]any{"password": "a password for " + name}).want(w.t, 204, "")
	w.users[name] = made.text("user.id")
	return b
}

func (w *world) fill(organisation, group, leader, mark string) corner {
	w.t.Helper()
	c := corner{group, "list-" + mark, "supporter-" + mark, "session-" + mark, "entry-" + mark, "attempt-" + mark, "import-" + mark, "action-" + mark, "log-" + mark, "campaign-" + mark}
	for _, q := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, 'Event RSVPs', 1)`, []any{c.list, organisation, group}},
		{`INSERT INTO supporters (id, organisation_id, group_id, name, folded, phone, created_at, updated_at) VALUES ($1, $2, $3, 'Aisha Khan', 'aisha khan', '+447700900001', 1, 1)`, []any{c.supporter, organisation, group}},
		{`INSERT INTO sessions (id, organisation_id, group_id, list_id, leader_id, name, created_at, active_at) VALUES ($1, $2, $3, $4, $5, 'A session', 1, 1)`, []any{c.session, organisation, group, c.list, leader}},
		{`INSERT INTO entries (id, session_id, supporter_id, rank, place, status, updated_at) VALUES ($1, $2, $3, 1, 1, 'available', 1)`, []any{c.entry, c.session, c.supporter}},
		{`INSERT INTO attempts (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, leader_id, run_id, step, leg_id, claimed_by, claimed_at)
			VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, 1, '', 'page', 1)`, []any{c.attempt, organisation, c.session, c.entry, c.supporter, c.list, leader, "run-" + mark}},
		{`INSERT INTO actions (id, organisation_id, session_id, kind, at) VALUES ($1, $2, $3, 'skip', 1)`, []any{c.action, organisation, c.session}},
		{`INSERT INTO logs (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, by_user, reached, outcome, at)
			VALUES ($1, $2, $3, 1, $4, $5, $6, $7, TRUE, 'talked', 1)`, []any{c.log, organisation, c.session, c.entry, c.supporter, c.list, leader}},
		{`INSERT INTO campaigns (id, no, organisation_id, zone, hours, passes, gap_ms, creator, created_at) SELECT $1, COALESCE(MIN(no), 0) - 1, $2, 'Europe/London', '[]', 1, 0, $3, 1 FROM campaigns`, []any{c.campaign, organisation, leader}},
		{`INSERT INTO imports (id, organisation_id, group_id, user_id, state, created_at, updated_at) VALUES ($1, $2, $3, $4, 'columns', 1, 1)`, []any{c.imported, organisation, group, leader}},
	} {
		if _, err := w.db.Exec(context.Background(), q.query, q.args...); err != nil {
			w.t.Fatal(err)
		}
	}
	return c
}
