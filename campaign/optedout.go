package campaign

import (
	"context"
	"time"
)

// OptedOutContact is a contact of a campaign whose number is on the organisation's Do Not Call list.
type OptedOutContact struct {
	No    int64
	Phone string
	Name  string
	Since time.Time
	By    Ref
}

// OptedOutView is one of them as admins see it.
type OptedOutView struct {
	Contact int64     `json:"contact" doc:"its number in the campaign"`
	Name    string    `json:"name"`
	Phone   string    `json:"phone" doc:"whole where the organisation shows numbers, else its last two digits"`
	Since   time.Time `json:"since"`
	By      Ref       `json:"by" doc:"without an id when nobody signed in put it there"`
}

// OptedOut is a page of a campaign's contacts that stand on the Do Not Call list, by their number in the campaign.
func (s *Service) OptedOut(ctx context.Context, by By, campaign string, after int64, limit int, shows bool) (out []OptedOutView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(campaign)
		if err != nil {
			return err
		}
		found, err := r.OptedOutOf(by.Organisation, c.No, after, limit)
		out = make([]OptedOutView, 0, len(found))
		for _, p := range found {
			v := OptedOutView{Contact: p.No, Name: p.Name, Phone: p.Phone, Since: p.Since, By: p.By}
			if !shows {
				v.Phone = "…" + p.Phone[max(0, len(p.Phone)-2):]
			}
			out = append(out, v)
		}
		return err
	})
	return out, err
}
