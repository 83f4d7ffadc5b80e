package storage

import (
	"strconv"

	"partyline/account"
	"partyline/roster"
)

// GroupNames is the names of an organisation's groups, without deleted ones; only is nil for all of them.
func (a accountReader) GroupNames(organisation string, only []string) ([]account.Named, error) {
	rest, args := `FROM groups WHERE organisation_id = $1 AND deleted_at IS NULL`, []any{organisation}
	if only != nil {
		rest, args = rest+` AND id IN ($2)`, append(args, only)
	}
	return all(a.Reader, func(g *account.Named) columns { return columns{{"id", &g.ID}, {"name", &g.Name}} }, rest+` ORDER BY lower(name), id`, args...)
}

// ListNames is the names of these groups' lists, without deleted ones.
func (r rosterReader) ListNames(groups []string) ([]roster.Named, error) {
	return all(r.Reader, func(l *roster.Named) columns {
		return columns{{"l.id", &l.ID}, {"l.name", &l.Name}, {"g.id", &l.Group.ID}, {"g.name", &l.Group.Name}}
	}, `FROM lists l JOIN groups g ON g.id = l.group_id WHERE l.group_id IN ($1) AND l.deleted_at IS NULL AND g.deleted_at IS NULL ORDER BY lower(l.name), l.id`, groups)
}

// SupportersNamed is up to n supporters of these groups with all of these words, folded, in their names, by name.
func (r rosterReader) SupportersNamed(groups, words []string, n int) ([]roster.Named, error) {
	rest, args := `FROM supporters s JOIN groups g ON g.id = s.group_id WHERE s.group_id IN ($1) AND g.deleted_at IS NULL`, []any{groups, n}
	for _, word := range words {
		args = append(args, containing(word))
		rest += ` AND s.folded LIKE $` + strconv.Itoa(len(args)) + ` ESCAPE '\'`
	}
	return all(r.Reader, func(s *roster.Named) columns {
		return columns{{"s.id", &s.ID}, {"s.name", &s.Name}, {"s.city", &s.City}, {"g.id", &s.Group.ID}, {"g.name", &s.Group.Name}}
	}, rest+` ORDER BY s.folded, s.id LIMIT $2`, args...)
}
