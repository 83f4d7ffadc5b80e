package main

import (
	"maps"
	"slices"
	"testing"

	"partyline/calling"
	"partyline/dialer"
	"partyline/storage"
)

// Every kind of job of phones, of calling sessions and of campaigns, is done by the workers that do nothing else; what waits for its turn
// at the carrier has one of its own.
func TestPhonesHaveAWorkerOfTheirOwn(t *testing.T) {
	p := &program{}
	places, rings, tells := p.places(), p.rings(), p.tells()
	of := func(kind string, workers ...map[string]storage.Handler) (n int) {
		for _, w := range workers {
			if w[kind] != nil {
				n++
			}
		}
		return n
	}
	for _, kind := range calling.Jobs {
		if of(string(kind), places, rings, tells) != 1 {
			t.Errorf("%s is done by none or by two", kind)
		}
		if phone := slices.Contains(calling.PhoneJobs, kind); phone != (of(string(kind), places, rings) == 1) {
			t.Errorf("%s is done by the wrong worker", kind)
		}
	}
	for _, kind := range dialer.Jobs {
		if of(kind, places, rings) != 1 || tells[kind] != nil {
			t.Errorf("%s is done by none, by two, or by the wrong worker", kind)
		}
	}
	if all := len(calling.PhoneJobs) + len(dialer.Jobs); len(places)+len(rings) != all {
		t.Errorf("the workers of phones do %d kinds, %d are of phones", len(places)+len(rings), all)
	}
	if of(string(calling.JobPlace), places) != 1 || of(dialer.JobPlace, places) != 1 || len(places) != 2 {
		t.Errorf("those who wait for a turn at the carrier: %v", slices.Collect(maps.Keys(places)))
	}
}
