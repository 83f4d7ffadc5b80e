package main

import (
	"testing"

	"partyline/calling"
)

// Every kind of job of calling sessions is done by one worker: those of phones by the one that does nothing else.
func TestPhonesHaveAWorkerOfTheirOwn(t *testing.T) {
	p := &program{}
	rings, tells := p.rings(), p.tells()
	for _, kind := range calling.PhoneJobs {
		if rings[string(kind)] == nil {
			t.Errorf("nobody rings: %s", kind)
		}
	}
	if len(rings) != len(calling.PhoneJobs) {
		t.Errorf("the worker of phones does %d kinds, %d are of phones", len(rings), len(calling.PhoneJobs))
	}
	for _, kind := range calling.Jobs {
		if (rings[string(kind)] == nil) == (tells[string(kind)] == nil) {
			t.Errorf("%s is done by none or by two", kind)
		}
	}
}
