package server

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/campaign"
	"partyline/client"
	"partyline/dialer"
	"partyline/event"
	"partyline/fault"
)

// Pages of volunteers: they come in by a link, and have a page cookie instead of a login.

// ByToken is the input of routes of a link.
type ByToken struct {
	Token string `path:"token" maxLength:"64"`
}

type joining struct {
	ByToken
	Body campaign.Joining
}

// pageCookie is the name of the cookie that stands for one browser in all campaigns it came in by.
func (s *Server) pageCookie() string { return s.cookieName() + "_page" }

func (s *Server) clickerLink(ctx context.Context, in *ByToken) (*reply[campaign.Invited], error) {
	return of(s.Campaigns.Look(ctx, campaign.Clicker, in.Token, s.browserOf(ctx)))
}

func (s *Server) callerLink(ctx context.Context, in *ByToken) (*reply[campaign.Invited], error) {
	return of(s.Campaigns.Look(ctx, campaign.Caller, in.Token, s.browserOf(ctx)))
}

func (s *Server) joinClickers(ctx context.Context, in *joining) (*reply[campaign.Invited], error) {
	return s.join(ctx, campaign.Clicker, in)
}

func (s *Server) joinCallers(ctx context.Context, in *joining) (*reply[campaign.Invited], error) {
	return s.join(ctx, campaign.Caller, in)
}

