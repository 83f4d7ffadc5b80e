package carrier

import (
	"fmt"
	"time"
)

// priced is how long after its end a call gets its price.
const priced = 5 * time.Second

// resource is a call as REST shows it: Twilio's names, numbers as strings, RFC 2822 dates, nulls.
type resource struct {
	SID             string            `json:"sid"`
	DateCreated     string            `json:"date_created"`
	DateUpdated     string            `json:"date_updated"`
	ParentCallSID   *string           `json:"parent_call_sid"`
	AccountSID      string            `json:"account_sid"`
	To              string            `json:"to"`
	ToFormatted     string            `json:"to_formatted"`
	From            string            `json:"from"`
	FromFormatted   string            `json:"from_formatted"`
	PhoneNumberSID  string            `json:"phone_number_sid"`
	Status          status            `json:"status"`
	StartTime       *string           `json:"start_time"`
	EndTime         *string           `json:"end_time"`
	Duration        *string           `json:"duration"`
	Price           *string           `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	Direction       string            `json:"direction"`
	AnsweredBy      *string           `json:"answered_by"`
	Annotation      *string           `json:"annotation"`
	APIVersion      string            `json:"api_version"`
	ForwardedFrom   *string           `json:"forwarded_from"`
	GroupSID        *string           `json:"group_sid"`
	CallerName      *string           `json:"caller_name"`
	QueueTime       string            `json:"queue_time"`
	TrunkSID        *string           `json:"trunk_sid"`
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// shown is the status that REST has a word for: it knows no "initiated".
func shown(l *leg) status {
	switch {
	case l.status != initiated:
		return l.status
	case l.parent != nil:
		return ringing
	}
	return queued
}

// started is when a call was dialled or, once answered, answered.
func (l *leg) started() time.Time {
	if !l.at.answered.IsZero() {
		return l.at.answered
	}
	return l.at.initiated
}

// ours is the account's own number of a call.
func (l *leg) ours() string {
	if l.direction == "inbound" {
		return l.to
	}
	return l.from
}

func date(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(rfc2822)
	return &s
}

func (c *Carrier) resourceLocked(l *leg) resource {
	uri := prefix + c.cfg.AccountSID + "/Calls/" + l.sid
	res := resource{
		SID: l.sid, DateCreated: *date(l.at.created), DateUpdated: *date(l.updated), AccountSID: c.cfg.AccountSID,
		To: l.to, ToFormatted: display(l.to), From: l.from, FromFormatted: display(l.from),
		PhoneNumberSID: numberSID(c.cfg.AccountSID, l.ours()), Status: shown(l),
		StartTime: date(l.started()), EndTime: date(l.at.ended), PriceUnit: "USD", Direction: l.direction,
		APIVersion: "2010-04-01", QueueTime: fmt.Sprint(l.queueTime.Milliseconds()), URI: uri + ".json",
		SubresourceURIs: map[string]string{},
	}
	for _, name := range []string{"events", "notifications", "payments", "recordings", "siprec", "streams", "transcriptions", "user_defined_message_subscriptions", "user_defined_messages"} {
		res.SubresourceURIs[name] = uri + "/" + subresource(name) + ".json"
	}
	if l.parent != nil {
		res.ParentCallSID = &l.parent.sid
	}
	if l.detection != nil && l.detection.verdict != "" {
		res.AnsweredBy = &l.detection.verdict
	}
	if l.status.terminal() && !l.at.answered.IsZero() {
		talk := l.talkLocked(l.at.ended)
		d := seconds(talk)
		res.Duration = &d
		if c.clock.Now().Sub(l.at.ended) >= priced {
			price := fmt.Sprintf("-%.5f", 0.014*float64(minutes(talk)))
			res.Price = &price
		}
	}
	return res
}

// subresource turns user_defined_messages into UserDefinedMessages.
func subresource(name string) string {
	out, up := []byte{}, true
	for i := range len(name) {
		switch b := name[i]; {
		case b == '_':
			up = true
		case up:
			out, up = append(out, b-'a'+'A'), false
		default:
			out = append(out, b)
		}
	}
	return string(out)
}
