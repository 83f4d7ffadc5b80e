package campaign

import (
	"context"
	"errors"
	"time"

	"partyline/fault"
)

// MessagesView is a campaign's alert bars and end cards, whole. Admins get all of it. A page gets what is for it: the alert bars
// that are current or coming, without who wrote them, and end cards on callers' pages only. It shows those that are current by
// the server's clock, at most the five newest.
type MessagesView struct {
	Alerts   []AlertView `json:"alerts" doc:"newest first"`
	EndCards EndCards    `json:"end_cards" doc:"of callers; none on clickers' pages"`
	Now      time.Time   `json:"now" doc:"the server's time when this was said"`
	Seq      int64       `json:"seq,omitempty" doc:"of the topic it was read beside: events up to it are in it; not in events"`
}

// EndCards is one card for each state that has one.
type EndCards struct {
	Paused       *EndCardView `json:"paused,omitempty"`
	Complete     *EndCardView `json:"complete,omitempty"`
	OutsideHours *EndCardView `json:"outside_hours,omitempty"`
}

// AlertView is one alert bar.
type AlertView struct {
	ID       string     `json:"id"`
	Text     string     `json:"text,omitempty" doc:"as it was written, in Markdown; for admins"`
	HTML     string     `json:"html" doc:"made safe by the server: show it as it is, with {first_name} put in as text"`
	Audience Audience   `json:"audience" enum:"callers,clickers,both"`
	Level    AlertLevel `json:"level" enum:"info,success,warning"`
	Starts   *time.Time `json:"starts_at,omitempty" doc:"absent: at once"`
	Expires  *time.Time `json:"expires_at,omitempty" doc:"gone at this instant; absent: permanent"`
	Shown    bool       `json:"shown" doc:"false: on no page"`
	Seen     *int       `json:"seen,omitempty" doc:"how many people have seen it as it is worded now; for admins"`
	By       *Ref       `json:"by,omitempty" doc:"who saved it last; for admins"`
	At       time.Time  `json:"at"`
	Version  int        `json:"version"`
}

// EndCardView is one end card.
type EndCardView struct {
	Title    string     `json:"title" doc:"plain text, with {first_name}"`
	Text     string     `json:"text,omitempty" doc:"as it was written, in Markdown; for admins"`
	HTML     string     `json:"html" doc:"made safe by the server"`
	LinkText string     `json:"link_text,omitempty"`
	LinkURL  string     `json:"link_url,omitempty" doc:"http, https, mailto or tel"`
	By       *Ref       `json:"by,omitempty" doc:"who saved it last; for admins; absent: nobody did"`
	At       *time.Time `json:"at,omitempty"`
	Version  int        `json:"version" doc:"0: as it comes, nobody has saved it"`
}

func (a Alert) view(seen int) AlertView {
	by := a.By
	return AlertView{
		ID: a.ID, Text: a.Text, HTML: a.HTML, Audience: a.Audience, Level: a.Level, Starts: instant(a.Starts), Expires: instant(a.Expires), Shown: !a.Hidden,
		Seen: &seen, By: &by, At: a.At, Version: a.Version,
	}
}

func (c EndCard) view() EndCardView {
	v := EndCardView{Title: c.Title, Text: c.Text, HTML: c.HTML, LinkText: c.LinkText, LinkURL: c.LinkURL, At: instant(c.At), Version: c.Version}
	if c.Version > 0 {
		v.By = &c.By
	}
	return v
}

// on is what a page of a link gets of it.
func (v MessagesView) on(kind Kind) MessagesView {
	out := MessagesView{Alerts: []AlertView{}, Now: v.Now}
	for _, a := range v.Alerts {
		if a.Shown && a.Audience.has(kind) && (a.Expires == nil || v.Now.Before(*a.Expires)) {
			a.Text, a.Seen, a.By = "", nil, nil
			out.Alerts = append(out.Alerts, a)
		}
	}
	if kind == Caller {
		plain := func(c *EndCardView) *EndCardView {
			of := *c
			of.Text, of.By, of.At = "", nil, nil
			return &of
		}
		out.EndCards = EndCards{plain(v.EndCards.Paused), plain(v.EndCards.Complete), plain(v.EndCards.OutsideHours)}
	}
	return out
}

