package client

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"partyline/event"
	"partyline/hub"
)

// Presence knows who is where, and tells the listeners of a topic.
type Presence interface {
	// Here says that the person was heard of on the topic just now.
	Here(topic event.Topic, p Person)
	// Who returns the people on a topic, by name.
	Who(topic event.Topic) []Person
}

const (
	forgetAfter  = 30 * time.Second
	tellInterval = time.Second
)

// LocalPresence is the presence of a single node, in its memory. A person is told of at once
// and then at most once a second, and forgotten when not heard of for 30 seconds: a closed
// socket alone takes nobody away, because a page that reloads comes back.
type LocalPresence struct {
	signal func(context.Context, hub.Sign)

	mu     sync.Mutex
	topics map[event.Topic]map[string]*attendance
}

type attendance struct {
	Person
	told  time.Time
	fresh bool // something has not been told yet
}

// NewLocalPresence returns a presence that tells through signal, which is hub.Signal. Its
// owner calls Turn about once a second.
func NewLocalPresence(signal func(context.Context, hub.Sign)) *LocalPresence {
	return &LocalPresence{signal: signal, topics: map[event.Topic]map[string]*attendance{}}
}

// Here notes and tells.
func (l *LocalPresence) Here(topic event.Topic, p Person) {
	now := time.Now().UTC().Truncate(time.Millisecond)
	p.Seen = now
	l.mu.Lock()
	people := l.topics[topic]
	if people == nil {
		people = map[string]*attendance{}
		l.topics[topic] = people
	}
	a := people[p.ID]
	if a == nil {
		a = &attendance{}
		people[p.ID] = a
	}
	a.Person, a.fresh = p, true
	tell := now.Sub(a.told) >= tellInterval
	if tell {
		a.told, a.fresh = now, false
	}
	l.mu.Unlock()
	if tell {
		l.tell(topic, p.ID, PresenceFrame{People: []Person{p}})
	}
}

// Who lists the people on a topic.
func (l *LocalPresence) Who(topic event.Topic) []Person {
	l.mu.Lock()
	defer l.mu.Unlock()
	var people []Person
	for _, a := range l.topics[topic] {
		people = append(people, a.Person)
	}
	slices.SortFunc(people, func(a, b Person) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return people
}

// Turn tells what was held back and forgets who was not heard of.
func (l *LocalPresence) Turn(now time.Time) {
	type news struct {
		topic event.Topic
		id    string
		frame PresenceFrame
	}
	var all []news
	l.mu.Lock()
	for topic, people := range l.topics {
		for id, a := range people {
			switch {
			case now.Sub(a.Seen) >= forgetAfter:
				delete(people, id)
				all = append(all, news{topic, id, PresenceFrame{Gone: []string{id}}})
			case a.fresh && now.Sub(a.told) >= tellInterval:
				a.told, a.fresh = now, false
				all = append(all, news{topic, id, PresenceFrame{People: []Person{a.Person}}})
			}
		}
		if len(people) == 0 {
			delete(l.topics, topic)
		}
	}
	l.mu.Unlock()
	for _, n := range all {
		l.tell(n.topic, n.id, n.frame)
	}
}

func (l *LocalPresence) tell(topic event.Topic, id string, f PresenceFrame) {
	l.signal(context.Background(), hub.Sign{Topic: topic, Key: id, Frame: presenceFrame(topic, f)})
}

func presenceFrame(topic event.Topic, f PresenceFrame) json.RawMessage {
	f.Type, f.Topic = "presence", topic
	if f.People == nil {
		f.People = []Person{}
	}
	b, _ := json.Marshal(f) // strings and times cannot fail
	return b
}
