package server

import (
	"context"

	"partyline/dialer"
)

type resultsIn struct {
	ByID
	NarrowedIn
}

func (s *Server) results(ctx context.Context, in *resultsIn) (*reply[dialer.Results], error) {
	return of(s.Reports.Results(ctx, in.ID, dialer.Narrowed{Period: in.Period, Pass: in.Pass, Caller: in.Caller}))
}
