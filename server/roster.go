package server

import (
	"context"

	"partyline/roster"
)

// doer is the asker as supporters, lists and imports know them.
func doer(ctx context.Context) roster.By {
	k := asker(ctx)
	return roster.By{User: k.User, Name: k.Name, Organisation: k.Organisation, Manages: k.Manages()}
}

// Paging is how a long list is asked for.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Search string `query:"q" maxLength:"120" doc:"any part of the name; accents and case do not matter"`
}

// Supporters

type supportersIn struct {
	ByID
	Paging
	Tag string `query:"tag" maxLength:"60"`
}

func (s *Server) supporters(ctx context.Context, in *supportersIn) (*reply[roster.SupporterPage], error) {
	return of(s.Roster.Supporters(ctx, in.ID, in.Search, in.Tag, in.Cursor, in.Limit))
}

func (s *Server) createSupporter(ctx context.Context, in *byIDWith[roster.NewSupporter]) (*reply[roster.SupporterView], error) {
	return of(s.Roster.CreateSupporter(ctx, doer(ctx), in.ID, in.Body))
}

type cardIn struct {
	ByID
	List string `query:"list" maxLength:"64" doc:"the list that is being called: all of its contact logs are in the history"`
}

func (s *Server) supporter(ctx context.Context, in *cardIn) (*reply[roster.SupporterCard], error) {
	return of(s.Roster.Card(ctx, in.ID, in.List))
}

func (s *Server) editSupporter(ctx context.Context, in *byIDWith[roster.SupporterEdit]) (*reply[roster.SupporterView], error) {
	return of(s.Roster.EditSupporter(ctx, doer(ctx), in.ID, in.Body))
}

type historyIn struct {
	ByID
	Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

func (s *Server) history(ctx context.Context, in *historyIn) (*reply[roster.PastContacts], error) {
	return of(s.Roster.History(ctx, in.ID, in.Cursor, in.Limit))
}

func (s *Server) setDoNotCall(ctx context.Context, in *byIDWith[roster.Why]) (*reply[roster.SupporterView], error) {
	return of(s.Roster.SetDoNotCall(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) correctDoNotCall(ctx context.Context, in *byIDWith[roster.Why]) (*reply[roster.SupporterView], error) {
	return of(s.Roster.CorrectDoNotCall(ctx, doer(ctx), in.ID, in.Body))
}

// Call lists

func (s *Server) lists(ctx context.Context, in *ByID) (*reply[Page[roster.ListView]], error) {
	return pageOf(s.Roster.Lists(ctx, in.ID))
}

func (s *Server) createList(ctx context.Context, in *byIDWith[roster.NewList]) (*reply[roster.ListView], error) {
	return of(s.Roster.CreateList(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) list(ctx context.Context, in *ByID) (*reply[roster.ListView], error) {
	return of(s.Roster.List(ctx, in.ID))
}

func (s *Server) editList(ctx context.Context, in *byIDWith[roster.ListEdit]) (*reply[roster.ListView], error) {
	return of(s.Roster.EditList(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) deleteList(ctx context.Context, in *ByID) (*nothing, error) {
	return done(s.Roster.DeleteList(ctx, doer(ctx), in.ID))
}

type peopleIn struct {
	ByID
	Paging
}

func (s *Server) people(ctx context.Context, in *peopleIn) (*reply[roster.PeoplePage], error) {
	return of(s.Roster.People(ctx, in.ID, in.Search, in.Cursor, in.Limit))
}

func (s *Server) addPeople(ctx context.Context, in *byIDWith[roster.Choice]) (*reply[roster.Moved], error) {
	return of(s.Roster.AddPeople(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) removePeople(ctx context.Context, in *byIDWith[roster.Choice]) (*reply[roster.Moved], error) {
	return of(s.Roster.RemovePeople(ctx, doer(ctx), in.ID, in.Body))
}

func (s *Server) orderPeople(ctx context.Context, in *byIDWith[roster.Ordering]) (*nothing, error) {
	return done(s.Roster.Reorder(ctx, doer(ctx), in.ID, in.Body))
}
