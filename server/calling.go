package server

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"partyline/account"
	"partyline/calling"
	"partyline/event"
	"partyline/fault"
)

// who is the asker as the rules of sessions know them: with their role in the thing's group.
func who(ctx context.Context) calling.Who {
	k := asker(ctx)
	return calling.Who{User: k.User, Organisation: k.Organisation, Role: string(k.In(placeOf(ctx).Group))}
}

func (s *Server) createSession(ctx context.Context, in *byIDWith[calling.CreateSession]) (*reply[calling.SessionView], error) {
	return of(s.Calling.Create(ctx, who(ctx), in.ID, in.Body))
}

// session is a snapshot and the place in the stream that it fits: seq is read first, so an event between
// the two is applied again, which changes nothing, and none is missed.
func (s *Server) session(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	seq, err := s.Events.Last(ctx, event.On(event.FamilySession, in.ID))
	if err != nil {
		return nil, err
	}
	view, err := s.Calling.Session(ctx, in.ID)
	view.Seq = int64(seq)
	return of(view, err)
}

// SessionEdit is what can be changed of a session.
type SessionEdit struct {
	Name    string `json:"name" minLength:"1" maxLength:"120"`
	Version int    `json:"version" doc:"the one you saw; another answers 409 with the present state"`
}

func (s *Server) renameSession(ctx context.Context, in *byIDWith[SessionEdit]) (*reply[calling.SessionView], error) {
	return of(s.Calling.Rename(ctx, who(ctx), in.ID, in.Body.Name, in.Body.Version))
}

// StartSession is what may be said when the phone is to ring.
type StartSession struct {
	Move bool `json:"move,omitempty" doc:"hang up where the leader is on the phone, and ring here"`
}

type startIn struct {
	ByID
	Body *StartSession // nothing need be sent
}

// start rings the leader's phone, for the first time or again. A repeat of a press (its idempotency key) does not
// come here again, so that it is not counted.
func (s *Server) start(ctx context.Context, in *startIn) (*reply[calling.SessionView], error) {
	if err := s.mayStart(ctx, asker(ctx).User); err != nil {
		return nil, err
	}
	return of(s.Calling.Start(ctx, who(ctx), in.ID, in.Body != nil && in.Body.Move))
}

func (s *Server) pause(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	return of(s.Calling.Pause(ctx, who(ctx), in.ID))
}

func (s *Server) next(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	return of(s.Calling.Next(ctx, who(ctx), in.ID))
}

func (s *Server) newCycle(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	return of(s.Calling.NewCycle(ctx, who(ctx), in.ID))
}

func (s *Server) finishCycle(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	return of(s.Calling.FinishCycle(ctx, who(ctx), in.ID))
}

func (s *Server) archiveSession(ctx context.Context, in *ByID) (*reply[calling.SessionView], error) {
	return of(s.Calling.Archive(ctx, who(ctx), in.ID))
}

type sessionsIn struct {
	Mine     bool   `query:"mine" doc:"only the ones I lead"`
	List     string `query:"list"`
	Group    string `query:"group"`
	Status   string `query:"status" enum:"not_started,in_progress,started,completed,archived"`
	Archived bool   `query:"archived" doc:"archived ones too"`
	Cursor   string `query:"cursor" maxLength:"200" doc:"next of the page before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// sessionsPage is a page of the index.
type sessionsPage struct {
	Page[calling.SessionRow]
	Archived int `json:"archived,omitempty" doc:"so many archived ones are left out, on all pages together; only where they are not asked for"`
}

// sessions is the index: what the asker's groups hold, newest activity first.
func (s *Server) sessions(ctx context.Context, in *sessionsIn) (*reply[sessionsPage], error) {
	k := asker(ctx)
	q := calling.SessionsQuery{
		Organisation: k.Organisation, User: k.User, Mine: in.Mine, List: in.List,
		Archived: in.Archived || in.Status == string(calling.SessionArchived), Limit: in.Limit + 1,
	}
	out := &reply[sessionsPage]{}
	out.Body.Items = []calling.SessionRow{}
	var any bool
	if q.Groups, q.All, any = reach(k, in.Group); !any {
		return out, nil
	}
	var err error
	if q.Before, q.BeforeID, err = parseSessionCursor(in.Cursor); err != nil {
		return nil, err
	}
	if !q.Archived && in.Status == "" {
		if out.Body.Archived, err = s.Calling.Archived(ctx, q); err != nil {
			return nil, err
		}
	}
	// The status is derived when a row is read, so a filter by it reads on until the page is full.
	for {
		rows, err := s.Calling.Sessions(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if in.Status != "" && string(row.Status) != in.Status {
				continue
			}
			if len(out.Body.Items) == in.Limit {
				last := out.Body.Items[in.Limit-1]
				out.Body.Next = sessionCursor(last.Active, last.ID)
				return out, nil
			}
			out.Body.Items = append(out.Body.Items, row)
		}
		if len(rows) < q.Limit {
			return out, nil
		}
		last := rows[len(rows)-1]
		q.Before, q.BeforeID = last.Active, last.ID
	}
}

// reach is the groups whose things the asker can see, or all of their organisation's; of one group when it is
// named. any is false when that is nothing.
func reach(k account.Asker, group string) (groups []string, all, any bool) {
	switch {
	case group != "":
		return []string{group}, false, k.In(group) != account.Nobody
	case k.Manages():
		return nil, true, true
	}
	for g := range k.Groups {
		groups = append(groups, g)
	}
	return groups, false, len(groups) > 0
}

func sessionCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at.UnixMilli(), 10) + " " + id))
}

func parseSessionCursor(cursor string) (time.Time, string, error) {
	if cursor == "" {
		return time.Time{}, "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, ok := strings.Cut(string(text), " ")
	ms, bad := strconv.ParseInt(at, 10, 64)
	if err != nil || !ok || bad != nil || id == "" {
		return time.Time{}, "", badCursor()
	}
	return time.UnixMilli(ms).UTC(), id, nil
}

func badCursor() error {
	return fault.New(fault.Invalid, "cursor_invalid", "This page of the list cannot be found. Start from the first one.")
}