// messages is all of a campaign's, as admins get it.
func (s *Service) messages(r Reader, campaign string) (MessagesView, error) {
	alerts, err := r.Alerts(campaign)
	if err != nil {
		return MessagesView{}, err
	}
	seen := map[string]int{}
	if len(alerts) > 0 {
		if seen, err = r.SeenBy(campaign); err != nil {
			return MessagesView{}, err
		}
	}
	return s.assemble(r, campaign, alerts, seen)
}

// messagesOn is what a page of a link gets; nobody is counted for it.
func (s *Service) messagesOn(r Reader, campaign string, kind Kind) (MessagesView, error) {
	alerts, err := r.Alerts(campaign)
	if err != nil {
		return MessagesView{}, err
	}
	v, err := s.assemble(r, campaign, alerts, nil)
	return v.on(kind), err
}

func (s *Service) assemble(r Reader, campaign string, alerts []Alert, seen map[string]int) (MessagesView, error) {
	v := MessagesView{Alerts: make([]AlertView, len(alerts)), Now: s.Clock.Now()}
	newestFirst(alerts)
	for i, a := range alerts {
		v.Alerts[i] = a.view(seen[a.ID])
	}
	cards, err := r.EndCards(campaign)
	for of, at := range map[State]**EndCardView{Paused: &v.EndCards.Paused, Complete: &v.EndCards.Complete, OutsideHours: &v.EndCards.OutsideHours} {
		card, found := cards[of]
		if !found {
			card = DefaultCard(campaign, of)
		}
		c := card.view()
		*at = &c
	}
	return v, err
}

// tellMessages says on the topics how the set is now: to admins always, to pages of the links that are named. The caller holds
// the campaign's lock, so that the order of the events is the order of the sets.
func (s *Service) tellMessages(tx Tx, campaign string, to ...Kind) error {
	v, err := s.messages(tx, campaign)
	if err != nil {
		return err
	}
	err = tx.Emit(topic(campaign), MessagesChanged, v)
	for _, kind := range to {
		on := callersTopic(campaign)
		if kind == Clicker {
			on = clickersTopic(campaign)
		}
		err = errors.Join(err, tx.Emit(on, MessagesChanged, v.on(kind)))
	}
	return err
}

// kindsOf is the links whose pages an audience has.
func kindsOf(audiences ...Audience) (out []Kind) {
	for _, kind := range []Kind{Caller, Clicker} {
		for _, a := range audiences {
			if a.has(kind) {
				out = append(out, kind)
				break
			}
		}
	}
	return out
}

// Messages is a campaign's alert bars and end cards: newer ones come on campaign/{id} after seq.
func (s *Service) Messages(ctx context.Context, campaign string) (out MessagesView, err error) {
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		if out, err = s.messages(r, campaign); err == nil {
			out.Seq, err = r.Seq(topic(campaign))
		}
		return err
	})
	return out, err
}

// Preview is the HTML of a text as pages would show it, or its refusal. Nothing is kept.
func (s *Service) Preview(text string) (string, error) { return renderHTML("text", text, LongestText) }

// Alert is one alert bar.
func (s *Service) Alert(ctx context.Context, alert string) (out AlertView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		a, err := r.Alert(alert)
		if err != nil {
			return err
		}
		seen, err := r.SeenBy(a.Campaign)
		out = a.view(seen[a.ID])
		return err
	})
	return out, err
}

// AddAlert makes an alert bar: it is on every page of its audience at once, or when it starts.
func (s *Service) AddAlert(ctx context.Context, by By, campaign string, e AlertEdit) (out AlertView, err error) {
	if e.Text == nil {
		e.Text = new(string)
	}
	id, now := s.NewID(), s.Clock.Now()
	a, err := Alert{ID: id, Campaign: campaign, Audience: ForBoth, Level: Information, Created: now}.apply(e, by.ref(), now)
	if err != nil {
		return out, err
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		there, err := tx.Alerts(campaign)
		if err != nil {
			return err
		}
		if len(there) >= MostAlerts {
			return fault.New(fault.Invalid, "too_many_alerts", "This campaign has %d alert bars already. Remove one that is over first.", MostAlerts)
		}
		out = a.view(0)
		return errors.Join(tx.InsertAlert(a), s.tellMessages(tx, campaign, kindsOf(a.Audience)...),
			tx.Audit(c.Organisation, by.User, "alert_added", "campaign/"+campaign, map[string]any{"alert": id, "text": a.Text}))
	})
	return out, err
}

