package server

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"partyline/account"
	"partyline/event"
	"partyline/fault"
)

// may is who gets through to each action: O owner, A admin, C captain, V vice-captain, L the
// session's leader, * everybody signed in, ! everybody. Written down once more, on purpose.
var may = map[account.Action]string{
	account.Anyone: "!", account.SignedIn: "*",
	account.OwnOrganisation: "O", account.ManageOrganisation: "OA", account.ManageUsers: "OA", account.ManageTokens: "OA",
	account.ReadAudit: "OA", account.ManageWebhooks: "OA", account.ManageOptOuts: "OA", account.CreateGroup: "OA", account.ManageCampaigns: "OA",
	account.ViewGroup: "OACV", account.EditGroup: "OA", account.ManageLeaders: "OA", account.EditSupporters: "OACV",
	account.CorrectDoNotCall: "OA", account.ImportSupporters: "OAC", account.EditLists: "OACV", account.CreateSession: "OACV",
	account.RunSession: "L", account.MindSession: "OACL", account.LogContact: "OACL",
}

// passed is what the probe behind the gate answers.
const passed = http.StatusTeapot

// probe is the routes with their gates, and nothing behind them.
func (w *world) probe() {
	app := fiber.New(fiber.Config{Immutable: true, StreamRequestBody: true, ErrorHandler: w.server.refuse})
	for _, r := range w.server.Routes() {
		app.Add(r.Method, "/api/v1"+colons(r.Path), w.server.gate(r), func(c *fiber.Ctx) error { return c.SendStatus(passed) })
	}
	w.server.app = app
}

func TestEveryRouteForEveryRoleInEveryGroup(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		w.probe()
		people := []struct {
			name  string
			b     *browser
			where map[string]string // group: letters of their roles there; "org": their own organisation, "else": another
		}{
			{"Maya, owner", w.maya, map[string]string{"north": "O", "south": "O", "org": "O"}},
			{"Ada, admin", w.ada, map[string]string{"north": "A", "south": "A", "org": "A"}},
			{"Chloe, captain of North", w.chloe, map[string]string{"north": "C", "org": "-"}},
			{"Dev, vice-captain of North", w.dev, map[string]string{"north": "V", "org": "-"}},
			{"Ben, vice-captain of North and leader of the session there", w.ben, map[string]string{"north": "VL", "org": "-"}},
			{"Amir, captain of South and leader of the session there", w.amir, map[string]string{"south": "CL", "org": "-"}},
			{"Nora, of no group", w.nora, map[string]string{"org": "-"}},
			{"Olga, owner elsewhere", w.olga, map[string]string{"east": "O", "else": "O"}},
			{"Erik, captain elsewhere", w.erik, map[string]string{"east": "CL", "else": "-"}},
			{"nobody", e.browser(), nil},
		}
		corners := map[string]corner{"north": w.north, "south": w.south, "east": w.east}
		for _, r := range w.server.Routes() {
			letters, decided := may[r.Action]
			if !decided {
				t.Errorf("%s %s: nobody decided who may %s", r.Method, r.Path, r.Action)
			}
			for _, p := range people {
				check := func(place string, got answered, mine string) {
					want, code := passed, ""
					switch {
					case letters == "!":
					case p.where == nil:
						want, code = 401, "signed_out"
					case letters == "*":
					case mine == "":
						want, code = 404, "not_found"
					case !strings.ContainsAny(letters, mine):
						want = 403
					}
					if got.status != want || code != "" && got.text("code") != code {
						t.Errorf("%s: %s %s in %s: got %d %s, want %d", p.name, r.Method, r.Path, place, got.status, got.body, want)
					}
				}
				switch r.Family {
				case "":
					mine := p.where["org"] + p.where["else"]
					check("their organisation", p.b.ask(r.Method, r.Path, nil), mine)
				case account.FamilyUser:
					check("the demo", p.b.ask(r.Method, strings.Replace(r.Path, "{id}", w.users["Nora Berg"], 1), nil), p.where["org"])
					check("elsewhere", p.b.ask(r.Method, strings.Replace(r.Path, "{id}", w.users["Erik Lund"], 1), nil), p.where["else"])
				case account.FamilyCampaign: // of an organisation, in no group
					check("the demo", p.b.ask(r.Method, strings.Replace(r.Path, "{id}", w.north.campaign, 1), nil), p.where["org"])
					check("elsewhere", p.b.ask(r.Method, strings.Replace(r.Path, "{id}", w.east.campaign, 1), nil), p.where["else"])
				default:
					for place, c := range corners {
						path := strings.NewReplacer("{id}", c.id(r.Family), "{entry}", c.entry).Replace(r.Path)
						check(place, p.b.ask(r.Method, path, nil), p.where[place])
					}
				}
			}
			if r.Family != "" { // what does not exist looks like what is not theirs
				w.maya.ask(r.Method, strings.NewReplacer("{id}", "no-such-thing", "{entry}", w.north.entry).Replace(r.Path), nil).want(t, 404, "not_found")
			}
			if strings.Contains(r.Path, "{entry}") {
				got := w.ben.ask(r.Method, strings.NewReplacer("{id}", w.north.session, "{entry}", w.south.entry).Replace(r.Path), nil)
				if got.status != 404 {
					t.Errorf("%s %s: an entry of another session gets %d", r.Method, r.Path, got.status)
				}
			}
		}
	})
}

