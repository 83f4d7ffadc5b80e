package roster

import (
	"context"
	"fmt"
	"slices"
	"time"

	"partyline/fault"
)

// OptOut is one number of the organisation's Do Not Call list.
type OptOut struct {
	Phone  string
	At     time.Time
	By     Ref
	Called []string // names of supporters who have it
}

// OptOutView is one line of the list.
type OptOutView struct {
	Phone  string    `json:"phone" doc:"whole where the organisation shows numbers, else its last two digits"`
	Called []string  `json:"supporters" doc:"who has this number"`
	At     time.Time `json:"at"`
	By     Ref       `json:"by"`
}

// OptOutPage is one page of the Do Not Call list, newest first.
type OptOutPage struct {
	Items []OptOutView `json:"items"`
	Total int          `json:"total"`
	Next  string       `json:"next,omitempty"`
}

// Phones is numbers as people write them.
type Phones struct {
	Phones  []string `json:"phones" minItems:"1" maxItems:"1000"`
	Country string   `json:"country,omitempty" doc:"for numbers without a country code; empty: the organisation's"`
}

// OptedOut is what came of adding or removing: numbers that were there already, or were not, are no error.
type OptedOut struct {
	Changed int `json:"changed"`
	Already int `json:"already" doc:"as wanted before"`
	Total   int `json:"total" doc:"on the list now"`
}

// OptOuts is a page of the organisation's Do Not Call list.
func (s *Service) OptOuts(ctx context.Context, by By, search, after string, limit int) (OptOutPage, error) {
	out := OptOutPage{Items: []OptOutView{}}
	at, phone, err := uncursor(after)
	if err != nil {
		return out, err
	}
	limit = page(limit)
	err = s.Store.Read(ctx, func(r Reader) error {
		show, country, err := r.Numbering(by.Organisation)
		if err != nil {
			return err
		}
		if search != "" {
			if search, _ = s.numbers.Normal(search, country); search == "" {
				return nil // no number: nobody
			}
		}
		rows, err := r.OptOuts(by.Organisation, search, at, phone, limit)
		if err != nil {
			return err
		}
		out.Items = out.Items[:0]
		for _, o := range rows {
			out.Items = append(out.Items, o.view(show))
		}
		if len(rows) == limit {
			last := rows[len(rows)-1]
			out.Next = cursor(fmt.Sprint(last.At.UnixMilli()), last.Phone)
		}
		out.Total, err = r.CountOptOuts(by.Organisation)
		return err
	})
	return out, err
}

func (o OptOut) view(show bool) OptOutView {
	v := OptOutView{Phone: o.Phone, Called: o.Called, At: o.At, By: o.By}
	if v.Called == nil {
		v.Called = []string{}
	}
	if !show {
		v.Phone = "…" + o.Phone[max(0, len(o.Phone)-2):]
	}
	return v
}

// OptOut puts numbers on the organisation's Do Not Call list. Nobody is rung at them from the moment
// this returns, in any session: whoever takes a person looks at the list under the same lock. A call
// that has begun goes on.
func (s *Service) OptOut(ctx context.Context, by By, in Phones) (OptedOut, error) {
	return s.optOut(ctx, by, in, "opted_out", func(tx Tx, phones []string) (int, error) {
		return tx.InsertOptOuts(by.Organisation, phones, by.User, s.Clock.Now())
	})
}

// OptIn takes numbers off the list again. Supporters whose own record says so are still not called.
func (s *Service) OptIn(ctx context.Context, by By, in Phones) (OptedOut, error) {
	return s.optOut(ctx, by, in, "opted_in", func(tx Tx, phones []string) (int, error) {
		return tx.DeleteOptOuts(by.Organisation, phones)
	})
}

func (s *Service) optOut(ctx context.Context, by By, in Phones, action string, change func(Tx, []string) (int, error)) (OptedOut, error) {
	var out OptedOut
	err := s.Store.Write(ctx, func(tx Tx) error {
		_, country, err := tx.Numbering(by.Organisation)
		if err != nil {
			return err
		}
		phones, err := s.read(in, country)
		if err != nil {
			return err
		}
		out, err = s.listed(tx, by, phones, action, change)
		return err
	})
	return out, err
}

// listed changes the list by numbers, has those looked at whom it concerns, and says what came of it.
func (s *Service) listed(tx Tx, by By, phones []string, action string, change func(Tx, []string) (int, error)) (out OptedOut, err error) {
	who, err := tx.LockNumbers(by.Organisation, phones)
	if err != nil {
		return out, err
	}
	if out.Changed, err = change(tx, phones); err != nil {
		return out, err
	}
	out.Already = len(phones) - out.Changed
	if out.Total, err = tx.CountOptOuts(by.Organisation); err != nil || out.Changed == 0 {
		return out, err
	}
	for _, id := range who {
		if err := tx.Do(JobRecheck, id, s.Clock.Now()); err != nil {
			return out, err
		}
		row, err := tx.SupporterRow(id)
		if err != nil {
			return out, err
		}
		if err := tellSupporter(tx, row); err != nil {
			return out, err
		}
	}
	return out, tx.Audit(by.Organisation, by.User, action, "organisation/"+by.Organisation, map[string]any{"numbers": out.Changed, "supporters": len(who)})
}

// read brings numbers into E.164, each once; it refuses all when one cannot be read, and echoes none.
func (s *Service) read(in Phones, country string) ([]string, error) {
	if in.Country != "" {
		country = in.Country
	}
	if !knownCountry(country) {
		return nil, fault.New(fault.Invalid, "country_unknown", "That country is not known, so nothing was changed.").On("country", "Use two letters, such as GB.")
	}
	refusal := fault.New(fault.Invalid, "phone_invalid", "Some of these are no phone numbers, so nothing was changed.")
	bad := false
	var phones []string
	for i, raw := range in.Phones {
		phone, why := s.numbers.Normal(raw, country)
		switch {
		case why != "":
			refusal, bad = refusal.On(fmt.Sprintf("phones[%d]", i), phoneSentence(why, country)), true
		case phone == "":
			refusal, bad = refusal.On(fmt.Sprintf("phones[%d]", i), "There is nothing here."), true
		case !slices.Contains(phones, phone):
			phones = append(phones, phone)
		}
	}
	if bad {
		return nil, refusal
	}
	slices.Sort(phones)
	return phones, nil
}
