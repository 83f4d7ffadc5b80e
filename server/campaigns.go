package server

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/press"
)

// campaigner is the asker as campaigns know them.
func campaigner(ctx context.Context) campaign.By {
	k := asker(ctx)
	return campaign.By{User: k.User, Name: k.Name, Organisation: k.Organisation}
}

// Behind is the input of a list that goes on behind a bookmark.
type Behind struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

// mark reads it.
func (b Behind) mark() (campaign.Bookmark, error) {
	at, id, err := parseSessionCursor(b.Cursor)
	return campaign.Bookmark{At: at, ID: id}, err
}

// cursorOf is a bookmark for the next page; "" behind the last one.
func cursorOf(p campaign.Bookmark) string {
	if p.ID == "" {
		return ""
	}
	return sessionCursor(p.At, p.ID)
}

func (s *Server) campaigns(ctx context.Context, in *Behind) (*reply[campaign.Index], error) {
	after, err := in.mark()
	if err != nil {
		return nil, err
	}
	out, next, err := s.Campaigns.Campaigns(ctx, campaigner(ctx), after)
	out.Next = cursorOf(next)
	return of(out, err)
}

func (s *Server) createCampaign(ctx context.Context, in *with[campaign.NewCampaign]) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Create(ctx, campaigner(ctx), in.Body))
}

func (s *Server) campaign(ctx context.Context, in *ByID) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Campaign(ctx, in.ID))
}

func (s *Server) editCampaign(ctx context.Context, in *byIDWith[campaign.Edit]) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Edit(ctx, campaigner(ctx), in.ID, in.Body))
}

func (s *Server) startCampaign(ctx context.Context, in *ByID) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Start(ctx, campaigner(ctx), in.ID))
}

func (s *Server) pauseCampaign(ctx context.Context, in *ByID) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Pause(ctx, campaigner(ctx), in.ID))
}

func (s *Server) resumeCampaign(ctx context.Context, in *ByID) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Resume(ctx, campaigner(ctx), in.ID))
}

func (s *Server) endCampaign(ctx context.Context, in *ByID) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.End(ctx, campaigner(ctx), in.ID))
}

func (s *Server) duplicateCampaign(ctx context.Context, in *byIDWith[campaign.NewCampaign]) (*reply[campaign.Whole], error) {
	return of(s.Campaigns.Duplicate(ctx, campaigner(ctx), in.ID, in.Body))
}

func (s *Server) campaignActivity(ctx context.Context, in *ByID) (*reply[campaign.Activity], error) {
	return of(s.Campaigns.Activity(ctx, in.ID))
}

func (s *Server) campaignStatus(ctx context.Context, in *ByID) (*reply[campaign.StatusView], error) {
	w, err := s.Campaigns.Campaign(ctx, in.ID)
	return of(w.StatusView, err)
}

// CallerID is a number that the organisation may call from.
type CallerID struct {
	Number        string `json:"number" doc:"E.164"`
	International string `json:"international" doc:"as people write it: +44 7700 900123"`
	// Where calls to it go. Nothing is known of a number that no campaign calls from, nor in its first seconds.
	Incoming        dialer.Incoming `json:"incoming,omitempty" enum:"here,elsewhere,refused" doc:"where calls to it go; absent: not known"`
	IncomingProblem string          `json:"incoming_problem,omitempty" doc:"why they do not come here, and what to do about it"`
}

func (s *Server) callerIDs(ctx context.Context, _ *ByID) (*reply[Page[CallerID]], error) {
	own, err := s.Campaigns.CallerIDs(ctx)
	out := make([]CallerID, len(own))
	for i, n := range own {
		out[i] = CallerID{Number: n, International: n}
		if s.Numbers != nil {
			out[i].Incoming, out[i].IncomingProblem = s.Numbers.Where(n)
		}
		if view, err := account.Phone(n, ""); err == nil {
			out[i].International = view.International
		}
	}
	return pageOf(out, err)
}

// Contacts

// uploadContacts takes a CSV file as it comes, like an import of supporters.
func (s *Server) uploadContacts(c *fiber.Ctx) error {
	ctx := c.UserContext()
	body := io.Reader(&promised{from: s.stream(c, campaign.FileLimit+1), left: int64(c.Request().Header.ContentLength())})
	name := c.Query("name")
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err == nil && kind == "multipart/form-data" {
		part, err := firstFile(body, params["boundary"])
		if err != nil {
			return err
		}
		body = part
		if name == "" {
			name = part.FileName()
		}
	}
	if why := flaw(name, false); why != "" {
		return unreadable([]fault.Field{{Field: "name", Title: why}})
	}
	v, err := s.Campaigns.Upload(ctx, campaigner(ctx), strings.Clone(c.Params("id")), name, body)
	if err != nil {
		return err
	}
	j, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Status(http.StatusCreated).Send(j)
}

type fromListIn struct {
	ByID
	Body campaign.FromList
}

func (s *Server) contactsFromList(ctx context.Context, in *fromListIn) (*reply[campaign.LoadView], error) {
	return of(s.Campaigns.AddList(ctx, campaigner(ctx), in.ID, in.Body))
}

// loadMade shows the load that a repeated request has made.
func (s *Server) loadMade(ctx context.Context, k *press.Key) (*reply[campaign.LoadView], error) {
	return s.loadOf(ctx, param(ctx, "id"), k.Made("load"))
}

