package dialer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// maria is a script that asks who answered, then whether they support Maria, then what matters to them and how old they are.
func maria() *campaign.Script {
	s := campaign.DefaultScript()
	s.Questions[0].Answers[0].Next = "support"
	s.Questions = append(s.Questions,
		campaign.Question{ID: "support", Title: "Will you support Maria?", Kind: campaign.Single, Answers: []campaign.Answer{
			{ID: "yes", Label: "=Strong yes", Next: "what"}, {ID: "no", Label: "No", Next: campaign.End},
		}},
		campaign.Question{ID: "what", Title: "What matters?", Kind: campaign.Multiple, Next: "age", Answers: []campaign.Answer{{ID: "rent", Label: "Rent"}, {ID: "bus", Label: "Buses"}}},
		campaign.Question{ID: "age", Title: "How old are you?", Kind: campaign.Number, Next: campaign.End},
	)
	return &s
}

func (h *hall) reports() *dialer.Reports {
	return &dialer.Reports{Store: h.db.Dialer(), Clock: h.clock}
}

func (h *hall) results(in dialer.Narrowed) dialer.Results {
	h.t.Helper()
	out, err := h.reports().Results(context.Background(), h.id, in)
	h.must(err)
	return out
}

// done saves the talk of a caller, whose phone goes on to its next room.
func (v *volunteer) done(d line.Call) {
	v.t.Helper()
	v.save()
	v.over(d, line.Completed, 30)
	v.leaves()
}

func answersOf(r dialer.Results, question string) string {
	for _, q := range r.Questions {
		if q.ID == question {
			out := fmt.Sprint(q.N)
			for _, a := range q.Answers {
				if a.N > 0 {
					out += fmt.Sprintf(" %s=%d", a.ID, a.N)
				}
			}
			return out
		}
	}
	return "not asked"
}

