package campaign

import (
	"context"
	"errors"
	"slices"
)

// Duplicate makes a campaign with another one's steps and end cards: all but its contacts, and nobody's links, alert bars, people or results. It has not
// started, whatever the other one has. Without a name it gets the other's, with "(copy)".
func (s *Service) Duplicate(ctx context.Context, by By, of string, in NewCampaign) (out Whole, err error) {
	now := s.Clock.Now()
	id := s.NewID()
	links, err := s.newLinks(id, now)
	if err != nil {
		return out, err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		from, err := tx.Campaign(of)
		if err != nil {
			return err
		}
		c := New(id, by.Organisation, from.Zone, by.ref(), now)
		c.Purpose, c.Integration, c.Script, c.Hours, c.Passes, c.Gap, c.WrapUp, c.Mode = from.Purpose, from.Integration, from.Script, from.Hours, from.Passes, from.Gap, from.WrapUp, from.Mode
		c.CallerIDs = slices.Clone(from.CallerIDs)
		if c.Name = tidy(in.Name, 120); c.Name == "" {
			c.Name = tidy(from.Name, 120-len(copied)) + copied
		}
		var steps []Step
		for _, step := range Steps {
			if _, saved := from.Saved[step]; saved && step != StepContacts && step != StepStart && step != StepName {
				steps = append(steps, step)
			}
		}
		c.save(append(steps, StepName), by.ref(), now)
		if c, err = tx.InsertCampaign(c); err != nil {
			return err
		}
		if err := tx.SaveScript(id, c.ScriptNo, c.Script, by.User, now); err != nil {
			return err
		}
		for _, l := range links {
			if err := tx.SaveLink(l); err != nil {
				return err
			}
		}
		cards, err := tx.EndCards(from.ID)
		if err != nil {
			return err
		}
		for _, card := range cards {
			card.Campaign, card.Version, card.By, card.At = id, 1, by.ref(), now
			if err := tx.SaveEndCard(card); err != nil {
				return err
			}
		}
		if err := errors.Join(s.tellCampaign(tx, c), tx.Audit(by.Organisation, by.User, "campaign_duplicated", "campaign/"+id, map[string]any{"name": c.Name, "of": from.ID})); err != nil {
			return err
		}
		out, err = s.whole(tx, c)
		return err
	})
	return out, err
}

const copied = " (copy)"
