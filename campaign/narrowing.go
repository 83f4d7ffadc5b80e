package campaign

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// said is what rows of files say of one number: the zero value says nothing.
type said struct {
	line  Line
	zones string // all it may be in, joined
}

// and is what two rows say of one number: a line that needs a click beats a landline, and it may be in the zones of both.
func (a said) and(b said) said {
	if a.zones == "" {
		return b
	}
	return said{a.line.Stricter(b.line), unite(a.zones, b.zones)}
}

// unite is all zones of two sets, sorted if it is not the first.
func unite(a, b string) string {
	if a == b {
		return a
	}
	all := strings.Split(a, "|")
	before := len(all)
	for zone := range strings.SplitSeq(b, "|") {
		if !slices.Contains(all, zone) {
			all = append(all, zone)
		}
	}
	if len(all) == before {
		return a
	}
	slices.Sort(all)
	return strings.Join(all, "|")
}

// longAgo is the release of what became a number that needs a click while it was ready: every state of the switch holds it but the
// one that lets all go.
var longAgo = time.UnixMilli(1)

// narrow has contacts of earlier batches be what further rows say of them, too, wherever they are: from this transaction on nobody
// dials one without the click that it needs now, nor outside of the hours of all its zones. Their rows in ready stay where they are
// until restream moves them; whoever takes one before sees it. counts gets the
// differences. Rezoned says that somebody waits in another zone set now: when the first there is due is to be set then.
func (in *intake) narrow(tx Tx, now Switch, again map[int64]said, counts map[int64]ZoneCounts) (rezoned bool, err error) {
	if len(again) == 0 {
		return false, nil
	}
	found, err := tx.Numbers(in.no, slices.Sorted(maps.Keys(again)))
	if err != nil {
		return false, err
	}
	var differ []int64
	for _, p := range found {
		if both, err := in.both(tx, p, again); err != nil {
			return false, err
		} else if both != (said{p.Line, in.names[p.ZoneSet]}) {
			differ = append(differ, p.No)
		}
	}
	if len(differ) == 0 {
		return false, nil
	}
	locked, err := tx.LockContacts(in.no, differ)
	if err != nil {
		return false, err
	}
	flying, err := tx.Flying(in.no, differ)
	if err != nil {
		return false, err
	}
	type move struct {
		kind     Wait
		from, to int64
	}
	waits := map[move][]int64{}
	for i := range locked {
		p := &locked[i]
		was := *p
		both, err := in.both(tx, was, again)
		if err != nil {
			return false, err
		}
		p.Line = both.line
		if both.zones != in.names[was.ZoneSet] {
			if p.ZoneSet, err = tx.ZoneSet(strings.Split(both.zones, "|")); err != nil {
				return false, err
			}
		}
		if !was.Unclicked() && p.Unclicked() && !p.OptedOut {
			if p.Released = longAgo; !now.On {
				p.Released = now.lets(in.service.Clock.Now())
			}
		}
		flies := slices.Contains(flying, p.No)
		was.recount(counts, flies, -1, was.clickless())
		p.recount(counts, flies, 1, was.clickless())
		if p.Waits != NoWait && p.ZoneSet != was.ZoneSet {
			at := move{p.Waits, was.ZoneSet, p.ZoneSet}
			waits[at] = append(waits[at], p.No)
		}
		in.astray = in.astray || !p.OptedOut && !p.Final && p.Waits == NoWait && !was.clickless()
	}
	for at, nos := range waits {
		if err := tx.Rezone(in.no, at.kind, at.from, at.to, nos); err != nil {
			return false, err
		}
	}
	return len(waits) > 0, tx.SaveNarrowed(in.no, locked)
}

// both is what is known of a contact and what further rows say.
func (in *intake) both(r Reader, p Contact, again map[int64]said) (said, error) {
	if _, known := in.names[p.ZoneSet]; !known {
		zones, err := r.Zones(in.no)
		if err != nil {
			return said{}, err
		}
		for _, z := range zones {
			in.names[z.ZoneSet] = strings.Join(z.Zones, "|")
		}
	}
	return said{p.Line, in.names[p.ZoneSet]}.and(again[p.No]), nil
}

// clickless says whether a contact that is in nobody's hands waits for a click: what was let go is ready until it is moved.
func (p Contact) clickless() bool {
	return p.Unclicked() && p.Released.IsZero() && !p.OptedOut && !p.Final && p.Waits == NoWait
}

// recount counts a contact where it is, n times.
func (p Contact) recount(counts map[int64]ZoneCounts, flies bool, n int64, clickless bool) {
	z := counts[p.ZoneSet]
	switch {
	case flies && !p.OptedOut:
		z.InFlight += n
	case clickless:
		z.Click += n
	default:
		p.in(&z, n)
	}
	if !p.Approved.IsZero() {
		z.Approved += n
	}
	counts[p.ZoneSet] = z
}
