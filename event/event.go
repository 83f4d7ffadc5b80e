// Package event is the envelope of what has happened: a committed change, with its kind, its topic and its place in that topic.
package event

import (
	"encoding/json"
	"strings"
	"time"
)

// Kind names what happened, in the past tense and prefixed by its domain: "calling.entry_skipped".
type Kind string

// Topic is one ordered stream of events: "session/0190…". The part before the first slash is its family.
type Topic string

// Seq numbers the events of one topic from 1, without gaps, in the order of their commits.
// 0 means "not logged": presence and other signs of life that may be lost.
type Seq int64

// Event is one committed change. Data carries the new state of the thing that changed,
// never a difference, so that applying it twice is harmless. It never carries a phone
// number or an e-mail address: who may see those asks for them over HTTP.
type Event struct {
	Topic Topic           `json:"topic"`
	Seq   Seq             `json:"seq"`
	Kind  Kind            `json:"kind"`
	At    time.Time       `json:"at"`
	Data  json.RawMessage `json:"data"`
}

// The families of topics.
const (
	FamilySession      = "session"      // one calling session: entries, cycle, figures, phone
	FamilyList         = "list"         // one call list: roster, leaders, reservations
	FamilySessions     = "sessions"     // the index of one group's sessions
	FamilySupporter    = "supporter"    // one supporter: their fields, and what came of calling them
	FamilyUser         = "user"         // one user: profile, rights, verification
	FamilyImport       = "import"       // one CSV import: its progress
	FamilyOrganisation = "organisation" // one organisation: its settings
	FamilyCampaign     = "campaign"     // one campaign, for its admins; behind it /clickers and /callers, for those
	FamilyCaller       = "caller"       // one caller of a campaign, for their own page
	FamilyCampaigns    = "campaigns"    // the index of one organisation's campaigns
)

// On makes the topic of one thing of a family.
func On(family, id string) Topic { return Topic(family + "/" + id) }

// Family returns the part of the topic before its first slash, and ID the part after it.
func (t Topic) Family() string { f, _, _ := strings.Cut(string(t), "/"); return f }

// ID returns the id of the thing the topic is about.
func (t Topic) ID() string { _, id, _ := strings.Cut(string(t), "/"); return id }
