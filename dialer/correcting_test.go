package dialer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/storage"
)

// branching is a script whose first question leads on with one answer: talked to vote, vote to why.
func branching() *campaign.Script {
	s := campaign.DefaultScript()
	s.Questions[0].Answers[0].Next = "vote"
	s.Questions = append(s.Questions,
		campaign.Question{ID: "vote", Title: "Will you vote?", Kind: campaign.Single, Answers: []campaign.Answer{{ID: "yes", Label: "Yes", Next: campaign.End}, {ID: "no", Label: "No", Next: "why"}}},
		campaign.Question{ID: "why", Title: "Why not?", Kind: campaign.Text, Next: campaign.End})
	return &s
}

// talks is one whole talk: a contact picks up and is given, the answers are saved, and the caller's phone is in its next room.
func (v *volunteer) talks(answers ...string) (turn int) {
	v.t.Helper()
	before := len(v.phone.calls(0))
	for range 5 {
		if v.tick(); len(v.phone.calls(before)) > 0 {
			break
		}
	}
	d := v.phone.calls(before)
	if len(d) != 1 || given(v.answers(d[0])) != v.id {
		v.t.Fatalf("%d lines", len(d))
	}
	turn = v.is(dialer.Talking).Turn
	for i := 0; i < len(answers); i += 2 {
		v.answer(answers[i], answers[i+1])
	}
	v.save()
	v.over(d[0], line.Completed, 20)
	v.leaves()
	return turn
}

// corrects changes an answer of a talk that is over.
func (v *volunteer) corrects(turn int, question, value string) (dialer.Mine, error) {
	return v.svc.Answer(context.Background(), v.id, turn, question, dialer.Giving{Value: json.RawMessage(value)})
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestTheLastFiveTalksCanBeCorrectedForFiveMinutes(t *testing.T) {
	onBoth(t, 9, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { e.Script = branching() })
		v := h.ready("Ann", "+447700800001")
		other := h.joins("Ben", "+447700800002")
		var turns []int
		for range 6 {
			turns = append(turns, v.talks("who", `"not_home"`))
		}
		m := v.is(dialer.Waiting)
		if len(m.Last) != 5 || m.Last[0].Turn != turns[5] || m.Last[4].Turn != turns[1] || m.Last[0].Said != "Not home or answering machine" || m.Own.Talks != 0 {
			t.Fatalf("the page shows %+v", m.Last)
		}
		// The first of six is not one of the last five; nobody else's talk, and no talk that never was, can be changed.
		ctx := context.Background()
		for what, try := range map[string]func() error{
			"the sixth last":  func() error { _, err := v.corrects(turns[0], "who", `"refused"`); return err },
			"none":            func() error { _, err := v.corrects(99, "who", `"refused"`); return err },
			"somebody else's": func() error { _, err := other.corrects(turns[5], "who", `"refused"`); return err },
			"read by others":  func() error { _, err := h.svc.Talk(ctx, other.id, turns[5]); return err },
		} {
			if err := try(); code(err) != "talk_gone" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := v.corrects(turns[5], "who", `"nonsense"`); code(err) != "invalid" {
			t.Errorf("no answer of the script: %v", err)
		}
		if _, err := v.corrects(turns[5], "what", `"talked"`); code(err) != "unknown_question" {
			t.Errorf("no question of the script: %v", err)
		}

		// They had talked after all: the answers of that branch are given, and one of them changed again.
		for _, answer := range [][2]string{{"who", `"talked"`}, {"vote", `"no"`}, {"why", `"no time"`}, {"vote", `"yes"`}, {"vote", `"yes"`}} {
			_, err := v.corrects(turns[3], answer[0], answer[1])
			h.must(err)
		}
		talk, err := h.svc.Talk(ctx, v.id, turns[3])
		h.must(err)
		if len(talk.Answers) != 3 || talk.Answers[0].Version != 2 || talk.Answers[1].Version != 2 || !talk.Answers[2].Void || talk.Open != "" || talk.Until == nil || !talk.Over {
			t.Errorf("the talk is %+v", talk)
		}
		if m = v.is(dialer.Waiting); m.Own.Talks != 1 || m.Last[2].Said != "Yes" || !m.Last[2].Until.Equal(*talk.Until) {
			t.Errorf("the page shows %+v, %+v", m.Own, m.Last)
		}
		if got := h.find(`SELECT outcome || ' ' || first_answer FROM contact_attempts WHERE turn = $1`, turns[3]); got[0] != "talked talked" {
			t.Errorf("the attempt says %v", got)
		}
		if got := h.find(`SELECT question || ' ' || version FROM script_answers a WHERE counts AND attempt_id = (SELECT id FROM contact_attempts WHERE turn = $1) ORDER BY question`, turns[3]); strings.Join(got, ", ") != "vote 2, who 2" {
			t.Errorf("what counts: %v", got)
		}
		if got := h.find(`SELECT CAST(p.no AS TEXT) FROM contacts p JOIN contact_attempts a ON a.campaign = p.campaign AND a.contact = p.no WHERE a.turn = $1 AND p.final AND p.outcome = 'talked'`, turns[3]); len(got) != 1 {
			t.Error("the contact would be called again")
		}
		// Not to be called again: at once, and for good, whatever is said next.
		_, err = v.corrects(turns[4], "who", `"do_not_call"`)
		h.must(err)
		_, err = v.corrects(turns[4], "who", `"not_home"`)
		h.must(err)
		h.work()
		h.invariants()
		if c := h.status().Counts; c.OptedOut != 1 {
			t.Errorf("the counts are %+v", c)
		}

		// During the next talk answers that come late still count; five minutes after it was closed none does, by the server's clock.
		left := talk.Until.Sub(h.clock.Now())
		h.clock.Advance(left - time.Millisecond)
		before := len(h.phone.calls(0))
		_, err = v.corrects(turns[3], "vote", `"no"`)
		h.must(err)
		h.clock.Advance(time.Millisecond)
		if _, err := v.corrects(turns[3], "vote", `"yes"`); code(err) != "talk_gone" {
			t.Errorf("five minutes later: %v", err)
		}
		if _, err := h.svc.Talk(ctx, v.id, turns[3]); code(err) != "talk_gone" {
			t.Errorf("read five minutes later: %v", err)
		}
		h.tick()
		h.answers(h.phone.calls(before)[0])
		if m := v.is(dialer.Talking); len(m.Last) != 0 {
			t.Errorf("during a talk: %+v", m.Last)
		}
		_, err = v.corrects(turns[5], "who", `"refused"`)
		h.must(err)
		v.is(dialer.Talking)
		h.invariants()
		if _, err := h.svc.Save(ctx, v.id, turns[5]); err != nil {
			t.Errorf("saved again during the next talk: %v", err)
		}
	})
}

