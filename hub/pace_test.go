package hub_test

import (
	"testing"
	"testing/synctest"
	"time"

	"partyline/event"
	"partyline/hub"
)

// inBubble runs a hub whose time passes only when everybody waits, and a page that listens.
func inBubble(t *testing.T, f func(t *testing.T, h *hub.Hub, happens func() event.Seq, p *page)) {
	synctest.Test(t, func(t *testing.T) {
		log := &hub.MemoryLog{}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		f(t, h, func() event.Seq {
			events := happen(log, topic, 1)
			h.Publish(ctx, events)
			synctest.Wait()
			return events[0].Seq
		}, p)
	})
}

func TestEventsThatComeFasterThanPagesDrawAreJoinedAndNoneIsLate(t *testing.T) {
	burst := func(t *testing.T, happens func() event.Seq, p *page) {
		before := p.sent()
		var due []event.Seq // one for each 5 ms
		for range 200 {
			due = append(due, happens())
			time.Sleep(5 * time.Millisecond)
			synctest.Wait()
			const late = int(hub.JoinTick / (5 * time.Millisecond))
			if n := len(due) - 1 - late; n >= 0 && p.at(topic) < due[n] {
				t.Fatalf("event %d is more than %v late: the page is at %d", due[n], hub.JoinTick, p.at(topic))
			}
		}
		if n := p.sent() - before; n > 30 {
			t.Errorf("200 events in a second were %d messages", n)
		}
		time.Sleep(hub.JoinTick)
		synctest.Wait()
		if last := due[len(due)-1]; p.at(topic) != last {
			t.Errorf("the page is at %d, not %d", p.at(topic), last)
		}
	}
	inBubble(t, func(t *testing.T, _ *hub.Hub, happens func() event.Seq, p *page) {
		burst(t, happens, p)
		time.Sleep(150 * time.Millisecond)
		burst(t, happens, p)
	})
}

// A page may have read more than this node has sent: it gets what is behind that, once.
func TestWhoComesWhileEventsWaitGetsTheRestOfThem(t *testing.T) {
	inBubble(t, func(t *testing.T, h *hub.Hub, happens func() event.Seq, p *page) {
		for range 20 {
			happens()
			time.Sleep(5 * time.Millisecond)
			synctest.Wait()
		}
		var seq event.Seq
		for seq = happens(); seq-p.at(topic) < 4; seq = happens() {
		}
		for since := p.at(topic); since <= seq; since++ {
			late := newPage(t)
			subscribe(t, h, topic, from(since), late)
			defer func() {
				if late.at(topic) != seq {
					t.Errorf("the page from %d is at %d, not %d", since, late.at(topic), seq)
				}
			}()
		}
		time.Sleep(hub.JoinTick)
		synctest.Wait()
	})
}

func TestAnEventAloneGoesOutAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, _ *hub.Hub, happens func() event.Seq, p *page) {
		atOnce := func(when string) {
			t.Helper()
			if seq := happens(); p.at(topic) != seq {
				t.Errorf("%s: the page is at %d, not %d", when, p.at(topic), seq)
			}
		}
		for range 30 {
			for range 4 { // as when somebody presses some keys in a row
				atOnce("a few together")
				time.Sleep(10 * time.Millisecond)
			}
			time.Sleep(100 * time.Millisecond)
		}
		for range 40 {
			happens()
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(150 * time.Millisecond)
		atOnce("after a burst")
	})
}

// Whoever waits for the event before gains nothing from waiting for company.
func TestWhoPublishesOneByOneIsHeldUpOnceASecond(t *testing.T) {
	inBubble(t, func(t *testing.T, _ *hub.Hub, happens func() event.Seq, p *page) {
		begin := time.Now()
		held := 0
		for range 1500 {
			seq := happens()
			if p.at(topic) != seq {
				held++
				time.Sleep(hub.JoinTick)
				synctest.Wait()
			}
			time.Sleep(2 * time.Millisecond)
		}
		if most := int(time.Since(begin)/time.Second) + 1; held > most {
			t.Errorf("it waited %d times in %v", held, time.Since(begin))
		}
	})
}
