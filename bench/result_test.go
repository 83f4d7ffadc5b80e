//go:build linux

package main

import "testing"

func TestAResultIsJudgedByItsRatioOrElseByItsFigure(t *testing.T) {
	figure := func(f float64) *float64 { return &f }
	for name, c := range map[string]struct {
		result Result
		ok     bool
	}{
		"within the ratio":      {Result{Ours: figure(8), Floor: figure(7), Ratio: figure(1.14), Bar: 1.3}, true},
		"over the ratio":        {Result{Ours: figure(8), Floor: figure(6), Ratio: figure(1.33), Bar: 1.3}, false},
		"within, no floor":      {Result{Ours: figure(59.9), Bar: 60}, true},
		"over, no floor":        {Result{Ours: figure(60.1), Bar: 60}, false},
		"could not be measured": {Result{Bar: 60}, false},
	} {
		if c.result.judge(); c.result.OK != c.ok {
			t.Errorf("%s: %v", name, c.result.OK)
		}
	}
}

func TestTheMiddleOfSeven(t *testing.T) {
	if m := *median([]float64{7, 1, 9, 3, 5, 2, 8}); m != 5 {
		t.Errorf("median %v", m)
	}
}

func TestFramesAreToldApart(t *testing.T) {
	for _, c := range []struct {
		bytes string
		size  int
		known bool
	}{
		{"", 0, false},
		{"\x81", 0, false},
		{"\x89\x00", 2, true},
		{"\x81\x7d", 127, true},
		{"\x81\x7e\x01", 0, false},
		{"\x81\x7e\x01\x40", 324, true},
	} {
		if size, _, known := frameSize([]byte(c.bytes)); size != c.size || known != c.known {
			t.Errorf("%x: %d %v", c.bytes, size, known)
		}
	}
}
