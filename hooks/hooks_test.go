package hooks_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/event"
	"partyline/fault"
	"partyline/hooks"
	"partyline/storage"
)

func TestAChosenEventIsPostedOnceSignedAndWithAnID(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(204))
		w.happens(calling.EntrySkipped, "before it was there")
		w.clock.Advance(time.Second)
		h := w.add(p.URL, string(calling.EntrySkipped), string(calling.ContactLogged))
		w.happens(calling.EntrySkipped, "first")
		w.happens(calling.PhoneChanged, "not chosen")
		w.happens(calling.ContactLogged, "second")
		w.work()
		w.work()
		got := p.all()
		if len(got) != 2 || got[0].header.Get("Partyline-Event") != "calling.entry_skipped" || got[0].header.Get("Content-Type") != "application/json" {
			w.Fatalf("got %+v", got)
		}
		for i, g := range got {
			if !g.verified(h.Secret, w.clock.Now()) || g.verified("another", w.clock.Now()) || g.verified(h.Secret, w.clock.Now().Add(time.Hour)) {
				w.Errorf("signature of %d: %v", i, g.header)
			}
			g.body += " "
			if g.verified(h.Secret, w.clock.Now()) {
				w.Error("another body has the same signature")
			}
		}
		if a, b := got[0].header.Get("Partyline-Delivery"), got[1].header.Get("Partyline-Delivery"); a == "" || a == b || got[0].field(w, "id") != a {
			w.Errorf("ids %q %q", a, b)
		}
		if got[0].field(w, "topic") != "session/session-1" || got[0].field(w, "seq") != 2.0 || got[0].field(w, "organisation") != w.Organisation || fmt.Sprint(got[0].field(w, "data")) != "map[what:first]" {
			w.Errorf("%s", got[0].body)
		}
		all := w.deliveries(h.ID)
		if len(all) != 2 || all[0].State != hooks.Delivered || all[0].Status != 204 || all[0].Tries != 1 || all[0].Ended == nil {
			w.Errorf("%+v", all)
		}
		if v := w.view(h.ID); v.State != "on" || v.Waiting != 0 || v.Delivered == nil {
			w.Errorf("%+v", v)
		}
		w.must(w.hooks.Remove(context.Background(), w.by, h.ID))
		w.happens(calling.EntrySkipped, "after it was removed")
		w.work()
		if n := len(p.all()); n != 2 {
			w.Errorf("posted %d", n)
		}
	})
}

func TestAProgramHearsOfCampaigns(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(200))
		w.add(p.URL, string(campaign.StateChanged))
		campaigns := &campaign.Service{
			Store: w.db.Campaigns(), Clock: w.clock, NewID: w.hooks.NewID, Secrets: campaign.NewSecrets("a secret"),
			Later: func(time.Time) error { return nil }, // this test does the jobs
		}
		made, err := campaigns.Create(context.Background(), campaign.By{User: w.by.User, Organisation: w.Organisation}, campaign.NewCampaign{Name: "Spring GOTV"})
		w.must(err)
		w.must(campaigns.Work(context.Background(), campaign.JobTell, made.ID))
		w.must(campaigns.Work(context.Background(), campaign.JobTell, made.ID))
		w.work()
		got := p.all()
		if len(got) != 1 || got[0].field(w, "kind") != "campaign.state_changed" || got[0].field(w, "topic") != "campaign/"+made.ID || got[0].field(w, "organisation") != w.Organisation {
			w.Fatalf("got %+v", got)
		}
		if data := got[0].field(w, "data").(map[string]any); data["state"] != "draft" || data["name"] != "Spring GOTV" {
			w.Errorf("%+v", data)
		}
	})
}

