package carrier

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// room is one conference: legs that hear each other. A name is free again once its room is over, and
// the next room of that name has another SID.
type room struct {
	sid, name string

	// guarded by Carrier.mu
	status  roomStatus
	created time.Time
	updated time.Time
	seats   []*seat // who is in it, in the order they came
	most    int     // how many it holds: the least that anybody who came asked for
	report  report  // the first one's
	trail   trail
	reason  string // why it ended
	endedBy string // the leg that ended it
	last    *leg   // who came last, or left last: what has nobody of its own is booked under them
	closing bool   // it is being ended: who leaves now leaves because of that
}

type roomStatus string

const (
	roomInit      roomStatus = "init" // nobody hears anybody yet
	roomRunning   roomStatus = "in-progress"
	roomCompleted roomStatus = "completed"
)

// seat is a leg's stay in a room.
type seat struct {
	room  *room
	leg   *leg
	label string
	stay  int // its place among the leg's stays

	starts, ends bool   // startConferenceOnEnter, endConferenceOnExit
	beep         string // true, false, onEnter, onExit
	muted, hold  bool
	joined       time.Time
	updated      time.Time
	gone         bool
	out          chan struct{}      // closed when the leg is not in the room any more
	hush         context.CancelFunc // stops what is heard while waiting
}

// Why somebody left a room and why it ended, in Twilio's words.
const (
	leftHungUp    = "participant_hung_up"
	leftSent      = "participant_updated_via_api"
	leftByOther   = "moderator_ended_conference"
	leftByREST    = "conference_ended_via_api"
	leftFailed    = "participant_add_failed"
	endedByREST   = "conference-ended-via-api"
	endedBySeat   = "participant-with-end-conference-on-exit-"
	endedByTheEnd = "last-participant-" // left or kicked
)

// joinLocked seats a leg in the room of a name; a refusal has Twilio's code.
func (c *Carrier) joinLocked(l *leg, m meeting) (*seat, *documentError) {
	r := c.rooms[m.room]
	switch {
	case r != nil && slices.ContainsFunc(r.seats, func(s *seat) bool { return s.label != "" && s.label == m.label }):
		return nil, &documentError{Code: 16025, Why: "<Conference participantLabel> is taken in this room"}
	case r != nil && len(r.seats) >= min(r.most, m.most):
		return nil, &documentError{Code: 16020, Why: "the conference is full"}
	}
	now := c.clock.Now()
	if r == nil {
		r = &room{sid: sid("CF"), name: m.room, status: roomInit, created: now, updated: now, most: m.most, report: m.report}
		c.rooms[m.room] = r
		c.conferences[r.sid] = r
		c.halls = append(c.halls, r)
		c.forgetRoomsLocked()
	}
	r.most = min(r.most, m.most)
	s := &seat{room: r, leg: l, label: m.label, starts: m.starts, ends: m.ends, beep: m.beep, muted: m.muted,
		joined: now, updated: now, stay: len(l.stays), out: make(chan struct{}), hush: func() {}}
	l.seat, r.last = s, l
	l.stays = append(l.stays, Stay{Room: r.name, Conference: r.sid, Label: s.label, From: now})
	r.seats = append(r.seats, s)
	r.updated = now
	c.reportRoomLocked(r, "participant-join", s, nil)
	if r.status == roomInit && len(r.seats) > 1 && slices.ContainsFunc(r.seats, func(s *seat) bool { return s.starts }) {
		r.status = roomRunning
		c.reportRoomLocked(r, "conference-start", nil, nil)
	}
	if r.status == roomRunning {
		for _, o := range r.seats {
			o.hush()
			if o != s && (s.beep == "true" || s.beep == "onEnter") {
				o.leg.addLocked(c, "line", "♪ beep")
			}
		}
		c.mixLocked(r)
	} else {
		l.noteLocked(c, "Waiting in a room")
	}
	c.touchRoomLocked(r)
	return s, nil
}

// forgetRoomsLocked drops the oldest rooms that are over once there are a good many too many.
func (c *Carrier) forgetRoomsLocked() {
	if len(c.halls) <= c.cfg.Keep+c.cfg.Keep/4 {
		return
	}
	spare := len(c.halls) - c.cfg.Keep
	c.halls = slices.DeleteFunc(c.halls, func(r *room) bool {
		if spare == 0 || r.status != roomCompleted {
			return false
		}
		spare--
		delete(c.conferences, r.sid)
		return true
	})
}

// mixLocked connects everybody in a running room who is not on hold, and nobody else.
func (c *Carrier) mixLocked(r *room) {
	now := c.clock.Now()
	for i, a := range r.seats {
		for _, b := range r.seats[i+1:] {
			together := slices.ContainsFunc(a.leg.bridges, func(x Bridge) bool { return x.With == b.leg.sid && x.To.IsZero() })
			switch hears := r.status == roomRunning && !a.hold && !b.hold; {
			case hears && !together:
				a.leg.bridges = append(a.leg.bridges, Bridge{With: b.leg.sid, From: now})
				b.leg.bridges = append(b.leg.bridges, Bridge{With: a.leg.sid, From: now})
				a.leg.noteLocked(c, "Connected")
				b.leg.noteLocked(c, "Connected")
			case !hears && together:
				c.partLocked(a.leg, b.leg)
			}
		}
	}
}

