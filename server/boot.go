package server

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/campaign"
)

// Booted is what a volunteers' page begins with, so that it needs no second request: where its link leads, or why nowhere.
type Booted struct {
	Token   string            `json:"token"`
	Invited *campaign.Invited `json:"invited,omitempty"`
	Problem *Problem          `json:"problem,omitempty"`
	Now     int64             `json:"now" doc:"the server's clock, in milliseconds"`
}

// volunteers answers GET /k/{token} and /c/{token}: the page of who came by a link. It gives no numbers and lets nobody in:
// previews of links open pages too. A link that leads nowhere gets the page with a sentence.
func (s *Server) volunteers(kind campaign.Kind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if s.Boot == nil {
			return fiber.ErrNotFound
		}
		ctx, cancel := context.WithTimeout(c.UserContext(), doTimeout)
		defer cancel()
		b := Booted{Token: strings.Clone(c.Params("token"))}
		title := "Partyline"
		in, err := s.Campaigns.Look(ctx, kind, b.Token, c.Cookies(s.pageCookie()))
		if err != nil {
			b.Problem = s.problem(ctx, err)
			c.Status(b.Problem.Status)
		} else {
			b.Invited, title = &in, in.Campaign.Name+" – Partyline"
			if in.Passcode && c.Cookies(s.pageCookie()) == "" {
				s.givePage(c, campaign.NewPage()) // so that wrong passcodes of others behind the same address are not theirs
			}
		}
		b.Now = s.Clock.Now().UnixMilli()
		data, err := json.Marshal(b)
		if err != nil {
			return err
		}
		return s.Boot(c, string(kind), title, s.sockets, data)
	}
}
