package dialer_test

import (
	"context"
	"encoding/json"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// volunteer is a caller with a page and a phone.
type volunteer struct {
	*hall
	id, number string
	leg        line.Call
	room       line.Meet // that their phone was told to enter last
}

// joins is a caller who came by the link and said a number.
func (h *hall) joins(name, number string) *volunteer {
	h.t.Helper()
	ctx := context.Background()
	in, page, err := h.campaigns.Join(ctx, campaign.Caller, h.token, "", campaign.Joining{Name: name})
	h.must(err)
	people, err := h.campaigns.Page(ctx, page)
	h.must(err)
	if len(people) != 1 || people[0].ID != in.Me.ID {
		h.t.Fatalf("joined as %+v", people)
	}
	_, err = h.svc.Open(ctx, people[0], dialer.Opening{Tab: "one"})
	h.must(err)
	_, err = h.svc.SayNumber(ctx, in.Me.ID, dialer.Numbering{Number: number})
	h.must(err)
	return &volunteer{hall: h, id: in.Me.ID, number: number}
}

// ready is a caller whose phone was rung and is in its room.
func (h *hall) ready(name, number string) *volunteer {
	h.t.Helper()
	v := h.joins(name, number)
	before := len(h.phone.calls(0))
	_, err := h.svc.RingMe(context.Background(), v.id)
	h.must(err)
	h.work()
	calls := h.phone.calls(before)
	if len(calls) != 1 || calls[0].Number != number {
		h.t.Fatalf("rung %+v", calls)
	}
	v.leg = calls[0]
	v.asks("greet", 0)
	v.presses("here", 1, line.Input{Key: "1"})
	return v
}

// asks has the caller's phone ask for a step.
func (v *volunteer) asks(step string, n int) line.Script {
	v.t.Helper()
	return v.presses(step, n, line.Input{})
}

// presses is asks with what was pressed.
func (v *volunteer) presses(step string, n int, in line.Input) line.Script {
	v.t.Helper()
	script := v.ask(v.leg, step, n, in)
	for _, verb := range script {
		if m, ok := verb.(line.Meet); ok {
			v.room = m
		}
	}
	return script
}

func (v *volunteer) state() dialer.Mine {
	v.t.Helper()
	m, err := v.svc.State(context.Background(), v.id)
	v.must(err)
	return m
}

func (v *volunteer) is(want dialer.CallerState) dialer.Mine {
	v.t.Helper()
	m := v.state()
	if m.State != want {
		v.t.Fatalf("the caller is %s, want %s (%+v)", m.State, want, m.CallerView)
	}
	return m
}

// out is the caller's phone leaving its room: it asks what comes after.
func (v *volunteer) leaves() {
	v.t.Helper()
	v.asks("after", v.room.Then.N)
}

func (v *volunteer) hangsUp() {
	v.t.Helper()
	v.over(v.leg, line.Completed, 60)
}

// answer gives one answer.
func (v *volunteer) answer(question, value string) dialer.Mine {
	v.t.Helper()
	m, err := v.svc.Answer(context.Background(), v.id, v.state().Turn, question, dialer.Giving{Value: json.RawMessage(value)})
	v.must(err)
	return m
}

func (v *volunteer) save() dialer.Mine {
	v.t.Helper()
	m, err := v.svc.Save(context.Background(), v.id, v.state().Turn)
	v.must(err)
	v.work()
	return m
}
