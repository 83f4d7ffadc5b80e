package calling

import (
	"context"
	"time"
)

// CallBackView is somebody who asked to be called again, and when: the last outcome is call_back, and a
// timed skip brings them back at that instant, or has brought them back already. Whoever cannot be called then, because it is night
// where they live, say, waits: Status and Cause say how, ReturnsAt until when, if they come back by time.
type CallBackView struct {
	Entry     string     `json:"entry"`
	At        time.Time  `json:"at" doc:"when they are to be called again"`
	Due       bool       `json:"due" doc:"that time has come"`
	Status    Status     `json:"status" enum:"skipped,available,unavailable,system_skipped" doc:"unavailable: due, but not before returns_at; system_skipped: their turn passed then, a new cycle or Check again brings them back"`
	Cause     Cause      `json:"cause,omitempty" enum:"cooldown,hours,minimum_time" doc:"why they wait though they are due"`
	ReturnsAt *time.Time `json:"returns_at,omitempty"`
	Supporter PersonRef  `json:"supporter"`
	Session   UserRef    `json:"session"`
	List      UserRef    `json:"list"`
	Group     UserRef    `json:"group"`
	Leader    UserRef    `json:"leader" doc:"whose session it is: the one who calls"`
	Reason    string     `json:"reason,omitempty"`
}

// CallBacksQuery picks call-backs of open sessions, the earliest first.
type CallBacksQuery struct {
	Organisation string
	User         string   // who asks
	Groups       []string // whose sessions; nil with All
	All          bool     // every group of the organisation
	Mine         bool
	List         string
	Until        time.Time // not later than this; zero: all
	After        time.Time // cursor: the last one seen
	AfterID      string
	Limit        int
}

// CallBacks lists who is to be called again and when, the earliest first. numbers says that whoever asks may
// see phone numbers. Nobody who was called since, left the list or cannot be called is in it.
func (s *Service) CallBacks(ctx context.Context, q CallBacksQuery, numbers bool) (out []CallBackView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		if out, err = r.CallBacks(q); err != nil {
			return err
		}
		now := s.Clock.Now()
		for i := range out {
			out[i].Due = !out[i].At.After(now)
			if !numbers {
				out[i].Supporter.Phone = ""
			}
		}
		return nil
	})
	return out, err
}
