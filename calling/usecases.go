package calling

import (
	"context"

	"partyline/fault"
)

var notYet = fault.New(fault.Busy, "not_yet", "Not there yet.")

func (s *Service) Create(ctx context.Context, who Who, list string, in CreateSession) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Sessions(ctx context.Context, q SessionsQuery) ([]SessionRow, error) {
	return nil, notYet
}
func (s *Service) Session(ctx context.Context, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Entries(ctx context.Context, q EntriesQuery, numbers bool) (entries []EntryView, next string, err error) {
	return nil, "", notYet
}
func (s *Service) Rename(ctx context.Context, who Who, id, name string, version int) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Start(ctx context.Context, who Who, id string, move bool) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Pause(ctx context.Context, who Who, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Next(ctx context.Context, who Who, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) NewCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) FinishCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Archive(ctx context.Context, who Who, id string) (SessionView, error) {
	return SessionView{}, notYet
}
func (s *Service) Skip(ctx context.Context, who Who, session, entry string, in SkipRequest) (EntryView, error) {
	return EntryView{}, notYet
}
func (s *Service) RemoveSkip(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return EntryView{}, notYet
}
func (s *Service) Prioritise(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return EntryView{}, notYet
}
func (s *Service) CallNext(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return EntryView{}, notYet
}
func (s *Service) Check(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return EntryView{}, notYet
}
func (s *Service) WriteLog(ctx context.Context, who Who, attempt string, in LogRequest) (LogView, error) {
	return LogView{}, notYet
}
func (s *Service) WriteLogByHand(ctx context.Context, who Who, session, entry string, in LogRequest) (LogView, error) {
	return LogView{}, notYet
}
func (s *Service) AttemptLog(ctx context.Context, attempt string) (LogView, error) {
	return LogView{}, notYet
}
func (s *Service) HangUp(ctx context.Context, who Who, attempt string) error { return notYet }
func (s *Service) Ask(ctx context.Context, step Step, in Input) (Script, error) {
	return nil, notYet
}
func (s *Service) Fact(ctx context.Context, f Fact) error                      { return notYet }
func (s *Service) RunJob(ctx context.Context, j Job) error                     { return notYet }
func (s *Service) Tick(ctx context.Context) error                              { return notYet }
func (s *Service) RosterChanged(ctx context.Context, list string) error        { return notYet }
func (s *Service) PersonChanged(ctx context.Context, supporter string) error   { return notYet }
