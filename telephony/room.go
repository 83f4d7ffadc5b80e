package telephony

import (
	"context"
	"strconv"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/fault"
	"partyline/line"
)

// inRoom is what a room shall report. The carrier listens to whoever comes first.
var inRoom = []string{"start", "end", "join", "leave"}

// meet writes a stay in a room. Both sides end the room when they leave, so that the other one's Then is
// asked; two is all it holds, the carrier's own lock besides ours; a contact's coming is heard as a beep unless it is quiet.
func (d Documents) meet(w *writer, v line.Meet) {
	beep := "false"
	if v.As == line.ContactSeat && !v.Quiet {
		beep = "onEnter"
	}
	dial := []string{"action", d.Links.Step(v.Then), "method", "POST"}
	if v.As == line.CallerSeat {
		dial = append(dial, "hangupOnStar", "true")
	}
	if v.Limit > 0 {
		dial = append(dial, "timeLimit", strconv.Itoa(v.Limit))
	}
	w.begin("Dial", dial...)
	w.begin("Conference", "startConferenceOnEnter", "true", "endConferenceOnExit", "true", "maxParticipants", "2", "beep", beep,
		"participantLabel", string(v.As), "waitUrl", d.Links.Step(v.Alone), "waitMethod", "POST",
		"statusCallback", d.Links.Room(v.Report), "statusCallbackMethod", "POST", "statusCallbackEvent", strings.Join(inRoom, " "))
	w.text(v.Room)
	w.end("Conference")
	w.end("Dial")
}

// RenderWait writes what somebody hears who is alone in a room. There the carrier knows only Say, Pause
// and Ask; anything else is a fault of ours.
func (d Documents) RenderWait(script line.Script) ([]byte, error) {
	for _, verb := range script {
		switch verb.(type) {
		case line.Say, line.Pause, line.Ask:
		default:
			return nil, fault.New(fault.Internal, "wait_document", "Whoever waits in a room can only be told something.")
		}
	}
	return d.Render(script), nil
}

// Join makes a live leg of a campaign ask for another step: into a room, out of one, to the message.
// When it was in a room the carrier takes it out, asks for the step after that stay and drops the
// answer, then asks for to.
// Errors: leg_gone when it is over or not answered yet, outcome_unknown (look, never repeat), phone_config, carrier_away.
func (p *Phone) Join(ctx context.Context, carrierID string, to line.Step) error {
	return p.steer(ctx, carrierID, p.links.Campaign(), to)
}

// Cancel ends a leg as long as nobody has answered it; one that talks goes on, and one that is gone is a
// success. Errors: phone_config, carrier_away; repeating it is harmless.
func (p *Phone) Cancel(ctx context.Context, carrierID string) error {
	x := p.exchange(ctx)
	params := &openapi.UpdateCallParams{}
	params.SetStatus("canceled")
	_, err := x.api().UpdateCall(carrierID, params)
	return x.refusal(hangingUp, err)
}

// InRoom is who is in a room now, by the carrier's ids of their legs, oldest first; nobody when the
// room is over or never was. Errors: phone_config, carrier_away.
func (p *Phone) InRoom(ctx context.Context, room string) ([]string, error) {
	id, err := p.liveRoom(ctx, room)
	if id == "" || err != nil {
		return nil, err
	}
	x := p.exchange(ctx)
	params := &openapi.ListParticipantParams{}
	params.SetPageSize(50)
	page, err := x.api().PageParticipant(id, params, "", "")
	if err != nil {
		if x.unheardOf(err) {
			return nil, nil
		}
		return nil, x.refusal(looking, err)
	}
	var legs []string
	for i := len(page.Participants) - 1; i >= 0; i-- { // newest first
		if leg := deref(page.Participants[i].CallSid); leg != "" {
			legs = append(legs, leg)
		}
	}
	return legs, nil
}

// CloseRoom ends a room for whoever is in it: each is asked what comes after. One that is over is a
// success. Errors: phone_config, carrier_away; repeating it is harmless.
func (p *Phone) CloseRoom(ctx context.Context, room string) error {
	id, err := p.liveRoom(ctx, room)
	if id == "" || err != nil {
		return err
	}
	x := p.exchange(ctx)
	params := &openapi.UpdateConferenceParams{}
	params.SetStatus("completed")
	if _, err = x.api().UpdateConference(id, params); err == nil {
		return nil
	}
	refusal := x.refusal(hangingUp, err)
	if again, err := p.liveRoom(ctx, room); err == nil && again != id { // it ended by itself meanwhile
		return nil
	}
	return refusal
}

// liveRoom is the carrier's id of a room that is not over; "" when there is none. The carrier's list by
// status leaves out rooms that have not started yet, so the choice is ours.
func (p *Phone) liveRoom(ctx context.Context, room string) (string, error) {
	x := p.exchange(ctx)
	params := &openapi.ListConferenceParams{}
	params.SetFriendlyName(room).SetPageSize(50)
	page, err := x.api().PageConference(params, "", "")
	if err != nil {
		return "", x.refusal(looking, err)
	}
	for _, c := range page.Conferences { // newest first
		if status := deref(c.Status); deref(c.FriendlyName) == room && status != "completed" {
			return deref(c.Sid), nil
		}
	}
	return "", nil
}
