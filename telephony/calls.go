package telephony

import (
	"context"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/calling"
	"partyline/line"
)

// told is what the carrier shall report of a leg.
var told = []string{"initiated", "ringing", "answered", "completed"}

// Turn waits until one more call may be started at the rate that the carrier takes, which all nodes share. Whoever places a call asks
// for a turn first, and looks only then whether the call still makes sense: it may take a minute, but never goes on beyond until (zero:
// no such instant). Errors: carrier_away, at once, when the turn would come too late or none is given any more; those of ctx.
func (p *Phone) Turn(ctx context.Context, until time.Time) error { return p.starts.turn(ctx, until) }

// NoMoreTurns refuses whoever waits for a turn, and whoever asks for one from now on.
func (p *Phone) NoMoreTurns() { p.starts.stop() }

// Place rings a user's phone from a caller ID and returns the carrier's id of the leg. It is never
// repeated here after the request has left: the carrier knows no idempotency key. It begins when its Turn has come.
// Errors: bad_number, phone_config, carrier_away (surely not placed), outcome_unknown.
func (p *Phone) Place(ctx context.Context, leg calling.Leg, from string) (string, error) {
	first, err := First(leg)
	if err != nil {
		return "", err
	}
	return p.place(ctx, line.Call{Leg: leg.ID, Ref: leg.Ref, Number: leg.Number, From: from, First: first, Ring: ringUser},
		p.links, firstSteps[leg.Kind].limit, nil)
}

// PlaceCaller rings a caller's phone ("ring me") and returns the carrier's id of the leg; 30 s unless the
// call says otherwise. The errors are those of Place, and like it this is never repeated here.
func (p *Phone) PlaceCaller(ctx context.Context, call line.Call) (string, error) {
	if call.Ring <= 0 {
		call.Ring = ringUser
	}
	return p.place(ctx, call, p.links.Campaign(), callerLimit, nil)
}

// PlaceContact rings a contact's phone with machine detection in the background: whoever answers hears
// no silence for it, and the verdict comes to Links.Verdict, perhaps late, perhaps never. It rings 22 s
// unless the call says otherwise, and never less than 15 s. The errors are those of Place.
func (p *Phone) PlaceContact(ctx context.Context, call line.Call) (string, error) {
	if call.Ring <= 0 {
		call.Ring = ringContact
	}
	call.Ring = max(call.Ring, ringLeast)
	return p.place(ctx, call, p.links.Campaign(), contactLimit, func(params *openapi.CreateCallParams) {
		params.SetMachineDetection("Enable").SetAsyncAmd("true"). // a string: the carrier's own type
										SetAsyncAmdStatusCallback(p.links.Verdict(call.Ref)).SetAsyncAmdStatusCallbackMethod("POST")
	})
}

func (p *Phone) place(ctx context.Context, call line.Call, links Links, limit time.Duration, more func(*openapi.CreateCallParams)) (string, error) {
	params := &openapi.CreateCallParams{}
	params.SetTo(call.Number).SetFrom(call.From).
		SetUrl(links.Step(call.First)).SetMethod("POST").
		SetFallbackUrl(links.Fallback(call.Ref)).SetFallbackMethod("POST").
		SetStatusCallback(links.Status(call.Ref)).SetStatusCallbackMethod("POST").SetStatusCallbackEvent(told).
		SetTimeout(int(call.Ring / time.Second)).
		SetTimeLimit(int(limit / time.Second))
	if more != nil {
		more(params)
	}
	x := p.exchange(ctx)
	x.start, x.until = true, call.Until
	placed, err := x.api().CreateCall(params)
	if err == nil && deref(placed.Sid) == "" {
		err = errNoSID
	}
	if err != nil {
		return "", x.refusal(placing, err)
	}
	p.listen(call.Leg)
	return *placed.Sid, nil
}

// Hangup ends a leg, whether it rings or talks; one that is gone already is a success.
// Errors: phone_config, carrier_away; repeating it is harmless.
func (p *Phone) Hangup(ctx context.Context, carrierID string) error {
	x := p.exchange(ctx)
	params := &openapi.UpdateCallParams{}
	params.SetStatus("completed") // ends a ringing call too, where "canceled" would not end an answered one
	_, err := x.api().UpdateCall(carrierID, params)
	return x.refusal(hangingUp, err)
}

// Steer makes a live leg ask for another step. When it was in a Connect, the carrier ends the other
// line, asks for the step after that Connect and drops the answer, then asks for to.
// Errors: leg_gone when it is over, outcome_unknown (reconcile, never repeat), phone_config, carrier_away.
func (p *Phone) Steer(ctx context.Context, carrierID string, to calling.Step) error {
	return p.steer(ctx, carrierID, p.links, to)
}

func (p *Phone) steer(ctx context.Context, carrierID string, links Links, to line.Step) error {
	x := p.exchange(ctx)
	params := &openapi.UpdateCallParams{}
	params.SetUrl(links.Step(to)).SetMethod("POST").
		SetFallbackUrl(links.Fallback(to.Ref)).SetFallbackMethod("POST")
	_, err := x.api().UpdateCall(carrierID, params)
	return x.refusal(steering, err)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
