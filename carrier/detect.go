package carrier

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// detection is the question who answers: a person, a machine, a fax.
type detection struct {
	background bool // the verdict has an address of its own; else the first document waits for it
	message    bool // DetectMessageEnd: a machine's verdict comes when its greeting is over
	patience   time.Duration
	url        string
	method     string
	trail      trail
	verdict    string // in Twilio's words, once there is one
}

// wantedDetection reads what a call asks of machine detection; nil for nothing.
func wantedDetection(f url.Values) (*detection, error) {
	d := &detection{}
	switch f.Get("MachineDetection") {
	case "":
		return nil, nil
	case "Enable":
	case "DetectMessageEnd":
		d.message = true
	default:
		return nil, refuse(http.StatusBadRequest, 20001, "Invalid parameter: MachineDetection must be Enable or DetectMessageEnd")
	}
	switch f.Get("AsyncAmd") {
	case "true":
		d.background = true
	case "", "false":
	default:
		return nil, refuse(http.StatusBadRequest, 20001, "Invalid parameter: AsyncAmd must be true or false")
	}
	var err error
	if d.patience, err = between(f, "MachineDetectionTimeout", 30, 3, 59); err != nil {
		return nil, err
	}
	for name, bounds := range map[string][2]int{"MachineDetectionSpeechThreshold": {1000, 6000},
		"MachineDetectionSpeechEndThreshold": {500, 5000}, "MachineDetectionSilenceTimeout": {2000, 10000}} {
		if _, err := between(f, name, bounds[0], bounds[0], bounds[1]); err != nil {
			return nil, err
		}
	}
	if d.background && f.Get("AsyncAmdStatusCallback") != "" {
		if d.url, d.method, err = address(f, "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod", 21205); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// hears is what machine detection makes of a leg that was answered, and when; "" when it never says anything.
func (c *Carrier) hears(l *leg) (verdict string, after time.Duration) {
	p := c.people.population
	draw := func(salt string) float64 { return uniform(p.Seed, l.phone, l.attempt, salt) }
	who, silent, said := l.answerer, l.by != "manned" && l.by != "page", false
	for _, s := range l.steps {
		if s.Answer != "" {
			who = s.Answer
			if s.Verdict != "" {
				verdict = s.Verdict
			}
			after, said = s.After.d(), s.After != 0
		}
		silent = silent && s.Say == ""
	}
	if !said {
		median := p.Verdict
		if median == 0 {
			median = DefaultPopulation.Verdict
		}
		after = logNormal(median, p.VerdictSpread, draw("verdict"), 300*time.Millisecond).d()
		if who != "human" {
			after *= 2 // a machine talks on
		}
	}
	if verdict == "" {
		switch verdict = who; {
		case l.by == "population" && draw("unjudged") < p.Unjudged:
			verdict = "none"
		case l.by == "population" && draw("misjudged") < p.Misjudged:
			verdict = map[bool]string{true: "machine", false: "human"}[who == "human"]
		case who == "human" && silent && !said:
			verdict, after = "unknown", 5*time.Second
		}
	}
	if l.detection.message && verdict == "machine" {
		after += 4 * time.Second
	}
	if after > l.detection.patience {
		verdict, after = "unknown", l.detection.patience
	}
	return map[string]string{"human": "human", "fax": "fax", "unknown": "unknown",
		"machine": map[bool]string{true: "machine_end_beep", false: "machine_start"}[l.detection.message]}[verdict], after
}

// detectLocked begins to listen to a leg that was just answered, when its verdict is for the background.
func (c *Carrier) detectLocked(l *leg) {
	d := l.detection
	if d == nil || !d.background {
		return
	}
	verdict, after := c.hears(l)
	if verdict == "" {
		return
	}
	c.spawnLocked(func() {
		if !c.wait(l.ctx, after) {
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if l.status.terminal() || l.gone {
			return
		}
		d.verdict = verdict
		c.touchLocked(l)
		if d.url == "" {
			c.warnLocked(l, &documentError{Code: 21262, Why: "there is no AsyncAmdStatusCallback: nobody is told who answered"})
			return
		}
		f := url.Values{"CallSid": {l.sid}, "AccountSid": {c.cfg.AccountSID}, "AnsweredBy": {verdict}, "MachineDetectionDuration": {milliseconds(after)}}
		c.tellLocked(delivery{kind: "verdict", event: verdict, leg: l, trail: &d.trail, last: true, url: d.url, method: d.method, form: f, token: sid("")}, target{})
	})
}

// detected lets the first document wait for the verdict, when it is not for the background, and adds it.
func (c *Carrier) detected(l *leg, t target) target {
	c.mu.Lock()
	d := l.detection
	if d == nil || d.background {
		c.mu.Unlock()
		return t
	}
	verdict, after := c.hears(l)
	c.mu.Unlock()
	if verdict == "" {
		verdict, after = "unknown", d.patience
	}
	if c.wait(l.ctx, after) {
		c.mu.Lock()
		d.verdict = verdict
		c.mu.Unlock()
		t.extra = url.Values{"AnsweredBy": {verdict}, "MachineDetectionDuration": {milliseconds(after)}}
	}
	return t
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// mistaken is a verdict's form with the opposite in it.
func mistaken(f url.Values) url.Values {
	wrong := url.Values{}
	for k, v := range f {
		wrong[k] = v
	}
	by := "human"
	if was := f.Get("AnsweredBy"); was == "human" || was == "unknown" {
		by = "machine_start"
	}
	wrong.Set("AnsweredBy", by)
	return wrong
}
