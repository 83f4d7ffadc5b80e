package campaign

import (
	"context"
	"errors"
	"strings"
	"time"

	"partyline/event"
	"partyline/fault"
)

// Person is somebody who came by a link, without an account.
type Person struct {
	ID, Campaign string
	Kind         Kind
	Name         string
	Page         string // hash of their browser's secret
	Approved     int64
	Joined, Seen time.Time
	Removed      time.Time
}

func (p Person) view() PersonView {
	return PersonView{ID: p.ID, Kind: p.Kind, Name: p.Name, Approved: p.Approved, Joined: p.Joined, Seen: p.Seen, Removed: !p.Removed.IsZero()}
}

// Joining is what somebody says who comes by a link.
type Joining struct {
	Name     string `json:"name" minLength:"1" maxLength:"60"`
	Passcode string `json:"passcode,omitempty" maxLength:"200" doc:"where the link asks for one; not needed again in a browser that is in"`
	Address  string `json:"-"` // "" when that is not known
	Browser  string `json:"-"` // its page secret, if it sent one: whose wrong passcodes count together; else the address's do
	Key      string `json:"-"` // of this press, "" without one: a browser without a secret gets the one of its key, the same for every repeat
}

// Invited is what a link leads to, before anybody has said their name.
type Invited struct {
	Campaign     Ref           `json:"campaign" doc:"its name is for the page's head"`
	Organisation string        `json:"organisation" doc:"its name"`
	Kind         Kind          `json:"kind" enum:"caller,clicker"`
	Status       CallersView   `json:"status"`
	Me           *PersonView   `json:"me,omitempty" doc:"whoever came from this browser before"`
	Removed      bool          `json:"removed,omitempty" doc:"whoever came from this browser was taken off the campaign and does not come in again"`
	Approved     int64         `json:"approved,omitempty" doc:"with removed: how many of their presses count"`
	Passcode     bool          `json:"passcode,omitempty" doc:"joining asks for a passcode; without me there is no script and no message then"`
	Topic        event.Topic   `json:"topic,omitempty" doc:"with me: subscribe to it from seq"`
	Seq          int64         `json:"seq"`
	Script       *Script       `json:"script,omitempty" doc:"of a caller link: what there is to say, to read before joining"`
	ScriptNo     int           `json:"script_version,omitempty" doc:"of a caller link"`
	Clicking     *ClickingView `json:"clicking,omitempty" doc:"of a clicker link, with me"`
	Mode         Mode          `json:"clicking_mode,omitempty" enum:"approve,launch" doc:"of a clicker link: what a press will do"`
	Messages     *MessagesView `json:"messages,omitempty" doc:"alert bars and end cards as they are now"`
}

// Look is what a link leads to. page is the secret of the browser, "" without one; a wrong token looks like none. Whoever came by a link
// that was changed since stays: the old one leads them to their page.
func (s *Service) Look(ctx context.Context, kind Kind, token, page string) (out Invited, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		l, me, err := linkFor(r, kind, token, page)
		if err != nil {
			return err
		}
		if me != nil {
			out, err = s.invited(r, l, me)
			return err
		}
		removed, approved := false, int64(0)
		if page != "" {
			p, found, err := r.PersonBy(l.Campaign, kind, hash("page", page))
			if err != nil {
				return err
			}
			if found && p.Removed.IsZero() {
				me = &p
			}
			if removed = found && me == nil; removed {
				approved = p.Approved
			}
		}
		out, err = s.invited(r, l, me)
		out.Removed, out.Approved = removed, approved
		return err
	})
	return out, err
}

// linkFor is the link of a token, or the present one of the campaign that somebody came to by a link which was changed since: me is
// who that is, nil where the token is good. link_invalid: neither.
func linkFor(r Reader, kind Kind, token, page string) (l Link, me *Person, err error) {
	l, found, err := r.LinkBy(hash("link", token))
	switch {
	case err != nil:
		return l, nil, err
	case found && l.Kind == kind:
		return l, nil, nil
	case found || page == "":
		return l, nil, noLink()
	}
	before, is, err := cameBefore(r, kind, page)
	switch {
	case err != nil:
		return l, nil, err
	case !is:
		return l, nil, noLink()
	}
	l, err = r.Link(before.Campaign, kind)
	return l, &before, err
}

