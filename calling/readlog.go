package calling

import (
	"context"

	"partyline/fault"
)

// LogByID is a contact log by its id.
func (s *Service) LogByID(ctx context.Context, id string) (view LogView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		log, err := r.Log(id)
		if err != nil {
			return err
		}
		view, err = viewLog(r, log)
		return err
	})
	return view, err
}

func (s *Service) log(ctx context.Context, id string) (log Log, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		log, err = r.Log(id)
		return err
	})
	return log, err
}

// AttemptLog is the log of an attempt; NotFound before it is written.
func (s *Service) AttemptLog(ctx context.Context, attempt string) (view LogView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		log, ok, err := r.LogOf(attempt)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "not_found", "This call has no log yet.")
		}
		view, err = viewLog(r, log)
		return err
	})
	return view, err
}

func viewLog(r Reader, l Log) (LogView, error) {
	by, err := r.Leader(l.By)
	if err != nil {
		return LogView{}, err
	}
	v := LogView{
		ID: l.ID, Attempt: l.Attempt, Reached: l.Reached, Outcome: l.Outcome, RSVP: l.RSVP, Method: l.Method, Notes: l.Notes,
		TagsAdded: l.TagsAdded, TagsRemoved: l.TagsRemoved, DoNotCall: l.DoNotCall, By: UserRef{ID: by.ID, Name: by.Name},
		At: l.At, Corrected: ptr(l.Corrected), Version: l.Version,
	}
	if v.TagsAdded == nil {
		v.TagsAdded = []string{}
	}
	if v.TagsRemoved == nil {
		v.TagsRemoved = []string{}
	}
	return v, nil
}
