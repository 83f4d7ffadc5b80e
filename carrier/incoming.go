package carrier

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"partyline/fault"
)

// incoming is what a number of the account does when somebody calls it, as REST set it.
type incoming struct {
	updated                 time.Time
	voice, fallback, status target // purpose unused; without a URL there is nobody to ask or tell
	name                    string
}

// withheld is what the carrier shows in the place of a number that its owner keeps back.
const withheld = "+266696687"

// Dial has somebody call one of the account's numbers. A script plays their part from there on; without
// one the phone's page does. It returns the leg's SID.
func (c *Carrier) Dial(from, to string, steps []Step, keepsBack bool) (string, error) {
	phone, ok := normal(from)
	number, ok2 := normal(to)
	if !ok || !ok2 {
		return "", fault.New(fault.Invalid, "number", "This is not a phone number in international form, such as +15005550100.")
	}
	if err := checkScript(steps); err != nil {
		return "", err
	}
	if fate(steps) != "" || slices.ContainsFunc(steps, func(s Step) bool { return s.Ring != 0 || s.Answer != "" || s.Reject }) {
		return "", fault.New(fault.Invalid, "script_step", "Whoever calls neither rings nor answers: they wait, hear, press, say and hang up.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return "", fault.New(fault.Gone, "carrier_closed", "The simulated carrier was closed.")
	case !slices.Contains(c.cfg.Numbers, number):
		return "", fault.New(fault.NotFound, "not_ours", "Nobody has this number here: a simulated phone can call the account's own numbers.")
	case c.onLineLocked(phone, nil):
		return "", fault.New(fault.Conflict, "on_a_call", "This phone is on a call already.")
	}
	l := &leg{to: number, from: phone, phone: phone, direction: "inbound", limit: 4 * time.Hour, steps: steps, by: "page"}
	if keepsBack {
		l.from = withheld
	}
	if steps != nil {
		l.by = "script"
	}
	in := c.incoming[number]
	if in == nil {
		in = &incoming{}
	}
	l.fallback = in.fallback
	l.fallback.purpose = "fallback"
	if in.status.url != "" {
		l.report = report{url: in.status.url, method: in.status.method, events: map[string]bool{"completed": true}}
	}
	c.newLegLocked(l)
	l.status, l.at.initiated, l.at.ringing = ringing, l.at.created, l.at.created
	c.touchLocked(l)
	if in.voice.url == "" {
		l.addLocked(c, "line", "The number you have dialled does not take calls.")
		c.warnLocked(l, &documentError{Code: 11100, Why: "a call came in to a number without a voice URL"})
		c.endLocked(l, busy, "no voice URL", 480)
		return l.sid, nil
	}
	first := in.voice
	first.purpose = "inbound"
	c.spawnLocked(func() { c.follow(l, first) })
	c.spawnLocked(func() { c.act(l.ctx, l) })
	return l.sid, nil
}

// onLineLocked says whether a phone rings or talks on another leg than this one.
func (c *Carrier) onLineLocked(phone string, but *leg) bool {
	return slices.ContainsFunc(c.phones[phone], func(l *leg) bool {
		return l != but && (l.status == initiated || l.status == ringing || l.status == inProgress)
	})
}

// pickUpLocked answers a call that came in, once there is a document to run: false when that rejects it.
func (c *Carrier) pickUpLocked(l *leg, verbs []verb) bool {
	if l.direction != "inbound" || l.status != ringing {
		return true
	}
	if len(verbs) > 0 && verbs[0].name == "Reject" {
		c.endLocked(l, busy, "document rejected", 486)
		return false
	}
	c.answerLocked(l, "")
	return true
}

// numberLocked is a number of the account that a path names by its SID.
func (c *Carrier) numberLocked(r *http.Request) (string, error) {
	id, ok := strings.CutSuffix(r.PathValue("file"), ".json")
	for _, n := range c.cfg.Numbers {
		if ok && numberSID(c.cfg.AccountSID, n) == id {
			return n, nil
		}
	}
	return "", notFound(r)
}

// fetchNumber is GET IncomingPhoneNumbers/{Sid}.json.
func (c *Carrier) fetchNumber(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.numberLocked(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.numberResourceLocked(n), nil
}

// updateNumber is POST IncomingPhoneNumbers/{Sid}.json: what the number does when somebody calls it. An
// empty address takes one away.
func (c *Carrier) updateNumber(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.numberLocked(r)
	if err != nil {
		return 0, nil, err
	}
	now := incoming{}
	if was := c.incoming[n]; was != nil {
		now = *was
	}
	f := r.PostForm
	for _, x := range []struct {
		url, method string
		to          *target
	}{{"VoiceUrl", "VoiceMethod", &now.voice}, {"VoiceFallbackUrl", "VoiceFallbackMethod", &now.fallback}, {"StatusCallback", "StatusCallbackMethod", &now.status}} {
		if !f.Has(x.url) {
			continue
		}
		*x.to = target{}
		if f.Get(x.url) != "" {
			if x.to.url, x.to.method, err = address(f, x.url, x.method, 21502); err != nil {
				return 0, nil, err
			}
		}
	}
	if f.Has("FriendlyName") {
		now.name = f.Get("FriendlyName")
	}
	now.updated = c.clock.Now()
	c.incoming[n] = &now
	return http.StatusOK, c.numberResourceLocked(n), nil
}

func (c *Carrier) numberResourceLocked(n string) map[string]any {
	id := numberSID(c.cfg.AccountSID, n)
	born := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	in := c.incoming[n]
	if in == nil {
		in = &incoming{updated: born}
	}
	name := in.name
	def(&name, display(n))
	method := func(t target) string {
		def(&t.method, http.MethodPost)
		return t.method
	}
	return map[string]any{
		"sid": id, "account_sid": c.cfg.AccountSID, "phone_number": n, "friendly_name": name,
		"api_version": "2010-04-01", "origin": "twilio", "beta": false, "status": "in-use", "type": "local",
		"address_requirements": "none", "address_sid": nil, "identity_sid": nil, "bundle_sid": nil, "trunk_sid": nil,
		"capabilities": map[string]bool{"voice": true, "sms": false, "mms": false, "fax": false},
		"date_created": born.Format(rfc2822), "date_updated": in.updated.Format(rfc2822), "emergency_status": "Inactive", "emergency_address_sid": nil,
		"sms_application_sid": "", "sms_method": "POST", "sms_url": "", "sms_fallback_method": "POST", "sms_fallback_url": "",
		"status_callback": in.status.url, "status_callback_method": method(in.status), "voice_application_sid": "", "voice_caller_id_lookup": false,
		"voice_method": method(in.voice), "voice_url": in.voice.url, "voice_fallback_method": method(in.fallback), "voice_fallback_url": in.fallback.url,
		"voice_receive_mode": "voice", "uri": prefix + c.cfg.AccountSID + "/IncomingPhoneNumbers/" + id + ".json",
	}
}

// listNumbers is GET IncomingPhoneNumbers.json: the caller ids that the account owns.
func (c *Carrier) listNumbers(r *http.Request) (int, any, error) {
	want := r.URL.Query().Get("PhoneNumber")
	numbers := slices.DeleteFunc(slices.Clone(c.cfg.Numbers), func(n string) bool { return want != "" && !same(want, n) })
	p, err := paged(r, numbers, func(n string) string { return numberSID(c.cfg.AccountSID, n) })
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	items := make([]map[string]any, len(p.items))
	for i, n := range p.items {
		items[i] = c.numberResourceLocked(n)
	}
	return http.StatusOK, p.envelope("incoming_phone_numbers", items), nil
}

// dialPhone is POST /_sim/phone/{number}/dial {"to":"+1…"}; with "script" somebody else plays the part.
func (c *Carrier) dialPhone(r *http.Request, from string) error {
	var want struct {
		To       string `json:"to"`
		Script   []Step `json:"script"`
		Withheld bool   `json:"withheld"`
	}
	if err := read(r, &want); err != nil {
		return err
	}
	_, err := c.Dial(from, want.To, want.Script, want.Withheld)
	return err
}
