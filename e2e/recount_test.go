package e2e

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"partyline/calling"
	"partyline/carrier"
	"partyline/clock"
	"partyline/storage"
)

// audit stops the server and holds what it said against its database and the carrier's ledger.
func (c *crowd) audit() {
	c.t.Helper()
	shown := map[string]calling.SessionView{}
	for _, row := range c.rows() {
		var v calling.SessionView
		c.maya.must("GET", "/sessions/"+row.ID, nil, &v)
		shown[row.ID] = v
	}
	var spent calling.Spending
	c.maya.must("GET", "/organisation/minutes", nil, &spent)
	c.kill()
	b := c.books()
	defer b.close()
	b.over()
	for id, v := range shown {
		v = b.newest(v)
		shown[id] = v
		b.recount(v)
	}
	b.twice()
	b.legs()
	b.billed(shown, spent)
	b.kept(c.pressed.done)
}

// books is the database of a server that is not running.
type books struct {
	*house
	db *storage.DB
}

func (h *house) books() *books {
	h.t.Helper()
	db, err := storage.Open(context.Background(), storage.Config{
		URL: h.setting("DATABASE_URL"), Path: h.setting("DATA_DIR") + "/partyline.db", Clock: clock.New(1), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return &books{h, db}
}

func (b *books) close() { _ = b.db.Close() }

func find[T any](b *books, query string, args ...any) []T {
	b.t.Helper()
	var rows []T
	if err := b.db.Find(context.Background(), &rows, query, args...); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
	return rows
}

func (b *books) count(query string, args ...any) int {
	b.t.Helper()
	return find[int](b, query, args...)[0]
}

// stuck tells what is known about lines that do not end, for whoever mends it.
func (b *books) stuck() {
	b.t.Helper()
	for _, query := range []string{
		`SELECT id || ' ' || kind || ' ' || state || ' carrier ' || carrier_id || ' opened ' || opened_at || ' placed ' || COALESCE(placed_at, 0) || ' ringing ' || COALESCE(ringing_at, 0) || ' heard of ' || COALESCE(webhook_at, 0) FROM legs WHERE ended_at IS NULL`,
		`SELECT f.leg_id || ' was told ' || f.state || ' by ' || f.source || ' at ' || f.received_at FROM facts f JOIN legs l ON l.id = f.leg_id WHERE l.ended_at IS NULL`,
		`SELECT kind || ' ' || subject || ' due ' || due_at || ' tries ' || tries || ' claimed until ' || claimed_until || ' ' || data FROM jobs`,
		`SELECT id || ' of ' || entry_id || ' claimed ' || claimed_at || ' result ' || result FROM attempts WHERE closed_at IS NULL`,
		`SELECT 'called: entry ' || e.id || ', attempt ' || a.id || ' step ' || a.step || ' by ' || a.claimed_by || ' claimed ' || a.claimed_at || ' dialled ' || COALESCE(a.dialled_at, 0) || ' over ' || COALESCE(a.leg_ended_at, 0) ||
			' closed ' || COALESCE(a.closed_at, 0) || ' result ' || a.result || ' outcome ' || a.outcome FROM entries e JOIN attempts a ON a.entry_id = e.id WHERE e.status = 'calling' ORDER BY a.claimed_at`,
		`SELECT 'event ' || v.seq || ' ' || v.kind || ' ' || v.at || ' ' || v.data FROM entries e JOIN events v ON v.topic = 'session/' || e.session_id AND v.data LIKE '%' || e.id || '%' WHERE e.status = 'calling' ORDER BY v.seq`,
	} {
		for _, line := range find[string](b, query) {
			b.t.Log(line)
		}
	}
	for _, l := range b.ledger() {
		if l.Ended.IsZero() || l.Ended.After(l.Created.Add(time.Hour)) {
			l.Number, l.From = "", ""
			b.t.Logf("the carrier has %+v", l)
		}
	}
}

// over holds that nothing only looks alive.
func (b *books) over() {
	b.t.Helper()
	for what, query := range map[string]string{
		"open attempts":  `SELECT COUNT(*) FROM attempts WHERE closed_at IS NULL`,
		"reservations":   `SELECT COUNT(*) FROM reservations`,
		"open legs":      `SELECT COUNT(*) FROM legs WHERE ended_at IS NULL`,
		"live runs":      `SELECT COUNT(*) FROM runs WHERE ended_at IS NULL`,
		"people Calling": `SELECT COUNT(*) FROM entries WHERE status = 'calling'`,
		"unended skips":  `SELECT COUNT(*) FROM skips s JOIN entries e ON e.id = s.entry_id WHERE s.ended_at IS NULL AND e.skip_id <> s.id`,
		"people worked whom nobody called": `SELECT COUNT(*) FROM entries e WHERE e.status IN ('attempted', 'completed')
			AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.supporter_id = e.supporter_id AND a.result <> 'released')
			AND NOT EXISTS (SELECT 1 FROM logs g WHERE g.supporter_id = e.supporter_id)`,
		"people lost": `SELECT COUNT(*) FROM sessions s JOIN list_supporters l ON l.list_id = s.list_id
			WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.session_id = s.id AND e.supporter_id = l.supporter_id)`,
		"gaps in topics": `SELECT COUNT(*) FROM topics t WHERE (SELECT COUNT(*) FROM events e WHERE e.topic = t.topic) <>
			t.seq - (SELECT COALESCE(MIN(e.seq), 1) FROM events e WHERE e.topic = t.topic) + 1`, // what lies far behind was trimmed
	} {
		if n := b.count(query); n != 0 {
			b.t.Errorf("%d %s are left", n, what)
		}
	}
	for _, text := range find[string](b, `SELECT data FROM events WHERE data LIKE '%+44%' OR data LIKE '%+1500%' OR data LIKE '%@%'`) {
		b.t.Errorf("a number or an address in an event: %s", text)
	}
}

// newest is what pages show of a session: what was read, or what an event told since then, as when a skip ended.
func (b *books) newest(v calling.SessionView) calling.SessionView {
	b.t.Helper()
	for _, data := range find[string](b, `SELECT data FROM events WHERE topic = $1 AND seq > $2 ORDER BY seq`, "session/"+v.ID, int64(v.Seq)) {
		var c calling.Change
		if err := json.Unmarshal([]byte(data), &c); err != nil {
			b.t.Fatalf("%v: %s", err, data)
		}
		if c.Session != nil {
			v = *c.Session
		}
	}
	return v
}

// recount counts a session's figures again, from attempts and logs.
func (b *books) recount(v calling.SessionView) {
	b.t.Helper()
	want := calling.Impact{Outcomes: map[calling.Outcome]int{}}
	want.Attempted = b.count(`SELECT COUNT(*) FROM attempts WHERE session_id = $1 AND dialled_at IS NOT NULL`, v.ID)
	want.NotLogged = b.count(`SELECT COUNT(*) FROM attempts a WHERE session_id = $1 AND dialled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM logs g WHERE g.attempt_id = a.id)`, v.ID)
	want.ByHand = b.count(`SELECT COUNT(*) FROM logs WHERE session_id = $1 AND attempt_id = ''`, v.ID)
	want.RSVPYes = b.count(`SELECT COUNT(*) FROM logs WHERE session_id = $1 AND rsvp = 'yes'`, v.ID)
	for _, g := range find[struct {
		Outcome calling.Outcome
		N       int
	}](b, `SELECT outcome, COUNT(*) AS n FROM logs WHERE session_id = $1 GROUP BY outcome`, v.ID) {
		want.Outcomes[g.Outcome] = g.N
		if g.Outcome.Reaches() {
			want.Contacted += g.N
		} else {
			want.NotReached += g.N
		}
	}
	got := v.Impact
	if !maps.Equal(got.Outcomes, want.Outcomes) {
		b.t.Errorf("%s: outcomes %v, recounted %v", v.Name, got.Outcomes, want.Outcomes)
	}
	dials, contacts := v.Cycle.Dials, v.Cycle.Contacts
	for _, j := range v.Journey {
		dials, contacts = dials+j.Attempted, contacts+j.Contacted
	}
	if dials != want.Attempted || contacts != want.Contacted {
		b.t.Errorf("%s: cycles add up to %d dials and %d contacts, recounted %d and %d", v.Name, dials, contacts, want.Attempted, want.Contacted)
	}
	got.Outcomes, want.Outcomes = nil, nil
	if got.Attempted != want.Attempted || got.Contacted != want.Contacted || got.NotReached != want.NotReached || got.NotLogged != want.NotLogged || got.OnPhone != 0 || got.ByHand != want.ByHand || got.RSVPYes != want.RSVPYes {
		b.t.Errorf("%s: figures %+v, recounted %+v", v.Name, got, want)
	}
	if n := b.count(`SELECT COUNT(*) FROM entries WHERE session_id = $1 AND status = 'completed'`, v.ID); n != v.Progress.Completed {
		b.t.Errorf("%s: %d completed, recounted %d", v.Name, v.Progress.Completed, n)
	}
	if n := b.count(`SELECT COUNT(*) FROM entries WHERE session_id = $1 AND NOT (status = 'not_callable' AND attempts = 0)`, v.ID); n != v.Progress.Total {
		b.t.Errorf("%s: %d in all, recounted %d", v.Name, v.Progress.Total, n)
	}
	if n := b.count(`SELECT COUNT(*) FROM entries WHERE session_id = $1 AND status = 'available'`, v.ID); n != v.Cycle.Available {
		b.t.Errorf("%s: %d available, recounted %d", v.Name, v.Cycle.Available, n)
	}
}

// dial is an attempt that rang somebody's phone, in the order of the claims.
type dial struct {
	ID, Session, List, Leader, Entry, Supporter, Result, Outcome string
	Cycle                                                        int
	Claimed                                                      int64
	Closed                                                       int64
}

// twice looks for people who were rung again although no rule had brought them back.
func (b *books) twice() {
	b.t.Helper()
	dials := find[dial](b, `SELECT id, session_id AS session, list_id AS list, leader_id AS leader, entry_id AS entry, supporter_id AS supporter,
		result, outcome, cycle, claimed_at AS claimed, closed_at AS closed FROM attempts WHERE dialled_at IS NOT NULL AND result <> 'released' ORDER BY supporter_id, claimed_at, id`)
	if len(dials) == 0 {
		b.t.Errorf("nobody was dialled, or every call was released: this tests nothing")
	}
	type log struct {
		Attempt, Outcome string
		At               int64
		Corrected        *int64
	}
	logs := map[string]log{}
	for _, l := range find[log](b, `SELECT attempt_id AS attempt, outcome, at, corrected_at AS corrected FROM logs WHERE attempt_id <> ''`) {
		logs[l.Attempt] = l
	}
	waits := map[string]int{} // who is in a queue, and its cycle, by entry
	for _, e := range find[struct {
		ID    string
		Cycle int
	}](b, `SELECT e.id, s.cycle FROM entries e JOIN sessions s ON s.id = e.session_id WHERE e.status = 'available'`) {
		waits[e.ID] = e.Cycle
	}
	const slack = 100_000 // five seconds of the wall: a late log, being written while the next call is claimed
	for i, later := range dials {
		if waits[later.Entry] == later.Cycle && !b.returned(later, math.MaxInt64) {
			b.t.Errorf("after attempt %s: in the queue again in cycle %d without a rule", later.ID, later.Cycle)
		}
		for _, early := range dials[:i] {
			if early.Supporter != later.Supporter {
				continue
			}
			if early.Closed > later.Claimed {
				b.t.Errorf("attempts %s and %s at one person overlap", early.ID, later.ID)
			}
			if early.Session == later.Session && early.Cycle == later.Cycle && !b.returned(early, later.Claimed) {
				b.t.Errorf("attempts %s and %s: rung twice in cycle %d without a rule", early.ID, later.ID, later.Cycle)
			}
			if early.List == later.List && early.Leader != later.Leader && later.Claimed < early.Closed+4*time.Hour.Milliseconds() {
				b.t.Errorf("attempts %s and %s: two leaders of one list within the minimum time", early.ID, later.ID)
			}
			l, logged := logs[early.ID]
			if logged && l.Corrected == nil && calling.Outcome(l.Outcome).Substantive() && early.Session != later.Session && later.Claimed > l.At+slack {
				b.t.Errorf("attempts %s and %s: rung in the cooldown after %s", early.ID, later.ID, l.Outcome)
			}
		}
	}
}

// returned says whether an entry came back into its queue between an attempt and a later instant: a press on it, or its time, made
// it available. The rows that an event tells are looked at, not who is next in its session.
func (b *books) returned(early dial, until int64) bool {
	b.t.Helper()
	for _, data := range find[string](b, `SELECT data FROM events WHERE topic = $1 AND kind IN ('calling.entry_prioritised', 'calling.entry_skipped', 'calling.skip_removed', 'calling.entry_returned')
		AND at >= $2 AND at <= $3 AND (data LIKE $4 OR data LIKE '%"refetch":true%')`, "session/"+early.Session, early.Claimed, until, `%"`+early.Entry+`"%`) {
		var c calling.Change
		if err := json.Unmarshal([]byte(data), &c); err != nil {
			b.t.Fatalf("%v: %s", err, data)
		}
		if c.Refetch || slices.ContainsFunc(c.Entries, func(e calling.EntryView) bool { return e.ID == early.Entry && e.Status == calling.Available }) {
			return true
		}
	}
	return false
}

// legs holds the carrier's ledger against ours: every line there is one of ours, and every dial of ours was a line.
func (b *books) legs() {
	b.t.Helper()
	type leg struct{ Ref, Kind, Number, Attempt, Dialled, Refused string }
	ours := map[string]leg{}
	for _, l := range find[leg](b, `SELECT l.ref, l.kind, l.number, l.attempt_id AS attempt, CASE WHEN a.dialled_at IS NULL THEN '' ELSE 'yes' END AS dialled,
		CASE WHEN l.carrier_id = '' AND a.result = 'failed' THEN 'yes' ELSE '' END AS refused
		FROM legs l LEFT JOIN attempts a ON a.id = l.attempt_id AND l.attempt_id <> ''`) {
		ours[l.Ref] = l
	}
	rung := map[string]bool{}
	for _, l := range b.ledger() {
		ref := refOf(l)
		o, known := ours[ref]
		switch {
		case !known:
			b.t.Errorf("the carrier's leg %s is none of ours", l.SID)
		case o.Number != l.Number:
			b.t.Errorf("the carrier's leg %s rings another number than ours", l.SID)
		case o.Kind == "supporter" && l.Parent == "", o.Kind == "leader" && l.Parent != "":
			b.t.Errorf("the carrier's leg %s is a %s's", l.SID, o.Kind)
		case l.Initiated.IsZero():
		case o.Kind == "supporter" && o.Dialled == "":
			b.t.Errorf("the carrier's leg %s was placed, but its attempt does not count as dialled", l.SID)
		default:
			rung[ref] = true
		}
	}
	for ref, o := range ours {
		if o.Dialled != "" && o.Refused == "" && !rung[ref] { // a number that does not exist is refused before it is placed
			b.t.Errorf("attempt %s counts as dialled, but the carrier placed no leg; what was told of it: %q", o.Attempt,
				find[string](b, `SELECT f.source || ' ' || f.state || ' at ' || f.received_at FROM facts f JOIN legs l ON l.id = f.leg_id WHERE l.attempt_id = $1`, o.Attempt))
		}
	}
}

// refOf is our name of a leg of the carrier's.
func refOf(l carrier.Leg) string {
	if parts := strings.Split(l.Ref, "/t/step/"); len(parts) == 2 { // of a leg without status callbacks
		return strings.Split(parts[1], "/")[1]
	}
	return l.Ref[strings.LastIndexByte(l.Ref, '/')+1:]
}

// kept looks for everything that was acknowledged, and for what nobody acknowledged and was done.
func (b *books) kept(done []press) {
	b.t.Helper()
	among := func(p press, what string, n int) {
		b.t.Helper()
		least, most := 0, 0
		if p.acknowledged {
			least, most = 1, 1
		} else if !p.certain {
			most = 1
		}
		if n < least || n > most {
			b.t.Errorf("%s %s: acknowledged %v, certain %v, but it is there %d times", what, p.mark, p.acknowledged, p.certain, n)
		}
	}
	type tally struct{ acknowledged, most int }
	sums := map[[2]string]tally{} // by audited action and thing
	sum := func(p press, action, thing string) {
		n := sums[[2]string{action, thing}]
		if p.acknowledged {
			n.acknowledged, n.most = n.acknowledged+1, n.most+1
		} else if !p.certain {
			n.most++
		}
		sums[[2]string{action, thing}] = n
	}
	logs := map[string][]press{}
	for _, p := range done {
		switch p.what {
		case "skip":
			among(p, "skip", b.count(`SELECT COUNT(*) FROM skips WHERE reason = $1 AND by_user = $2 AND entry_id = $3`, p.mark, p.leader, p.entry))
		case "hand":
			among(p, "log by hand", b.count(`SELECT COUNT(*) FROM logs WHERE notes = $1 AND entry_id = $2 AND attempt_id = ''`, p.mark, p.entry))
		case "session":
			among(p, "session", b.count(`SELECT COUNT(*) FROM sessions WHERE name = $1 AND leader_id = $2`, p.mark, p.leader))
		case "log":
			logs[p.attempt] = append(logs[p.attempt], p)
		case "cycle":
			sum(p, "session.new_cycle", "session/"+p.session)
		case "finish":
			sum(p, "session.finish_cycle", "session/"+p.session)
		case "archive":
			if p.acknowledged && b.count(`SELECT COUNT(*) FROM sessions WHERE id = $1 AND archived_at IS NOT NULL`, p.session) != 1 {
				b.t.Errorf("session %s was archived, and is not", p.session)
			}
		case "prioritise", "first":
			if p.acknowledged && b.count(`SELECT COUNT(*) FROM events WHERE topic = $1 AND kind = 'calling.entry_prioritised' AND data LIKE $2`, "session/"+p.session, `%"`+p.entry+`"%`) == 0 {
				b.t.Errorf("entry %s was prioritised, and nobody heard of it", p.entry)
			}
		}
	}
	for key, n := range sums {
		got := b.count(`SELECT COUNT(*) FROM audit WHERE action = $1 AND thing = $2`, key[0], key[1])
		if key[0] == "session.finish_cycle" { // one that is over already stays over
			n.acknowledged = min(n.acknowledged, 1)
		}
		if got < n.acknowledged || got > n.most {
			b.t.Errorf("%s of %s: acknowledged %d times, at most %d, done %d times", key[0], key[1], n.acknowledged, n.most, got)
		}
	}
	for attempt, all := range logs {
		notes := find[string](b, `SELECT notes FROM logs WHERE attempt_id = $1`, attempt)
		acknowledged := slices.ContainsFunc(all, func(p press) bool { return p.acknowledged })
		mine := len(notes) == 1 && slices.ContainsFunc(all, func(p press) bool { return p.mark == notes[0] && (p.acknowledged || !p.certain) })
		if acknowledged && !mine {
			b.t.Errorf("attempt %s was logged, but its log says %q", attempt, notes)
		}
	}
}
