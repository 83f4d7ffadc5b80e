package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"partyline/campaign"
	"partyline/carrier"
	"partyline/dialer"
)

// volunteer is a caller with a page and a phone, who does what callers do, and what they should not.
type volunteer struct {
	*user
	removable
	id, at, mobile string
	dice           *rand.Rand
	away           *atomic.Bool // everybody has gone for coffee
	told           *toldAnswers
}

// toldAnswers is what callers were told is kept.
type toldAnswers struct {
	mu    sync.Mutex
	given map[string]string    // caller/turn: the last answer to question 1 that was acknowledged
	never map[string]time.Time // caller/turn: when "do not call again" was
	story map[string]string    // caller/turn: what was answered, and what came of it
	wrong []string
}

// volunteers come by a campaign's caller link, so many of them; first is whose phone the first one has.
func (h *house) volunteers(admin *user, id string, first, n int, seed uint64, away *atomic.Bool, told *toldAnswers) (all []*volunteer) {
	h.t.Helper()
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	admin.must("GET", "/campaigns/"+id+"/links", nil, &links)
	token := ""
	for _, l := range links.Items {
		if l.Kind == string(campaign.Caller) {
			token = l.Token
		}
	}
	for i := first; i < first+n; i++ {
		v := &volunteer{user: h.visitor(), removable: removable{of: id}, at: "/c/" + token, mobile: mobile(i), dice: rand.New(rand.NewPCG(seed, uint64(i))), away: away, told: told}
		v.must("POST", v.at+"/join", map[string]string{"name": fmt.Sprint("Caller ", i)}, nil)
		var m dialer.Mine
		v.must("POST", v.at+"/open", dialer.Opening{Tab: "one"}, &m)
		v.id = m.ID
		v.must("POST", v.at+"/number", dialer.Numbering{Number: v.mobile}, nil)
		all = append(all, v)
	}
	return all
}

// work goes on until it is over; between two looks a page waits for its socket.
func (v *volunteer) work(over context.Context) {
	for over.Err() == nil {
		v.look()
		select {
		case <-over.Done():
		case <-time.After(time.Duration(150+v.dice.IntN(150)) * time.Millisecond):
		}
	}
}

// look sees how things are, and does something about it.
func (v *volunteer) look() {
	call, _ := v.line()
	if v.away.Load() {
		if call.State == "talking" {
			v.hand("hangup")
		} else if call.State == "ringing" {
			v.hand("decline")
		}
		return
	}
	if call.State == "ringing" && v.dice.IntN(10) > 0 {
		v.hand("answer")
	}
	var m dialer.Mine
	if v.ask("GET", v.at+"/state", nil, &m) != nil {
		return
	}
	press := func(what string) { _ = v.ask("POST", v.at+"/"+what, struct{}{}, nil) }
	dice := v.dice.IntN(100)
	switch m.State {
	case dialer.Out, dialer.Finished:
		press("ring")
	case dialer.Joining:
		if call.State == "talking" && dice < 80 {
			v.keys("5")
		}
	case dialer.OnBreak, dialer.NotReady:
		press("back")
	case dialer.Waiting:
		switch {
		case m.Wish != "" && dice < 30:
			press("back")
		case dice < 1:
			press("break")
		case dice < 2:
			press("finish")
		case dice < 3:
			v.hand("hangup")
		}
	case dialer.Talking:
		switch {
		case dice < 2:
			v.hand("hangup") // in mid-talk, without a word
		case dice < 5:
			press(fmt.Sprintf("turns/%d/hang-up", m.Turn))
		case dice < 9:
			v.keys("*") // the talk is over
		case dice < 12:
			press("finish")
		case dice < 60:
			v.writes(m)
		}
	case dialer.WrapUp:
		if dice < 95 {
			v.writes(m)
		}
	}
}

// writes answers question 1, sometimes twice, and saves.
func (v *volunteer) writes(m dialer.Mine) {
	if m.Talk == nil || len(m.Talk.Script.Questions) == 0 {
		return
	}
	turn := fmt.Sprintf("%s/turns/%d", v.at, m.Turn)
	key := fmt.Sprint(v.id, "/", m.Turn)
	for range 1 + v.dice.IntN(2) {
		answers := m.Talk.Script.Questions[0].Answers
		a := answers[v.dice.IntN(len(answers))]
		in := map[string]any{"value": a.ID}
		if a.Retry != nil && a.Retry.Again == campaign.AtTime {
			in["call_back_at"] = v.h.now().Add(3 * time.Minute)
		}
		err := v.ask("PUT", turn+"/answers/"+m.Talk.Script.Questions[0].ID, in, nil)
		now := v.h.now()
		v.told.mu.Lock()
		v.told.story[key] += fmt.Sprintf("; %s at %d: %v", a.ID, now.UnixMilli(), err)
		switch {
		case err == nil:
			v.told.given[key] = a.ID
			if a.Retry != nil && a.Retry.DoNotCall {
				v.told.never[key] = now
			}
		case coded(err, "internal"), coded(err, "invalid"):
			v.told.wrong = append(v.told.wrong, fmt.Sprintf("the answer %s: %v", a.ID, err))
		case !coded(err, "talk_gone"): // nobody knows which of the two is kept
			delete(v.told.given, key)
		}
		v.told.mu.Unlock()
		if err != nil {
			return
		}
	}
	if err := v.ask("POST", turn+"/save", struct{}{}, nil); coded(err, "internal") || coded(err, "question_open") {
		v.told.mu.Lock()
		v.told.wrong = append(v.told.wrong, fmt.Sprint("saving: ", err))
		v.told.mu.Unlock()
	}
}

// goes is the end of the shift: whatever is owed is written down, and the phone is put down.
func (v *volunteer) goes() (gone bool) {
	var m dialer.Mine
	if err := v.ask("GET", v.at+"/state", nil, &m); v.removed.Load() && coded(err, "removed") {
		m.State = dialer.Finished // and nothing of theirs is open
	} else if err != nil {
		return false
	}
	if m.State == dialer.Talking || m.State == dialer.WrapUp {
		v.writes(m)
	}
	call, _ := v.line()
	switch call.State {
	case "ringing":
		v.hand("decline")
	case "talking":
		v.hand("hangup")
	}
	return (m.State == dialer.Out || m.State == dialer.Finished) && !m.Phone && (call.State == "" || call.State == "ended")
}

func (v *volunteer) phoneURL(what string) string {
	return (&player{user: v.user, mobile: v.mobile}).phoneURL(what)
}

func (v *volunteer) line() (call carrier.Call, ok bool) {
	return (&player{user: v.user, mobile: v.mobile}).line()
}

// hand does something on the phone; that the call is over meanwhile is no error.
func (v *volunteer) hand(what string) {
	_, _ = v.h.call(nil, "POST", v.phoneURL(what), map[string]string{"keys": ""})
}

// keys presses some.
func (v *volunteer) keys(keys string) {
	_, _ = v.h.call(nil, "POST", v.phoneURL("press"), map[string]string{"keys": keys})
}

// now is product time, as the carrier has it.
func (h *house) now() time.Time {
	var c struct {
		Now time.Time `json:"now"`
	}
	b, err := h.call(nil, "GET", h.sim+"/_sim/clock", nil)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		h.t.Errorf("the clock: %v", err)
	}
	return c.Now
}
