package roster

import (
	"context"
	"fmt"
)

// Seeded is what the demo has to call.
type Seeded struct {
	Lists      []Ref
	Supporters int
	New        bool // false: the group had supporters already, and nothing was changed
}

// Seed fills a group of the demo organisation with supporters and two lists. Every number is one that nobody is ever
// given: Ofcom's ranges for drama, and five of the simulated carrier's that always end the same way. They stand first
// on the first list, so that a newcomer sees different ends. That list may be called at any hour.
func (s *Service) Seed(ctx context.Context, group string) (Seeded, error) {
	var out Seeded
	err := s.Store.Write(ctx, func(tx Tx) error {
		out = Seeded{}
		g, err := tx.LockGroup(group)
		if err != nil {
			return err
		}
		n, err := tx.CountSupporters(SupportersQuery{Group: group})
		if err != nil {
			return err
		}
		if n > 0 {
			lists, err := tx.Lists(group)
			for _, l := range lists {
				out.Lists = append(out.Lists, Ref{ID: l.ID, Name: l.Name})
			}
			out.Supporters = n
			return err
		}
		people := s.cast(g)
		if err := tx.InsertSupporters(people); err != nil {
			return err
		}
		out.Supporters, out.New = len(people), true
		var rally, lapsed []string
		for i, p := range people {
			if i < 40 {
				rally = append(rally, p.ID)
			}
			if len(p.Tags) > 0 && p.Tags[0] == "lapsed donor" {
				lapsed = append(lapsed, p.ID)
			}
		}
		midnight, end, week := 0, 24*60, 7*24*60
		for _, l := range []struct {
			NewList
			people []string
		}{
			{NewList{
				Name: "Spring Rally RSVPs", Description: "Who is coming to the rally at Kirkgate Market?", Event: "Spring Rally", Opens: &midnight, Closes: &end,
				Script: "Hi, this is … from Leeds for All. We are holding our Spring Rally at Kirkgate Market on Saturday at two. Can we count on you?",
			}, rally},
			{NewList{
				Name: "Lapsed donors", Description: "They gave once; would they give again?", Cooldown: &week,
				Script: "Hi, this is … from Leeds for All. Your gift two years ago paid for 400 leaflets …",
			}, lapsed},
		} {
			made, err := s.createList(tx, By{}, group, l.NewList)
			if err != nil {
				return err
			}
			if _, err := tx.AddToList(made.ID, l.people); err != nil {
				return err
			}
			out.Lists = append(out.Lists, Ref{ID: made.ID, Name: made.Name})
		}
		return nil
	})
	return out, err
}

// fixed are the simulated carrier's numbers that always end the same way, in the order of the first list.
var fixed = []string{
	"+15005550006", // answers and talks for 20 seconds
	"+15005550004", // nobody answers
	"+15005550003", // busy
	"+15005550005", // a machine
	"+15005550007", // hangs up at once
}

const castSize = 120

// cast is the demo's people, the same each time.
func (s *Service) cast(g Group) []Supporter {
	now := s.Clock.Now()
	people := make([]Supporter, castSize)
	for i := range people {
		p := Supporter{ID: s.NewID(), Organisation: g.Organisation, Group: g.ID, Tags: []string{}, Version: 1, Created: now, Updated: now}
		first, last := firstNames[i%len(firstNames)], lastNames[(i*7+i/len(firstNames)*3)%len(lastNames)]
		p.Name = first + " " + last
		p.City = cities[(i*5)%len(cities)]
		p.Phone = ranges[i%len(ranges)].number(i)
		if i < len(fixed) {
			p.Phone = fixed[i]
		}
		if i%3 != 2 {
			p.Email = fmt.Sprintf("%s.%s%d@example.org", Fold(first), slug(last), i)
		}
		p.Level = []string{"high", "medium", "medium", "low", ""}[(i*3)%5]
		if i%4 == 1 && i >= len(fixed) {
			p.Tags = append(p.Tags, "lapsed donor")
		}
		for j, tag := range supporterTags {
			if (i+3*j)%(5+j) == 0 {
				p.Tags = append(p.Tags, tag)
			}
		}
		if i%5 < 2 {
			p.Notes = supporterNotes[(i/2)%len(supporterNotes)]
		}
		switch i {
		case 12, 77:
			p.Phone, p.Notes = "", "Number gave a dead tone last year; ask at the next stall."
		case 20:
			p.DoNotCall, p.Notes = true, "Happy to get leaflets, please no calls."
		case 53:
			p.DoNotContact = true
		case 31:
			p.City, p.Zone, p.Notes = "Dublin", "Europe/Dublin", "Moved for work, still votes in Leeds."
		}
		people[i] = p
	}
	return people
}

