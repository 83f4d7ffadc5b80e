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

// Memory keeps who is where outside of this node, for nodes that start later. It may lose
// everything at any time.
type Memory interface {
	// Remember keeps what is known of one key on a topic for half a minute. It does not wait.
	Remember(topic, key string, value []byte)
	// Recall returns what was remembered on a topic, by key, soon or not at all.
	Recall(ctx context.Context, topic string) map[string]string
}

// LocalPresence is what one node knows, in its memory: of those on its own sockets, and by Heard
// of those on other nodes. A person is told of at once and then at most once a second, and
// forgotten when not heard of for 30 seconds: a closed socket alone takes nobody away, because a
// page that reloads comes back.
type LocalPresence struct {
	Memory Memory // nil with a single node; set before use

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
	if tell && l.Memory != nil {
		b, _ := json.Marshal(p) // strings and times cannot fail
		l.Memory.Remember(string(topic), p.ID, b)
	}
}

// Heard takes what another node told of people; its listeners here have it already.
func (l *LocalPresence) Heard(s hub.Sign) {
	var f PresenceFrame
	if err := json.Unmarshal(s.Frame, &f); err != nil || f.Type != "presence" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range f.People {
		l.learn(s.Topic, p)
	}
}

// learn notes somebody whom another node heard. The caller holds mu.
func (l *LocalPresence) learn(topic event.Topic, p Person) {
	people := l.topics[topic]
	if people == nil {
		people = map[string]*attendance{}
		l.topics[topic] = people
	}
	if a := people[p.ID]; a == nil || p.Seen.After(a.Seen) {
		people[p.ID] = &attendance{Person: p, told: p.Seen}
	}
}

// recall learns what was known before this node heard anything of the topic.
func (l *LocalPresence) recall(topic event.Topic) {
	l.mu.Lock()
	_, known := l.topics[topic]
	l.mu.Unlock()
	if known || l.Memory == nil {
		return
	}
	for _, text := range l.Memory.Recall(context.Background(), string(topic)) {
		var p Person
		if err := json.Unmarshal([]byte(text), &p); err != nil || time.Since(p.Seen) >= forgetAfter {
			continue
		}
		l.mu.Lock()
		l.learn(topic, p)
		l.mu.Unlock()
	}
}

// Who lists the people on a topic.
func (l *LocalPresence) Who(topic event.Topic) []Person {
	l.recall(topic)
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
