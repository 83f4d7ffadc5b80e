package server

import (
	"context"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/client"
	"partyline/event"
	"partyline/fault"
)

// socket opens the live connection of a page or a program: by the login's cookie from our own pages
// only, or by an API token.
func (s *Server) socket(c *fiber.Ctx) error {
	if s.Sockets == nil {
		return fiber.ErrNotFound
	}
	if s.Sockets.Closing() {
		return fault.New(fault.Busy, "closing", "This server is stopping. Try again in a moment.").With("retry_after", 1)
	}
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && !s.ours(origin, c.Get(fiber.HeaderHost)) {
		return fault.New(fault.Forbidden, "foreign_origin", "This came from another site, so nothing was opened.")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), doTimeout)
	defer cancel()
	if c.Query("as") == "page" {
		return s.pageSocket(ctx, c)
	}
	k, follow, err := s.follow(ctx, c)
	if err != nil {
		return err
	}
	who := client.Login{ID: k.Login, Rights: &rights{account: s.Account, follow: follow}}
	if !k.Bearer { // a program is nobody's presence
		who.User, who.Name = k.User, k.Name
	}
	return s.upgrade(c, who)
}

// upgrade serves the socket; the origin was checked before, against the public one.
func (s *Server) upgrade(c *fiber.Ctx, who client.Login) error {
	options := &websocket.AcceptOptions{InsecureSkipVerify: true}
	return Upgrade(c, options, func(conn *client.Conn) { s.Sockets.Serve(conn, who) })
}

// follow finds out who opens a socket, by API token or cookie.
func (s *Server) follow(ctx context.Context, c *fiber.Ctx) (account.Asker, *account.Follower, error) {
	if cookie := c.Cookies(s.cookieName()); cookie != "" && c.Get(fiber.HeaderAuthorization) == "" {
		return s.Account.FollowCookie(ctx, cookie)
	}
	k, err := s.Asker(ctx, c)
	return k, s.Account.FollowToken(k), err
}

// rights is what one login may listen to, as it is now: whoever it is was looked up within the last
// second. It lives as long as its socket.
type rights struct {
	account *account.Service
	follow  *account.Follower

	mu    sync.Mutex
	asker account.Asker
	until time.Time
}

// fresh is how long a look-up serves: the topics of one page are asked about together.
const fresh = time.Second

// MaySubscribe judges by the one table of rights.
func (r *rights) MaySubscribe(ctx context.Context, topic event.Topic) error {
	k, err := r.present(ctx)
	if err != nil {
		return err
	}
	return r.account.MayListen(ctx, k, topic)
}

func (r *rights) present(ctx context.Context) (account.Asker, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Now().Before(r.until) {
		return r.asker, nil
	}
	k, err := r.follow.Asker(ctx)
	if err != nil {
		return account.Asker{}, err
	}
	r.asker, r.until = k, time.Now().Add(fresh)
	return k, nil
}
