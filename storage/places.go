package storage

import (
	"context"
	"time"

	"partyline/account"
)

// placeRows is, for each family, where its things stand: whose, in which group, under which list and
// session, who runs them, and who deleted them. Sessions outlive their list, nothing outlives its group.
var placeRows = map[string]string{
	account.FamilyOrganisation: `SELECT id, '', '', '', '', '', NULL, '' FROM organisations WHERE id = $1`,
	account.FamilyCampaign:     `SELECT organisation_id, '', '', '', '', '', NULL, '' FROM campaigns WHERE id = $1`,
	account.FamilyUser:         `SELECT organisation_id, '', '', '', '', '', NULL, '' FROM users WHERE id = $1`,
	account.FamilyGroup: `SELECT g.organisation_id, g.id, '', '', '', '', g.deleted_at, COALESCE(d.name, '')
		FROM groups g LEFT JOIN users d ON d.id = g.deleted_by WHERE g.id = $1`,
	account.FamilyList: `SELECT l.organisation_id, l.group_id, l.id, '', '', '', COALESCE(l.deleted_at, g.deleted_at), COALESCE(dl.name, d.name, '')
		FROM lists l JOIN groups g ON g.id = l.group_id LEFT JOIN users d ON d.id = g.deleted_by LEFT JOIN users dl ON dl.id = l.deleted_by WHERE l.id = $1`,
	account.FamilySupporter: `SELECT s.organisation_id, s.group_id, '', '', '', '', g.deleted_at, COALESCE(d.name, '')
		FROM supporters s ` + inGroup + ` WHERE s.id = $1`,
	account.FamilyImport: `SELECT s.organisation_id, s.group_id, s.list_id, '', s.user_id, '', g.deleted_at, COALESCE(d.name, '')
		FROM imports s ` + inGroup + ` WHERE s.id = $1`,
	account.FamilySession: ofSession + ` WHERE s.id = $1`,
	account.FamilyEntry:   ofSession + ` WHERE s.id = (SELECT session_id FROM entries WHERE id = $1)`,
	account.FamilyAttempt: ofSession + ` WHERE s.id = (SELECT session_id FROM attempts WHERE id = $1)`,
	account.FamilyAction:  ofSession + ` WHERE s.id = (SELECT session_id FROM actions WHERE id = $1)`,
	account.FamilyLog:     ofSession + ` WHERE s.id = (SELECT session_id FROM logs WHERE id = $1)`,
}

const (
	inGroup   = `JOIN groups g ON g.id = s.group_id LEFT JOIN users d ON d.id = g.deleted_by`
	ofSession = `SELECT s.organisation_id, s.group_id, s.list_id, s.id, s.leader_id, u.name, g.deleted_at, COALESCE(d.name, '')
		FROM sessions s ` + inGroup + ` JOIN users u ON u.id = s.leader_id`
)

// PlaceOf finds where a thing stands; NotFound when there is none, or no such family.
func (db *DB) PlaceOf(ctx context.Context, family, id string) (account.Place, error) {
	query, known := placeRows[family]
	if !known {
		return account.Place{}, missing(family)
	}
	p := account.Place{Family: family, ID: id}
	err := db.glance(ctx, func(r *Reader) error {
		var deleted time.Time
		var by string
		found := false
		err := r.each(func(scan func(...any) error) error {
			found = true
			return scan(&p.Organisation, &p.Group, &p.List, &p.Session, &p.Leader, &p.LeaderName, instant(&deleted), &by)
		}, query, id)
		if err == nil && !found {
			err = missing(family)
		}
		if p.Deleted = nil; !deleted.IsZero() {
			p.Deleted = &account.Deletion{At: deleted, By: by}
		}
		return err
	})
	return p, err
}
