package storage

import (
	"sync"
	"time"

	"partyline/campaign"
)

// leaseColumns is a lease without its contacts, which never change: nodes remember them.
func leaseColumns(l *campaign.Lease) columns {
	return columns{
		{"id", &l.ID}, {"campaign", &l.Campaign}, {"person", &l.Person}, {"asked", &l.Asked}, {"began_at", instant(&l.Began)}, {"until_at", instant(&l.Until)}, {"ended_at", instant(&l.Ended)},
		{"gone", asJSON(&l.Gone)}, {"approved", &l.Approved}, {"first_ms", &l.FirstMS}, {"last_ms", &l.LastMS}, {"launch", &l.Launch}, {"launch_key", &l.LaunchKey}, {"launch_answer", &l.LaunchAnswer},
	}
}

// OpenLeases is a campaign's leases that are not over.
func (r campaignReader) OpenLeases(no int64) ([]campaign.OpenLease, error) {
	return all(r.Reader, func(l *campaign.OpenLease) columns {
		return columns{{"id", &l.ID}, {"person", &l.Person}, {"numbers - away - approved", &l.Left}}
	}, `FROM leases WHERE campaign = $1 AND ended_at IS NULL ORDER BY id`, no)
}

// LeasesAsked is who asked for which open lease, and has not pressed in it.
func (r campaignReader) LeasesAsked(no int64, people, keys []string) (ids []string, err error) {
	err = r.find(&ids, `SELECT id FROM leases WHERE campaign = $1 AND ended_at IS NULL AND approved = 0 AND away = 0 AND person IN ($2) AND asked IN ($3) ORDER BY id`, no, people, keys)
	return ids, err
}

// LastLease is the newest lease of a person that had a press, without its contacts.
func (r campaignReader) LastLease(person string) (campaign.Lease, bool, error) {
	var l campaign.Lease
	found, err := r.one(leaseColumns(&l), `FROM leases WHERE person = $1 AND approved > 0 ORDER BY began_at DESC LIMIT 1`, person)
	return l, found, err
}

// InsertLeases adds some.
func (t *campaignTx) InsertLeases(leases []campaign.Lease) error {
	rows := make([]columns, len(leases))
	for i := range leases {
		l := &leases[i]
		n, away := len(l.Contacts), len(l.Gone)
		rows[i] = append(leaseColumns(l), column{"contacts", asJSON(&l.Contacts)}, column{"numbers", &n}, column{"away", &away})
	}
	cols, err := turn(rows)
	if err != nil {
		return err
	}
	return t.tx.bulk("leases", cols, "")
}

// LockLeases locks and reads leases in the order of their ids.
func (t *campaignTx) LockLeases(ids []string) ([]campaign.Lease, error) {
	return t.leases(`FROM leases WHERE id IN ($1) ORDER BY id FOR UPDATE`, ids)
}

// Leases reads leases in the order of their ids.
func (r campaignReader) Leases(ids []string) ([]campaign.Lease, error) {
	return r.leases(`FROM leases WHERE id IN ($1) ORDER BY id`, ids)
}

func (r campaignReader) leases(rest string, ids []string) ([]campaign.Lease, error) {
	leases, err := all(r.Reader, leaseColumns, rest, ids)
	if err != nil {
		return nil, err
	}
	var unknown []string
	for i := range leases {
		l := &leases[i]
		if l.Contacts = r.db.leased.of(l.ID); l.Contacts == nil {
			unknown = append(unknown, l.ID)
		}
	}
	if len(unknown) == 0 {
		return leases, nil
	}
	contacts := make(map[string][]int64, len(unknown))
	err = r.each(func(scan func(...any) error) error {
		var id string
		var of []int64
		err := scan(&id, asJSON(&of))
		contacts[id] = of
		return err
	}, `SELECT id, contacts FROM leases WHERE id IN ($1)`, unknown)
	for i := range leases {
		if l := &leases[i]; l.Contacts == nil {
			l.Contacts = contacts[l.ID]
			r.db.leased.keep(l.ID, l.Contacts)
		}
	}
	return leases, err
}

// SaveLeases replaces what changes of them.
func (t *campaignTx) SaveLeases(leases []campaign.Lease) error {
	w, err := savingLeases(leases)
	if err != nil {
		return err
	}
	return t.tx.amend(w.table, w.key, w.cols, bulkColumn{})
}

// savingLeases is the statement of SaveLeases.
func savingLeases(leases []campaign.Lease) (writing, error) {
	n := len(leases)
	ids, gone := make([]string, n), make([]string, n)
	began, until, ended, approved, first, last, away := make([]int64, n), make([]int64, n), make(instants, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i := range leases {
		l := &leases[i]
		v, err := asJSON(&l.Gone).Value()
		if err != nil {
			return writing{}, err
		}
		ids[i], gone[i], away[i] = l.ID, v.(string), int64(len(l.Gone))
		began[i], until[i], ended[i], approved[i], last[i] = millis(l.Began), millis(l.Until), millisOrNone(l.Ended), int64(l.Approved), l.LastMS
		first[i] = l.FirstMS
	}
	return writing{table: "leases", key: bulkColumn{"id", ids}, cols: []bulkColumn{{"began_at", began}, {"until_at", until}, {"ended_at", ended}, {"gone", gone}, {"approved", approved}, {"first_ms", first}, {"last_ms", last}, {"away", away}}}, nil
}

func millisOrNone(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return millis(t)
}

// leased is which contacts leases have, of those that were used last: it never changes, and is as long as all the rest of them.
// The zero value is ready.
type leased struct {
	mu    sync.Mutex // guards what follows
	young map[string][]int64
	old   map[string][]int64 // before; forgotten next
	count int                // contacts in the younger half
}

// mostLeased is how many contacts either half remembers: 4 MB.
const mostLeased = 500_000

// of is the contacts of a lease, by ordinal, which nobody changes; nil when they are not remembered.
func (m *leased) of(id string) []int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.young[id]; ok {
		return c
	}
	c, ok := m.old[id]
	if ok {
		m.put(id, c)
	}
	return c
}

func (m *leased) keep(id string, contacts []int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(id, contacts)
}

// put remembers them in the younger half. The caller holds mu.
func (m *leased) put(id string, contacts []int64) {
	if m.young == nil || m.count > mostLeased {
		m.young, m.old, m.count = map[string][]int64{}, m.young, 0
	}
	m.young[id] = contacts
	m.count += len(contacts)
}