type campaignOptOutsIn struct {
	ByID
	After int64 `query:"cursor" minimum:"0" doc:"next of the page before"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *Server) campaignOptOuts(ctx context.Context, in *campaignOptOutsIn) (*reply[Page[campaign.OptedOutView]], error) {
	o, err := s.Account.Organisation(ctx, asker(ctx))
	if err != nil {
		return nil, err
	}
	found, err := s.Campaigns.OptedOut(ctx, campaigner(ctx), in.ID, in.After, in.Limit, o.ShowNumbers)
	out := Page[campaign.OptedOutView]{Items: found}
	if len(found) == in.Limit {
		out.Next = strconv.FormatInt(found[len(found)-1].Contact, 10)
	}
	return of(out, err)
}

// ByLoad is the input of routes with one file of a campaign.
type ByLoad struct {
	ByID
	Load string `path:"load" maxLength:"64"`
}

type loadEditIn struct {
	ByLoad
	Body campaign.LoadEdit
}

func (s *Server) editLoad(ctx context.Context, in *loadEditIn) (*reply[campaign.LoadView], error) {
	return of(s.Campaigns.EditLoad(ctx, campaigner(ctx), in.ID, in.Load, in.Body))
}

// loads shows the file of the path again.
func (s *Server) loads(ctx context.Context, in *ByID) (*reply[campaign.LoadView], error) {
	return s.loadOf(ctx, in.ID, param(ctx, "load"))
}

func (s *Server) loadOf(ctx context.Context, id, load string) (*reply[campaign.LoadView], error) {
	w, err := s.Campaigns.Campaign(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, l := range w.Loads {
		if l.ID == load {
			return of(l, nil)
		}
	}
	return nil, alreadyDone
}

func (s *Server) removeLoad(ctx context.Context, in *ByLoad) (*nothing, error) {
	return done(s.Campaigns.RemoveLoad(ctx, campaigner(ctx), in.ID, in.Load))
}

type loadRejectsIn struct {
	ByLoad
	After int64 `query:"cursor" minimum:"0" doc:"next of the page before"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *Server) loadRejects(ctx context.Context, in *loadRejectsIn) (*reply[Page[campaign.Reject]], error) {
	rejects, err := s.Campaigns.Rejects(ctx, in.ID, in.Load, in.After, in.Limit)
	out := Page[campaign.Reject]{Items: rejects}
	if len(rejects) == in.Limit {
		out.Next = strconv.FormatInt(rejects[len(rejects)-1].Row, 10)
	}
	return of(out, err)
}

// loadRejectsCSV streams all of a file's rejects for a spreadsheet.
func (s *Server) loadRejectsCSV(c *fiber.Ctx) error {
	id, load := strings.Clone(c.Params("id")), strings.Clone(c.Params("load"))
	if _, err := s.Campaigns.Rejects(c.UserContext(), id, load, 0, 1); err != nil { // refused before the first byte
		return err
	}
	return s.sendRejects(c, "contacts-rejects.csv", func(ctx context.Context, to io.Writer) error { return s.Campaigns.WriteRejects(ctx, id, load, to) })
}

// allRejectsCSV streams the rejects of all of a campaign's files.
func (s *Server) allRejectsCSV(c *fiber.Ctx) error {
	id := strings.Clone(c.Params("id"))
	return s.sendRejects(c, "contacts-rejects.csv", func(ctx context.Context, to io.Writer) error { return s.Campaigns.WriteAllRejects(ctx, id, to) })
}

// Links and people

func (s *Server) links(ctx context.Context, in *ByID) (*reply[Page[campaign.LinkView]], error) {
	links, err := s.Campaigns.Links(ctx, in.ID)
	return s.addressed(links, err)
}

// addressed makes addresses of links' tokens.
func (s *Server) addressed(links []campaign.LinkView, err error) (*reply[Page[campaign.LinkView]], error) {
	for i := range links {
		page := "/c/"
		if links[i].Kind == campaign.Clicker {
			page = "/k/"
		}
		links[i].URL = s.PublicURL + page + links[i].Token
	}
	return pageOf(links, err)
}

// ByKind is the input of routes with one link.
type ByKind struct {
	ByID
	Kind campaign.Kind `path:"kind" enum:"caller,clicker"`
}

func (s *Server) rotateLink(ctx context.Context, in *ByKind) (*reply[Page[campaign.LinkView]], error) {
	links, err := s.Campaigns.Rotate(ctx, campaigner(ctx), in.ID, in.Kind)
	return s.addressed(links, err)
}

type peopleOf struct {
	ByID
	Behind
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"1000"`
}

func (s *Server) campaignPeople(ctx context.Context, in *peopleOf) (*reply[Page[campaign.PersonView]], error) {
	after, err := in.mark()
	if err != nil {
		return nil, err
	}
	items, next, err := s.Campaigns.People(ctx, in.ID, after, in.Limit)
	return of(Page[campaign.PersonView]{Items: items, Next: cursorOf(next)}, err)
}

type byPerson struct {
	ByID
	Person string `path:"person" maxLength:"64"`
}

func (s *Server) removePerson(ctx context.Context, in *byPerson) (*nothing, error) {
	phone := func() error {
		if s.Dialer == nil {
			return nil
		}
		return s.Dialer.Remove(press.Aside(ctx), in.ID, in.Person)
	}
	if err := phone(); err != nil { // first: all of it may be repeated
		return nil, err
	}
	if err := s.Campaigns.Remove(ctx, campaigner(ctx), in.ID, in.Person); err != nil {
		return nil, err
	}
	return done(phone()) // they may have dialled in again meanwhile
}
