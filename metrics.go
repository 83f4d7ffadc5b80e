package main

import "github.com/prometheus/client_golang/prometheus"

// metrics is what the parts have to tell beside the requests.
func (p *program) metrics() prometheus.Gatherer {
	r := prometheus.NewRegistry()
	r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "partyline_silent_legs_total", Help: "Legs that were placed and never heard of again: the carrier cannot reach PUBLIC_URL.",
	}, func() float64 { return float64(p.phone.Silent()) }))
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "partyline_callers_unserved", Help: "Callers of campaigns who wait for 20 s and more while nobody was dialled for a minute, though somebody can be.",
	}, func() float64 { return float64(p.waiting.Unserved()) }))
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "partyline_clock_ahead_seconds", Help: "How far this server's clock is ahead of the database's, below zero behind it; 0 when no difference is to be seen.",
	}, func() float64 { return p.clocks.seen().Seconds() }))
	r.MustRegister(p.hub.Metrics()...)
	r.MustRegister(p.sockets.Metrics()...)
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "partyline_nodes", Help: "Servers on this database, this one included.",
	}, func() float64 { return float64(p.db.Nodes()) }))
	if p.redis != nil {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "partyline_redis_up", Help: "1 when Redis answered when last asked. At 0 the nodes hear of each other within a second, from the database.",
		}, func() float64 {
			if p.redis.Up() {
				return 1
			}
			return 0
		}), prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "partyline_redis_lost_total", Help: "Packets that could not be handed to Redis; the other nodes read them from the database.",
		}, func() float64 { return float64(p.redis.Lost()) }))
	}
	return r
}
