package server

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts requests by route; numbers, names and ids are in none of its labels.
type metrics struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "partyline_request_seconds", Help: "How long requests took, by route.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(m.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// saw counts one request.
func (m *metrics) saw(method, route string, status int, took time.Duration) {
	m.took.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// serve answers GET /metrics in Prometheus' words, with what others of the program have to tell.
func (m *metrics) serve(others prometheus.Gatherer) fiber.Handler {
	all := prometheus.Gatherers{m.registry}
	if others != nil {
		all = append(all, others)
	}
	return adaptor.HTTPHandler(promhttp.HandlerFor(all, promhttp.HandlerOpts{}))
}
