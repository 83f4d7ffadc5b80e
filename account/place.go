package account

import (
	"context"
	"strings"
	"time"

	"partyline/event"
	"partyline/fault"
)

// Asker is who asks, with all that rights are judged by. The zero Asker is nobody.
type Asker struct {
	User, Name, Organisation string
	Role                     Role            // organisation-wide
	Groups                   map[string]Role // the groups they lead, deleted ones too: those answer who deleted them
	Login                    string          // id of the login, or of the API token
	Bearer                   bool            // by API token: no cookie was sent along by a browser
}

// In is the asker's role for the things of a group: organisation-wide roles hold in every group.
func (k Asker) In(group string) Role {
	if k.Role == Owner || k.Role == Admin {
		return k.Role
	}
	return k.Groups[group]
}

// Manages says whether the asker is an admin or owner.
func (k Asker) Manages() bool { return k.Role == Owner || k.Role == Admin }

// Place is where a thing stands: whose it is, and whether it is still there.
type Place struct {
	Family, ID   string
	Organisation string
	Group        string // "" for users
	List         string // of a session, an entry, an attempt
	Session      string // of an entry, an attempt
	Leader       string // who runs the session; for an import, who started it
	LeaderName   string
	Deleted      *Deletion
}

// Deletion is who deleted a thing, and when.
type Deletion struct {
	At time.Time
	By string // name
}

// The families of things that have a place. Sessions, lists, users and imports are also families of topics.
const (
	FamilyGroup        = "group"
	FamilyUser         = event.FamilyUser
	FamilyList         = event.FamilyList
	FamilySupporter    = event.FamilySupporter
	FamilyImport       = event.FamilyImport
	FamilySession      = event.FamilySession
	FamilyEntry        = "entry"
	FamilyAttempt      = "attempt"
	FamilyAction       = "action"
	FamilyLog          = "log"
	FamilyOrganisation = event.FamilyOrganisation
	FamilyCampaign     = event.FamilyCampaign
)

// noThing is the answer to everything that is not there or not for the asker's eyes: both look alike.
func noThing() *fault.Error {
	return fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
}

// Judge decides, by the table and the place alone, whether the asker may do the action.
// place is nil for actions on the asker's own organisation. The refusal of a role that is
// too low has no names yet: Service.Judge adds them.
func Judge(k Asker, a Action, place *Place) error {
	rule, known := RuleFor(a)
	if !known {
		return fault.New(fault.Internal, "internal", "An action without a rule.")
	}
	if a == Anyone {
		return nil
	}
	if k.User == "" {
		return fault.New(fault.SignedOut, "signed_out", "Please sign in.")
	}
	role := k.Role
	if place != nil {
		if place.Organisation != k.Organisation {
			return noThing()
		}
		if rule.Scope == InGroup {
			if role = k.In(place.Group); role == Nobody {
				return noThing()
			}
		}
		if place.Deleted != nil {
			return gone(*place)
		}
	}
	switch rule.Grant(role) {
	case Yes:
		return nil
	case Own:
		if place != nil && place.Leader == k.User {
			return nil
		}
		if rule.Grant(Captain) == Own {
			return fault.New(fault.Forbidden, "not_leader", "This is %s's session. Only its leader can do this.", place.LeaderName)
		}
	}
	return fault.New(fault.Forbidden, "forbidden", "You cannot do this.")
}

func gone(p Place) error {
	thing := map[string]string{FamilySession: "session", FamilyEntry: "session", FamilyAttempt: "session", FamilyAction: "session", FamilyLog: "session", FamilyGroup: "group", FamilyList: "list", FamilySupporter: "group", FamilyImport: "group"}[p.Family]
	by := p.Deleted.By
	if by == "" {
		by = "somebody"
	}
	return fault.New(fault.Gone, "deleted", "This %s was deleted by %s on %s.", thing, by, p.Deleted.At.Format("2 Jan 2006")).
		With("deleted_at", p.Deleted.At.UTC().Format(time.RFC3339)).With("deleted_by", by)
}

// Places finds where things stand; storage fits.
type Places interface {
	// PlaceOf finds a thing. Unknown: fault not_found.
	PlaceOf(ctx context.Context, family, id string) (Place, error)
}

