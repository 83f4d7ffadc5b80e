package calling

// The queue is the available entries by Place, least first. Place is the list's rank (1, 2, …)
// unless the entry was moved ahead: places ahead of rank 1 are handed out downwards from the
// session's Front, so that the newest is always the first.

// putFirst moves an entry truly first.
func putFirst(s *Session, e *Entry) {
	s.Front--
	e.Place = s.Front
}

// putBehindNext moves an entry to directly behind whoever is next, before all that were put there
// earlier. The head is moved along, so it stays next. It says whether the head moved too; without
// a head, or when the entry is the head, nothing can be behind it and it just is next.
func putBehindNext(s *Session, e *Entry, head *Entry) (headMoved bool) {
	if head == nil || head.ID == e.ID {
		if head == nil {
			putFirst(s, e)
		}
		return false
	}
	putFirst(s, e)
	putFirst(s, head)
	return true
}

// putBack gives an entry its original rank.
func putBack(e *Entry) {
	e.Place = e.Rank
	e.Prioritised, e.DueNow = false, false
}
