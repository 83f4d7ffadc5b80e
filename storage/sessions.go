package storage

import (
	"errors"
	"reflect"
	"time"

	"github.com/lib/pq"

	"partyline/calling"
	"partyline/fault"
)

func sessionColumns(s *calling.Session) columns {
	return columns{
		{"id", &s.ID}, {"organisation_id", &s.Organisation}, {"group_id", &s.Group}, {"list_id", &s.List}, {"leader_id", &s.Leader},
		{"name", &s.Name}, {"created_at", instant(&s.Created)}, {"started_at", instant(&s.Started)}, {"active_at", instant(&s.Active)},
		{"archived_at", instant(&s.Archived)}, {"pausing", &s.Pausing}, {"front", &s.Front}, {"counts", asJSON(&s.Counts)},
		{"cycle", &s.Cycle.Number}, {"phone", asJSON(&s.Notice)},
		{"leader_minutes", &s.Minutes.Leader}, {"supporter_minutes", &s.Minutes.Supporter},
		{"leader_seconds", &s.Minutes.LeaderSeconds}, {"supporter_seconds", &s.Minutes.SupporterSeconds}, {"preparing", asJSON(&s.Preparing)}, {"version", &s.Version},
	}
}

func cycleColumns(session *string, c *calling.Cycle) columns {
	return columns{
		{"session_id", session}, {"number", &c.Number}, {"started_at", instant(&c.Started)},
		{"completed_at", instant(&c.Completed)}, {"closed_at", instant(&c.Closed)}, {"finished", &c.Finished}, {"figures", asJSON(&c.Figures)},
	}
}

// PeekSession reads a session and its cycle without a lock.
func (c callingReader) PeekSession(id string) (calling.Session, error) { return c.session(id, "") }

// Session reads a session and its cycle, and locks the session's row until the end of the transaction.
func (c *callingTx) Session(id string) (calling.Session, error) {
	s, err := c.session(id, "FOR UPDATE")
	if err == nil {
		if c.cycles == nil {
			c.cycles = map[string]calling.Cycle{}
		}
		c.cycles[id] = copied(s.Cycle)
	}
	return s, err
}

// session takes two statements on purpose: in a join, a statement that waited for the lock would
// see the session as it is now beside the cycle as it was before.
func (c callingReader) session(id, lock string) (calling.Session, error) {
	var s calling.Session
	found, err := c.one(sessionColumns(&s), `FROM sessions WHERE id = $1 `+lock, id)
	if err != nil {
		return s, err
	}
	if !found {
		return s, missing("calling session")
	}
	_, err = c.one(cycleColumns(new(string), &s.Cycle), `FROM cycles WHERE session_id = $1 AND number = $2`, id, s.Cycle.Number)
	return s, err
}

// OpenSession is the leader's session on a list that is not archived.
func (c callingReader) OpenSession(leader, list string) (calling.Session, bool, error) {
	var id string
	found, err := c.get(&id, `SELECT id FROM sessions WHERE leader_id = $1 AND list_id = $2 AND archived_at IS NULL`, leader, list)
	if err != nil || !found {
		return calling.Session{}, false, err
	}
	s, err := c.session(id, "")
	return s, err == nil, err
}

// Cycles is all cycles of a session in their order.
func (c callingReader) Cycles(session string) ([]calling.Cycle, error) {
	return all(c.Reader, func(cy *calling.Cycle) columns { return cycleColumns(new(string), cy) },
		`FROM cycles WHERE session_id = $1 ORDER BY number`, session)
}

// SessionsWith is the open sessions that hold an entry for the supporter.
func (c callingReader) SessionsWith(supporter string) ([]string, error) {
	ids := []string{}
	err := c.find(&ids, `SELECT s.id FROM entries e JOIN sessions s ON s.id = e.session_id
		WHERE e.supporter_id = $1 AND s.archived_at IS NULL ORDER BY s.id`, supporter)
	return ids, err
}

// SessionsOn is the open sessions of a list.
func (c callingReader) SessionsOn(list string) ([]string, error) {
	ids := []string{}
	err := c.find(&ids, `SELECT id FROM sessions WHERE list_id = $1 AND archived_at IS NULL ORDER BY id`, list)
	return ids, err
}

// DueSessions is up to n open sessions with entries whose time has come.
func (c callingReader) DueSessions(now time.Time, n int) ([]string, error) {
	ids := []string{}
	err := c.find(&ids, `SELECT s.id FROM sessions s WHERE s.archived_at IS NULL
		AND EXISTS (SELECT 1 FROM entries e WHERE e.session_id = s.id AND e.due_at <= $1) LIMIT $2`, millis(now), n)
	return ids, err
}

// InsertSession writes a new session and its first cycle; fault session_exists when the leader has an open one on the list.
func (c *callingTx) InsertSession(s calling.Session) error {
	ok, err := c.tx.insert("sessions", sessionColumns(&s), `ON CONFLICT (leader_id, list_id) WHERE archived_at IS NULL DO NOTHING`)
	if err != nil {
		return err
	}
	if !ok {
		refusal := fault.New(fault.Conflict, "session_exists", "You have an open calling session on this list already. Open it, or archive it and start a new one.")
		other, found, err := c.OpenSession(s.Leader, s.List)
		if err != nil {
			return err
		}
		if found {
			refusal = refusal.With("session", other.ID)
		}
		return refusal
	}
	return c.SaveCycle(s.ID, s.Cycle)
}

// SaveSession writes the session back, and its present cycle where that has changed; fault session_exists
// when that would make it the second open one of its leader on the list.
func (c *callingTx) SaveSession(s calling.Session) error {
	if err := c.tx.update("sessions", sessionColumns(&s), 1); err != nil {
		var e *pq.Error
		if errors.As(err, &e) && e.Code == "23505" { // re-opened, while another was being made
			return fault.New(fault.Conflict, "session_exists", "You have an open calling session on this list already.")
		}
		return err
	}
	return c.saveItsCycle(s)
}

func (c *callingTx) saveItsCycle(s calling.Session) error {
	if was, ok := c.cycles[s.ID]; ok && reflect.DeepEqual(was, s.Cycle) {
		return nil
	}
	return c.SaveCycle(s.ID, s.Cycle)
}

// SaveCycle inserts or updates a cycle.
func (c *callingTx) SaveCycle(session string, cycle calling.Cycle) error {
	cols := cycleColumns(&session, &cycle)
	if _, err := c.tx.insert("cycles", cols, `ON CONFLICT (session_id, number) DO UPDATE SET `+cols.setting(2)); err != nil {
		return err
	}
	if was, ok := c.cycles[session]; ok && was.Number == cycle.Number {
		c.cycles[session] = copied(cycle)
	}
	return nil
}

// copied is a cycle that does not share its map with the one that is worked on.
func copied(c calling.Cycle) calling.Cycle {
	if c.Figures.Outcomes != nil {
		outcomes := make(map[calling.Outcome]int, len(c.Figures.Outcomes))
		for k, v := range c.Figures.Outcomes {
			outcomes[k] = v
		}
		c.Figures.Outcomes = outcomes
	}
	return c
}