func (s *Server) join(ctx context.Context, kind campaign.Kind, in *joining) (*reply[campaign.Invited], error) {
	in.Body.Address, in.Body.Key = address(under(ctx)), strings.Clone(under(ctx).Get("Idempotency-Key"))
	out, secret, err := s.Campaigns.Join(ctx, kind, in.Token, s.browserOf(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	s.givePage(under(ctx), secret)
	return of(out, nil)
}

// givePage has a browser keep a page secret.
func (s *Server) givePage(c *fiber.Ctx, secret string) {
	c.Cookie(&fiber.Cookie{
		Name: s.pageCookie(), Value: secret, Path: "/", MaxAge: int(cookieLasts.Seconds()), HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// pageOf names the browser that asks, "" without a page's cookie: its keys are nobody else's.
func (s *Server) pageOf(c *fiber.Ctx) string {
	if secret := c.Cookies(s.pageCookie()); secret != "" {
		return "page " + digest("page", secret)
	}
	return ""
}

// browserOf is the secret of the browser that asks, "" without one.
func (s *Server) browserOf(ctx context.Context) string { return under(ctx).Cookies(s.pageCookie()) }

// pageSocket opens the live connection of a page that came in by a link. That of somebody who was removed is told so by its close code
// as soon as it asks for anything: a page that is refused the handshake knows no more than that it is offline.
func (s *Server) pageSocket(ctx context.Context, c *fiber.Ctx) error {
	r := &visit{campaigns: s.Campaigns, page: c.Cookies(s.pageCookie())}
	people, err := r.present(ctx, fresh)
	if fault.As(err).Kind == fault.SignedOut {
		came, unknown := s.Campaigns.Came(ctx, r.page)
		if err = errors.Join(unknown, err); came {
			return s.upgrade(c, client.Login{ID: s.pageOf(c), Rights: r})
		}
	}
	if err != nil {
		return err
	}
	return s.upgrade(c, client.Login{ID: "page " + people[0].ID, User: people[0].ID, Name: people[0].Name, Rights: r})
}

// visit is what one browser may hear and do as the people it came as. Every topic is asked about again every few seconds.
type visit struct {
	campaigns *campaign.Service
	page      string

	mu     sync.Mutex
	people []campaign.Person
	looked time.Time
	named  string // the campaign that its clicking frames named last
}

// familiar is how long a look-up says whose frames they are. Who was removed meanwhile is refused where their presses would be kept.
const familiar = 30 * time.Second

// MaySubscribe lets people hear what is for them in their own campaigns.
func (v *visit) MaySubscribe(ctx context.Context, topic event.Topic) error {
	people, err := v.present(ctx, fresh)
	if err != nil {
		return err
	}
	if err := campaign.MayHear(people, topic); err != nil {
		return err
	}
	v.campaigns.Seen(people, topic) // asked again every few seconds, for as long as the page is there
	return nil
}

// present is the people it came as, as they were looked up since then at most.
func (v *visit) present(ctx context.Context, since time.Duration) ([]campaign.Person, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.people != nil && time.Since(v.looked) < since {
		return v.people, nil
	}
	people, err := v.campaigns.Page(ctx, v.page)
	if err != nil {
		return nil, err
	}
	if v.people = nil; len(people) == 0 {
		return nil, fault.New(fault.SignedOut, "signed_out", "Open the link again that you were given.")
	}
	v.people, v.looked = people, time.Now()
	return people, nil
}

// clicker is the person that a frame is from: of the campaign it names, or one before it named, or the last one this browser came
// in by.
func (v *visit) clicker(ctx context.Context, of string) (string, error) {
	v.mu.Lock()
	if of == "" {
		of = v.named
	}
	v.named = of // whatever becomes of this frame: the next ones name none
	v.mu.Unlock()
	people, err := v.present(ctx, familiar)
	if err != nil {
		return "", err
	}
	for _, p := range people {
		if p.Kind == campaign.Clicker && (of == "" || p.Campaign == of) {
			return p.ID, nil
		}
	}
	return "", fault.New(fault.Forbidden, "forbidden", "This page is no clicker's.")
}

// Clicking is the frames of clickers' pages, for the sockets of this node; dials begins calls in launch mode.
func Clicking(campaigns *campaign.Service, dials *dialer.Service) map[string]client.Handler {
	k := &clicking{campaigns: campaigns, dials: dials, hands: make(chan struct{}, atOnce)}
	return map[string]client.Handler{"lease": k.lease, "approve": k.approve, "release": k.release, "launch": k.launch}
}

// atOnce is how many leases are taken back, and calls begun, at the same time on a node; the others wait for a hand.
const (
	atOnce     = 4
	handsWait  = 5 * time.Second
	longestAck = 64
)

type clicking struct {
	campaigns *campaign.Service
	dials     *dialer.Service
	hands     chan struct{}
}

var (
	errNoClicker = fault.New(fault.Forbidden, "forbidden", "This page is no clicker's.")
	errBadFrame  = fault.New(fault.Invalid, "invalid_frame", "A field of this frame has the wrong type.")
	errHands     = fault.New(fault.Busy, "busy", "Too much at once just now. Try again in a moment.")
)

// from reads a frame and finds who it is from; false when it was refused.
func (k *clicking) from(ctx context.Context, s *client.Socket, message []byte, frame any, key, of *string) (string, bool) {
	v, ok := s.Login().Rights.(*visit)
	person, err := "", error(nil)
	switch {
	case json.Unmarshal(message, frame) != nil || len(*key) > longestAck:
		err = errBadFrame
	case !ok:
		err = errNoClicker
	}
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, handsWait)
		defer cancel()
		person, err = v.clicker(ctx, *of)
	}
	if err != nil {
		s.Refuse("", *key, err)
	}
	return person, err == nil
}

// aside does what waits for the database away from the reader, a few at a time.
func (k *clicking) aside(ctx context.Context, s *client.Socket, key string, f func(ctx context.Context) error) {
	go func() {
		ctx, cancel := context.WithTimeout(ctx, 2*handsWait)
		defer cancel()
		patience := time.NewTimer(handsWait)
		defer patience.Stop()
		select {
		case k.hands <- struct{}{}:
			defer func() { <-k.hands }()
		case <-patience.C:
			s.Refuse("", key, errHands)
			return
		case <-ctx.Done():
			return
		}
		if err := f(ctx); err != nil && !errors.Is(ctx.Err(), context.Canceled) {
			s.Refuse("", key, err)
		}
	}()
}

func (k *clicking) lease(ctx context.Context, s *client.Socket, message []byte) {
	var f client.LeaseFrame
	person, ok := k.from(ctx, s, message, &f, &f.Key, &f.Campaign)
	if !ok {
		return
	}
	k.campaigns.Ask(campaign.Asking{Person: person, Have: f.Have, Key: f.Key}, func(l campaign.Leased, err error) {
		if err != nil {
			s.Refuse("", f.Key, err)
			return
		}
		s.Say(client.LeasedFrame{Type: "leased", Key: f.Key, Lease: l.Lease, Numbers: l.Numbers, Lines: l.Lines, Until: l.Until, Held: l.Held, Left: l.Left, Launch: l.Launch})
	})
}

func (k *clicking) approve(ctx context.Context, s *client.Socket, message []byte) {
	var f client.ApproveFrame
	person, ok := k.from(ctx, s, message, &f, &f.Key, &f.Campaign)
	if !ok {
		return
	}
	if !whole(f, message) {
		s.Refuse("", f.Key, errBadFrame)
		return
	}
	presses := make([]campaign.Press, len(f.Presses))
	for i, p := range f.Presses {
		presses[i] = campaign.Press{Ordinal: int(p[0]), MS: p[1]}
	}
	k.campaigns.Approve(campaign.Approving{Person: person, Lease: f.Lease, Presses: presses}, func(a campaign.Approved, err error) {
		if err != nil {
			s.Refuse("", f.Key, err)
			return
		}
		ack := client.AckFrame{Type: "ack", Key: f.Key, Approved: a.Approved, Refused: make([]client.RefusedPress, len(a.Refused)), Until: a.Until, Mine: a.Mine}
		for i, r := range a.Refused {
			ack.Refused[i] = client.RefusedPress(r)
		}
		s.Say(ack)
	})
}

// whole says whether each press of a frame has both its ordinal and its moment: what is missing, or null, was read as 0. Only then
// is it looked at again.
func whole(f client.ApproveFrame, message []byte) bool {
	if !slices.ContainsFunc(f.Presses, func(p [2]int64) bool { return p[0] == 0 || p[1] == 0 }) {
		return true
	}
	var strict struct{ Presses [][]*int64 }
	return json.Unmarshal(message, &strict) == nil && !slices.ContainsFunc(strict.Presses, func(p []*int64) bool {
		return len(p) != 2 || p[0] == nil || p[1] == nil
	})
}

func (k *clicking) release(ctx context.Context, s *client.Socket, message []byte) {
	var f client.ReleaseFrame
	person, ok := k.from(ctx, s, message, &f, &f.Key, &f.Campaign)
	if !ok {
		return
	}
	k.aside(ctx, s, f.Key, func(ctx context.Context) error {
		err := k.campaigns.Release(ctx, person, f.Lease, f.Ordinals, f.Skip)
		if err == nil {
			s.Say(client.AckFrame{Type: "ack", Key: f.Key, Refused: []client.RefusedPress{}})
		}
		return err
	})
}

func (k *clicking) launch(ctx context.Context, s *client.Socket, message []byte) {
	var f client.LaunchFrame
	person, ok := k.from(ctx, s, message, &f, &f.Key, &f.Campaign)
	if !ok {
		return
	}
	if f.Key == "" { // a repeat could not be told apart from another press
		s.Refuse("", "", errBadFrame)
		return
	}
	k.aside(ctx, s, f.Key, func(ctx context.Context) error {
		l, err := k.dials.Launch(ctx, campaign.Launching{Person: person, Lease: f.Lease, Key: f.Key, MS: f.MS})
		if err == nil {
			s.Say(client.LaunchedFrame{Type: "launched", Key: f.Key, Lease: f.Lease, Code: string(l.Code), Title: l.Title, Stays: l.Stays})
		}
		return err
	})
}
