package carrier

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// conferenceResource is a room as REST shows it: Twilio's names, RFC 2822 dates, nulls.
type conferenceResource struct {
	SID                     string            `json:"sid"`
	AccountSID              string            `json:"account_sid"`
	FriendlyName            string            `json:"friendly_name"`
	Status                  roomStatus        `json:"status"`
	Region                  string            `json:"region"`
	DateCreated             string            `json:"date_created"`
	DateUpdated             string            `json:"date_updated"`
	APIVersion              string            `json:"api_version"`
	ReasonConferenceEnded   *string           `json:"reason_conference_ended"`
	CallSIDEndingConference *string           `json:"call_sid_ending_conference"`
	URI                     string            `json:"uri"`
	SubresourceURIs         map[string]string `json:"subresource_uris"`
}

func (c *Carrier) conferenceLocked(r *room) conferenceResource {
	uri := prefix + c.cfg.AccountSID + "/Conferences/" + r.sid
	res := conferenceResource{
		SID: r.sid, AccountSID: c.cfg.AccountSID, FriendlyName: r.name, Status: r.status, Region: "us1",
		DateCreated: *date(r.created), DateUpdated: *date(r.updated), APIVersion: "2010-04-01", URI: uri + ".json",
		SubresourceURIs: map[string]string{"participants": uri + "/Participants.json", "recordings": uri + "/Recordings.json"},
	}
	if r.reason != "" {
		reason := r.reason
		res.ReasonConferenceEnded = &reason
	}
	if r.endedBy != "" {
		by := r.endedBy
		res.CallSIDEndingConference = &by
	}
	return res
}

// listConferences is GET Conferences.json, newest first.
func (c *Carrier) listConferences(r *http.Request) (int, any, error) {
	q := r.URL.Query()
	created, err := window(q, "DateCreated")
	if err != nil {
		return 0, nil, err
	}
	updated, err := window(q, "DateUpdated")
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []*room
	for _, x := range slices.Backward(c.halls) {
		if (q.Get("FriendlyName") == "" || q.Get("FriendlyName") == x.name) && (q.Get("Status") == "" || q.Get("Status") == string(x.status)) &&
			created.holds(x.created) && updated.holds(x.updated) {
			found = append(found, x)
		}
	}
	p, err := paged(r, found, func(x *room) string { return x.sid })
	if err != nil {
		return 0, nil, err
	}
	items := make([]conferenceResource, len(p.items))
	for i, x := range p.items {
		items[i] = c.conferenceLocked(x)
	}
	return http.StatusOK, p.envelope("conferences", items), nil
}

// roomLocked finds the room that a path names by its SID; a name is no SID.
func (c *Carrier) roomLocked(r *http.Request) (*room, error) {
	id := r.PathValue("conference")
	if id == "" {
		id, _ = strings.CutSuffix(r.PathValue("file"), ".json")
	}
	if x := c.conferences[id]; x != nil {
		return x, nil
	}
	return nil, notFound(r)
}

// fetchConference is GET Conferences/{Sid}.json.
func (c *Carrier) fetchConference(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x, err := c.roomLocked(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.conferenceLocked(x), nil
}

// updateConference is POST Conferences/{Sid}.json: it ends a room, or announces something to everybody in it.
func (c *Carrier) updateConference(r *http.Request) (int, any, error) {
	f := r.PostForm
	if s := f.Get("Status"); s != "" && s != string(roomCompleted) {
		return 0, nil, refuse(http.StatusBadRequest, 20001, "Invalid parameter: Status must be completed")
	}
	say, err := played(f, "Announce", http.MethodPost)
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	x, err := c.roomLocked(r)
	switch {
	case err != nil:
		return 0, nil, err
	case x.status == roomCompleted:
		return 0, nil, notFound(r)
	case f.Get("Status") != "":
		c.endRoomLocked(x, endedByREST, nil, leftByREST)
	case say != nil:
		for _, s := range x.seats {
			c.announceLocked(s, *say)
		}
	}
	return http.StatusOK, c.conferenceLocked(x), nil
}

// span is from ≤ t < to; an end that is zero is open.
type span struct{ from, to time.Time }

func (s span) holds(t time.Time) bool {
	return (s.from.IsZero() || !t.Before(s.from)) && (s.to.IsZero() || t.Before(s.to))
}
