package main

import (
	"testing"

	"partyline/calling"
	"partyline/dialer"
)

// Every kind of job of phones, of calling sessions and of campaigns, is done by the worker that does nothing else.
func TestPhonesHaveAWorkerOfTheirOwn(t *testing.T) {
	p := &program{}
	rings, tells := p.rings(), p.tells()
	for _, kind := range calling.PhoneJobs {
		if rings[string(kind)] == nil {
			t.Errorf("nobody rings: %s", kind)
		}
	}
	for _, kind := range dialer.Jobs {
		if rings[kind] == nil {
			t.Errorf("nobody rings: %s", kind)
		}
	}
	if of := len(calling.PhoneJobs) + len(dialer.Jobs); len(rings) != of {
		t.Errorf("the worker of phones does %d kinds, %d are of phones", len(rings), of)
	}
	for _, kind := range calling.Jobs {
		if (rings[string(kind)] == nil) == (tells[string(kind)] == nil) {
			t.Errorf("%s is done by none or by two", kind)
		}
	}
}