// The time for the answers ran out, or a minute passed without page and phone: what comes then is kept all the same.
func TestAnswersThatComeAfterTheTimeAreCorrections(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.answers(d)
		turn := v.state().Turn
		h.over(d, line.Completed, 20)
		v.leaves()
		h.wait(campaign.DefaultWrapUp + time.Second)
		if m := v.is(dialer.NotReady); len(m.Last) != 1 || m.Last[0].Said != "" {
			t.Fatalf("the page shows %+v", m.Last)
		}
		_, err := v.corrects(turn, "who", `"refused"`)
		h.must(err)
		_, err = h.svc.Save(context.Background(), v.id, turn)
		h.must(err)
		if got := h.find(`SELECT outcome FROM contact_attempts WHERE turn = $1`, turn); got[0] != "refused" {
			t.Errorf("outcome %v", got)
		}
		h.invariants()
		if c := h.status().Counts; c.Finished != 1 {
			t.Errorf("the counts are %+v", c)
		}
	})
}

// Who wants no beep hears none, from the next contact on.
func TestACallerWantsNoBeep(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		if m := v.state(); !m.Beep {
			t.Error("no beep at first")
		}
		m, err := h.svc.Beep(context.Background(), v.id, dialer.Beeping{})
		h.must(err)
		if m.Beep {
			t.Error("still a beep")
		}
		d := h.dial()
		first, _ := last[line.Meet](h.answers(d))
		again, _ := last[line.Meet](h.ask(d, "answer", 0, line.Input{}))
		if !first.Quiet || !again.Quiet {
			t.Errorf("the contact comes with %+v, asked again with %+v", first, again)
		}
	})
}

