package server

import (
	"context"

	"partyline/event"
)

type feedIn struct {
	Topic event.Topic `query:"topic" required:"true" maxLength:"128" doc:"family/id, such as session/0190…"`
	Since event.Seq   `query:"since" minimum:"0" doc:"the seq you have; what came after it is in the reply"`
	Limit int         `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

// Feed is a part of a topic.
type Feed struct {
	Topic  event.Topic   `json:"topic"`
	Events []event.Event `json:"events"`
	Seq    event.Seq     `json:"seq" doc:"of the topic's newest event: there is more while it is greater than your last one's"`
	Reset  bool          `json:"reset" doc:"what you ask for is not kept any more: fetch the snapshot and go on from its seq"`
}

// feed replays a topic, for programs that do not keep a socket open.
func (s *Server) feed(ctx context.Context, in *feedIn) (*reply[Feed], error) {
	if err := s.Account.MayListen(ctx, asker(ctx), in.Topic); err != nil {
		return nil, err
	}
	out := &reply[Feed]{}
	out.Body.Topic, out.Body.Events = in.Topic, []event.Event{}
	last, err := s.Events.Last(ctx, in.Topic)
	if err != nil {
		return nil, err
	}
	out.Body.Seq = last
	if in.Since >= last {
		out.Body.Reset = in.Since > last // the log was put back to an earlier state
		return out, nil
	}
	events, err := s.Events.Since(ctx, in.Topic, in.Since, in.Limit)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 || events[0].Seq != in.Since+1 {
		out.Body.Reset = true
		return out, nil
	}
	out.Body.Events = events
	out.Body.Seq = max(last, events[len(events)-1].Seq)
	return out, nil
}
