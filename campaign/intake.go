package campaign

import (
	"errors"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// intake turns rows of a file into contacts of a campaign, batch by batch. It is one job's, and for one goroutine.
type intake struct {
	service *Service

	no     int64 // of the campaign
	id     string
	last   int64            // the highest contact's No
	phones map[uint64]int64 // hashes of the numbers that are there; 64 bits with a secret seed do not meet among millions
	out    map[string]bool  // the Do Not Call list
	sets   map[string]int64 // zone sets that are known
	names  map[int64]string // the zones of sets that contacts are in, joined
	astray bool             // some contact that was ready is in another stream than it belongs to
	seed   maphash.Seed
	dice   *rand.Rand
}

// made is what one batch of rows becomes.
type made struct {
	rows     int64
	contacts []Contact
	zones    []string // of each contact, joined
	others   []Other
	again    map[int64]said // contacts of earlier batches that rows of this one name, too
	rejected int64
}

// recall reads what is there already.
func (in *intake) recall(l Load) func(r Reader) error {
	return func(r Reader) error {
		in.seed, in.dice, in.last = maphash.MakeSeed(), Dice(), 0
		clear(in.phones)
		clear(in.out)
		c, err := r.Campaign(l.Campaign)
		if err != nil {
			return err
		}
		in.no, in.id = c.No, c.ID
		if in.last, err = r.LastContact(c.No); err != nil {
			return err
		}
		err = r.Phones(c.No, func(phone string, contact int64) error {
			in.phones[maphash.String(in.seed, phone)] = contact
			return nil
		})
		if err != nil {
			return err
		}
		return r.OptOuts(c.Organisation, func(phone string) error { in.out[phone] = true; return nil })
	}
}

// take judges a batch. It changes nothing that a second try of its transaction would see.
func (in *intake) take(l Load, batch judged) made {
	m := made{rows: batch.rows, rejected: batch.rejected, again: map[int64]said{}}
	here := map[uint64]int{} // to their place in the batch
	next := in.last
	for _, c := range batch.good {
		h, says := maphash.String(in.seed, c.phone), said{c.line, strings.Join(c.zones, "|")}
		of, double := in.phones[h]
		if double {
			m.again[of] = m.again[of].and(says)
		} else if i, twice := here[h]; twice {
			p := &m.contacts[i]
			of, double = p.No, true
			both := said{p.Line, m.zones[i]}.and(says)
			p.Line, m.zones[i] = both.line, both.zones
		}
		if double {
			m.others = append(m.others, Other{Contact: of, Load: l.No, Row: c.row, Name: c.name, Fields: c.fields})
			continue
		}
		next++
		here[h] = len(m.contacts)
		m.contacts = append(m.contacts, Contact{
			No: next, Phone: c.phone, Name: c.name, Line: c.line, Key: in.dice.Int64N(TopKey), Load: l.No, Row: c.row, Fields: c.fields, OptedOut: in.out[c.phone],
		})
		m.zones = append(m.zones, says.zones)
	}
	return m
}

// keep writes a batch: contacts, who is ready, who waits for a click, counts and progress, in one transaction.
func (in *intake) keep(tx Tx, l *Load, m made, last bool) error {
	c, err := tx.Campaign(l.Campaign)
	if err != nil {
		return err
	}
	now, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return err
	}
	var ready []Ready
	var free []int64 // loaded while no click is needed
	var clickable []Contact
	counts := map[int64]ZoneCounts{}
	sets := map[string]int64{}
	var out int64
	for i := range m.contacts {
		p := &m.contacts[i]
		set, known := in.sets[m.zones[i]]
		if !known {
			if set, known = sets[m.zones[i]]; !known {
				zones := strings.Split(m.zones[i], "|")
				slices.Sort(zones)
				if set, err = tx.ZoneSet(zones); err != nil {
					return err
				}
				sets[m.zones[i]] = set
			}
		}
		p.ZoneSet = set
		z := counts[set]
		switch {
		case p.OptedOut:
			z.OptedOut++
			out++
		case now.On && p.Line.NeedsClick():
			z.Click++
			clickable = append(clickable, *p)
		default:
			if p.Line == Landline {
				z.Landlines++
			} else {
				z.Cells++
				free = append(free, p.No)
			}
			ready = append(ready, Ready{Level: Level(0), Stream: Stream(set, ClassOf(p.Line)), Contact: p.No})
		}
		counts[set] = z
	}
	l.Done += m.rows
	l.Loaded += int64(len(m.contacts))
	l.Duplicates += int64(len(m.others))
	l.OptedOut += out
	if last {
		l.State, l.Rows = LoadDone, l.Done
		if l.Loaded == 0 && l.Duplicates == 0 {
			l.fail("No row of " + naming(l.FileName, "the file", 0) + " has a number that can be called.")
		} else if err := errors.Join(tx.DeleteParts(l.ID), tx.Do(JobRelist, in.id, in.service.Clock.Now())); err != nil {
			return err
		}
	}
	rezoned, err := in.narrow(tx, now, m.again, counts)
	if err != nil {
		return err
	}
	if in.astray {
		due := in.service.Clock.Now()
		if !last {
			due = due.Add(restreamAgain)
		}
		if err := tx.Do(JobRestream, in.id, due); err != nil {
			return err
		}
	}
	if err := errors.Join(
		tx.InsertContacts(in.no, m.contacts), tx.SetReleased(in.no, free, now.lets(in.service.Clock.Now())), tx.InsertHouseholds(in.no, m.others), tx.AddClickable(in.no, clickable), tx.AddReady(in.no, ready),
		tx.Count(in.no, counts), in.service.tellSoon(tx, in.id),
	); err != nil || !rezoned {
		return err
	}
	_, err = tx.SetDue(in.no, c.Gap, afterDrop(c.Gap))
	return err
}

// kept remembers a batch that was committed.
func (in *intake) kept(m made) {
	for i, p := range m.contacts {
		in.phones[maphash.String(in.seed, p.Phone)] = p.No
		in.sets[m.zones[i]] = p.ZoneSet
		in.last = p.No
	}
}

// tellSoon leaves a job that tells status and counts: at most four times a second for each campaign, and surely once.
func (s *Service) tellSoon(tx Tx, campaign string) error {
	return tx.Do(JobTell, campaign, s.soon())
}

// soon is when what changed now is told.
func (s *Service) soon() time.Time { return s.Clock.Now().Add(tellMost) }
