package campaign

import (
	"context"
	"encoding/csv"
	"io"

	"partyline/fault"
)

// ListPerson is one person of a call list.
type ListPerson struct {
	ID, Phone, Name, Zone, City string
	Position                    int64
	Never                       bool // asked not to be called, or contacted
}

// FromList says which call list's people are to be contacts.
type FromList struct {
	List string `json:"list" maxLength:"64" doc:"its id"`
}

var listTitles = []FileColumn{{"Phone", PhoneField}, {"Name", FullName}, {"Time zone", ZoneField}, {"City", custom + "city"}, {"Do not call", NeverField}}

// AddList makes a load of a call list's people as they are now: scanned like a file, with rejects and duplicates, and with
// columns that need no choosing. Who asked not to be called is among the rejects. What changes in the list later is not in it.
func (s *Service) AddList(ctx context.Context, by By, campaign string, in FromList) (LoadView, error) {
	var name string
	var first []ListPerson
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if name, err = r.ListName(by.Organisation, in.List); err != nil {
			return err
		}
		first, err = r.ListPeople(in.List, ListPerson{}, 1)
		return err
	})
	if err != nil {
		return LoadView{}, err
	}
	if len(first) == 0 {
		return LoadView{}, fault.New(fault.Invalid, "list_empty", "There is nobody on this call list.").On("list", "Choose one with people on it.")
	}
	body := &listFile{ctx: ctx, store: s.Store, list: in.List}
	return s.upload(ctx, by, campaign, name, in.List, body, func(sniff Sniffer, country string) (FileShape, Plan, error) {
		shape := FileShape{Encoding: "utf-8", Separator: ",", Header: true, Columns: listTitles, Sample: [][]string{}, Lines: sniff.Lines(), Notices: []FileNotice{}}
		plan := Plan{Country: country}
		for _, c := range listTitles {
			plan.Fields = append(plan.Fields, c.Field)
		}
		return shape, plan, nil
	})
}

// listFile is a call list as a CSV file, read a page at a time.
type listFile struct {
	ctx   context.Context
	store Store
	list  string
	last  ListPerson
	begun bool
	over  bool
	text  []byte
}

const listPage = 1000

// Read reads on; io.EOF is behind the last person.
func (f *listFile) Read(b []byte) (int, error) {
	for len(f.text) == 0 {
		if f.over {
			return 0, io.EOF
		}
		if err := f.page(); err != nil {
			return 0, err
		}
	}
	n := copy(b, f.text)
	f.text = f.text[n:]
	return n, nil
}

func (f *listFile) page() error {
	var people []ListPerson
	err := f.store.Read(f.ctx, func(r Reader) (err error) {
		people, err = r.ListPeople(f.list, f.last, listPage)
		return err
	})
	if err != nil {
		return err
	}
	to := &appended{}
	w := csv.NewWriter(to)
	if !f.begun {
		f.begun = true
		var titles []string
		for _, c := range listTitles {
			titles = append(titles, c.Title)
		}
		_ = w.Write(titles) // never fails
	}
	for _, p := range people {
		never := "no"
		if p.Never {
			never = "yes"
		}
		_ = w.Write([]string{p.Phone, p.Name, p.Zone, p.City, never})
		f.last = p
	}
	w.Flush()
	f.text, f.over = to.b, len(people) < listPage
	return nil
}

type appended struct{ b []byte }

func (a *appended) Write(p []byte) (int, error) { a.b = append(a.b, p...); return len(p), nil }