func TestEveryRouteWithAThingFindsItsPlace(t *testing.T) {
	s, err := New(Deps{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Routes() {
		rule, _ := account.RuleFor(r.Action)
		hasID := strings.Contains(r.Path, "/{id}")
		if rule.Scope == account.InGroup && r.Family == "" {
			t.Errorf("%s %s is judged by group, but nobody knows which", r.Method, r.Path)
		}
		if hasID && r.Family == "" && rule.Scope != account.InOrganisation {
			t.Errorf("%s %s has a thing whose place is not looked up", r.Method, r.Path)
		}
	}
}

func TestEveryTopicForEveryRoleInEveryGroup(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		ctx := context.Background()
		asker := func(b *browser) account.Asker {
			t.Helper()
			_, secret, _ := strings.Cut(b.cookie, "=")
			k, _, err := e.server.Account.ByCookie(ctx, secret)
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		type seen map[string]string // corner: roles
		for name, p := range map[string]struct {
			k     account.Asker
			where seen
		}{
			"Maya":   {asker(w.maya), seen{"north": "O", "south": "O"}},
			"Ada":    {asker(w.ada), seen{"north": "A", "south": "A"}},
			"Chloe":  {asker(w.chloe), seen{"north": "C"}},
			"Dev":    {asker(w.dev), seen{"north": "V"}},
			"Amir":   {asker(w.amir), seen{"south": "C"}},
			"Nora":   {asker(w.nora), nil},
			"Olga":   {asker(w.olga), seen{"east": "O"}},
			"nobody": {account.Asker{}, nil},
		} {
			for place, c := range map[string]corner{"north": w.north, "south": w.south, "east": w.east} {
				for topic, letters := range map[event.Topic]string{
					event.On(event.FamilySession, c.session): "OACV", event.On(event.FamilyList, c.list): "OACV",
					event.On(event.FamilySessions, c.group): "OACV", event.On(event.FamilyImport, c.imported): "OAC",
				} {
					err := e.server.Account.MayListen(ctx, p.k, topic)
					want := p.where[place] != "" && strings.Contains(letters, p.where[place])
					if (err == nil) != want {
						t.Errorf("%s listens to %s in %s: %v", name, topic.Family(), place, err)
					}
				}
			}
			for who, id := range w.users {
				err := e.server.Account.MayListen(ctx, p.k, event.On(event.FamilyUser, id))
				if (err == nil) != (p.k.User == id) {
					t.Errorf("%s listens to the topic of %s: %v", name, who, err)
				}
			}
			for organisation, own := range map[string]bool{e.demo.Organisation: name != "Olga" && name != "nobody", w.olga.get("/me").text("organisation.id"): name == "Olga"} {
				if err := e.server.Account.MayListen(ctx, p.k, event.On(event.FamilyOrganisation, organisation)); (err == nil) != own {
					t.Errorf("%s listens to the organisation %s: %v", name, organisation, err)
				}
			}
			for topic, own := range map[event.Topic]bool{
				event.On(event.FamilyCampaign, w.north.campaign): name == "Maya" || name == "Ada", event.On(event.FamilyCampaign, w.north.campaign+"/clickers"): name == "Maya" || name == "Ada",
				event.On(event.FamilyCampaign, w.north.campaign+"/callers"): name == "Maya" || name == "Ada", event.On(event.FamilyCampaign, w.east.campaign): name == "Olga",
				event.On(event.FamilyCampaigns, e.demo.Organisation): name == "Maya" || name == "Ada", event.On(event.FamilyCampaign, w.north.campaign+"/secrets"): false,
			} {
				if err := e.server.Account.MayListen(ctx, p.k, topic); (err == nil) != own {
					t.Errorf("%s listens to %s: %v", name, topic, err)
				}
			}
			for _, topic := range []event.Topic{"", "session", "session/", "secrets/1", "user/", event.Topic("group/" + w.north.group)} {
				if err := e.server.Account.MayListen(ctx, p.k, topic); err == nil {
					t.Errorf("%s listens to %q", name, topic)
				}
			}
		}
	})
}

func TestARefusalByRoleNamesWhoCanDoIt(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		k := account.Asker{User: w.users["Dev Patel"], Organisation: e.demo.Organisation, Groups: map[string]account.Role{w.north.group: account.ViceCaptain}}
		for _, c := range []struct {
			action           account.Action
			family, id, want string
		}{
			{account.ImportSupporters, account.FamilyGroup, w.north.group, "Only captains can do this. Your group's captain is Chloe Davies."},
			{account.MindSession, account.FamilySession, w.north.session, "Only captains can do this. Your group's captain is Chloe Davies."},
			{account.RunSession, account.FamilySession, w.north.session, "This is Ben Adams's session. Only its leader can do this."},
			{account.EditGroup, account.FamilyGroup, w.north.group, "Only admins can do this. Your admins are Ada Clarke and Maya Osei."},
			{account.OwnOrganisation, "", "", "Only owners can do this. Your owner is Maya Osei."},
		} {
			_, err := e.server.Account.Judge(context.Background(), k, c.action, c.family, c.id)
			if f := fault.As(err); f.Kind != fault.Forbidden || f.Title != c.want {
				t.Errorf("%s: %v", c.action, err)
			}
		}
		w.maya.ask("DELETE", "/groups/"+w.north.group+"/leaders/"+w.users["Chloe Davies"], nil).want(t, 200, "")
		_, err := e.server.Account.Judge(context.Background(), k, account.ImportSupporters, account.FamilyGroup, w.north.group)
		if f := fault.As(err); f.Title != "Only captains and admins can do this. Your admins are Ada Clarke and Maya Osei." {
			t.Errorf("without a captain: %v", err)
		}
	})
}