// Judge finds the thing and decides; family "" judges what needs no thing. Refusals are:
// signed_out, not_found (not there, or not theirs to see), deleted, not_leader, and
// forbidden with a sentence that names who can do it.
func (s *Service) Judge(ctx context.Context, k Asker, a Action, family, id string) (Place, error) {
	if family == "" {
		return Place{}, s.named(ctx, Judge(k, a, nil), k, a, "")
	}
	if k.User == "" && a != Anyone {
		return Place{}, Judge(k, a, nil)
	}
	place, err := s.Places.PlaceOf(ctx, family, id)
	if err != nil {
		if f := fault.As(err); f.Kind == fault.NotFound {
			return Place{}, noThing()
		}
		return Place{}, err
	}
	return place, s.named(ctx, Judge(k, a, &place), k, a, place.Group)
}

// topicActions is which action it takes to listen to each family of topics.
var topicActions = map[string]struct {
	family string
	action Action
}{
	event.FamilySession:   {FamilySession, ViewGroup},
	event.FamilyList:      {FamilyList, ViewGroup},
	event.FamilySessions:  {FamilyGroup, ViewGroup},
	event.FamilySupporter: {FamilySupporter, ViewGroup},
	event.FamilyImport:    {FamilyImport, ImportSupporters},
	event.FamilyCampaign:  {FamilyCampaign, ManageCampaigns},
}

// MayListen decides whether the asker may subscribe to a topic. A user's own topic is theirs alone, an
// organisation's is for all of its users.
func (s *Service) MayListen(ctx context.Context, k Asker, topic event.Topic) error {
	if topic.Family() == event.FamilyUser {
		if k.User == "" || topic.ID() != k.User {
			return noThing()
		}
		return nil
	}
	if topic.Family() == event.FamilyOrganisation { // its settings concern everybody in it
		if k.User == "" || topic.ID() != k.Organisation {
			return noThing()
		}
		return nil
	}
	if topic.Family() == event.FamilyCampaigns { // the index of their own organisation's
		if k.User == "" || topic.ID() != k.Organisation || !k.Manages() {
			return noThing()
		}
		return nil
	}
	id := topic.ID()
	if topic.Family() == event.FamilyCampaign { // what callers and clickers hear is for admins too
		whole, rest, _ := strings.Cut(id, "/")
		if id = whole; rest != "" && rest != "clickers" && rest != "callers" {
			return noThing()
		}
	}
	t, known := topicActions[topic.Family()]
	if !known {
		return noThing()
	}
	_, err := s.Judge(ctx, k, t.action, t.family, id)
	return err
}

// named puts into a refusal by role who can do it instead. Where that is the group's captain, "captain" has their
// name and address too: whoever gets so far leads the same group.
func (s *Service) named(ctx context.Context, refusal error, k Asker, a Action, group string) error {
	if !fault.Is(refusal, "forbidden") {
		return refusal
	}
	f := fault.As(refusal)
	rule, _ := RuleFor(a)
	who, whose := "admins", "admin"
	var names []string
	var captain *Contact
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		names, captain = nil, nil
		if group != "" && rule.Captain == Yes {
			who, whose = "captains", "group's captain"
			if names, captain, err = captains(r, group); err != nil || len(names) > 0 {
				return err
			}
			who, whose = "captains and admins", "admin"
		} else if rule.Admin == No {
			who, whose = "owners", "owner"
		}
		names, err = managerNames(r, k.Organisation, rule)
		return err
	})
	if err != nil {
		return err
	}
	c := *f
	c.Title = "Only " + who + " can do this."
	if len(names) == 1 {
		c.Title += " Your " + whose + " is " + names[0] + "."
	} else if len(names) > 1 {
		c.Title += " Your " + whose + "s are " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + "."
	}
	if captain != nil {
		return c.With("who", names).With("captain", *captain)
	}
	return c.With("who", names)
}

// Contact is whom to write to.
type Contact struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// captains names a group's captains, and how to reach the first.
func captains(r Reader, group string) (names []string, first *Contact, err error) {
	leaders, err := r.Leaders(group)
	for _, l := range leaders {
		if l.Role != Captain {
			continue
		}
		if names = append(names, l.Name); first == nil {
			first = &Contact{l.Name, l.Email}
		}
	}
	return names, first, err
}

// managerNames is up to three owners and admins whom the rule lets do it.
func managerNames(r Reader, organisation string, rule Rule) ([]string, error) {
	users, err := r.Users(organisation)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range users {
		if u.Disabled.IsZero() && u.Role != Nobody && rule.Grant(u.Role) == Yes && len(names) < 3 {
			names = append(names, u.Name)
		}
	}
	return names, nil
}
