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

// ListsWith is the lists that each of some supporters stands on, without deleted ones.
func (c callingReader) ListsWith(supporters []string) (map[string][]string, error) {
	lists := make(map[string][]string, len(supporters))
	err := c.each(func(scan func(...any) error) error {
		var supporter, list string
		err := scan(&supporter, &list)
		lists[supporter] = append(lists[supporter], list)
		return err
	}, `SELECT m.supporter_id, l.id FROM list_supporters m JOIN lists l ON l.id = m.list_id
		WHERE m.supporter_id IN ($1) AND l.deleted_at IS NULL ORDER BY l.id`, supporters)
	return lists, err
}