func slug(name string) string {
	b := make([]byte, 0, len(name))
	for _, r := range Fold(name) {
		if r >= 'a' && r <= 'z' {
			b = append(b, byte(r))
		}
	}
	return string(b)
}

// drama is a range of numbers that Ofcom gives to nobody: prefix and how many digits follow, from a first one on.
type drama struct {
	prefix string
	from   int
}

func (d drama) number(i int) string { return fmt.Sprintf("%s%03d", d.prefix, d.from+i) }

var ranges = []drama{
	{"+447700900", 300}, {"+441134960", 200}, {"+447700900", 500}, {"+441144960", 100}, {"+447700900", 700}, {"+441614960", 100}, {"+442079460", 100}, {"+441914980", 100},
}

var firstNames = []string{
	"Aisha", "George", "Siân", "Ben", "Priya", "Callum", "Zoë", "Mohammed", "Margaret", "Tomasz", "Chidi", "Ffion", "Harpreet", "Oliver", "Bernadette", "Kwame", "Róisín", "Derek", "Yasmin", "Alasdair",
	"Mei", "Dylan", "Hannah", "Imran", "Josephine", "Nikhil", "Eilidh", "Trevor", "Amara", "Stanley", "Charlotte", "Rhys", "Sunita", "Patrick", "Leila", "Gareth", "Ngozi", "Arthur", "Katarzyna", "Winston",
	"Beatrice", "Farid", "Moira", "Elijah", "Gwen", "Hamish", "Shanice", "Rupert", "Olúwaṣeun", "Jean", "Ravi", "Catrin", "Denise", "Kieran", "Nadia", "Ernest", "Abigail", "Jakub", "Pauline", "Tariq",
}

var lastNames = []string{
	"Khan", "Whitaker", "Ap Rhys", "Okafor", "Sharma", "Macdonald", "Fairweather", "Hussain", "Holroyd", "Nowak", "Eze", "Llewellyn", "Gill", "Pemberton", "O’Connell", "Mensah", "Ní Dhomhnaill",
	"Sutcliffe", "Rahman", "Urquhart", "Chen", "Bevan", "Goldberg", "Aziz", "Thistlethwaite", "Patel", "Sinclair", "Braithwaite", "Adeyemi", "Ramsbottom", "Ashworth", "Pritchard", "Desai", "Gallagher",
	"Haddad", "Probert", "Obi", "Armitage", "Wiśniewska", "Campbell", "Cholmondeley", "Karimi", "Ferguson", "Brown", "Tudor", "Stewart", "Clarke", "Featherstone", "Adebayo", "Ackroyd", "Iyer", "Vaughan", "Lumb",
}

var cities = []string{"Leeds", "Headingley", "Leeds", "Roundhay", "Bradford", "Chapel Allerton", "Leeds", "Otley", "Wakefield", "Leeds", "Horsforth", "Ilkley", "Meanwood"}

var supporterTags = []string{"volunteer", "member", "poster site", "delivers leaflets", "student", "union", "first-time voter"}

var supporterNotes = []string{
	"Prefers evenings. Ask how the allotment is going.", "Put up two posters in May.", "Cares most about the buses; the 28 was cut last year.",
	"Hard of hearing: speak slowly, and let it ring.", "Came to the canvass in Otley with a friend.", "Works nights at St James’s; try after three.",
	"Was undecided in spring, warm in autumn.", "Speaks Punjabi and English.", "Offered a car for polling day.", "Wants a call before any e-mail.", "New baby, keep it short.",
}
