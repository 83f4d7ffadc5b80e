package calling

import "partyline/event"

// The events of a session. Each carries a Change.
const (
	SessionCreated    event.Kind = "calling.session_created"
	SessionRenamed    event.Kind = "calling.session_renamed"
	SessionShelved    event.Kind = "calling.session_archived"
	SessionHandedOver event.Kind = "calling.session_handed_over"
	PhoneChanged      event.Kind = "calling.phone_changed"
	EntryCalled       event.Kind = "calling.entry_called"
	EntrySkipped      event.Kind = "calling.entry_skipped"
	SkipRemoved       event.Kind = "calling.skip_removed"
	EntryPrioritised  event.Kind = "calling.entry_prioritised"
	EntryReturned     event.Kind = "calling.entry_returned"
	EntryRechecked    event.Kind = "calling.entry_rechecked"
	CallEnded         event.Kind = "calling.call_ended"
	ContactLogged     event.Kind = "calling.contact_logged"
	ActionUndone      event.Kind = "calling.action_undone"
	CycleCompleted    event.Kind = "calling.cycle_completed"
	CycleReopened     event.Kind = "calling.cycle_reopened"
	CycleStarted      event.Kind = "calling.cycle_started"
	Prepared          event.Kind = "calling.session_prepared" // so far, or whole: see Session.Preparing
	RosterChanged     event.Kind = "calling.roster_changed"
	PersonReserved    event.Kind = "calling.person_reserved" // also on list/{id}: a Reserved
	PersonReleased    event.Kind = "calling.person_released"
	SettingsChanged   event.Kind = "calling.settings_changed" // of the organisation, the group or the list
)

// PersonWasLogged is on supporter/{id} and list/{id}: a PersonLogged.
const PersonWasLogged event.Kind = "calling.person_logged"

// The events of list/{id} about its leaders: a LeaderNow, and a SplitView.
const (
	LeaderChanged event.Kind = "calling.leader_changed"
	ListSplit     event.Kind = "calling.list_split"
)

// SessionListed is the event of the topic sessions/{group}; it carries a Listed.
const SessionListed event.Kind = "calling.session_listed"

// Kinds is every kind of event of this package, for the OpenAPI document and its closed union.
var Kinds = []event.Kind{
	SessionCreated, SessionRenamed, SessionShelved, SessionHandedOver, PhoneChanged, EntryCalled, EntrySkipped, SkipRemoved,
	EntryPrioritised, EntryReturned, EntryRechecked, CallEnded, ContactLogged, ActionUndone, CycleCompleted, CycleReopened,
	CycleStarted, Prepared, RosterChanged, SettingsChanged, PersonReserved, PersonReleased, PersonWasLogged, SessionListed,
	LeaderChanged, ListSplit,
}