// Two callers change what they said of their last talks, again and again, while numbers are ready at once, taken ahead, put aside
// and dialled: each contact is in one place, and what was said last counts.
func TestStressOfCorrections(t *testing.T) {
	const contacts = 12
	onBoth(t, contacts, func(t *testing.T, h *hall) {
		ctx := context.Background()
		h.edit(func(e *campaign.Edit) { gap, passes := 0, 3; e.GapMinutes, e.Passes = &gap, &passes })
		c := &crowdOf{hall: h, rooms: map[string]string{}, stop: make(chan struct{}), meet: true}
		var work sync.WaitGroup
		var done atomic.Int64
		var all []*volunteer
		for i := range 2 {
			all = append(all, h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i)))
		}
		for i, v := range all {
			work.Go(func() { c.caller(v, rand.New(rand.NewPCG(uint64(i), 7))) })
			work.Go(func() { // another tab of theirs
				r := rand.New(rand.NewPCG(uint64(i), 20))
				for c.running() {
					m, err := h.svc.State(ctx, v.id)
					if err != nil || m.Turn == 0 {
						continue
					}
					said := []string{"not_home", "talked", "hung_up", "refused", "call_back"}[r.IntN(5)]
					_, err = v.corrects(m.Turn-r.IntN(2), "who", fmt.Sprintf("%q", said))
					switch code(err) {
					case "":
						done.Add(1)
					case "talk_gone", "busy":
					default:
						t.Errorf("corrected: %v", err)
						return
					}
				}
			})
		}
		seen := len(h.phone.calls(0))
		work.Go(func() {
			var people sync.WaitGroup
			for n := uint64(0); c.running(); {
				for _, d := range h.phone.calls(seen) {
					seen++
					n++
					r := rand.New(rand.NewPCG(n, 9))
					people.Go(func() { c.contact(d, r) })
				}
			}
			people.Wait()
		})
		d := h.drives("a")
		for round := 1; round < 2000 && !t.Failed() && (done.Load() < 10 || round < 20); round++ {
			if err := d.Tick(ctx); err != nil {
				t.Error(err)
			}
			h.clock.Advance(dialer.TickEvery / 5)
			if _, err := storage.RunDue(ctx, h.db, h.handlers); err != nil {
				t.Error(err)
			}
		}
		close(c.stop)
		work.Wait()
		if done.Load() == 0 {
			t.Error("nothing was corrected")
		}
		if err := d.Close(ctx); err != nil {
			t.Error(err)
		}
		for range 20 { // what is under way comes to its end
			h.wait(10 * time.Second)
		}
		h.invariants()
		for what, query := range map[string]string{
			"waits twice, or waits and is ready": `SELECT CAST(contact AS TEXT) FROM (SELECT contact FROM waiting UNION ALL SELECT contact FROM ready UNION ALL SELECT contact FROM taken) p GROUP BY contact HAVING count(*) > 1`,
			"final, and to be called again":      `SELECT CAST(no AS TEXT) FROM contacts p WHERE final AND no IN (SELECT contact FROM waiting UNION ALL SELECT contact FROM ready UNION ALL SELECT contact FROM taken)`,
			"lost":                               `SELECT CAST(no AS TEXT) FROM contacts p WHERE NOT final AND NOT opted_out AND no NOT IN (SELECT contact FROM waiting UNION ALL SELECT contact FROM ready UNION ALL SELECT contact FROM taken)`,
			"what was said last does not count": `SELECT a.id FROM contact_attempts a JOIN script_answers s ON s.attempt_id = a.id WHERE a.state = 'closed' AND s.question = 'who' AND a.outcome <> 'machine'
				AND s.version = (SELECT MAX(b.version) FROM script_answers b WHERE b.attempt_id = a.id AND b.question = 'who') AND (s.value <> '"' || a.first_answer || '"' OR NOT s.counts)`,
			"the contact is not as its last talk was": `SELECT CAST(p.no AS TEXT) FROM contacts p JOIN contact_attempts a ON a.campaign = p.campaign AND a.contact = p.no
				WHERE a.closed_at = p.attempted_at AND a.state = 'closed' AND a.outcome <> p.outcome`,
		} {
			if rows := h.find(query); len(rows) > 0 {
				t.Errorf("%s: %v", what, rows)
			}
		}
	})
}
