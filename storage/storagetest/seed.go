package storagetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/storage"
)

// Place is an organisation to test in: one group, one call list with everybody on it, some leaders.
type Place struct {
	Organisation, Group, List string
	Leaders                   []string // captains of the group, each with a mobile
	Supporters                []string // in the order of the list, each with a number of the simulated population
}

// Seed makes a Place with that many leaders and supporters.
func Seed(t testing.TB, db *storage.DB, leaders, supporters int) Place {
	t.Helper()
	ctx, at := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMilli()
	put := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(ctx, query, args...); err != nil {
			t.Fatalf("seed: %v", err)
		}
	}
	p := Place{Organisation: id(), Group: id(), List: id()}
	put(`INSERT INTO organisations (id, name, zone, caller_id, created_at) VALUES ($1, 'Northside Renters', 'Europe/London', '+442079460000', $2)`, p.Organisation, at)
	put(`INSERT INTO groups (id, organisation_id, name, zone, created_at) VALUES ($1, $2, 'Northside', 'Europe/London', $3)`, p.Group, p.Organisation, at)
	put(`INSERT INTO lists (id, organisation_id, group_id, name, event, created_at) VALUES ($1, $2, $3, 'Rent strike', 'Rally', $4)`, p.List, p.Organisation, p.Group, at)
	for i := range leaders {
		user := id()
		p.Leaders = append(p.Leaders, user)
		put(`INSERT INTO users (id, organisation_id, name, email, mobile, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			user, p.Organisation, fmt.Sprintf("Leader %d", i+1), user+"@example.org", fmt.Sprintf("+44770090%04d", i), at)
		put(`INSERT INTO group_leaders (group_id, user_id, role, since) VALUES ($1, $2, 'captain', $3)`, p.Group, user, at)
	}
	type person struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Phone string `json:"phone"`
		N     int64  `json:"n"`
	}
	people := make([]person, supporters)
	for i := range people {
		people[i] = person{id(), fmt.Sprintf("Person %05d", i+1), fmt.Sprintf("+4479%08d", i), int64(i + 1)}
		p.Supporters = append(p.Supporters, people[i].ID)
	}
	b, err := json.Marshal(people)
	if err != nil {
		t.Fatal(err)
	}
	from := map[string]string{
		"postgres": `json_to_recordset($1::json) AS x(id TEXT, name TEXT, phone TEXT, n BIGINT) WHERE TRUE`,
		"embedded": `(SELECT value->>'id' AS id, value->>'name' AS name, value->>'phone' AS phone, value->>'n' AS n FROM json_each($1)) AS x WHERE TRUE`,
	}[db.Kind()]
	put(`INSERT INTO supporters (id, organisation_id, group_id, name, folded, phone, created_at, updated_at)
		SELECT x.id, $2, $3, x.name, lower(x.name), x.phone, $4, $4 FROM `+from, string(b), p.Organisation, p.Group, at)
	put(`INSERT INTO list_supporters (list_id, supporter_id, position) SELECT $2, x.id, x.n FROM `+from, string(b), p.List)
	return p
}

func id() string { return uuid.Must(uuid.NewV7()).String() }
