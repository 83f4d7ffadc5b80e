package telephony

import (
	"context"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/calling"
)

// told is what the carrier shall report of a leg.
var told = []string{"initiated", "ringing", "answered", "completed"}

// Place rings a user's phone from a caller ID and returns the carrier's id of the leg. It is never
// repeated here after the request has left: the carrier knows no idempotency key.
// Errors: bad_number, phone_config, carrier_away (surely not placed), outcome_unknown.
func (p *Phone) Place(ctx context.Context, leg calling.Leg, from string) (string, error) {
	first, err := First(leg)
	if err != nil {
		return "", err
	}
	params := &openapi.CreateCallParams{}
	params.SetTo(leg.Number).SetFrom(from).
		SetUrl(p.links.Step(first)).SetMethod("POST").
		SetFallbackUrl(p.links.Fallback(leg.Ref)).SetFallbackMethod("POST").
		SetStatusCallback(p.links.Status(leg.Ref)).SetStatusCallbackMethod("POST").SetStatusCallbackEvent(told).
		SetTimeout(int(ringUser / time.Second)).
		SetTimeLimit(int(firstSteps[leg.Kind].limit / time.Second))
	x := p.exchange(ctx)
	x.start = true
	call, err := x.api().CreateCall(params)
	if err == nil && deref(call.Sid) == "" {
		err = errNoSID
	}
	if err != nil {
		return "", x.refusal(placing, err)
	}
	p.listen(leg.ID)
	return *call.Sid, nil
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
	x := p.exchange(ctx)
	params := &openapi.UpdateCallParams{}
	params.SetUrl(p.links.Step(to)).SetMethod("POST").
		SetFallbackUrl(p.links.Fallback(to.Ref)).SetFallbackMethod("POST")
	_, err := x.api().UpdateCall(carrierID, params)
	return x.refusal(steering, err)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
