package storage

// SessionsIn is the open sessions of an organisation, a group or a list; none of another family.
func (c callingReader) SessionsIn(family, id string) ([]string, error) {
	ids := []string{}
	column, known := map[string]string{"organisation": "organisation_id", "group": "group_id", "list": "list_id"}[family]
	if !known {
		return ids, nil
	}
	err := c.find(&ids, `SELECT id FROM sessions WHERE `+column+` = $1 AND archived_at IS NULL ORDER BY id`, id)
	return ids, err
}

// ListsWith is the lists a supporter stands on, without deleted ones.
func (c callingReader) ListsWith(supporter string) ([]string, error) {
	ids := []string{}
	err := c.find(&ids, `SELECT l.id FROM list_supporters m JOIN lists l ON l.id = m.list_id
		WHERE m.supporter_id = $1 AND l.deleted_at IS NULL ORDER BY l.id`, supporter)
	return ids, err
}
