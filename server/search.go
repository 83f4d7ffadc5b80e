package server

import (
	"context"
	"slices"
	"strings"

	"partyline/account"
	"partyline/calling"
	"partyline/roster"
)

// Found is something that a search by name found, with what tells it from its namesakes. It never has a number.
type Found struct {
	Kind  string      `json:"kind" enum:"session,list,group,supporter"`
	ID    string      `json:"id"`
	Name  string      `json:"name"`
	About string      `json:"about,omitempty" doc:"a session's list and leader, a list's group, a supporter's city and group"`
	Group *roster.Ref `json:"group,omitempty"`
}

type searchIn struct {
	Search string `query:"q" required:"true" minLength:"1" maxLength:"120" doc:"parts of a name; accents, case and order do not matter"`
	Limit  int    `query:"limit" minimum:"1" maximum:"20" default:"6" doc:"of each kind"`
}

// sessionsSearched is how many of the newest sessions a search looks at.
const sessionsSearched = 2000

// search finds sessions, lists, groups and supporters by any part of their names: those of the groups that the
// asker leads; for admins, of the organisation. Only names are searched, never numbers or notes.
func (s *Server) search(ctx context.Context, in *searchIn) (*reply[Page[Found]], error) {
	out := &reply[Page[Found]]{}
	out.Body.Items = []Found{}
	words := strings.Fields(roster.Fold(in.Search))
	groups, err := s.Account.GroupNames(ctx, asker(ctx))
	if err != nil || len(words) == 0 || len(groups) == 0 {
		return out, err
	}
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	for _, find := range []func() ([]Found, error){
		func() ([]Found, error) { return s.findSessions(ctx, ids, words, in.Limit) },
		func() ([]Found, error) { return s.findLists(ctx, ids, words, in.Limit) },
		func() ([]Found, error) { return foundGroups(groups, words, in.Limit), nil },
		func() ([]Found, error) { return s.findSupporters(ctx, ids, words, in.Limit) },
	} {
		found, err := find()
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, found...)
	}
	return out, nil
}

// findSessions looks at the names of open sessions, of their lists and of their leaders, newest activity first.
func (s *Server) findSessions(ctx context.Context, groups, words []string, limit int) (found []Found, err error) {
	rows, err := s.Calling.Sessions(ctx, calling.SessionsQuery{Organisation: asker(ctx).Organisation, Groups: groups, Limit: sessionsSearched})
	for _, r := range rows {
		if len(found) == limit {
			break
		}
		if hasAll(words, r.Name, r.List.Name, r.Leader.Name) {
			found = append(found, Found{Kind: "session", ID: r.ID, Name: r.Name, About: r.List.Name + " · " + r.Leader.Name, Group: &roster.Ref{ID: r.Group.ID, Name: r.Group.Name}})
		}
	}
	return found, err
}

func (s *Server) findLists(ctx context.Context, groups, words []string, limit int) (found []Found, err error) {
	lists, err := s.Roster.ListNames(ctx, groups)
	for _, l := range lists {
		if len(found) < limit && hasAll(words, l.Name) {
			found = append(found, Found{Kind: "list", ID: l.ID, Name: l.Name, About: l.Group.Name, Group: &l.Group})
		}
	}
	return found, err
}

func foundGroups(groups []account.Named, words []string, limit int) (found []Found) {
	for _, g := range groups {
		if len(found) < limit && hasAll(words, g.Name) {
			found = append(found, Found{Kind: "group", ID: g.ID, Name: g.Name})
		}
	}
	return found
}

func (s *Server) findSupporters(ctx context.Context, groups, words []string, limit int) (found []Found, err error) {
	people, err := s.Roster.SupportersNamed(ctx, groups, words, limit)
	for _, p := range people {
		about := slices.DeleteFunc([]string{p.City, p.Group.Name}, func(s string) bool { return s == "" })
		found = append(found, Found{Kind: "supporter", ID: p.ID, Name: p.Name, About: strings.Join(about, " · "), Group: &p.Group})
	}
	return found, err
}

// hasAll says whether every folded word is part of one of the names.
func hasAll(words []string, names ...string) bool {
	text := roster.Fold(strings.Join(names, " "))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
