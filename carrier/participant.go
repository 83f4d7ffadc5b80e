package carrier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// participantResource is a seat as REST shows it. There are none of rooms that are over.
type participantResource struct {
	AccountSID             string  `json:"account_sid"`
	CallSID                string  `json:"call_sid"`
	Label                  *string `json:"label"`
	CallSIDToCoach         *string `json:"call_sid_to_coach"`
	Coaching               bool    `json:"coaching"`
	ConferenceSID          string  `json:"conference_sid"`
	DateCreated            string  `json:"date_created"`
	DateUpdated            string  `json:"date_updated"`
	EndConferenceOnExit    bool    `json:"end_conference_on_exit"`
	Muted                  bool    `json:"muted"`
	Hold                   bool    `json:"hold"`
	StartConferenceOnEnter bool    `json:"start_conference_on_enter"`
	Status                 string  `json:"status"`
	QueueTime              *string `json:"queue_time"`
	URI                    string  `json:"uri"`
}

func (c *Carrier) participant(s *seat) participantResource {
	res := participantResource{
		AccountSID: c.cfg.AccountSID, CallSID: s.leg.sid, ConferenceSID: s.room.sid, DateCreated: *date(s.joined), DateUpdated: *date(s.updated),
		EndConferenceOnExit: s.ends, Muted: s.muted, Hold: s.hold, StartConferenceOnEnter: s.starts, Status: "connected",
		URI: prefix + c.cfg.AccountSID + "/Conferences/" + s.room.sid + "/Participants/" + s.leg.sid + ".json",
	}
	if s.label != "" {
		label := s.label
		res.Label = &label
	}
	return res
}

// listParticipants is GET Conferences/{Sid}/Participants.json: who is in the room now, newest first.
func (c *Carrier) listParticipants(r *http.Request) (int, any, error) {
	q := r.URL.Query()
	c.mu.Lock()
	defer c.mu.Unlock()
	x, err := c.roomLocked(r)
	if err != nil {
		return 0, nil, err
	}
	is := func(name string, is bool) bool { return q.Get(name) == "" || q.Get(name) == strconv.FormatBool(is) }
	var found []*seat
	for _, s := range slices.Backward(x.seats) {
		if is("Muted", s.muted) && is("Hold", s.hold) && is("Coaching", false) {
			found = append(found, s)
		}
	}
	p, err := paged(r, found, func(s *seat) string { return s.leg.sid })
	if err != nil {
		return 0, nil, err
	}
	items := make([]participantResource, len(p.items))
	for i, s := range p.items {
		items[i] = c.participant(s)
	}
	return http.StatusOK, p.envelope("participants", items), nil
}

// seatLocked finds who is named by a path, by the call's SID or by the label.
func (c *Carrier) seatLocked(r *http.Request) (*seat, error) {
	x, err := c.roomLocked(r)
	if err != nil {
		return nil, err
	}
	id, ok := strings.CutSuffix(r.PathValue("file"), ".json")
	for _, s := range x.seats {
		if ok && (s.leg.sid == id || s.label != "" && s.label == id) {
			return s, nil
		}
	}
	return nil, notFound(r)
}

// fetchParticipant is GET Conferences/{Sid}/Participants/{CallSid}.json.
func (c *Carrier) fetchParticipant(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.seatLocked(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.participant(s), nil
}

// deleteParticipant is DELETE: somebody is taken out of the room, and goes on after its <Dial>.
func (c *Carrier) deleteParticipant(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.seatLocked(r)
	if err != nil {
		return 0, nil, err
	}
	c.leaveLocked(s, leftSent, true)
	return http.StatusNoContent, nil, nil
}

// updateParticipant is POST: mute, hold, announce, and what happens when they leave.
func (c *Carrier) updateParticipant(r *http.Request) (int, any, error) {
	f := r.PostForm
	if f.Get("Coaching") == "true" || f.Get("WaitUrl") != "" {
		return 0, nil, refuse(http.StatusBadRequest, 20001, "This carrier knows neither coaches nor a change of the wait document.")
	}
	say, err := played(f, "Announce", http.MethodPost)
	if err != nil {
		return 0, nil, err
	}
	music, err := played(f, "Hold", http.MethodGet)
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.seatLocked(r)
	if err != nil {
		return 0, nil, err
	}
	s.updated = c.clock.Now()
	change := func(name string, value *bool, yes, no string) bool {
		if !f.Has(name) || f.Get(name) == strconv.FormatBool(*value) {
			return false
		}
		*value = f.Get(name) == "true" // anything else is no, as at Twilio
		event := no
		if *value {
			event = yes
		}
		c.reportRoomLocked(s.room, event, s, nil)
		return true
	}
	change("Muted", &s.muted, "participant-mute", "participant-unmute")
	change("EndConferenceOnExit", &s.ends, "participant-modify", "participant-modify")
	if change("Hold", &s.hold, "participant-hold", "participant-unhold") {
		s.hush()
		c.mixLocked(s.room)
		if s.hold && music != nil {
			c.holdLocked(s, *music)
		}
	}
	if say != nil {
		c.announceLocked(s, *say)
	}
	c.touchRoomLocked(s.room)
	return http.StatusOK, c.participant(s), nil
}

// played reads a document that REST wants somebody to hear: AnnounceUrl, HoldUrl.
func played(f url.Values, what, missing string) (*target, error) {
	if f.Get(what+"Url") == "" {
		return nil, nil
	}
	u, method, err := address(f, what+"Url", what+"Method", 21205)
	if f.Get(what+"Method") == "" {
		method = missing
	}
	return &target{purpose: strings.ToLower(what), url: u, method: method}, err
}

// announceLocked lets somebody hear a document once.
func (c *Carrier) announceLocked(s *seat, t target) {
	c.spawnLocked(func() {
		doc, err := c.fetch(s.leg.ctx, s.leg, t)
		if err == nil {
			_, err = c.recite(s.leg.ctx, s.leg, doc, t)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		switch {
		case s.gone:
		case err != nil:
			c.reportRoomLocked(s.room, "announcement-fail", s, url.Values{"ReasonAnnouncementFailed": {err.Error()}, "AnnounceUrl": {t.url}})
		default:
			c.reportRoomLocked(s.room, "announcement-end", s, url.Values{"AnnounceUrl": {t.url}})
		}
	})
}

// holdLocked lets somebody on hold hear a document over and over, until they are not.
func (c *Carrier) holdLocked(s *seat, t target) {
	ctx, cancel := context.WithCancel(s.leg.ctx)
	s.hush = cancel
	c.spawnLocked(func() {
		defer cancel()
		for ctx.Err() == nil {
			doc, err := c.fetch(ctx, s.leg, t)
			if err == nil {
				_, err = c.recite(ctx, s.leg, doc, t)
			}
			if err != nil || !c.wait(ctx, time.Second) {
				return
			}
		}
	})
}
