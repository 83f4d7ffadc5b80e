package calling

// Share is whose share of a split list a person is in: only that leader's queue has them.
type Share struct{ Supporter, Leader string }

// Untouched is somebody on a list whom nobody has worked in any open session on it, and whom nobody is
// calling from it now.
type Untouched struct {
	Supporter string
	Share     string   // whose share they are in, "" nobody's
	Callable  bool     // by their own data: a phone, no opt-out
	PutAside  []string // leaders in whose sessions a skip stands on them
}

// Hand is the size of one leader's share.
type Hand struct {
	People int // on the list
	Left   int // of them: untouched and callable
	Rest   int // of them: untouched and not callable
}

// deal gives each person, in the order given, to the leader with the smallest share; between equals the
// one named first. Whom a leader has put aside goes to that leader, so that no skip is lost. Those who
// cannot be called are dealt by themselves: the others come out even. have is the shares so far.
func deal(people []Untouched, leaders []string, have map[string]Hand) []Share {
	if len(leaders) == 0 {
		return nil
	}
	at := make(map[string]int, len(leaders))
	left, rest := make([]int, len(leaders)), make([]int, len(leaders))
	for i, l := range leaders {
		at[l], left[i], rest[i] = i, have[l].Left, have[l].Rest
	}
	owner := make([]int, len(people)) // 1 + index of the leader; 0: to be dealt
	for i, p := range people {
		for _, l := range p.PutAside {
			if n, chosen := at[l]; chosen && (owner[i] == 0 || n+1 < owner[i]) {
				owner[i] = n + 1
			}
		}
		if owner[i] > 0 {
			sizes(p, left, rest)[owner[i]-1]++
		}
	}
	shares := make([]Share, len(people))
	for i, p := range people {
		n := owner[i] - 1
		if n < 0 {
			size := sizes(p, left, rest)
			n = smallest(size)
			size[n]++
		}
		shares[i] = Share{Supporter: p.Supporter, Leader: leaders[n]}
	}
	return shares
}

func sizes(p Untouched, left, rest []int) []int {
	if p.Callable {
		return left
	}
	return rest
}

func smallest(sizes []int) (at int) {
	for i, n := range sizes {
		if n < sizes[at] {
			at = i
		}
	}
	return at
}

// elsewhere says that a person is in another leader's share: this session must not call them.
func (r rules) elsewhere(p Person) bool { return p.Share != "" && p.Share != r.session.Leader }

// untouched says that this session has not worked an entry: it may leave for another leader's share.
func (e Entry) untouched() bool { return e.Attempts == 0 && !e.Status.worked() }

// dealtAway takes an untouched entry out of the queue: its person is in another leader's share.
func (w *work) dealtAway(e Entry) error {
	if err := w.endSkip(e, "dealt"); err != nil {
		return err
	}
	return w.remove(e)
}
