package storage

import (
	"partyline/calling"
	"partyline/fault"
)

func runColumns(r *calling.Run) columns {
	return columns{
		{"id", &r.ID}, {"session_id", &r.Session}, {"leader_id", &r.Leader}, {"leg_id", &r.Leg}, {"state", &r.State},
		{"since", instant(&r.Since)}, {"step", &r.Step}, {"greeted", &r.Greeted}, {"waiting_since", instant(&r.Waiting)},
		{"silent_since", instant(&r.Silent)}, {"started_at", instant(&r.Started)}, {"ended_at", instant(&r.Ended)}, {"ended_why", &r.Why},
	}
}

func (c callingReader) run(rest string, args ...any) (r calling.Run, found bool, err error) {
	found, err = c.one(runColumns(&r), `FROM runs `+rest, args...)
	return r, found, err
}

// Run is one run.
func (c callingReader) Run(id string) (calling.Run, error) {
	r, found, err := c.run(`WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("run")
	}
	return r, err
}

// LiveRun is the leader's run that has not ended.
func (c callingReader) LiveRun(leader string) (calling.Run, bool, error) {
	return c.run(`WHERE leader_id = $1 AND ended_at IS NULL`, leader)
}

// SessionRun is the session's run that has not ended.
func (c callingReader) SessionRun(session string) (calling.Run, bool, error) {
	return c.run(`WHERE session_id = $1 AND ended_at IS NULL`, session)
}

// LastRun is the session's newest run.
func (c callingReader) LastRun(session string) (calling.Run, bool, error) {
	return c.run(`WHERE session_id = $1 ORDER BY started_at DESC, id DESC LIMIT 1`, session)
}

// InsertRun begins a run; fault live_elsewhere, with the other's session, when the leader has a live one.
func (c *callingTx) InsertRun(r calling.Run) error {
	ok, err := c.tx.insert("runs", runColumns(&r), `ON CONFLICT (leader_id) WHERE ended_at IS NULL DO NOTHING`)
	if err != nil || ok {
		return err
	}
	refusal := fault.New(fault.Conflict, "live_elsewhere", "Your phone is in another calling session. Move the call here, or hang up there first.")
	other, found, err := c.LiveRun(r.Leader)
	if err != nil {
		return err
	}
	if found {
		refusal = refusal.With("session", other.Session)
	}
	return refusal
}

// SaveRun writes a run back.
func (c *callingTx) SaveRun(r calling.Run) error { return c.tx.update("runs", runColumns(&r), 1) }
