package telephony

import (
	"context"
	"errors"
	"net/http"
	"net/mail"
	"sort"
	"strconv"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/calling"
	"partyline/line"
)

// slack is how much earlier than our own record the carrier may date a leg: whole seconds, two clocks.
const slack = 2 * time.Second

// Look asks the carrier what it knows of a leg, newest first: by its id when we have one, else by its
// number (and parent, when it hangs on one) among the calls made since it was opened. Nothing known is
// an empty answer. Errors: phone_config, carrier_away.
//
// The filter by time is ours: the carrier's own StartTime leaves out calls that still wait in its
// queue, and those are just the ones that must not be missed.
func (p *Phone) Look(ctx context.Context, leg calling.Leg, parentCarrierID string) ([]calling.Sighting, error) {
	return p.find(ctx, line.Call{Carrier: leg.Carrier, Number: leg.Number, Opened: leg.Opened}, parentCarrierID)
}

// Find is Look for the lines of callers and contacts: by call.Carrier, else by call.Number among the calls
// made since call.Opened.
func (p *Phone) Find(ctx context.Context, call line.Call) ([]line.Sighting, error) {
	return p.find(ctx, call, "")
}

func (p *Phone) find(ctx context.Context, wanted line.Call, parentCarrierID string) ([]line.Sighting, error) {
	x := p.exchange(ctx)
	if wanted.Carrier != "" {
		call, err := x.api().FetchCall(wanted.Carrier, nil)
		if err != nil {
			if x.unheardOf(err) {
				return nil, nil
			}
			return nil, x.refusal(looking, err)
		}
		return []calling.Sighting{x.sighting(*call)}, nil
	}
	params := &openapi.ListCallParams{}
	params.SetTo(wanted.Number).SetPageSize(50)
	if parentCarrierID != "" {
		params.SetParentCallSid(parentCarrierID)
	}
	page, err := x.api().PageCall(params, "", "") // newest first; fifty calls to one number since it was opened cannot be
	if err != nil {
		return nil, x.refusal(looking, err)
	}
	var seen []calling.Sighting
	for _, call := range page.Calls {
		if s := x.sighting(call); !s.Started.Before(wanted.Opened.Add(-slack)) {
			seen = append(seen, s)
		}
	}
	sort.SliceStable(seen, func(i, j int) bool { return seen[i].Started.After(seen[j].Started) })
	return seen, nil
}

// unheardOf says that the carrier itself does not know the call: any other 404 may come from a
// wrong address or something in between, and must not set a number free.
func (x *exchange) unheardOf(err error) bool {
	var rest *client.TwilioRestError
	return errors.As(err, &rest) && rest.Code == 20404 && x.status == http.StatusNotFound
}

// sighting is what the carrier says of a call, with its times by our clock: one that is wrong must not make a call that was just placed
// look like an earlier one, or the other way round.
func (x *exchange) sighting(c openapi.ApiV2010Call) calling.Sighting {
	state, result, _ := stateOf(deref(c.Status))
	seconds, _ := strconv.Atoi(deref(c.Duration))
	return calling.Sighting{
		Carrier: deref(c.Sid), State: state, Result: result, Seconds: seconds,
		Started:  x.ours(dated(deref(c.DateCreated))),
		Answered: state == calling.LegAnswered || result == calling.LegCompleted || seconds > 0,
	}
}

// stateOf reads Twilio's word for where a leg is; false for a word we do not know.
func stateOf(status string) (calling.LegState, calling.LegResult, bool) {
	switch status {
	case "queued", "initiated":
		return calling.LegQueued, "", true
	case "ringing":
		return calling.LegRinging, "", true
	case "in-progress", "answered":
		return calling.LegAnswered, "", true
	case "completed":
		return calling.LegEnded, calling.LegCompleted, true
	case "busy":
		return calling.LegEnded, calling.LegBusy, true
	case "no-answer":
		return calling.LegEnded, calling.LegNoAnswer, true
	case "failed":
		return calling.LegEnded, calling.LegFailed, true
	case "canceled":
		return calling.LegEnded, calling.LegCanceled, true
	}
	return "", "", false
}

// ours is an instant of the carrier's clock by ours.
func (x *exchange) ours(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(x.apart)
}

// dated reads an RFC 2822 date; the zero time when it is none.
func dated(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := mail.ParseDate(s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Numbers is the numbers that the account owns, E.164: any of them can be a caller ID. Errors: phone_config, carrier_away.
func (p *Phone) Numbers(ctx context.Context) ([]string, error) {
	x := p.exchange(ctx)
	params := &openapi.ListIncomingPhoneNumberParams{}
	params.SetPageSize(1000)
	page, err := x.api().PageIncomingPhoneNumber(params, "", "")
	if err != nil {
		return nil, x.refusal(looking, err)
	}
	numbers := make([]string, 0, len(page.IncomingPhoneNumbers))
	for _, n := range page.IncomingPhoneNumbers {
		if number := deref(n.PhoneNumber); number != "" {
			numbers = append(numbers, number)
		}
	}
	return numbers, nil
}
