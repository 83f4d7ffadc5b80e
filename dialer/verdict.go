package dialer

import (
	"context"

	"partyline/calling"
	"partyline/line"
)

// Verdict is what the carrier's machine detection says of who answered. It may come late, twice, wrong or never: unknown counts
// as a person, and so does whoever the caller has said something of by then, who hears them.
func (s *Service) Verdict(ctx context.Context, ref string, v line.Verdict) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.legOf(ref)
		if err != nil || leg.Kind != calling.ContactLeg {
			return err
		}
		a, err := w.LockAttempt(leg.Attempt)
		if err != nil || a.Verdict != "" && a.Verdict != string(line.Unclear) {
			return err
		}
		was := a
		a.Verdict = string(v.By)
		a.Version++
		if v.Machine() && a.Question == "" {
			a, _ = a.After(Answers, w.now)
			after, moved := a.After(Heard, w.now)
			if moved {
				a = after
				if err := w.Do(JobHangup, leg.ID, w.now); err != nil {
					return err
				}
			}
		}
		return w.settle(was, a)
	}))
}

// InRoom is the carrier saying something about a room. A contact has met their caller when two are in it: so it was said, or one came
// and was not the first. Whoever comes first is alone there, contacts too.
func (s *Service) InRoom(ctx context.Context, f line.RoomFact) error {
	caller, turn, ok := line.RoomOf(f.Room)
	if !ok || f.Kind != line.Started && (f.Kind != line.Came || f.Seq <= 1) {
		return nil // who leaves is asked what comes after
	}
	return ours(s.write(ctx, func(w *work) error {
		a, err := w.AttemptAt(caller, turn)
		if err != nil {
			return err
		}
		if a, err = w.LockAttempt(a.ID); err != nil || !a.Joined.IsZero() || a.Turn != turn || a.Caller != caller {
			return err
		}
		return w.met(a)
	}))
}

// met keeps that a contact and their caller are in one room.
func (w *work) met(a Attempt) error {
	a.Joined = w.now
	a.Version++
	return w.SaveAttempt(a)
}
