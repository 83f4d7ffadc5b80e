package campaign

import (
	"strings"
	"time"
	"unicode/utf8"
)

// EndCard is what callers see instead of the script while a campaign is paused, complete or outside of its hours.
type EndCard struct {
	Campaign          string
	State             State // Paused, Complete or OutsideHours
	Title, Text, HTML string
	LinkText, LinkURL string

	By      Ref
	At      time.Time
	Version int // 0: nobody has saved it
}

// CardStates is which states have a card.
var CardStates = []State{Paused, Complete, OutsideHours}

// The bounds of its other texts, in characters.
const (
	longestTitle    = 80
	longestLinkText = 60
	longestLink     = 500
)

// DefaultCard is the card of a state until somebody writes another one.
func DefaultCard(campaign string, of State) EndCard {
	c := EndCard{Campaign: campaign, State: of}
	switch of {
	case Paused:
		c.Title, c.Text = "We are taking a break", "Keep this page open: it goes on by itself when calls start again. Thank you, {first_name}."
	case Complete:
		c.Title, c.Text = "That was the last call", "Everybody on the list has been called. Thank you, {first_name}."
	case OutsideHours:
		c.Title, c.Text = "Too early or too late to call", "We only call at hours when people like to be called. Thank you, {first_name}."
	}
	c.HTML, _ = renderHTML("text", c.Text, LongestText) // a test reads them all
	return c
}

// EndCardEdit is a whole card. Version is the one that was seen, 0 for a card that nobody has saved.
type EndCardEdit struct {
	Version  int    `json:"version" minimum:"0"`
	Title    string `json:"title" doc:"at most 80 characters"`
	Text     string `json:"text" lines:"many" doc:"Markdown as in alert bars, at most 1,000 characters; may be empty"`
	LinkText string `json:"link_text,omitempty" doc:"at most 60 characters; with link_url, or neither"`
	LinkURL  string `json:"link_url,omitempty" doc:"http, https, mailto or tel"`
}

// apply is the card after an edit.
func (c EndCard) apply(e EndCardEdit, by Ref, now time.Time) (EndCard, error) {
	c.Title, c.Text, c.HTML = strings.TrimSpace(e.Title), e.Text, ""
	c.LinkText, c.LinkURL = strings.TrimSpace(e.LinkText), strings.TrimSpace(e.LinkURL)
	for _, f := range []struct {
		name, said string
		most       int
	}{{"title", c.Title, longestTitle}, {"link_text", c.LinkText, longestLinkText}, {"link_url", c.LinkURL, longestLink}} {
		if n := utf8.RuneCountInString(f.said); n > f.most {
			return c, refuse("text_too_long", f.name, "This is %s characters long; at most %d can be shown.", grouped(int64(n)), f.most)
		}
	}
	switch {
	case c.Title == "":
		return c, refuse("empty_text", "title", "Give the card a title.")
	case c.LinkURL != "" && c.LinkText == "":
		return c, refuse("empty_text", "link_text", "Say what the link is: its words are on the button.")
	case c.LinkURL == "" && c.LinkText != "":
		return c, refuse("empty_text", "link_url", "Say where the button leads.")
	case c.LinkURL != "" && !leads(c.LinkURL):
		return c, noScheme("link_url")
	}
	if strings.TrimSpace(c.Text) != "" {
		html, err := renderHTML("text", c.Text, LongestText)
		if err != nil {
			return c, err
		}
		c.HTML = html
	}
	c.By, c.At, c.Version = by, now, c.Version+1
	return c, nil
}
