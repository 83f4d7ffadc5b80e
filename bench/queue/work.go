//go:build linux

package main

import (
	"errors"
	"slices"
)

// Work is what the page's own thread did, in milliseconds of a processor's time: it does not grow
// when other programs run.
type Work struct {
	Mean    float64            `json:"mean"` // per sixtieth of a second
	P99     float64            `json:"p99"`
	Longest float64            `json:"longest"` // task
	Of      map[string]float64 `json:"of"`      // per second, of the parts that have names
	Heavy   map[string]float64 `json:"heavy"`   // per task, of those that are more than half as long as the longest
}

const frame = 1e6 / 60 // µs

// workOf reads a trace: which thread is the page's, and what each of its tasks took.
func workOf(all []traced) (w Work, err error) {
	type thread struct{ pid, tid int }
	mains := map[thread]bool{}
	for _, e := range all {
		if e.Name == "thread_name" && e.Args.Name == "CrRendererMain" {
			mains[thread{e.PID, e.TID}] = true
		}
	}
	tasks := map[thread][]traced{}
	busy := map[thread]float64{}
	for _, e := range all {
		if t := (thread{e.PID, e.TID}); mains[t] && e.Phase == "X" && (e.Name == "RunTask" || e.Name == "ThreadControllerImpl::RunTask") {
			tasks[t] = append(tasks[t], e)
			busy[t] += e.CPU
		}
	}
	var page thread
	for t := range tasks {
		if busy[t] > busy[page] {
			page = t
		}
	}
	if len(tasks[page]) == 0 {
		return w, errors.New("the trace has no tasks of the page")
	}
	first, last := tasks[page][0].At, tasks[page][0].At
	for _, e := range tasks[page] {
		first, last = min(first, e.At), max(last, e.At)
	}
	each := make([]float64, int((last-first)/frame)+1)
	for _, e := range tasks[page] {
		each[int((e.At-first)/frame)] += e.CPU / 1000
		w.Longest = max(w.Longest, e.CPU/1000)
		w.Mean += e.CPU / 1000
	}
	w.Mean /= float64(len(each))
	slices.Sort(each)
	w.P99 = each[len(each)*99/100]
	w.Of, w.Heavy = map[string]float64{}, map[string]float64{}
	var heavy []traced
	for _, e := range tasks[page] {
		if e.CPU/1000 > w.Longest/2 {
			heavy = append(heavy, e)
		}
	}
	for _, e := range all {
		if (thread{e.PID, e.TID}) != page || e.Phase != "X" || e.CPU == 0 {
			continue
		}
		w.Of[e.Name] += e.CPU / 1000 / ((last - first) / 1e6)
		if i := slices.IndexFunc(heavy, func(t traced) bool { return e.At >= t.At && e.At < t.At+t.Wall }); i >= 0 {
			w.Heavy[e.Name] += e.CPU / 1000 / float64(len(heavy))
		}
	}
	for _, parts := range []map[string]float64{w.Of, w.Heavy} {
		for name, ms := range parts {
			if ms < 0.1 {
				delete(parts, name)
			}
		}
	}
	return w, nil
}
