package campaign

// lot is the files that are loaded under one bar: those that a campaign began with, or those that were added later.
type lot struct {
	Progress
	busy, in bool   // one is on its way; one is in
	problem  string // of one that could not be loaded
}

// lotOf adds up. Files that wait for the start, or to be looked at, belong to no bar yet.
func lotOf(loads []Load, later bool) (of lot) {
	var rows, done int64
	for _, l := range loads {
		if l.Later != later {
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
	of.Later = later
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

// begun says whether what is loaded from now on is something more: it has a bar of its own, so that no percentage falls.
func (l lot) begun() bool { return l.in || l.busy }

// progress is of the files that the campaign began with; once they are in, of those that were added later.
func progress(loads []Load) Progress {
	first, later := lotOf(loads, false), lotOf(loads, true)
	if !first.busy && later.busy {
		return later.Progress
	}
	return first.Progress
}
