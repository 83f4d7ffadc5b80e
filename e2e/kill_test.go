package e2e

import (
	"testing"

	"partyline/calling"
)

// A process that is killed in any phase of a call loses nothing: the session goes on at the same person,
// nobody is rung twice, and nothing is left that only looks alive.
func TestKilledInEachPhaseOfACall(t *testing.T) {
	phases := []struct {
		name string
		to   func(s *shift)
	}{
		{"as start is pressed", func(s *shift) { s.start() }},
		{"while the leader's phone rings", func(s *shift) { s.start(); s.phone("ringing") }},
		{"in the greeting", func(s *shift) { s.start(); s.answer() }},
		{"as the first key is pressed", func(s *shift) { s.start(); s.answer(); s.h.press("press", "8") }},
		{"while the supporter's phone rings", func(s *shift) { s.start(); s.answer(); s.key(); s.ringing() }},
		{"in the talk", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("talking") }},
		{"in the wrap-up", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("wrap_up") }},
		{"behind the log", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("wrap_up"); s.log() }},
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		for _, p := range phases {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				s := begin(t, build(t, database(t), fast))
				first := s.view().Cycle.Next
				p.to(s)
				s.h.kill()
				s.h.start()
				s.leader = s.h.signIn("Ben")
				s.settle()
				if got := s.view(); got.Status == calling.SessionInProgress {
					t.Fatalf("a ghost: %s with phone %s", got.Status, got.Phone.State)
				}
				s.goOn(first.Entry)
				s.recount()
			})
		}
	})
}
