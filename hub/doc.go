// Package hub carries committed events to everyone on this node who listens to their topic.
//
// # What a listener is promised
//
// Order and loss. From the place where a subscription begins, a listener gets every event of
// its topic in the order of their sequence numbers, once; or it gets a reset frame, its
// subscription ends, and it starts again from a snapshot. Nothing in between: an event that
// the bus lost, that came twice or out of order, or that its publisher never sent because it
// died after the commit, is put right from the log, at the latest by the slow tick
// (Options.Tick). Signs (presence and the like) are the exception: they are not logged, they
// may be lost, and of two that wait with the same key only the later one is sent.
//
// The promise ends at Listener.Send: a listener that cannot take more must be cut off by its
// owner, and resumes with the last sequence number it has.
//
// # One way in
//
// Publish hands events to the bus, and the bus hands them to every node's hub, the
// publisher's own included. There a topic compares the number: the next one goes out, an
// older one is dropped, and a gap is read from the log. An event is published after its
// transaction has committed; the hub never sees one that may still be rolled back.
//
// # Concurrency
//
// All methods may be called from any goroutine. A topic has one fan-out at a time, on a
// goroutine that ends when nothing waits; what is published meanwhile goes out in its next
// turn, in one write and one frame to each listener. Events that keep coming faster than a page
// draws are gathered for up to 50 ms; one that comes alone goes out at once. A topic with more than 100,000 deliveries a second has
// a turn every 20 ms, and gathers for a few what comes after a pause. From 1,024 listeners
// on a turn is split over the cores. Listener.Send is called without any lock of the hub,
// never twice at once for one subscription, and must not block: the hub has no goroutine,
// timer or channel for a connection, and one listener that waits would hold up all others of
// its topic.
//
// No lock is held during Send or while the log is read.
//
// # Memory
//
// A topic exists while somebody listens to it. What waits for its next turn is bounded
// (Options.Pending): beyond that, events are left in the log and fetched when there is room.
// A subscription that replays keeps at most Options.ReplayBytes of what happens meanwhile.
// Events are encoded and framed once; all listeners get the same bytes, which nobody changes.
// The listeners of a topic are one slice, copied only when it changes while a fan-out holds it.
package hub