// EditAlert changes one. The refusal conflict has it as it is now under current.
func (s *Service) EditAlert(ctx context.Context, by By, campaign, alert string, e ChangedAlert) (out AlertView, err error) {
	err = s.withAlert(ctx, campaign, alert, func(tx Tx, c Campaign, a Alert) error {
		seen, err := tx.SeenBy(campaign)
		if err != nil {
			return err
		}
		if e.Version != a.Version {
			return conflict(a.view(seen[a.ID]))
		}
		was := a.Audience
		if a, err = a.apply(e.AlertEdit, by.ref(), s.Clock.Now()); err != nil {
			return err
		}
		if err := errors.Join(tx.SaveAlert(a), s.tellMessages(tx, campaign, kindsOf(was, a.Audience)...),
			tx.Audit(c.Organisation, by.User, "alert_changed", "campaign/"+campaign, map[string]any{"alert": alert, "text": a.Text})); err != nil {
			return err
		}
		if seen, err = tx.SeenBy(campaign); err != nil {
			return err
		}
		out = a.view(seen[a.ID])
		return nil
	})
	return out, err
}

// RemoveAlert takes one off every page, for good.
func (s *Service) RemoveAlert(ctx context.Context, by By, campaign, alert string) error {
	return s.withAlert(ctx, campaign, alert, func(tx Tx, c Campaign, a Alert) error {
		return errors.Join(tx.DeleteAlert(alert), s.tellMessages(tx, campaign, kindsOf(a.Audience)...),
			tx.Audit(c.Organisation, by.User, "alert_removed", "campaign/"+campaign, map[string]any{"alert": alert, "text": a.Text}))
	})
}

// withAlert runs f with a campaign that it holds, and one of its alert bars.
func (s *Service) withAlert(ctx context.Context, campaign, alert string, f func(tx Tx, c Campaign, a Alert) error) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		a, err := tx.Alert(alert)
		if err != nil {
			return err
		}
		if a.Campaign != campaign {
			return noAlert()
		}
		return f(tx, c, a)
	})
}

// SaveCard replaces an end card. The refusal conflict has it as it is now under current.
func (s *Service) SaveCard(ctx context.Context, by By, campaign string, of State, e EndCardEdit) (out EndCardView, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(campaign)
		if err != nil {
			return err
		}
		card, err := s.card(tx, campaign, of)
		if err != nil {
			return err
		}
		if e.Version != card.Version {
			return conflict(card.view())
		}
		if card, err = card.apply(e, by.ref(), s.Clock.Now()); err != nil {
			return err
		}
		out = card.view()
		return errors.Join(tx.SaveEndCard(card), s.tellMessages(tx, campaign, Caller),
			tx.Audit(c.Organisation, by.User, "end_card_saved", "campaign/"+campaign, map[string]any{"card": of, "title": card.Title, "text": card.Text, "link": card.LinkURL}))
	})
	return out, err
}

// Card is one end card.
func (s *Service) Card(ctx context.Context, campaign string, of State) (out EndCardView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		card, err := s.card(r, campaign, of)
		out = card.view()
		return err
	})
	return out, err
}

func (s *Service) card(r Reader, campaign string, of State) (EndCard, error) {
	cards, err := r.EndCards(campaign)
	if err != nil {
		return EndCard{}, err
	}
	if card, found := cards[of]; found {
		return card, nil
	}
	return DefaultCard(campaign, of), nil
}

func conflict(current any) error {
	return fault.New(fault.Conflict, "conflict", "Somebody else changed this in the meantime. Here is how it is now.").With("current", current)
}
