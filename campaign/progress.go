package campaign

// lot is the files that are loaded under one bar: those that a campaign began with, or those that one Start added later.
type lot struct {
	Progress
	busy, in bool   // one is on its way; one is in
	problem  string // of one that could not be loaded
}

// lotOf adds up. Files that wait for the start, or to be looked at, belong to no bar yet.
func lotOf(loads []Load, no int) (of lot) {
	var rows, done int64
	for _, l := range loads {
		if l.Lot != no {
			continue
		}
		switch l.State {
		case LoadLoading:
			of.busy = true
			done += min(l.Done, max(l.Rows-1, 0))
		case LoadDone:
			of.in = true
			done += l.Rows
		case LoadFailing:
			of.problem = l.Problem
			done += min(l.Done, max(l.Rows-1, 0))
		default:
			continue
		}
		rows += l.Rows
		of.Rows, of.Loaded, of.Rejected, of.Duplicates = of.Rows+l.Rows, of.Loaded+l.Loaded, of.Rejected+l.Rejected, of.Duplicates+l.Duplicates
	}
	of.Later = no > 0
	switch {
	case of.over():
		of.Percent = 100
	case rows > 0:
		of.Percent = int(min(done*100/rows, 99))
	}
	return of
}

// over says that what could be loaded is where the dialer takes it.
func (l lot) over() bool { return l.in && !l.busy }

// failed says that nothing of it could be loaded.
func (l lot) failed() bool { return !l.in && !l.busy && l.problem != "" }

// begun says whether what is loaded from now on is something more.
func (l lot) begun() bool { return l.in || l.busy }

// nextLot is the number of what is begun now: so that no percentage falls, it is something more once anything is in or on its way.
func nextLot(loads []Load) int {
	if !lotOf(loads, 0).begun() {
		return 0
	}
	last := 0
	for _, l := range loads {
		last = max(last, l.Lot)
	}
	return last + 1
}

// progress is of the files that the campaign began with; once they are in, of those of the first lot that is on its way still.
func progress(loads []Load) Progress {
	first := -1
	for _, l := range loads {
		if l.State == LoadLoading && (first < 0 || l.Lot < first) {
			first = l.Lot
		}
	}
	return lotOf(loads, max(first, 0)).Progress
}
