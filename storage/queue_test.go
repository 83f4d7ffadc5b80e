package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func TestTheQueueIsReadInItsOrders(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 2, 6)
		e := p.entries
		e[1].Place = -5 // moved ahead
		e[2].Status, e[2].Due = calling.Unavailable, monday.Add(30*time.Second)
		e[3].Status, e[3].Due = calling.Skipped, monday.Add(20*time.Second)
		e[3].Skip = &calling.Skip{ID: id(), Session: p.session.ID, Entry: e[3].ID, Type: calling.SkipQuick, Until: monday.Add(20 * time.Second), By: p.Leaders[0], At: monday, Reason: "later"}
		e[4].Status = calling.Completed
		write(t, db, func(tx calling.Tx) error {
			ok, _, err := tx.Reserve(calling.Reservation{Supporter: p.Supporters[0], Session: "other", List: "other", Attempt: "a", Leader: p.Leaders[1], Since: monday})
			if !ok || err != nil {
				return fmt.Errorf("reserve: %v %w", ok, err)
			}
			return errors.Join(tx.SaveEntries(e), tx.DeleteEntries([]string{e[5].ID}))
		})
		read(t, db, func(r calling.Reader) error {
			waiting, err := r.Waiting([]string{p.session.ID})
			same(t, "waiting", rowIDs(waiting[p.session.ID]), []string{e[1].ID})
			due, err2 := r.Due(p.session.ID, monday.Add(25*time.Second), 5)
			same(t, "due", ids(due), []string{e[3].ID})
			open, err3 := r.DueSessions(monday.Add(25*time.Second), 5)
			same(t, "sessions with something due", open, []string{p.session.ID})
			ret, ok, err4 := r.EarliestReturn(p.session.ID)
			same(t, "return", ret, calling.Return{At: monday.Add(20 * time.Second), Count: 2})
			same(t, "return found", ok, true)
			by, err5 := r.ByStatus(p.session.ID, []calling.Status{calling.Available, calling.Skipped, calling.Completed}, -5, e[1].ID, 2)
			same(t, "by status", ids(by), []string{e[0].ID, e[3].ID})
			last, err6 := r.LastRank(p.session.ID)
			same(t, "last rank", last, int64(5))
			page, err7 := r.Entries(calling.EntriesQuery{Session: p.session.ID, Limit: 2})
			same(t, "page", []string{page[0].ID, page[1].ID}, []string{e[0].ID, e[1].ID})
			same(t, "with", *page[0].With, calling.UserRef{ID: p.Leaders[1], Name: "Leader 2"})
			same(t, "reserved", []bool{page[0].Reserved, page[1].Reserved}, []bool{true, false})
			page, err8 := r.Entries(calling.EntriesQuery{Session: p.session.ID, After: "2", Limit: 9})
			same(t, "next page", len(page), 3)
			same(t, "skipped by", page[1].SkipBy, "Leader 1")
			rows, err9 := r.EntryRows([]string{e[4].ID, "gone", e[0].ID})
			same(t, "lines", []string{rows[0].ID, rows[1].ID}, []string{e[4].ID, e[0].ID})
			reserved, err10 := r.Reserved(p.List)
			same(t, "reserved through another list", len(reserved), 1)
			with, err11 := r.SessionsWith(p.Supporters[0])
			same(t, "sessions with", with, []string{p.session.ID})
			_, err12 := r.Entries(calling.EntriesQuery{Session: p.session.ID, After: "x'; DROP", Limit: 9})
			same(t, "bad cursor", fault.As(err12).Kind, fault.Invalid)
			return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11)
		})
	})
}

func ids(entries []calling.Entry) []string {
	out := []string{}
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func rowIDs(rows []calling.EntryRow) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}