func TestAWebhookOfAnotherOrganisationHearsAndSeesNothing(t *testing.T) {
	onBoth(t, true, func(w *world) {
		ctx := context.Background()
		w.exec(`INSERT INTO organisations (id, name, created_at) VALUES ('other', 'Another Union', 1)`)
		p, q := listen(w.T, status(200)), listen(w.T, status(200))
		mine := w.add(p.URL)
		other := hooks.Who{User: w.Leaders[1], Organisation: "other"}
		_, err := w.hooks.Add(ctx, other, hooks.New{URL: q.URL})
		w.must(err)
		w.happens(calling.EntrySkipped, "ours")
		w.work()
		if len(p.all()) != 1 || len(q.all()) != 0 {
			w.Errorf("ours got %d, theirs %d", len(p.all()), len(q.all()))
		}
		id := w.deliveries(mine.ID)[0].ID
		_, _, e1 := w.hooks.Deliveries(ctx, other, mine.ID, "", "", 10)
		_, e2 := w.hooks.Replay(ctx, other, mine.ID, id)
		_, e3 := w.hooks.Resume(ctx, other, mine.ID)
		for i, err := range []error{e1, e2, e3, w.hooks.Remove(ctx, other, mine.ID)} {
			if err == nil || fault.As(err).Kind != fault.NotFound {
				w.Errorf("%d: %v", i, err)
			}
		}
		all, err := w.hooks.List(ctx, other)
		if err != nil || len(all.Items) != 1 || all.Items[0].ID == mine.ID {
			w.Errorf("%+v %v", all, err)
		}
	})
}

func TestAFailingProgramIsTriedForADayAndThenTheDeliveryIsDead(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(500))
		h := w.add(p.URL)
		w.happens(calling.EntrySkipped, "x")
		w.work()
		first := w.deliveries(h.ID)[0]
		if first.State != hooks.Waiting || first.Status != 500 || first.Problem != "It answered 500." || first.Next == nil || first.Next.Sub(w.clock.Now()) != 5*time.Second {
			w.Fatalf("%+v", first)
		}
		w.pass(time.Hour, time.Minute)
		early := len(p.all())
		if v := w.view(h.ID); v.State != "failing" || v.Waiting != 1 || early < 8 || early > 14 {
			w.Errorf("after an hour: %+v, %d posts", v, early)
		}
		w.pass(22*time.Hour, 10*time.Minute)
		if d := w.deliveries(h.ID)[0]; d.State != hooks.Waiting {
			w.Errorf("after 23 hours: %+v", d)
		}
		w.pass(3*time.Hour, 10*time.Minute)
		d, n := w.deliveries(h.ID)[0], len(p.all())
		if d.State != hooks.Dead || d.ID != first.ID || d.Tries != n || n < 25 || n > 45 {
			w.Errorf("after a day: %+v, %d posts", d, n)
		}
		w.pass(5*time.Hour, time.Hour)
		if len(p.all()) != n {
			w.Error("the dead are posted")
		}
		for _, g := range p.all() {
			if g.header.Get("Partyline-Delivery") != first.ID {
				w.Error("a try has another id")
			}
		}
		// Mended: a replay has the same id, and the hook is well again.
		p.say(status(200))
		_, err := w.hooks.Replay(context.Background(), w.by, h.ID, first.ID)
		w.must(err)
		w.work()
		if d := w.deliveries(h.ID)[0]; d.State != hooks.Delivered || d.ID != first.ID || d.Tries != 1 || !p.all()[n].verified(h.Secret, w.clock.Now()) {
			w.Errorf("replayed: %+v", d)
		}
		if v := w.view(h.ID); v.State != "on" {
			w.Errorf("%+v", v)
		}
	})
}

