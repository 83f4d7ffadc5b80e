package account

import (
	"context"
	"crypto/rand"
	"math/big"
	"strings"

	"partyline/fault"
)

// FirstAdmin is who runs an organisation from the command line on.
type FirstAdmin struct{ Organisation, Name, Email, Mobile, Password string }

// CreateAdmin makes an organisation with its owner; in one that is there already, another admin.
func (s *Service) CreateAdmin(ctx context.Context, n FirstAdmin) (Me, error) {
	name, err := nameOf("organisation", n.Organisation, 120)
	if err != nil {
		return Me{}, err
	}
	password := trim(n.Password)
	if err := checkPassword("password", password, User{Name: n.Name, Email: n.Email}); err != nil {
		return Me{}, err
	}
	hash, err := s.hasher.hash(ctx, s.Cost, password)
	if err != nil {
		return Me{}, err
	}
	o := s.newOrganisation(name)
	u := s.newUser("")
	var me Me
	err = s.Store.Write(ctx, func(tx Tx) error {
		u.Role = Owner
		there, found, err := tx.OrganisationNamed(name)
		if err != nil {
			return err
		}
		if found {
			u.Organisation, u.Role = there.ID, Admin
		} else {
			u.Organisation = o.ID
			if err := tx.InsertOrganisation(o); err != nil {
				return err
			}
			if err := tx.Audit(o.ID, "", "organisation_created", "organisation/"+o.ID, map[string]any{"name": o.Name}); err != nil {
				return err
			}
		}
		u.Password = hash
		if err := s.edit(tx, &u, userChange{name: &n.Name, email: &n.Email, mobile: &n.Mobile}); err != nil {
			return err
		}
		if err := tx.InsertUser(u); err != nil {
			return err
		}
		if err := tx.Audit(u.Organisation, "", "user_created", "user/"+u.ID, map[string]any{"name": u.Name, "role": u.Role}); err != nil {
			return err
		}
		me, err = meOf(tx, u)
		return err
	})
	return me, err
}

func (s *Service) newOrganisation(name string) Organisation {
	return Organisation{ID: s.NewID(), Name: name, Zone: "Europe/London", Country: "GB", Opens: 9 * 60, Closes: 21 * 60, DailyCap: 1, Version: 1, Created: s.Clock.Now()}
}

// Seeded is the demo organisation with its sign-ins, which are new each time.
type Seeded struct {
	Organisation, Group string // ids
	GroupName           string
	New                 bool // false: it was there; only the passwords are new
	SignIns             []SignIn
}

// SignIn is one demo sign-in.
type SignIn struct {
	User, Name, Email, Mobile, Password string
	Role                                Role // in the group, or organisation-wide
}

// demo is who works in the demo organisation. The numbers are from the range that nobody is ever given.
var demo = struct {
	organisation, callerID, group, description string
	people                                     []SignIn
}{
	"Leeds for All", "+441134960000", "Leeds North", "Supporters between Headingley and Roundhay",
	[]SignIn{
		{Name: "Maya Osei", Email: "maya@leeds.example", Mobile: "+447700900120", Role: Owner},
		{Name: "Chloe Davies", Email: "chloe@leeds.example", Mobile: "+447700900121", Role: Captain},
		{Name: "Dev Patel", Email: "dev@leeds.example", Mobile: "+447700900122", Role: ViceCaptain},
		{Name: "Ben Adams", Email: "ben@leeds.example", Mobile: "+447700900123", Role: ViceCaptain},
	},
}

// DemoMobiles is the mobile numbers of the demo's people.
func DemoMobiles() []string {
	numbers := make([]string, len(demo.people))
	for i, p := range demo.people {
		numbers[i] = p.Mobile
	}
	return numbers
}

// Seed makes the demo organisation, or finds it, and gives its people new passwords.
func (s *Service) Seed(ctx context.Context) (Seeded, error) {
	hashes := make([]string, len(demo.people))
	signIns := make([]SignIn, len(demo.people))
	for i, p := range demo.people {
		p.Password = easyPassword()
		signIns[i] = p
		var err error
		if hashes[i], err = s.hasher.hash(ctx, s.Cost, p.Password); err != nil {
			return Seeded{}, err
		}
	}
	made := Seeded{GroupName: demo.group, SignIns: signIns}
	o := s.newOrganisation(demo.organisation)
	o.CallerID = demo.callerID
	g := Group{ID: s.NewID(), Organisation: o.ID, Name: demo.group, Description: demo.description, Zone: o.Zone, Version: 1, Created: o.Created}
	err := s.Store.Write(ctx, func(tx Tx) error {
		there, found, err := tx.OrganisationNamed(o.Name)
		if err != nil {
			return err
		}
		if found {
			return s.reseed(tx, there, hashes, &made)
		}
		made.New, made.Organisation, made.Group = true, o.ID, g.ID
		if err := tx.InsertOrganisation(o); err != nil {
			return err
		}
		if err := tx.InsertGroup(g); err != nil {
			return err
		}
		for i := range signIns {
			p := &made.SignIns[i]
			u := s.newUser(o.ID)
			u.Name, u.Email, u.Mobile, u.Password, u.Verified = p.Name, p.Email, p.Mobile, hashes[i], o.Created
			if p.Role == Owner {
				u.Role = Owner
			}
			if err := tx.InsertUser(u); err != nil {
				return err
			}
			p.User = u.ID
			if p.Role == Owner {
				continue
			}
			if err := tx.SetLeader(g.ID, u.ID, p.Role, o.Created); err != nil {
				return err
			}
		}
		return tx.Audit(o.ID, "", "demo_made", "organisation/"+o.ID, nil)
	})
	return made, err
}

func (s *Service) reseed(tx Tx, o Organisation, hashes []string, made *Seeded) error {
	made.New, made.Organisation = false, o.ID
	groups, err := tx.Groups(o.ID, nil)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Name == demo.group {
			made.Group = g.ID
		}
	}
	for i := range made.SignIns {
		p := &made.SignIns[i]
		u, found, err := tx.UserByEmail(p.Email)
		if err != nil {
			return err
		}
		if !found || u.Organisation != o.ID {
			return fault.New(fault.Conflict, "demo_changed", "The demo organisation is there, but its people were changed: make a new database for a new demo.")
		}
		before := u
		u.Password = hashes[i]
		if _, err := s.saveUser(tx, "", before, u); err != nil {
			return err
		}
		p.User, p.Mobile = u.ID, u.Mobile
	}
	return nil
}

// easyPassword is random and can be typed from a terminal: four groups of four, some 77 bits.
func easyPassword() string {
	const signs = "abcdefghjkmnpqrstuvwxyz23456789"
	var b strings.Builder
	for i := range 16 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(signs))))
		if err != nil { // never
			panic(err)
		}
		b.WriteByte(signs[n.Int64()])
	}
	return b.String()
}