func TestResultsAgreeWithWhatWasSaid(t *testing.T) {
	onBoth(t, 12, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { e.Script = maria() })
		if r := h.results(dialer.Narrowed{}); r.Numbers != 12 || r.Total != (dialer.Figures{}) || len(r.Times) != 0 || len(r.Questions) != 4 {
			t.Errorf("before the first call: %+v", r)
		}
		ann := h.ready("Ann", "+447700800001")
		say := func(v *volunteer, given ...[2]string) {
			t.Helper()
			d := h.dial()
			h.rings(d)
			h.answers(d)
			h.clock.Advance(30 * time.Second)
			for _, g := range given {
				v.answer(g[0], g[1])
			}
			v.done(d)
		}
		say(ann, [2]string{"who", `"talked"`}, [2]string{"support", `"yes"`}, [2]string{"what", `["rent","bus"]`}, [2]string{"age", `40`})
		say(ann, [2]string{"who", `"talked"`}, [2]string{"support", `"yes"`}, [2]string{"what", `["bus"]`}, [2]string{"age", `20`})
		// changed: what was answered behind it does not count any more
		say(ann, [2]string{"who", `"talked"`}, [2]string{"support", `"yes"`}, [2]string{"what", `["rent"]`}, [2]string{"support", `"no"`})
		say(ann, [2]string{"who", `"talked"`}, [2]string{"support", `"no"`}, [2]string{"who", `"refused"`})
		d := h.dial() // a machine
		h.ask(d, "answer", 0, line.Input{})
		h.says(d, line.Machine)
		h.over(d, line.Completed, 2)
		d = h.dial()
		h.rings(d)
		h.over(d, line.NoAnswer, 0)
		h.clock.Advance(26 * time.Hour)
		_, err := h.svc.Finish(context.Background(), ann.id)
		h.must(err)
		ben := h.ready("Ben", "+447700800002")
		say(ben, [2]string{"who", `"talked"`}, [2]string{"support", `"no"`})
		d = h.dial() // dropped: the only caller is gone
		ben.hangsUp()
		h.answers(d)
		h.over(d, line.Completed, 9)

		all := h.results(dialer.Narrowed{})
		want := dialer.Figures{Calls: 8, Answered: 7, Contacts: 5, Talked: 4, Dropped: 1, Seconds: all.Total.Seconds}
		if all.Total != want || all.Total.Seconds < 5*30 || all.Moving != 0 {
			t.Errorf("all: %+v", all.Total)
		}
		for question, want := range map[string]string{"who": "5 talked=4 refused=1", "support": "4 yes=2 no=2", "what": "2 rent=1 bus=2", "age": "2"} {
			if got := answersOf(all, question); got != want {
				t.Errorf("%s: %s, want %s", question, got, want)
			}
		}
		if q := all.Questions[3]; q.Mean == nil || *q.Mean != 30 {
			t.Errorf("the mean of %+v", q)
		}
		var sum int64
		for _, o := range all.Outcomes {
			sum += o.N
		}
		if sum != 8 || all.Outcomes[0] != (dialer.OutcomeFigure{Outcome: campaign.Talked, N: 4}) {
			t.Errorf("outcomes %+v", all.Outcomes)
		}
		if len(all.Times) < 26 || all.Daily || all.Times[0].Calls != 6 {
			t.Errorf("%d times, %+v", len(all.Times), all.Times[:1])
		}
		if len(all.Callers) != 2 || all.Callers[0].Name != "Ann" || all.Callers[0].Contacts != 4 || all.Callers[1].Contacts != 1 || all.Callers[1].Phone == 0 || all.Phone < all.Callers[1].Phone {
			t.Errorf("callers %+v", all.Callers)
		}
		if len(all.Passes) != 1 || all.Passes[0].Pass != 1 || all.Passes[0].Figures != all.Total {
			t.Errorf("passes %+v", all.Passes)
		}
		if today := h.results(dialer.Narrowed{Period: dialer.ForDay}); today.Total.Calls != 2 || answersOf(today, "support") != "1 no=1" || today.From == nil || today.From.Hour() != 0 {
			t.Errorf("today: %+v", today.Total)
		}
		if hers := h.results(dialer.Narrowed{Caller: ann.id}); hers.Total.Contacts != 4 || answersOf(hers, "support") != "3 yes=2 no=1" || len(hers.Callers) != 1 {
			t.Errorf("hers: %+v", hers.Total)
		}
		if none := h.results(dialer.Narrowed{Pass: 2}); none.Total != (dialer.Figures{}) || answersOf(none, "who") != "0" {
			t.Errorf("of pass 2: %+v", none.Total)
		}
		// an answer and a question that the script drops stay in the results
		h.edit(func(e *campaign.Edit) {
			s := maria()
			s.Questions[1].Answers = s.Questions[1].Answers[1:]
			s.Questions = s.Questions[:2]
			e.Script = s
		})
		after := h.results(dialer.Narrowed{})
		if answersOf(after, "support") != "4 no=2 yes=2" || answersOf(after, "what") != "2 rent=1 bus=2" || !after.Questions[2].Dropped || after.Questions[1].Dropped {
			t.Errorf("after the script was changed: %+v", after.Questions)
		}
		days, err := h.reports().Drops(context.Background(), h.id)
		h.must(err)
		if len(days) != 2 || days[0].Connected != 4 || days[1].Dropped != 1 || days[1].WindowConnected != 5 || dialer.Rate(days[1].WindowDropped, days[1].WindowConnected) != 1.0/6 || !days[1].Over() || days[0].Over() {
			t.Errorf("drops %+v", days)
		}
		w := h.status()
		if r := w.DropRate; r.TenMinutes == nil || *r.TenMinutes != 0.5 || r.ThirtyDays == nil || *r.ThirtyDays != 1.0/6 {
			t.Errorf("the drop rate is %+v", r)
		}
		if c := w.Calls; c.Dials != 2 || c.PickedUp != 2 || *c.PickUp != 1 {
			t.Errorf("the calls are %+v", c)
		}
	})
}

// Answers are counted again from the answers themselves, whatever order they were given and changed in.
func TestACallersFiguresAreLive(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ann := h.ready("Ann", "+447700800001")
		ben := h.ready("Ben", "+447700800002")
		if c := h.status().Calls; c.Callers != 2 || c.Waiting != 2 || c.PickUp != nil {
			t.Errorf("waiting: %+v", c)
		}
		dials := h.dials()
		h.answers(dials[0])
		if c := h.status().Calls; c.Talking != 1 || c.Waiting != 1 {
			t.Errorf("talking: %+v", c)
		}
		h.over(dials[0], line.Completed, 5)
		_, err := h.svc.Break(context.Background(), ben.id)
		h.must(err)
		if c := h.status().Calls; c.WrapUp != 1 || c.Talking != 0 {
			t.Errorf("after the talk: %+v", c)
		}
		_ = ann
		h.work()
		var told campaign.StatusView
		events := h.find(`SELECT data FROM events WHERE kind = 'campaign.status_changed' ORDER BY seq DESC LIMIT 1`)
		h.must(json.Unmarshal([]byte(events[0]), &told))
		if told.Calls.WrapUp != 1 {
			t.Errorf("pages were told %+v", told.Calls)
		}
	})
}

