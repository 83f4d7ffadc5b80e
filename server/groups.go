package server

import (
	"context"

	"partyline/account"
)

func (s *Server) groups(ctx context.Context, _ *nothing) (*reply[Page[account.GroupView]], error) {
	return pageOf(s.Account.Groups(ctx, asker(ctx)))
}

func (s *Server) createGroup(ctx context.Context, in *with[account.GroupNew]) (*reply[account.GroupView], error) {
	return of(s.Account.CreateGroup(ctx, asker(ctx), in.Body))
}

func (s *Server) groupByID(ctx context.Context, in *ByID) (*reply[account.GroupView], error) {
	return of(s.Account.Group(ctx, asker(ctx), in.ID))
}

func (s *Server) editGroup(ctx context.Context, in *byIDWith[account.GroupEdit]) (*reply[account.GroupView], error) {
	return of(s.Account.EditGroup(ctx, asker(ctx), in.ID, in.Body))
}

func (s *Server) deleteGroup(ctx context.Context, in *ByID) (*nothing, error) {
	return done(s.Account.DeleteGroup(ctx, asker(ctx), in.ID))
}

func (s *Server) leaders(ctx context.Context, in *ByID) (*reply[Page[account.LeaderView]], error) {
	return pageOf(s.Account.Leaders(ctx, in.ID))
}

type ByLeader struct {
	ByID
	User string `path:"user" maxLength:"64"`
}

type leaderBody struct {
	Role account.Role `json:"role" enum:"captain,vice_captain"`
}

func (s *Server) setLeader(ctx context.Context, in *struct {
	ByLeader
	Body leaderBody
}) (*reply[Page[account.LeaderView]], error) {
	return pageOf(s.Account.SetLeader(ctx, asker(ctx), in.ID, in.User, in.Body.Role))
}

func (s *Server) removeLeader(ctx context.Context, in *ByLeader) (*reply[Page[account.LeaderView]], error) {
	return pageOf(s.Account.RemoveLeader(ctx, asker(ctx), in.ID, in.User))
}