// partLocked closes the talk between two legs.
func (c *Carrier) partLocked(a, b *leg) {
	now := c.clock.Now()
	for _, pair := range [][2]*leg{{a, b}, {b, a}} {
		for i := range pair[0].bridges {
			if x := &pair[0].bridges[i]; x.With == pair[1].sid && x.To.IsZero() {
				x.To = now
			}
		}
	}
}

// leaveLocked takes a leg out of its room. When it was one whose leaving ends the room, or the last
// one, the room ends. A second leaving changes nothing.
func (c *Carrier) leaveLocked(s *seat, reason string, kicked bool) {
	if s == nil || s.gone {
		return
	}
	r, l := s.room, s.leg
	s.gone, l.seat, r.last = true, nil, l
	s.hush()
	r.seats = slices.DeleteFunc(r.seats, func(o *seat) bool { return o == s })
	c.unbridgeLocked(l)
	stay := &l.stays[s.stay]
	stay.To, stay.Why = c.clock.Now(), reason
	r.updated = stay.To
	close(s.out)
	c.reportRoomLocked(r, "participant-leave", s, url.Values{"ReasonParticipantLeft": {reason}, "ParticipantCallStatus": {string(l.status)}})
	for _, o := range r.seats {
		if s.beep == "true" || s.beep == "onExit" {
			o.leg.addLocked(c, "line", "♪ beep")
		}
	}
	how := "left"
	if kicked {
		how = "kicked"
	}
	switch {
	case r.closing:
	case s.ends:
		c.endRoomLocked(r, endedBySeat+how, s, leftByOther)
	case len(r.seats) == 0:
		c.endRoomLocked(r, endedByTheEnd+how, s, leftByOther)
	default:
		c.mixLocked(r)
	}
	c.touchRoomLocked(r)
}

// endRoomLocked closes a room: everybody leaves it, and each goes on where their document says.
func (c *Carrier) endRoomLocked(r *room, reason string, by *seat, left string) {
	if r.status == roomCompleted || r.closing {
		return
	}
	r.closing = true
	for _, s := range slices.Clone(r.seats) {
		c.leaveLocked(s, left, false)
	}
	r.status, r.reason, r.updated = roomCompleted, reason, c.clock.Now()
	extra := url.Values{"ReasonConferenceEnded": {reason}}
	if by != nil {
		r.endedBy = by.leg.sid
		extra.Set("CallSidEndingConference", by.leg.sid)
	}
	if c.rooms[r.name] == r {
		delete(c.rooms, r.name)
	}
	c.reportRoomLocked(r, "conference-end", nil, extra)
	c.touchRoomLocked(r)
}

// touchRoomLocked wakes whoever waits for a change of somebody in the room.
func (c *Carrier) touchRoomLocked(r *room) {
	for _, s := range r.seats {
		c.touchLocked(s.leg)
	}
	c.changedLocked()
}

// roomEvents are the events that a room can be asked to report, and what each of them covers.
var roomEvents = map[string]string{
	"conference-start": "start", "conference-end": "end", "participant-join": "join", "participant-leave": "leave",
	"participant-mute": "mute", "participant-unmute": "mute", "participant-hold": "hold", "participant-unhold": "hold",
	"participant-modify": "modify", "announcement-end": "announcement", "announcement-fail": "announcement",
}

// reportRoomLocked tells the room's own callback, which is the one of whoever came first, what happened.
func (c *Carrier) reportRoomLocked(r *room, event string, s *seat, extra url.Values) {
	about := r.last
	if s != nil {
		about = s.leg
	}
	if about.gone || r.report.url == "" || r.report.mute || !r.report.events[roomEvents[event]] {
		r.trail.told = r.trail.told || event == "conference-end"
		return
	}
	r.report.next++
	f := url.Values{
		"AccountSid": {c.cfg.AccountSID}, "ConferenceSid": {r.sid}, "FriendlyName": {r.name}, "StatusCallbackEvent": {event},
		"SequenceNumber": {strconv.Itoa(r.report.next)}, "Timestamp": {c.clock.Now().Format(rfc2822)},
	}
	if s != nil {
		f.Set("CallSid", s.leg.sid)
		f.Set("Muted", strconv.FormatBool(s.muted))
		f.Set("Hold", strconv.FormatBool(s.hold))
		f.Set("Coaching", "false")
		f.Set("StartConferenceOnEnter", strconv.FormatBool(s.starts))
		f.Set("EndConferenceOnExit", strconv.FormatBool(s.ends))
		if s.label != "" {
			f.Set("ParticipantLabel", s.label)
		}
	}
	maps.Copy(f, extra)
	c.tellLocked(delivery{kind: "room", event: event, leg: about, trail: &r.trail, last: event == "conference-end",
		url: r.report.url, method: r.report.method, form: f, token: sid("")}, target{})
}
