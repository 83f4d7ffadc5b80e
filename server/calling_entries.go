package server

import (
	"context"
	"strconv"

	"partyline/calling"
)

type entriesIn struct {
	ByID
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"2000" default:"500"`
}

// entries pages through a session's people in the order of their rank. Numbers are in it only where the
// organisation shows them.
func (s *Server) entries(ctx context.Context, in *entriesIn) (*reply[Page[calling.EntryView]], error) {
	if in.Cursor != "" {
		if _, err := strconv.ParseInt(in.Cursor, 10, 64); err != nil {
			return nil, badCursor()
		}
	}
	numbers, err := s.showsNumbers(ctx)
	if err != nil {
		return nil, err
	}
	rows, next, err := s.Calling.Entries(ctx, calling.EntriesQuery{Session: in.ID, After: in.Cursor, Limit: in.Limit}, numbers)
	if rows == nil {
		rows = []calling.EntryView{}
	}
	return of(Page[calling.EntryView]{Items: rows, Next: next}, err)
}

// showsNumbers says whether the asker's organisation shows numbers to leaders.
func (s *Server) showsNumbers(ctx context.Context) (shows bool, err error) {
	err = s.Calling.Store.Read(ctx, func(r calling.Reader) error {
		o, err := r.Organisation(asker(ctx).Organisation)
		shows = o.ShowNumbers
		return err
	})
	return shows, err
}

// ByEntry is the input of routes with an entry of a session.
type ByEntry struct {
	ByID
	Entry string `path:"entry" maxLength:"64"`
}

type entryWith[T any] struct {
	ByEntry
	Body T
}

func (s *Server) skip(ctx context.Context, in *entryWith[calling.SkipRequest]) (*reply[calling.EntryView], error) {
	return of(s.Calling.Skip(ctx, who(ctx), in.ID, in.Entry, in.Body))
}

func (s *Server) removeSkip(ctx context.Context, in *ByEntry) (*reply[calling.EntryView], error) {
	return of(s.Calling.RemoveSkip(ctx, who(ctx), in.ID, in.Entry))
}

func (s *Server) prioritise(ctx context.Context, in *ByEntry) (*reply[calling.EntryView], error) {
	return of(s.Calling.Prioritise(ctx, who(ctx), in.ID, in.Entry))
}

// callNext puts a person first; it dials nothing.
func (s *Server) callNext(ctx context.Context, in *ByEntry) (*reply[calling.EntryView], error) {
	return of(s.Calling.CallNext(ctx, who(ctx), in.ID, in.Entry))
}

type undoIn struct {
	ByID
	Body *calling.UndoRequest // nothing need be sent
}

// undo takes back what the asker has just done.
func (s *Server) undo(ctx context.Context, in *undoIn) (*reply[calling.UndoneView], error) {
	request := calling.UndoRequest{}
	if in.Body != nil {
		request = *in.Body
	}
	return of(s.Calling.Undo(ctx, who(ctx), in.ID, request))
}

func (s *Server) checkEntry(ctx context.Context, in *ByEntry) (*reply[calling.EntryView], error) {
	return of(s.Calling.Check(ctx, who(ctx), in.ID, in.Entry))
}
