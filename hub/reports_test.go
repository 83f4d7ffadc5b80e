package hub_test

import (
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"partyline/event"
	"partyline/hub"
)

func TestWhatAHubReports(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	p, other := newPage(t), newPage(t)
	subscribe(t, h, topic, nil, p)
	subscribe(t, h, topic, nil, other)
	h.Publish(ctx, happen(log, topic, 3))
	p.reaches(topic, 3)
	other.reaches(topic, 3)
	happen(log, topic, 1)
	h.Publish(ctx, happen(log, topic, 1)) // a gap
	p.reaches(topic, 5)
	other.reaches(topic, 5)
	late := newPage(t)
	subscribe(t, h, topic, from(9), late)
	late.isReset(topic)
	h.Close() // the last turn has been counted

	r := prometheus.NewPedanticRegistry()
	r.MustRegister(h.Metrics()...)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		m := f.GetMetric()[0]
		got[f.GetName()] = m.GetGauge().GetValue() + m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
	}
	for name, want := range map[string]float64{
		"partyline_hub_topics": 1, "partyline_hub_listeners": 2, "partyline_hub_deliveries_total": 10, "partyline_hub_repairs_total": 1, "partyline_hub_resets_total": 1,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, not %v", name, got[name], want)
		}
	}
	if got["partyline_hub_turn_seconds"] < 2 || got["partyline_hub_bytes_total"] < 10*100 {
		t.Errorf("got %v", got)
	}
}

func TestALogThatAnswersSlowlyHoldsUpNobodyElse(t *testing.T) {
	log := &gateLog{}
	h := node(t, hub.Options{Log: log})
	other := event.Topic("list/1")
	happen(&log.MemoryLog, topic, 10)
	happen(&log.MemoryLog, other, 10)
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	reading, goOn := log.gate()
	late := newPage(t)
	done := make(chan *hub.Subscription)
	go func() { done <- subscribe(t, h, topic, from(5), late) }()
	<-reading

	h.Publish(ctx, happen(&log.MemoryLog, topic, 2)) // who is live hears of it
	p.reaches(topic, 12)
	q := newPage(t)
	s := subscribe(t, h, topic, nil, q) // who comes and goes, does
	subscribe(t, h, other, from(5), q)  // and so on other topics
	q.reaches(other, 10)
	s.End()
	h.Publish(ctx, happen(&log.MemoryLog, topic, 1))
	p.reaches(topic, 13)

	goOn()
	<-done
	late.reaches(topic, 13)
}

func TestATopicWithoutListenersCostsNothing(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	for range 100 {
		h.Publish(ctx, happen(log, topic, 1))
		h.Signal(ctx, hub.Sign{Topic: topic, Frame: []byte(`{"type":"presence"}`)})
	}
	if n := hub.Topics(h); n != 0 {
		t.Errorf("%d topics are open", n)
	}
}
