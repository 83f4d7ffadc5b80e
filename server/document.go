package server

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"reflect"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"partyline/campaign"
	"partyline/export"
	"partyline/roster"
)

var (
	//go:embed docs/docs.html
	docsPage []byte
	//go:embed docs/docs.js
	docsScript []byte
	//go:embed docs/docs.css
	docsStyle []byte
)

// newAPI makes the typed half of the edge; secure: it is reached by HTTPS, so its cookie has another name. Its own pages are ours: huma's load from elsewhere.
func newAPI(app *fiber.App, group fiber.Router, version string, secure bool) huma.API {
	ourErrors()
	config := huma.DefaultConfig("Partyline", version)
	config.Info.Description = "The phone bank's API. Sign in by cookie (POST /login) or send an API token. Writes take an Idempotency-Key: a repeat gets the first answer, and nothing is done twice."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in replies
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaOf)
	config.Servers = []*huma.Server{{URL: "/api/v1"}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"cookie": {Type: "apiKey", In: "cookie", Name: cookieNamed(secure), Description: cookieSays},
		"token":  {Type: "http", Scheme: "bearer", Description: "An API token, made by POST /tokens."},
	}
	return humafiber.NewWithGroup(app, group, config)
}

// renamed is what types are called in the document whose own names two packages use.
var renamed = map[reflect.Type]string{
	reflect.TypeFor[roster.Notice]():       "RosterNotice",
	reflect.TypeFor[export.View]():         "PreparedFile",
	reflect.TypeFor[export.Overview]():     "Exports",
	reflect.TypeFor[export.FileView]():     "ExportFile",
	reflect.TypeFor[export.Ref]():          "ExportRef",
	reflect.TypeFor[campaign.View]():       "CampaignView",
	reflect.TypeFor[campaign.Whole]():      "Campaign",
	reflect.TypeFor[campaign.Edit]():       "CampaignEdit",
	reflect.TypeFor[campaign.Ref]():        "CampaignRef",
	reflect.TypeFor[campaign.Counts]():     "CampaignCounts",
	reflect.TypeFor[campaign.Progress]():   "CampaignProgress",
	reflect.TypeFor[campaign.StatusView](): "CampaignStatus",
	reflect.TypeFor[campaign.ListedView](): "CampaignRow", reflect.TypeFor[campaign.Index](): "CampaignIndex",
	reflect.TypeFor[campaign.PersonView](): "CampaignPerson",
	reflect.TypeFor[campaign.LinkView]():   "CampaignLink",
	reflect.TypeFor[campaign.Activity]():   "CampaignActivity",
	reflect.TypeFor[campaign.Minute]():     "CampaignMinute",
	reflect.TypeFor[campaign.Here]():       "CampaignHere",
	reflect.TypeFor[campaign.ZoneView]():   "CampaignZone",
	reflect.TypeFor[campaign.Plan]():       "LoadPlan",
	reflect.TypeFor[campaign.Reject]():     "LoadReject",
	reflect.TypeFor[campaign.Gap]():        "CampaignGap",
	reflect.TypeFor[campaign.Save]():       "CampaignSave",
	reflect.TypeFor[campaign.Day]():        "CampaignDay",
	reflect.TypeFor[campaign.Script]():     "CampaignScript",
	reflect.TypeFor[campaign.Invited]():    "CampaignInvited",
	reflect.TypeFor[campaign.Answer]():     "ScriptAnswer",
	reflect.TypeFor[campaign.Question]():   "ScriptQuestion",
}

func schemaOf(t reflect.Type, hint string) string {
	of := t
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if name := renamed[of]; name != "" {
		return name
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// documents serves the OpenAPI document, a page that shows it, and the AsyncAPI document of the socket.
func (s *Server) documents() {
	whole := sync.OnceValues(func() ([]byte, error) { return json.Marshal(s.api.OpenAPI()) })
	s.group.Get("/openapi.json", func(c *fiber.Ctx) error {
		body, err := whole()
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "application/openapi+json")
		return c.Send(body)
	})
	s.group.Get("/asyncapi.json", func(c *fiber.Ctx) error {
		body, err := asyncDocument(s.PublicURL, s.Version)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "application/vnd.aai.asyncapi+json;version=3.0.0")
		return c.Send(body)
	})
	file := func(path, kind string, body []byte) {
		s.group.Get(path, func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderContentType, kind)
			return c.Send(body)
		})
	}
	file("/docs", "text/html; charset=utf-8", docsPage)
	file("/docs.js", "text/javascript; charset=utf-8", docsScript)
	file("/docs.css", "text/css; charset=utf-8", docsStyle)
}

// Document is the OpenAPI document, indented, made without a database or a listener.
// It does not name the program's version, so that a file made from it is stale only when the API changed.
func Document() ([]byte, error) {
	s, err := New(Deps{Version: "1"})
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