// cameBefore is who came from a browser by a link that was changed since, of several the last: their page goes on by the old one.
func cameBefore(r Reader, kind Kind, page string) (last Person, found bool, err error) {
	all, err := r.PersonsOf(hash("page", page))
	if err != nil {
		return last, false, err
	}
	for _, p := range all {
		if p.Kind != kind || !p.Removed.IsZero() || found && !p.Seen.After(last.Seen) {
			continue
		}
		l, err := r.Link(p.Campaign, kind)
		if err != nil {
			return last, false, err
		}
		if l.Made.After(p.Joined) {
			last, found = p, true
		}
	}
	return last, found, nil
}

func (s *Service) invited(r Reader, l Link, me *Person) (Invited, error) {
	c, err := r.Campaign(l.Campaign)
	if err != nil {
		return Invited{}, err
	}
	loads, err := r.Loads(c.ID)
	if err != nil {
		return Invited{}, err
	}
	v, st, err := s.status(r, c, loads)
	if err != nil {
		return Invited{}, err
	}
	out := Invited{Campaign: Ref{c.ID, c.Name}, Kind: l.Kind, Status: st.told(), Passcode: l.Passcode != "" && me == nil}
	if out.Organisation, err = r.OrganisationName(c.Organisation); err != nil {
		return out, err
	}
	if l.Kind == Clicker {
		out.Mode = c.Mode
	}
	if out.Passcode {
		return out, nil
	}
	messages, err := s.messagesOn(r, c.ID, l.Kind)
	if err != nil {
		return out, err
	}
	out.Messages = &messages
	if l.Kind == Caller {
		out.Script, out.ScriptNo = &c.Script, c.ScriptNo
	}
	if me == nil {
		return out, nil
	}
	view := me.view()
	out.Me, out.Topic = &view, callersTopic(c.ID)
	if l.Kind == Clicker {
		out.Topic, out.Clicking = clickersTopic(c.ID), &v.Clicking
	}
	out.Seq, err = r.Seq(out.Topic)
	return out, err
}

// NewPage is a page secret: what a browser without one is given.
func NewPage() string { return newToken() + newToken() }

// keyLeast is how long a key is that stands for a browser: whoever guesses it is that browser. longestKey: the longest one.
const keyLeast, longestKey = 32, 200

// pageOf is the page secret of a browser that has none: of its key's own, so that whoever repeats a press whose answer was lost, and
// its cookie with it, is the same browser; without a key a new one. key_invalid: a key that can be guessed.
func pageOf(key string) (string, error) {
	switch n := len(key); {
	case n == 0:
		return NewPage(), nil
	case n < keyLeast || n > longestKey:
		return "", fault.New(fault.Invalid, "key_invalid", "Who comes in with an Idempotency-Key is known by it from then on: it has %d random characters or more, at most %d.", keyLeast, longestKey)
	}
	return hash("page of", key), nil
}

// Join lets somebody in by a link: once for each browser and link; a second time changes the name. secret is the browser's
// page secret, the one it sent or one for its cookie: of the press's key, or a new one. Whoever came by a link that was changed since may still change their name
// by the old one. Somebody who was removed does not come in again.
// Newcomers from one address are limited: too_many_people. Where the link has a passcode it is asked for: refused passcode_needed, passcode_wrong or too_many_tries.
func (s *Service) Join(ctx context.Context, kind Kind, token, page string, in Joining) (out Invited, secret string, err error) {
	name := tidy(in.Name, 60)
	if name == "" {
		return out, "", invalid("name", "Please say your name.")
	}
	secret, in.Browser = page, page
	if len(page) < 20 || len(page) > 100 {
		if secret, err = pageOf(in.Key); err != nil {
			return out, "", err
		}
		in.Browser = ""
	}
	id, now := s.NewID(), s.Clock.Now()
	if err := s.mayCome(ctx, kind, token, secret, in); err != nil {
		return out, "", err
	}
	if err := s.mayTry(ctx, kind, token, in); err != nil {
		return out, "", err
	}
	var wrong error
	err = s.Store.Write(ctx, func(tx Tx) error {
		wrong = nil
		l, _, err := linkFor(tx, kind, token, page)
		if err != nil {
			return err
		}
		if _, err := tx.LockCampaign(l.Campaign); err != nil { // two tabs join one after the other
			return err
		}
		p, found, err := tx.PersonBy(l.Campaign, kind, hash("page", secret))
		switch {
		case err != nil:
			return err
		case found && !p.Removed.IsZero():
			return removed()
		case found:
			p.Name, p.Seen = name, now
			err = tx.SavePerson(p)
		default:
			if wrong, err = s.ask(tx, l, in); wrong != nil || err != nil {
				return err
			}
			p = Person{ID: id, Campaign: l.Campaign, Kind: kind, Name: name, Page: hash("page", secret), Joined: now, Seen: now}
			err = errors.Join(tx.InsertPerson(p), tx.AddTry(l.newcomers(in.Address), now))
		}
		if err := errors.Join(err, tx.Emit(topic(l.Campaign), PersonChanged, p.view()), s.tellSoon(tx, l.Campaign)); err != nil {
			return err
		}
		out, err = s.invited(tx, l, &p)
		return err
	})
	if err == nil {
		err = wrong
	}
	return out, secret, err
}