func TestAProgramThatFailsForDaysIsSwitchedOffAndAdminsHearOfIt(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(503))
		h := w.add(p.URL + "/in?token=secret")
		for range 4 * 24 {
			w.happens(calling.EntrySkipped, "x")
			w.pass(time.Hour, 30*time.Minute)
		}
		if v := w.view(h.ID); v.State != "off" || v.Off == nil || v.Waiting != 0 || v.Off.Sub(*v.Failing) < 72*time.Hour {
			w.Fatalf("%+v", v)
		}
		n := len(p.all())
		w.happens(calling.EntrySkipped, "x")
		w.pass(2*time.Hour, time.Hour)
		if len(p.all()) != n {
			w.Error("one that is off is posted to")
		}
		var lines []string
		w.must(w.db.Find(context.Background(), &lines, `SELECT data FROM audit WHERE action = 'webhook_switched_off' AND organisation_id = $1`, w.Organisation))
		if len(lines) != 1 || strings.Contains(lines[0], "secret") || !strings.Contains(lines[0], "127.0.0.1") {
			w.Errorf("audit: %q", lines)
		}
		for user, want := range map[string]int{w.Leaders[0]: 1, w.Leaders[1]: 0} { // an admin, and somebody who is none
			told, err := w.db.Since(context.Background(), event.On(event.FamilyUser, user), 0, 10)
			if err != nil || len(told) != want || want == 1 && (told[0].Kind != hooks.SwitchedOff || strings.Contains(string(told[0].Data), "secret")) {
				w.Errorf("told %+v, %v", told, err)
			}
		}
		_, err := w.hooks.Replay(context.Background(), w.by, h.ID, w.deliveries(h.ID)[0].ID)
		if !fault.Is(err, "webhook_off") {
			w.Errorf("replayed: %v", err)
		}
		p.say(status(200))
		w.happens(calling.EntrySkipped, "while it was off")
		w.clock.Advance(time.Second)
		_, err = w.hooks.Resume(context.Background(), w.by, h.ID)
		w.must(err)
		w.happens(calling.EntrySkipped, "again")
		w.work()
		if after := p.all()[n:]; len(after) != 1 || !strings.Contains(string(after[0].body), "again") || w.view(h.ID).State != "on" {
			w.Errorf("resumed: %d posts, %+v", len(after), w.view(h.ID))
		}
	})
}

func TestOneEventThatIsRefusedKeepsNoOtherWaiting(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(200))
		h := w.add(p.URL)
		p.say(func(rw http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Partyline-Event") == "calling.cycle_started" {
				rw.WriteHeader(422)
			}
		})
		w.happens(calling.CycleStarted, "poison")
		for range 20 {
			w.happens(calling.EntrySkipped, "x")
		}
		w.pass(time.Minute, 5*time.Second)
		n := 0
		for _, d := range w.deliveries(h.ID) {
			if d.State == hooks.Delivered {
				n++
			}
		}
		if n != 20 {
			w.Errorf("%d of 20 went through", n)
		}
	})
}

func TestNothingIsLostBetweenNodesThatDidNotKnow(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(200))
		_, err := w.hooks.Add(context.Background(), w.by, hooks.New{URL: p.URL})
		w.must(err)
		// Another node commits before it has looked: no job is left behind.
		w.exec(`UPDATE webhooks SET off_at = 1`)
		w.must(w.db.LookForHooks(context.Background()))
		w.exec(`UPDATE webhooks SET off_at = NULL`)
		w.happens(calling.EntrySkipped, "unseen")
		w.work()
		if len(p.all()) != 0 {
			w.Fatal("it was seen")
		}
		w.clock.Advance(6 * time.Second)
		w.work()
		if len(p.all()) != 1 {
			w.Errorf("posted %d", len(p.all()))
		}
	})
}

// Many commit at once on several topics, two workers share the work: each event makes one delivery, none is missing.
func TestManyEventsAtOnceBecomeOneDeliveryEach(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(200))
		h := w.add(p.URL)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		done := make(chan error)
		const writers, each = 4, 25
		for n := range writers {
			go func() {
				var err error
				for i := range each {
					topic := event.On(event.FamilySession, w.session)
					if n%2 == 1 {
						topic = event.On(event.FamilyList, w.List)
					}
					err = w.db.Calling().Write(ctx, func(tx calling.Tx) error {
						return tx.Emit(topic, calling.RosterChanged, map[string]int{"n": n, "i": i})
					})
					if err != nil {
						break
					}
				}
				done <- err
			}()
		}
		stop := make(chan struct{})
		for range 2 {
			go func() {
				for {
					select {
					case <-stop:
						_, err := storage.RunDue(ctx, w.db, w.handlers())
						done <- err
						return
					default:
						if _, err := storage.RunDue(ctx, w.db, w.handlers()); err != nil {
							done <- err
							return
						}
					}
				}
			}()
		}
		for range writers {
			w.must(<-done)
		}
		close(stop)
		for range 2 {
			w.must(<-done)
		}
		w.work()
		seen := map[string]bool{}
		for _, g := range p.all() {
			key := fmt.Sprint(g.field(w, "topic"), g.field(w, "seq"))
			if seen[key] {
				w.Errorf("%s came twice", key)
			}
			seen[key] = true
		}
		if len(seen) != writers*each {
			w.Errorf("%d of %d came", len(seen), writers*each)
		}
		if v := w.view(h.ID); v.Waiting != 0 {
			w.Errorf("%+v", v)
		}
	})
}

