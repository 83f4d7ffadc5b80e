package calling_test

import (
	"strings"
	"testing"
	"time"

	"partyline/calling"
)

// A whole session with no browser: the keys after an answered call are its log.
func TestTheKeysAfterACallAreItsLog(t *testing.T) {
	for _, c := range []struct {
		key     string
		reached bool
		outcome calling.Outcome
		says    string
		status  calling.Status
	}{
		{"1", true, calling.Talked, "reached", calling.Completed},
		{"2", false, calling.NoAnswer, "no answer", calling.Attempted},
		{"3", false, calling.Voicemail, "message", calling.Attempted},
		{"4", false, calling.Busy, "busy", calling.Attempted},
		{"5", false, calling.WrongNumber, "wrong number", calling.Completed},
		{"6", true, calling.CallBack, "30 minutes", calling.Skipped},
		{"9", true, calling.DoNotCall, "not called again", calling.Completed},
	} {
		t.Run(c.key, func(t *testing.T) {
			t.Parallel()
			each(t, 1, 3, func(s *shift) {
				p := s.seat(0)
				p.start()
				d := p.dialled("5")
				p.talk(d, time.Minute)
				p.over(d, calling.LegCompleted, 60)
				p.says("Press 1 if you reached them")
				at := p.n
				p.key(c.key)
				p.says(c.says)
				p.says("Press any key for the next call")
				p.ask("key", at, calling.Input{Key: c.key, Request: "again"}) // the same key, told twice
				row := p.row(0)
				if row.Status != c.status || row.LastOutcome != c.outcome || row.NotLogged {
					t.Errorf("the row: %s, %s, not logged %v", row.Status, row.LastOutcome, row.NotLogged)
				}
				if c.outcome == calling.CallBack && (row.Skip == nil || row.Skip.Until == nil || !row.Skip.Until.Equal(s.clock.Now().Add(30*time.Minute))) {
					t.Errorf("the call-back: %+v", row.Skip)
				}
				s.read(func(r calling.Reader) error {
					log, ok, err := r.LogOf(row.Attempt)
					if !ok || log.Reached != c.reached || log.Outcome != c.outcome || log.By != p.who.User || log.DoNotCall != (c.outcome == calling.DoNotCall) {
						t.Errorf("the log: %+v", log)
					}
					return err
				})
				if v := p.view(); v.Impact.Attempted != 1 || v.Impact.Outcomes[c.outcome] != 1 {
					t.Errorf("the figures: %+v", v.Impact)
				}
				undo := p.view().Phone.Person.Undo
				if undo == nil || !undo.Until.Equal(s.clock.Now().Add(calling.UndoTime)) {
					t.Fatalf("the page is not told how to take the key back: %+v", undo)
				}
				p.consistent()
				if next := p.dialled("7"); next.Number == d.Number {
					t.Error("the next key rang the same person")
				}
			})
		})
	}
}

func TestAKeyThatIsNoLogRepeatsThePromptAndDialsNobody(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("5")
		p.talk(d, time.Minute)
		p.over(d, calling.LegCompleted, 60)
		for _, key := range []string{"7", "8", "0", "#", "12"} {
			script := p.key(key)
			for _, v := range script {
				if _, dials := v.(calling.Connect); dials {
					t.Fatalf("key %s dialled", key)
				}
			}
			p.says("Star, later")
		}
		if v := p.view(); len(v.Owed) != 1 || v.Impact.Attempted != 1 || v.Impact.OnPhone != 1 {
			t.Errorf("owed %v, figures %+v", v.Owed, v.Impact)
		}
		p.consistent()
	})
}

// Hung up after a talk: on Resume the first key is the log, and only the next one dials.
func TestALogOwedFromBeforeIsAskedForFirst(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("5")
		p.talk(d, time.Minute)
		p.over(d, calling.LegCompleted, 60)
		p.hangUp()
		s.wait(time.Second)
		p.start()
		p.says("is not saved yet")
		p.says("Press 1 if you reached them")
		p.key("1")
		if row := p.row(0); row.Status != calling.Completed {
			t.Errorf("the row: %s", row.Status)
		}
		p.dialled("5")
		p.consistent()
	})
}

// Every key of the keypad is named in the prompt, and no other.
func TestThePromptNamesEveryKey(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("5")
		p.talk(d, time.Minute)
		p.over(d, calling.LegCompleted, 60)
		said := strings.Join(p.script[len(p.script)-1].(calling.AskKey).Prompt, " ")
		for key := '0'; key <= '9'; key++ {
			_, logs := map[rune]bool{'1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '9': true}[key]
			if named := strings.Contains(said, string(key)+",") || strings.Contains(said, "Press "+string(key)); named != logs {
				t.Errorf("key %c: named %v, logs %v, in %q", key, named, logs, said)
			}
		}
	})
}
