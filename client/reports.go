package client

import (
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// reports are what all sockets count together. Nothing is counted for a delivery that the
// browser's socket takes at once.
type reports struct {
	opened  atomic.Int64
	waiting atomic.Int64                // bytes in all outboxes
	ended   [len(Closings)]atomic.Int64 // by row of Closings
}

// waits notes that so many bytes more wait in an outbox.
func (r *reports) waits(bytes int) {
	if r != nil && bytes != 0 {
		r.waiting.Add(int64(bytes))
	}
}

// cutOff notes that this side has ended a socket.
func (r *reports) cutOff(code Code) {
	if r == nil {
		return
	}
	if row := slices.IndexFunc(Closings[:], func(c Closing) bool { return c.Code == code }); row >= 0 {
		r.ended[row].Add(1)
	}
}

// Metrics are what the sockets have to tell Prometheus.
func (a *Sockets) Metrics() []prometheus.Collector {
	all := []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "partyline_sockets_open", Help: "Sockets open on this node.",
		}, func() float64 { return float64(a.Count()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "partyline_sockets_opened_total", Help: "Sockets opened since the start.",
		}, func() float64 { return float64(a.reports.opened.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "partyline_sockets_outbox_bytes", Help: "Bytes that wait in this process for browsers to read.",
		}, func() float64 { return float64(a.reports.waiting.Load()) }),
	}
	for i, c := range Closings {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "partyline_sockets_ended_total", Help: "Sockets that this server ended, by the code it gave them.",
			ConstLabels: prometheus.Labels{"code": strconv.Itoa(int(c.Code))},
		}, func() float64 { return float64(a.reports.ended[i].Load()) }))
	}
	return all
}
