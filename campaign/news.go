package campaign

import "time"

// clickersMost is how often clickers hear of figures: they are on phones, and an hour of twenty thousand presses is to stay under two
// megabytes.
const clickersMost = 2 * time.Second

// toldOf is what a campaign's clickers were told last by this node, when, and at which place of their topic.
type toldOf struct {
	at   time.Time
	view ClickingView
	seq  int64
}

// clickersDue is when clickers may be told: at once where they can do something else than before, figures every two seconds. There is
// no news where this was the last that stands in their topic, which is at seq now: another node may have told them something else.
func (s *Service) clickersDue(campaign string, v ClickingView, seq int64) (due time.Time, news bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, told := s.told[campaign]
	switch {
	case !told || last.view.deeds() != v.deeds():
		return time.Time{}, true
	case last.seq == seq && last.view.same(v):
		return time.Time{}, false
	}
	return last.at.Add(clickersMost), true
}

func (s *Service) toldClickers(campaign string, v ClickingView, seq int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.told == nil {
		s.told = map[string]toldOf{}
	}
	s.told[campaign] = toldOf{s.Clock.Now(), v, seq}
}

// same says whether two views say the same.
func (v ClickingView) same(o ClickingView) bool {
	if (v.DoneAt == nil) != (o.DoneAt == nil) || v.DoneAt != nil && !v.DoneAt.Equal(*o.DoneAt) {
		return false
	}
	v.DoneAt, o.DoneAt = nil, nil
	return v == o
}

// deeds is a view without its figures: what clickers can do.
func (v ClickingView) deeds() ClickingView {
	return ClickingView{On: v.On, Over: v.Over, Mode: v.Mode, Free: v.Free, Wait: v.Wait, Note: v.Note}
}