func TestAllAreAskedToFinishAtOnce(t *testing.T) {
	onBoth(t, 8, func(t *testing.T, h *hall) {
		ctx := context.Background()
		ann := h.ready("Ann", "+447700800001")
		ben := h.ready("Ben", "+447700800002")
		cleo := h.ready("Cleo", "+447700800003")
		_, err := h.svc.Break(ctx, cleo.id)
		h.must(err)
		before := len(h.phone.calls(0))
		h.tick()
		dials := h.phone.calls(before)
		if given(h.answers(dials[0])) != ann.id {
			t.Fatal("not given to Ann")
		}
		for range 2 { // pressed twice
			h.must(h.svc.FinishAll(ctx, h.by.Organisation, h.by.User, h.id))
			h.work()
		}
		if m := ann.is(dialer.Talking); m.Wish != dialer.ToFinish || m.Notice != "asked_to_finish" {
			t.Errorf("in a talk: %+v", m.CallerView)
		}
		if m := ben.is(dialer.Waiting); m.Wish != dialer.ToFinish { // what rings may still be his
			t.Errorf("while it rings: %+v", m.CallerView)
		}
		cleo.is(dialer.Finished)
		h.over(dials[1], line.NoAnswer, 0)
		h.tick()
		ben.is(dialer.Finished)
		if n := len(h.phone.calls(before)); n != 2 {
			t.Errorf("%d lines for nobody", n)
		}
		ann.answer("who", `"talked"`)
		ann.save()
		if m := ann.is(dialer.Finished); m.Notice != "asked_to_finish" {
			t.Errorf("nobody tells her why: %+v", m.CallerView)
		}
		if !h.phone.hung("CA" + ann.leg.Ref) {
			t.Error("her line goes on")
		}
		h.over(dials[0], line.Completed, 9)
		h.invariants()
	})
}

func TestARemovedCallersPhoneIsHungUp(t *testing.T) {
	onBoth(t, 8, func(t *testing.T, h *hall) {
		ctx := context.Background()
		ann := h.ready("Ann", "+447700800001")
		ben := h.ready("Ben", "+447700800002")
		dials := h.dials()
		h.over(dials[1], line.NoAnswer, 0)
		if given(h.answers(dials[0])) != ann.id {
			t.Fatal("not given to Ann")
		}
		turn := ann.state().Turn
		for range 2 {
			h.must(h.svc.Remove(ctx, h.id, ann.id))
			h.work()
		}
		h.must(h.svc.Remove(ctx, "another", ben.id))
		h.must(h.svc.Remove(ctx, h.id, "nobody"))
		if !h.phone.hung("CA" + ann.leg.Ref) {
			t.Fatal("her line goes on")
		}
		ann.hangsUp()
		h.ask(dials[0], "alone", turn, line.Input{})
		h.work()
		if got := given(h.ask(dials[0], "answer", 90, line.Input{})); got != ben.id {
			t.Errorf("whom she talked to was given to %q", got)
		}
		if m := ann.state(); m.State == dialer.Waiting || m.State == dialer.Talking {
			t.Errorf("she is %s", m.State)
		}
		h.invariants()
	})
}

// The carrier dates the end of a line by the second: what short talks took counts all the same, here and in the file of calls.
func TestShortTalksHaveTheirTime(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		ann := h.ready("Ann", "+447700800001")
		for _, took := range []time.Duration{1200 * time.Millisecond, 2900 * time.Millisecond} {
			d := h.dial()
			h.rings(d)
			h.clock.Advance(h.clock.Now().Truncate(time.Second).Add(time.Second + 700*time.Millisecond).Sub(h.clock.Now())) // 0.7 s into a second
			h.ask(d, "answer", 0, line.Input{})
			h.must(h.svc.Verdict(context.Background(), d.Ref, line.Verdict{Carrier: "CA" + d.Ref, By: line.Human}))
			h.answers(d)
			h.clock.Advance(took)
			ann.answer("who", `"refused"`)
			h.must(h.svc.HeardOf(context.Background(), d.Ref, line.Fact{Carrier: "CA" + d.Ref, State: line.Ended, Result: line.Completed, Seconds: 2, Seq: 3, Source: "status", At: h.clock.Now().Truncate(time.Second)}))
			ann.save()
			ann.leaves()
		}
		r := h.results(dialer.Narrowed{})
		if r.Total.Contacts != 2 || r.Total.Seconds < 3 || r.Total.Seconds > 6 || r.Callers[0].Seconds != r.Total.Seconds || r.Passes[0].Seconds != r.Total.Seconds {
			t.Errorf("talks of 1.2 and 2.9 s: %+v %+v", r.Total, r.Callers)
		}
	})
}
