package carrier

import (
	"fmt"
	"net/http"
	"slices"
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
		PhoneNumberSID: numberSID(c.cfg.AccountSID, l.from), Status: shown(l),
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

// listNumbers is GET IncomingPhoneNumbers.json: the caller ids that the account owns.
func (c *Carrier) listNumbers(r *http.Request) (int, any, error) {
	want := r.URL.Query().Get("PhoneNumber")
	numbers := slices.DeleteFunc(slices.Clone(c.cfg.Numbers), func(n string) bool { return want != "" && !same(want, n) })
	p, err := paged(r, numbers, func(n string) string { return numberSID(c.cfg.AccountSID, n) })
	if err != nil {
		return 0, nil, err
	}
	items := make([]map[string]any, len(p.items))
	for i, n := range p.items {
		id := numberSID(c.cfg.AccountSID, n)
		born := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC).Format(rfc2822)
		items[i] = map[string]any{
			"sid": id, "account_sid": c.cfg.AccountSID, "phone_number": n, "friendly_name": display(n),
			"api_version": "2010-04-01", "origin": "twilio", "beta": false, "status": "in-use", "type": "local",
			"address_requirements": "none", "address_sid": nil, "identity_sid": nil, "bundle_sid": nil, "trunk_sid": nil,
			"capabilities": map[string]bool{"voice": true, "sms": false, "mms": false, "fax": false},
			"date_created": born, "date_updated": born, "emergency_status": "Inactive", "emergency_address_sid": nil,
			"sms_application_sid": "", "sms_method": "POST", "sms_url": "", "sms_fallback_method": "POST", "sms_fallback_url": "",
			"status_callback": "", "status_callback_method": "POST", "voice_application_sid": "", "voice_caller_id_lookup": false,
			"voice_method": "POST", "voice_url": "", "voice_fallback_method": "POST", "voice_fallback_url": "", "voice_receive_mode": "voice",
			"uri": prefix + c.cfg.AccountSID + "/IncomingPhoneNumbers/" + id + ".json",
		}
	}
	return http.StatusOK, p.envelope("incoming_phone_numbers", items), nil
}