// People is who came by a campaign's links, the last to join first, n of them behind a bookmark (0: a thousand), and where the next ones
// are; the zero Bookmark behind the last one.
func (s *Service) People(ctx context.Context, campaign string, after Bookmark, n int) (out []PersonView, next Bookmark, err error) {
	if n <= 0 || n > peopleMost {
		n = peopleMost
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		all, err := r.People(campaign, after, n+1)
		if next = (Bookmark{}); len(all) > n {
			all = all[:n]
			next = Bookmark{all[n-1].Joined, all[n-1].ID}
		}
		out = make([]PersonView, len(all))
		for i, p := range all {
			out[i] = p.view()
		}
		return err
	})
	return out, next, err
}

// Remove takes somebody out: what is on their screen goes back, and their page is closed out. What they approved stays.
func (s *Service) Remove(ctx context.Context, by By, campaign, person string) error {
	var open []string
	err := s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		p, err := tx.Person(person)
		if err != nil {
			return err
		}
		if p.Campaign != campaign {
			return noLoad()
		}
		leases, err := tx.OpenLeases(c.No)
		if err != nil {
			return err
		}
		open = open[:0]
		for _, l := range leases {
			if l.Person == person {
				open = append(open, l.ID)
			}
		}
		if p.Removed.IsZero() {
			p.Removed = s.Clock.Now()
			if err := errors.Join(tx.SavePerson(p), tx.Emit(topic(campaign), PersonChanged, p.view()),
				tx.Audit(c.Organisation, by.User, "person_removed", "campaign/"+campaign, map[string]any{"name": p.Name, "kind": p.Kind})); err != nil {
				return err
			}
		}
		return s.giveBack(tx, c, open, nil, false)
	})
	return err
}

// Page is what one browser may do: the people it came as. page is its secret.
func (s *Service) Page(ctx context.Context, page string) (out []Person, err error) {
	if page == "" {
		return nil, nil
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		all, err := r.PersonsOf(hash("page", page))
		out = out[:0]
		for _, p := range all {
			if p.Removed.IsZero() {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}

// Came says whether anybody came from a browser, removed or not.
func (s *Service) Came(ctx context.Context, page string) (came bool, err error) {
	if page == "" {
		return false, nil
	}
	err = s.Store.Read(ctx, func(r Reader) error {
		all, err := r.PersonsOf(hash("page", page))
		came = len(all) > 0
		return err
	})
	return came, err
}

// MayHear says whether one of these people may listen to a topic: their own campaign's, of their own kind, and a
// caller's own.
func MayHear(people []Person, on event.Topic) error {
	for _, p := range people {
		if p.Kind == Clicker && on == clickersTopic(p.Campaign) || p.Kind == Caller && (on == callersTopic(p.Campaign) || on == event.On(event.FamilyCaller, p.ID)) {
			return nil
		}
	}
	return fault.New(fault.NotFound, "not_found", "There is nothing here that you can see.")
}

// CampaignOf is the id of the campaign that a topic is about; false for other topics.
func CampaignOf(on event.Topic) (string, bool) {
	id, rest, _ := strings.Cut(on.ID(), "/")
	return id, on.Family() == event.FamilyCampaign && id != "" && (rest == "" || rest == "clickers" || rest == "callers")
}

func noLink() error {
	return fault.New(fault.NotFound, "link_invalid", "This link leads nowhere (any more). Ask the organisers for the present one.")
}

func removed() error {
	return fault.New(fault.Forbidden, "removed", "The organisers have taken you off this campaign. Ask them if that was a mistake.")
}
