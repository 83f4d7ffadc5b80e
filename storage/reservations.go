package storage

import (
	"partyline/calling"
)

func reservationColumns(r *calling.Reservation) columns {
	return columns{
		{"supporter_id", &r.Supporter}, {"organisation_id", &r.Organisation}, {"session_id", &r.Session}, {"list_id", &r.List},
		{"attempt_id", &r.Attempt}, {"leader_id", &r.Leader}, {"since", instant(&r.Since)},
	}
}

func reservedColumns(r *calling.Reservation) columns {
	cols := reservationColumns(r)
	for i := range cols {
		cols[i].name = "r." + cols[i].name
	}
	return append(cols, column{"COALESCE(u.name, '')", &r.LeaderName})
}

// Reservation is who has the supporter now.
func (c callingReader) Reservation(supporter string) (calling.Reservation, bool, error) {
	var r calling.Reservation
	found, err := c.one(reservedColumns(&r), `FROM reservations r LEFT JOIN users u ON u.id = r.leader_id WHERE r.supporter_id = $1`, supporter)
	return r, found, err
}

// Reserved is the reservations of people on a list, whichever list they are called from.
func (c callingReader) Reserved(list string) ([]calling.Reservation, error) {
	return all(c.Reader, reservedColumns, `FROM reservations r LEFT JOIN users u ON u.id = r.leader_id
		WHERE r.list_id = $1 OR EXISTS (SELECT 1 FROM list_supporters s WHERE s.list_id = $1 AND s.supporter_id = r.supporter_id)
		ORDER BY r.since, r.supporter_id`, list)
}

// OnLine is the leader with whom a number's open line is: it is on a call of theirs, or their own phone.
func (c callingReader) OnLine(organisation, number string) (calling.UserRef, bool, error) {
	var by calling.UserRef
	found, err := c.one(columns{{"u.id", &by.ID}, {"u.name", &by.Name}}, `FROM legs l LEFT JOIN runs r ON r.id = l.run_id
		JOIN users u ON u.id = COALESCE(r.leader_id, l.user_id) WHERE l.number = $1 AND l.organisation_id = $2 AND l.ended_at IS NULL`, number, organisation)
	return by, found, err
}

// Reserve takes the person for the organisation; false, with by whom, when somebody has them.
// It waits for whoever is just taking or releasing the same person.
func (c *callingTx) Reserve(r calling.Reservation) (bool, calling.Reservation, error) {
	for {
		ok, err := c.tx.insert("reservations", reservationColumns(&r), `ON CONFLICT (supporter_id) DO NOTHING`)
		if err != nil || ok {
			return ok, r, err
		}
		by, found, err := c.Reservation(r.Supporter)
		if err != nil {
			return false, by, err
		}
		if found {
			return by.Attempt == r.Attempt && by.Session == r.Session, by, nil
		}
		// released between the two statements: take it
	}
}

// Release lets the person go, if this attempt has them.
func (c *callingTx) Release(supporter, attempt string) error {
	_, err := c.tx.exec(`DELETE FROM reservations WHERE supporter_id = $1 AND attempt_id = $2`, supporter, attempt)
	return err
}