// Leaders of one group are colleagues: they may write to each other. Nobody else learns an address.
func TestLeadersOfAGroupCanReachTheirCaptain(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		chloe := e.person("Chloe").Email
		r := w.dev.post("/groups/"+w.north.group+"/imports?name=x.csv", "Name,Phone\n").want(t, 403, "forbidden")
		if r.text("captain.name") != "Chloe Davies" || r.text("captain.email") != chloe || r.text("title") != "Only captains can do this. Your group's captain is Chloe Davies." {
			t.Errorf("refused with %s", r.body)
		}
		for name, b := range map[string]*browser{"a vice-captain": w.dev, "the captain": w.chloe, "an admin": w.ada} {
			var page Page[account.LeaderView]
			b.get("/groups/"+w.north.group+"/leaders").want(t, 200, "").into(t, &page)
			if len(page.Items) != 3 || page.Items[0].Name != "Chloe Davies" || page.Items[0].Email != chloe {
				t.Errorf("%s sees %+v", name, page.Items)
			}
		}
		for name, r := range map[string]answered{
			"an admin's thing":    w.dev.ask("DELETE", "/groups/"+w.north.group, nil),
			"the group of others": w.amir.get("/groups/" + w.north.group + "/leaders"),
			"others' import":      w.amir.post("/groups/"+w.north.group+"/imports", "x"),
			"elsewhere":           w.olga.get("/groups/" + w.north.group),
			"of no group":         w.nora.get("/groups"),
		} {
			if strings.Contains(string(r.body), chloe) || r.field("captain") != nil {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
		}
		w.maya.ask("DELETE", "/groups/"+w.north.group+"/leaders/"+w.users["Chloe Davies"], nil).want(t, 200, "")
		if r := w.dev.post("/groups/"+w.north.group+"/imports", "x").want(t, 403, "forbidden"); r.field("captain") != nil {
			t.Errorf("without a captain: %s", r.body)
		}
	})
}

func TestADeletedGroupSaysWhoDeletedItAndTakesItsThingsAlong(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		w.maya.ask("DELETE", "/groups/"+w.south.group, nil).want(t, 204, "")
		day := e.clock.Now().Format("2 Jan 2006")
		r := w.ada.get("/groups/"+w.south.group).want(t, 410, "deleted")
		if r.text("title") != "This group was deleted by Maya Osei on "+day+"." || r.text("deleted_by") != "Maya Osei" {
			t.Errorf("said %s", r.body)
		}
		w.probe()
		for _, r := range w.server.Routes() {
			if id := w.south.id(r.Family); id != "" && r.Family != account.FamilyCampaign { // which is in no group
				path := strings.NewReplacer("{id}", id, "{entry}", w.south.entry).Replace(r.Path)
				w.ada.ask(r.Method, path, nil).want(t, 410, "deleted")
				w.amir.ask(r.Method, path, nil).want(t, 410, "deleted")
				w.olga.ask(r.Method, path, nil).want(t, 404, "not_found")
				w.chloe.ask(r.Method, path, nil).want(t, 404, "not_found")
			}
		}
	})
}
