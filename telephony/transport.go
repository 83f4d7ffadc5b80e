package telephony

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	maxReply    = 4 << 20 // bytes of one reply
	maxTries    = 3       // of a request that the carrier throttled
	maxPatience = 20 * time.Second
)

var (
	errNoSID   = errors.New("the reply names no call")
	errTooLong = errors.New("the reply is too long")
)

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       20 * time.Second, // a request on a connection that died meanwhile has an unknown outcome
		ExpectContinueTimeout: time.Second,
	}
}

// exchange is one operation on the carrier's API. Twilio's client knows neither contexts nor
// throttling nor other hosts, so each operation gets its own http.RoundTripper that does.
type exchange struct {
	phone *Phone
	ctx   context.Context
	start bool      // it starts a call: each time that it is sent again it waits for a turn
	until time.Time // not later than this

	wrote  atomic.Bool   // a whole request has left: without a reply its outcome is unknown
	status int           // of the last reply; 0 without one
	after  time.Duration // the carrier asked to wait that long
	apart  time.Duration // how far our clock is ahead of the carrier's, below zero behind it
}

func (p *Phone) exchange(ctx context.Context) *exchange { return &exchange{phone: p, ctx: ctx} }

// api is Twilio's client over this exchange. Only its Api service is linked: the RestClient would
// bring in the generated code of all their products.
func (x *exchange) api() *openapi.ApiService {
	user, secret := x.phone.cfg.AccountSID, x.phone.cfg.AuthToken
	if x.phone.cfg.APIKey != "" {
		user, secret = x.phone.cfg.APIKey, x.phone.cfg.APISecret
	}
	c := &client.Client{
		Credentials: client.NewCredentials(user, secret),
		HTTPClient: &http.Client{
			Transport:     x,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.SetAccountSid(x.phone.cfg.AccountSID)
	h := client.NewRequestHandler(c)
	h.Edge, h.Region = "", "" // the host is BaseURL's, whatever the environment says
	return openapi.NewApiService(h)
}

// RoundTrip sends the request to BaseURL and reads the whole reply. A throttled request (429: surely
// not processed) is sent again after the time the carrier asks for, as long as that is short.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		if x.start && try > 1 {
			if err := x.phone.starts.turn(x.ctx, x.until); err != nil {
				return nil, err
			}
		}
		if x.start && !x.until.IsZero() && x.phone.cfg.Clock.Now().After(x.until) {
			return nil, errTooLate
		}
		res, err := x.send(req)
		if err != nil || res.StatusCode != http.StatusTooManyRequests {
			return res, err
		}
		x.after = retryAfter(res.Header.Get("Retry-After"), x.phone.cfg.Clock.Now())
		x.wrote.Store(false)
		if x.start {
			x.phone.starts.rest(x.after)
		}
		if try == maxTries || x.after > maxPatience {
			return res, nil
		}
		if err := x.phone.cfg.Clock.Wait(x.ctx, x.after); err != nil {
			return res, nil
		}
	}
}

func (x *exchange) send(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(x.ctx, x.phone.cfg.Timeout)
	defer cancel()
	r := req.Clone(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if i.Err == nil {
				x.wrote.Store(true)
			}
		},
	}))
	base := x.phone.base
	r.URL.Scheme, r.URL.Host, r.Host = base.Scheme, base.Host, base.Host
	r.URL.Path = base.Path + r.URL.Path
	r.URL.RawPath = ""
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		r.Body = body
	}
	x.status = 0
	asked := x.phone.cfg.Clock.Now()
	res, err := x.phone.web.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	x.apart = apart(asked, res.Header.Get("Date"), x.phone.cfg.Clock.Now())
	x.status = res.StatusCode
	body, err := io.ReadAll(io.LimitReader(res.Body, maxReply+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxReply {
		return nil, errTooLong
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// apart is how far our clock is ahead of the carrier's, which dates its answers in whole seconds; 0 when no difference is to be seen.
func apart(asked time.Time, dated string, answered time.Time) time.Duration {
	theirs, err := http.ParseTime(dated)
	if err != nil || !theirs.Before(asked.Truncate(time.Second)) && !theirs.After(answered) {
		return 0
	}
	return answered.Sub(theirs)
}

// retryAfter reads the header in either of its forms; 1 s when it says nothing of use.
func retryAfter(h string, now time.Time) time.Duration {
	if s, err := strconv.Atoi(h); err == nil && s >= 0 && s <= 86_400 {
		return time.Duration(s) * time.Second
	}
	if t, err := http.ParseTime(h); err == nil {
		return max(0, t.Sub(now))
	}
	return time.Second
}

// bare strips what Go's HTTP client puts around an error: the URL, which may hold a number.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
