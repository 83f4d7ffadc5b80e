package dialer

import (
	"context"

	"partyline/fault"
)

// The jobs this package does itself, through Work: the subject is a leg, a caller or an attempt.
const (
	JobPlace  = "dialer.place"  // leg: ring it
	JobHangup = "dialer.hangup" // leg: end it
	JobCheck  = "dialer.check"  // leg: ask the carrier (reaper)
	JobNext   = "dialer.next"   // leg of a caller: have it ask for its next room, if it has not
	JobBridge = "dialer.bridge" // attempt: its caller has gone, have the contact ask for another
	JobWrapUp = "dialer.wrapup" // caller: the time for the answers is over
	JobFinish = "dialer.finish" // campaign: its callers are asked to finish
)

// Jobs is every kind of job that Work does. Somebody waits for each with a phone in their hand.
var Jobs = []string{JobPlace, JobHangup, JobCheck, JobNext, JobBridge, JobWrapUp, JobFinish}

// Places is those of them that wait for their turn at the carrier: they have hands of their own, or the others would wait with them.
var Places = []string{JobPlace}

// Work does a job. It may be begun twice; what must not happen twice sees to that itself.
func (s *Service) Work(ctx context.Context, kind, subject string) error {
	var err error
	switch kind {
	case JobPlace:
		err = s.place(ctx, subject)
	case JobHangup:
		err = s.hangup(ctx, subject)
	case JobCheck:
		err = s.check(ctx, subject)
	case JobNext:
		err = s.steer(ctx, subject, stepNext)
	case JobBridge:
		err = s.rebridge(ctx, subject)
	case JobWrapUp:
		err = s.wrapUp(ctx, subject)
	case JobFinish:
		err = s.finishAll(ctx, subject)
	}
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil // what it was about is gone
	}
	return err
}
