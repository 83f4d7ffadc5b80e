package calling

import (
	"context"
	"time"

	"partyline/event"
)

// LeadersNow is a list with everybody who calls it: who is on the phone, with whom, how fast it goes and what is left.
type LeadersNow struct {
	Seq      int64        `json:"seq" doc:"of topic list/{id}; subscribe from it"`
	Leaders  []LeaderNow  `json:"leaders" doc:"one for each open session, the one that was active last first"`
	Shares   []ShareView  `json:"shares" doc:"between whom the list is split, in the order of the deal; none: it is not split"`
	With     []PersonWith `json:"with" doc:"who is being called now, from whatever list"`
	Progress ListProgress `json:"progress"`
	Minutes  MinutesView  `json:"minutes" doc:"of all sessions on the list, archived ones too"`
}

// LeaderNow is what one leader does in an open session on a list, and the payload of calling.leader_changed,
// where dials are left out: an attempt with an instant at which it was dialled is one.
type LeaderNow struct {
	Session   string        `json:"session"`
	Name      string        `json:"name" doc:"of the session"`
	Leader    UserRef       `json:"leader"`
	Status    SessionStatus `json:"status" enum:"not_started,in_progress,started,completed,archived"`
	Phone     PhoneView     `json:"phone"`
	Next      *NextView     `json:"next,omitempty"`
	Then      *NextView     `json:"then,omitempty" doc:"behind next"`
	Available int           `json:"available" doc:"people in the queue"`
	Completed int           `json:"completed" doc:"people, by this session's own calls"`
	Minutes   MinutesView   `json:"minutes" doc:"of this session"`
	Active    time.Time     `json:"active_at" doc:"when anything was last done in the session"`
	Dials     []time.Time   `json:"dials,omitempty" doc:"of the last 30 minutes, the oldest first"`
}

// ShareView is one leader's share of a split list.
type ShareView struct {
	Leader UserRef `json:"leader"`
	People int     `json:"people"`
	Left   int     `json:"left" doc:"whom nobody has worked and who can be called"`
}

// SplitView is the payload of calling.list_split: the shares as they are now, none when the split has ended.
type SplitView struct {
	Shares []ShareView `json:"shares"`
}

// ListProgress is how far a list is, by all of its leaders' open sessions together.
type ListProgress struct {
	People       int `json:"people" doc:"without those never callable"`
	Completed    int `json:"completed"`
	Untouched    int `json:"untouched" doc:"whom nobody has worked and who can be called"`
	ReachedToday int `json:"reached_today" doc:"contact logs of somebody reached since midnight in the group's time zone"`
}

// pace is over how long dials are told.
const pace = 30 * time.Minute

// Leaders is who calls a list now; Seq is the edge's to fill in.
func (s *Service) Leaders(ctx context.Context, list string) (view LeadersNow, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		view = LeadersNow{Leaders: []LeaderNow{}, With: []PersonWith{}}
		l, err := r.List(list)
		if err != nil {
			return err
		}
		org, err := r.Organisation(l.Organisation)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		dials, err := r.Dials(list, now.Add(-pace))
		if err != nil {
			return err
		}
		rows, err := r.SessionsOf(SessionsQuery{Organisation: l.Organisation, All: true, List: list, Limit: LeadersLimit})
		if err != nil {
			return err
		}
		for _, row := range rows {
			ses, err := r.PeekSession(row.ID)
			if err != nil {
				return err
			}
			v, err := viewSession(r, ses, l, org, now)
			if err != nil {
				return err
			}
			line := v.line()
			line.Dials = dials[row.ID]
			view.Leaders = append(view.Leaders, line)
		}
		if view.Minutes, err = viewListMinutes(r, list, org, view.Leaders); err != nil {
			return err
		}
		reserved, err := r.Reserved(list)
		if err != nil {
			return err
		}
		for _, x := range reserved {
			view.With = append(view.With, PersonWith{Supporter: x.Supporter, With: &UserRef{ID: x.Leader, Name: x.LeaderName}, Session: x.Session})
		}
		if view.Shares, err = viewHands(r, list); err != nil {
			return err
		}
		home := NewJudge(org, l, "").home
		day := now.In(home)
		view.Progress, err = r.ListProgress(list, firstShown(home, day.Year(), day.Month(), day.Day(), 0))
		return err
	})
	return view, err
}

// line is the session as the page of its list shows it.
func (v SessionView) line() LeaderNow {
	return LeaderNow{
		Session: v.ID, Name: v.Name, Leader: v.Leader, Status: v.Status, Phone: v.Phone, Next: v.Cycle.Next, Then: v.Cycle.Then,
		Available: v.Cycle.Available, Completed: v.Progress.CompletedByMe, Minutes: v.Minutes, Active: v.Active,
	}
}

// viewHands is the shares of a list, in the order of the deal.
func viewHands(r Reader, list string) ([]ShareView, error) {
	split, err := r.Split(list)
	if err != nil {
		return nil, err
	}
	hands := map[string]Hand{}
	if len(split) > 0 {
		if hands, err = r.Hands(list); err != nil {
			return nil, err
		}
	}
	shares := make([]ShareView, len(split))
	for i, id := range split {
		leader, err := r.Leader(id)
		if err != nil {
			return nil, err
		}
		shares[i] = ShareView{Leader: UserRef{ID: id, Name: leader.Name}, People: hands[id].People, Left: hands[id].Left}
	}
	return shares, nil
}

// watched is the events of a session after which the page of its list shows something else of its leader.
// A press in the queue changes at most who comes next, which the next call tells.
var watched = map[event.Kind]bool{
	SessionCreated: true, SessionRenamed: true, SessionShelved: true, SessionHandedOver: true, PhoneChanged: true, EntryCalled: true,
	CallEnded: true, ContactLogged: true, CycleCompleted: true, CycleReopened: true, CycleStarted: true, RosterChanged: true, ActionUndone: true,
}
