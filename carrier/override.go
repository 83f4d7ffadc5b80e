package carrier

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// override is how patient a request is: Twilio's connection overrides, from the URL's fragment
// (#rc=2&rp=ct,5xx&ct=2000&rt=5000&tt=10000). These are network deadlines, in wall time.
type override struct {
	retries             int
	on                  map[string]bool // ct, rt, 4xx, 5xx
	connect, read, over time.Duration
}

// overrides reads a URL's fragment; what is missing or out of bounds keeps Twilio's default.
func overrides(rawURL string) override {
	o := override{retries: 1, on: map[string]bool{"ct": true}, connect: 5 * time.Second, read: 15 * time.Second, over: 15 * time.Second}
	_, fragment, _ := strings.Cut(rawURL, "#")
	q, err := url.ParseQuery(fragment)
	if err != nil {
		return o
	}
	if n, err := strconv.Atoi(q.Get("rc")); err == nil && n >= 0 && n <= 5 {
		o.retries = n
	}
	if rp := q.Get("rp"); rp != "" {
		o.on = map[string]bool{}
		for _, p := range strings.Split(rp, ",") {
			if p == "all" {
				o.on = map[string]bool{"ct": true, "rt": true, "4xx": true, "5xx": true}
				break
			}
			o.on[p] = true
		}
	}
	deadline := func(name string, most time.Duration, d *time.Duration) {
		if n, err := strconv.Atoi(q.Get(name)); err == nil && n >= 100 && time.Duration(n)*time.Millisecond <= most {
			*d = time.Duration(n) * time.Millisecond
		}
	}
	deadline("ct", 10*time.Second, &o.connect)
	deadline("rt", 15*time.Second, &o.read)
	deadline("tt", 15*time.Second, &o.over)
	return o
}

// plain is a URL without its fragment: what is requested and signed.
func plain(rawURL string) string {
	u, _, _ := strings.Cut(rawURL, "#")
	return u
}
