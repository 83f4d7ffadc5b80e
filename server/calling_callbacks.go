package server

import (
	"context"
	"time"

	"partyline/calling"
)

type callBacksIn struct {
	Mine   bool      `query:"mine" doc:"only those of my own sessions"`
	List   string    `query:"list" maxLength:"64"`
	Group  string    `query:"group" maxLength:"64"`
	Until  time.Time `query:"until" doc:"only those not later than this"`
	Cursor string    `query:"cursor" maxLength:"200" doc:"next of the page before"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// callBacks is who asked to be called again and when, in the open sessions of the asker's groups, the earliest
// first. Numbers are in it only where the organisation shows them.
func (s *Server) callBacks(ctx context.Context, in *callBacksIn) (*reply[Page[calling.CallBackView]], error) {
	out := &reply[Page[calling.CallBackView]]{}
	out.Body.Items = []calling.CallBackView{}
	k := asker(ctx)
	q := calling.CallBacksQuery{Organisation: k.Organisation, User: k.User, Mine: in.Mine, List: in.List, Until: in.Until, Limit: in.Limit + 1}
	var any bool
	if q.Groups, q.All, any = reach(k, in.Group); !any {
		return out, nil
	}
	var err error
	if q.After, q.AfterID, err = parseSessionCursor(in.Cursor); err != nil {
		return nil, err
	}
	numbers, err := s.showsNumbers(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.Calling.CallBacks(ctx, q, numbers)
	if len(rows) > in.Limit {
		rows = rows[:in.Limit]
		last := rows[in.Limit-1]
		out.Body.Next = sessionCursor(last.At, last.Entry)
	}
	if rows != nil {
		out.Body.Items = rows
	}
	return of(out.Body, err)
}