func TestDeliveriesAreKeptForAMonthAndNotMoreThanSoMany(t *testing.T) {
	onBoth(t, true, func(w *world) {
		p := listen(w.T, status(200))
		h := w.add(p.URL)
		for range 5 {
			w.happens(calling.EntrySkipped, "x")
		}
		w.work()
		w.must(w.db.TrimDeliveries(context.Background(), hooks.Kept, 3))
		if all := w.deliveries(h.ID); len(all) != 3 {
			w.Errorf("%d are kept", len(all))
		}
		w.clock.Advance(hooks.Kept + time.Second)
		w.happens(calling.EntrySkipped, "new")
		w.work()
		w.must(w.db.TrimDeliveries(context.Background(), hooks.Kept, 3))
		if all := w.deliveries(h.ID); len(all) != 1 {
			w.Errorf("%d are kept", len(all))
		}
	})
}

func TestAWebhookIsRefusedWithASentence(t *testing.T) {
	onBoth(t, false, func(w *world) {
		ctx := context.Background()
		for url, code := range map[string]string{
			"": "url_invalid", "example.org": "url_invalid", "http://example.org/x": "url_invalid", "https://user:pw@example.org/": "url_invalid", "ftp://example.org": "url_invalid",
			"https://127.0.0.1/": "url_invalid", "https://localhost/": "url_invalid", "https://169.254.169.254/latest": "url_invalid", "https://[::1]/": "url_invalid",
			"https://[::ffff:10.0.0.1]/": "url_invalid", "https://10.1.2.3:8443/": "url_invalid", "https://[fd00:ec2::254]/": "url_invalid",
		} {
			_, err := w.hooks.Add(ctx, w.by, hooks.New{URL: url})
			if !fault.Is(err, code) {
				w.Errorf("%q: %v", url, err)
			}
		}
		if _, err := w.hooks.Add(ctx, w.by, hooks.New{URL: "https://example.org/in", Kinds: []string{"account.rights_changed"}}); !fault.Is(err, "kinds_invalid") {
			w.Errorf("%v", err)
		}
		for i := range 11 {
			_, err := w.hooks.Add(ctx, w.by, hooks.New{URL: "https://example.org/in"})
			if (err != nil) != (i == 10) {
				w.Errorf("%d: %v", i, err)
			}
		}
		all, err := w.hooks.List(ctx, w.by)
		if err != nil || len(all.Items) != 10 || !slices.Contains(all.Kinds, "calling.contact_logged") || all.Items[0].By != "Leader 1" {
			w.Errorf("%+v %v", all, err)
		}
	})
}

// A name that means a private address is refused when it is dialled, whatever it looked like when it was added.
func TestANameThatMeansThisMachineIsNotDialled(t *testing.T) {
	onBoth(t, false, func(w *world) {
		p := listen(w.T, status(200))
		w.exec(`INSERT INTO webhooks (id, organisation_id, url, created_by, created_at) VALUES ('h', $1, $2, '', 1)`, w.Organisation,
			strings.Replace(strings.Replace(p.URL, "127.0.0.1", "localhost", 1), "http:", "https:", 1))
		w.must(w.db.LookForHooks(context.Background()))
		w.happens(calling.EntrySkipped, "x")
		w.work()
		d := w.deliveries("h")
		if len(d) != 1 || d[0].State != hooks.Waiting || d[0].Problem != "Its address is not one of the internet, so nothing was sent." || len(p.all()) != 0 {
			w.Errorf("%+v, %d posts", d, len(p.all()))
		}
	})
}
