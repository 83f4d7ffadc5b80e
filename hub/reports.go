package hub

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// reports are what the hub counts for whoever runs it. Nothing is counted for a delivery: a
// turn, a repair, a reset is the smallest thing.
type reports struct {
	deliveries atomic.Int64
	bytes      atomic.Int64
	repairs    atomic.Int64
	resets     atomic.Int64
	turn       prometheus.Histogram
}

func newReports() reports {
	return reports{turn: prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "partyline_hub_turn_seconds", Help: "How long it took to write what waited on a topic to all its listeners.",
		Buckets: []float64{.0001, .0005, .002, .01, .05, .2, 1},
	})}
}

// turned counts what a turn has sent.
func (r *reports) turned(now *turn, took time.Duration) {
	r.turn.Observe(took.Seconds())
	r.deliveries.Add(int64(now.events+now.signs) * int64(len(now.listeners)))
	r.bytes.Add(int64(len(now.frames)) * int64(len(now.listeners)))
}

// Metrics are what the hub has to tell Prometheus.
func (h *Hub) Metrics() []prometheus.Collector {
	counted := func(name, help string, n *atomic.Int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(n.Load()) })
	}
	r := &h.reports
	return []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "partyline_hub_topics", Help: "Topics that somebody on this node listens to.",
		}, func() float64 { topics, _ := h.attendance(); return float64(topics) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "partyline_hub_listeners", Help: "Subscriptions on this node; a page has one for each topic it shows.",
		}, func() float64 { _, listeners := h.attendance(); return float64(listeners) }),
		counted("partyline_hub_deliveries_total", "Events and signs written to listeners, once for each listener.", &r.deliveries),
		counted("partyline_hub_bytes_total", "Bytes of events and signs written to listeners.", &r.bytes),
		r.turn,
		counted("partyline_hub_repairs_total", "Times that events were missing and read from the log.", &r.repairs),
		counted("partyline_hub_resets_total", "Subscriptions told to start again from a snapshot.", &r.resets),
	}
}

// attendance counts topics and their subscriptions.
func (h *Hub) attendance() (topics, subscriptions int) {
	for i := range h.shards {
		s := &h.shards[i]
		s.mu.RLock()
		topics += len(s.topics)
		for _, t := range s.topics {
			subscriptions += t.refs
		}
		s.mu.RUnlock()
	}
	return topics, subscriptions
}
