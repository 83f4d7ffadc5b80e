package roster

import (
	"context"
	"strconv"
	"time"

	"partyline/fault"
)

// PastContact is one contact with a supporter: a contact log, or a call that was never logged.
type PastContact struct {
	ID          string     `json:"id"`
	List        Ref        `json:"list"`
	Session     Ref        `json:"session"`
	Event       string     `json:"event,omitempty" doc:"of the list: the RSVP is for it"`
	Called      bool       `json:"called" doc:"by a call; false: written down without one"`
	Answered    bool       `json:"answered" doc:"the call was answered, by whomever"`
	Reached     bool       `json:"reached"`
	Outcome     string     `json:"outcome" doc:"empty: the call was never logged"`
	RSVP        string     `json:"rsvp,omitempty"`
	Method      string     `json:"method"`
	Notes       string     `json:"notes"`
	TagsAdded   []string   `json:"tags_added"`
	TagsRemoved []string   `json:"tags_removed"`
	DoNotCall   bool       `json:"do_not_call" doc:"they asked not to be called again"`
	By          Ref        `json:"by"`
	At          time.Time  `json:"at"`
	Corrected   *time.Time `json:"corrected_at,omitempty"`
}

// PastContacts is one page of a supporter's history, newest first.
type PastContacts struct {
	Items []PastContact `json:"items"`
	Total int           `json:"total"`
	Next  string        `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
}

// History is a page of everything that ever came of calling a supporter: over all lists, sessions and leaders,
// newest first.
func (s *Service) History(ctx context.Context, supporter, after string, limit int) (PastContacts, error) {
	out := PastContacts{Items: []PastContact{}}
	key, id, err := uncursor(after)
	if err != nil {
		return out, err
	}
	before := int64(1) << 62
	if after != "" {
		if before, err = strconv.ParseInt(key, 10, 64); err != nil {
			return out, fault.New(fault.Invalid, "cursor_invalid", "This is not a cursor of ours; start from the first page.").On("cursor", "Use what the page before gave as next.")
		}
	}
	limit = page(limit)
	err = s.Store.Read(ctx, func(r Reader) error {
		var err error
		if out.Items, err = r.PastContacts(supporter, before, id, limit); err != nil {
			return err
		}
		out.Next = ""
		if len(out.Items) == limit {
			last := out.Items[limit-1]
			out.Next = cursor(strconv.FormatInt(last.At.UnixMilli(), 10), last.ID)
		}
		out.Total, err = r.CountPastContacts(supporter)
		return err
	})
	return out, err
}
