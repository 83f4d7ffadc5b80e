package e2e

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/carrier"
	"partyline/dialer"
)

// dials has the phone call one of our numbers, once the carrier knows where such calls go.
func (h *house) dials(to string, script []carrier.Step) {
	h.t.Helper()
	h.until("the call is taken", func() bool {
		if _, err := h.call(nil, "POST", h.phoneURL("dial"), map[string]any{"to": to, "script": script}); err != nil {
			h.t.Fatalf("dialling in: %v", err)
		}
		var legs []carrier.Leg
		h.until("the call is taken or refused", func() bool {
			legs = slices.DeleteFunc(h.ledger(), func(l carrier.Leg) bool { return l.Number != h.mobile })
			l := legs[len(legs)-1]
			return !l.Answered.IsZero() || !l.Ended.IsZero()
		})
		return !legs[len(legs)-1].Answered.IsZero()
	})
}

// noonish is a zone in which it is about noon now: contacts there may be called.
func noonish() string {
	behind := time.Now().UTC().Hour() - 12
	switch {
	case behind > 0:
		return fmt.Sprintf("Etc/GMT+%d", behind)
	case behind < 0:
		return fmt.Sprintf("Etc/GMT%d", behind)
	}
	return "Etc/GMT"
}

// Three callers and a few contacts against the simulated carrier: one is rung, one dials in and is known by their number, one by
// their code. Every contact comes to an end, talks are had and saved, nobody is dropped, and the carrier's ledger is clean.
func TestThreeCallersAndAFewContacts(t *testing.T) {
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := build(t, database(t), wall)
		admin := h.signIn("Maya")
		const contacts = 6
		var file bytes.Buffer
		file.WriteString("Phone,First name,Line type,Time zone\n")
		for i := range contacts {
			fmt.Fprintf(&file, "+4420%08d,Person %d,landline,%s\n", 70_000_100+i, i, noonish())
		}
		id := admin.campaign("Callers", file.Bytes())
		h.loading(admin, id, nil)
		var links struct {
			Items []campaign.LinkView `json:"items"`
		}
		admin.must("GET", "/campaigns/"+id+"/links", nil, &links)
		at := "/c/" + links.Items[0].Token
		callers, dialIn := []*user{h.visitor(), h.visitor(), h.visitor()}, ""
		for i, u := range callers {
			var m dialer.Mine
			h.mobile = fmt.Sprintf("+44770090012%d", i)
			u.must("POST", at+"/join", map[string]string{"name": fmt.Sprint("Caller ", i)}, nil)
			u.must("POST", at+"/open", dialer.Opening{Tab: "one"}, nil)
			u.must("POST", at+"/number", dialer.Numbering{Number: h.mobile}, &m)
			switch i {
			case 0:
				u.must("POST", at+"/ring", struct{}{}, nil)
				h.until("the caller's phone rings", func() bool {
					_, err := h.call(nil, "POST", h.phoneURL("answer"), map[string]string{"keys": ""})
					return err == nil
				})
			case 1:
				dialIn = m.DialIn
				h.dials(m.DialIn, nil)
			case 2:
				h.mobile = "+447700900555" // not the number that they said
				h.dials(m.DialIn, []carrier.Step{{WaitFor: "six digits"}, {Press: "000001"}, {WaitFor: "not known"}, {Press: m.Code}})
			}
			h.until("the caller is in", func() bool {
				if i == 0 { // who was rung presses a key, as soon as one is listened for
					_, _ = h.call(nil, "POST", h.phoneURL("press"), map[string]string{"keys": "5"})
				}
				u.must("GET", at+"/state", nil, &m)
				return m.Phone
			})
			if want := map[int]string{2: "other_number"}[i]; m.Notice != want {
				t.Errorf("the page of caller %d says %q", i, m.Notice)
			}
		}
		h.mobile = "+447700900556" // whoever calls back
		h.dials(dialIn, []carrier.Step{{WaitFor: "You have reached"}, {WaitFor: "press 9"}, {Press: "9"}, {WaitFor: "not call you again"}})
		h.until("whoever called back is taken off", func() bool {
			var list struct {
				Items []struct{ Phone string }
			}
			admin.must("GET", "/do-not-call", nil, &list)
			return slices.ContainsFunc(list.Items, func(o struct{ Phone string }) bool { return strings.HasSuffix(o.Phone, "56") }) // the rest of it is hidden
		})
		talks := 0
		h.following("every contact was called", func() (int64, bool) {
			for _, u := range callers {
				var m dialer.Mine
				u.must("GET", at+"/state", nil, &m)
				if m.State != dialer.Talking && m.State != dialer.WrapUp {
					continue
				}
				turn := fmt.Sprintf("%s/turns/%d", at, m.Turn)
				if err := u.ask("PUT", turn+"/answers/who", map[string]any{"value": "talked"}, nil); err != nil {
					if !coded(err, "talk_gone") && !coded(err, "busy") {
						t.Error(err)
					}
					continue
				}
				if err := u.ask("POST", turn+"/save", struct{}{}, nil); err == nil {
					talks++
				}
			}
			var w campaign.Whole
			admin.must("GET", "/campaigns/"+id, nil, &w)
			ended := w.Counts.Finished + w.Counts.AwaitingGap + w.Counts.Invalid
			return ended, ended == contacts
		})
		for _, u := range callers {
			u.must("POST", at+"/finish", struct{}{}, nil)
		}
		h.until("all lines are over", func() bool {
			for _, l := range h.ledger() {
				if l.Ended.IsZero() {
					return false
				}
			}
			return true
		})
		b := h.books()
		defer b.close()
		if n := b.count(`SELECT COUNT(*) FROM contact_attempts WHERE closed_at IS NULL`); n > 0 {
			t.Errorf("%d attempts are open", n)
		}
		if n := b.count(`SELECT COUNT(*) FROM contact_attempts WHERE outcome = 'dropped' AND bridged_at IS NULL AND (leg_ended_at - answered_at <= 2000 OR leg_ended_at - answered_at > 3000)`); n > 0 {
			t.Errorf("%d drops though callers waited", n)
		}
		t.Logf("%d talks with %d contacts", talks, contacts)

		// results and files agree with what was entered, and with the carrier's ledger
		var r dialer.Results
		admin.must("GET", "/campaigns/"+id+"/results", nil, &r)
		dialled := 0
		for _, l := range h.ledger() {
			if strings.HasPrefix(l.Number, "+4420700001") && l.Status != "failed" {
				dialled++
			}
		}
		said := b.count(`SELECT COUNT(*) FROM contact_attempts WHERE first_answer = 'talked'`)
		if r.Total.Calls != int64(dialled) || r.Total.Talked != int64(said) || r.Questions[0].N != int64(said) || said < talks || r.Numbers != contacts || r.Moving != 0 {
			t.Errorf("%d dialled, %d said to be the correct person, %d saved; results %+v, %+v", dialled, said, talks, r.Total, r.Questions[0])
		}
		var attempts, people []map[string]any
		admin.must("GET", "/campaigns/"+id+"/export/attempts.json", nil, &attempts)
		admin.must("GET", "/campaigns/"+id+"/export/contacts.json", nil, &people)
		inFile := 0
		for _, p := range people {
			if p["answer_who"] == "Talking to the correct person" {
				inFile++
			}
		}
		if all := b.count(`SELECT COUNT(*) FROM contact_attempts`); len(attempts) != all || len(people) != contacts || inFile != said {
			t.Errorf("%d attempts in the file, %d there; %d contacts with that answer, want %d", len(attempts), all, inFile, said)
		}
	})
}
