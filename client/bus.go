package client

import (
	"encoding/json"

	"partyline/hub"
)

// tellBus tells every page when the bus went or came back. It runs on one goroutine only; what it
// tells comes after what Serve told of the time before.
func (a *Sockets) tellBus() {
	away := a.BusAway()
	a.mu.Lock()
	changed := a.away != away
	a.away = away
	a.mu.Unlock()
	if !changed {
		return
	}
	frame := busFrame(away)
	for s := range a.wheel.all() {
		s.Send(frame)
	}
}

func busFrame(away bool) []byte {
	b, _ := json.Marshal(BusFrame{Type: "bus", Away: away}) // cannot fail
	return hub.Frame(b)
}
