package telephony

import (
	"net/url"
	"strconv"
	"time"

	"partyline/line"
)

// RoomFact reads what the carrier reports about a room; false when it is no room of ours or nothing
// that we know.
func RoomFact(form url.Values) (line.RoomFact, bool) {
	f := line.RoomFact{
		Room: form.Get("FriendlyName"), Conference: short(form.Get("ConferenceSid")), Carrier: short(form.Get("CallSid")),
		Seat: seat(form.Get("ParticipantLabel")), Seq: -1, At: dated(form.Get("Timestamp")),
	}
	if n, err := strconv.Atoi(form.Get("SequenceNumber")); err == nil && n >= 0 {
		f.Seq = n
	}
	switch form.Get("StatusCallbackEvent") {
	case "participant-join":
		f.Kind = line.Came
	case "conference-start":
		f.Kind = line.Started
	case "participant-leave":
		f.Kind, f.Why = line.Left, left(form.Get("ReasonParticipantLeft"))
	case "conference-end":
		f.Kind, f.Why = line.Over, closed(form.Get("ReasonConferenceEnded"))
		if by := form.Get("CallSidEndingConference"); by != "" {
			f.Carrier = short(by)
		}
	}
	_, _, ours := line.RoomOf(f.Room)
	return f, ours && f.Kind != "" && f.Conference != ""
}

func seat(label string) line.Seat {
	switch s := line.Seat(label); s {
	case line.CallerSeat, line.ContactSeat:
		return s
	}
	return ""
}

func left(reason string) line.Reason {
	switch reason {
	case "participant_hung_up":
		return line.HungUp
	case "participant_updated_via_api":
		return line.Sent
	case "moderator_ended_conference":
		return line.Followed
	case "conference_ended_via_api":
		return line.Closed
	}
	return line.Elsewise
}

func closed(reason string) line.Reason {
	switch reason {
	case "participant-with-end-conference-on-exit-left", "last-participant-left":
		return line.HungUp
	case "participant-with-end-conference-on-exit-kicked", "last-participant-kicked":
		return line.Sent
	case "conference-ended-via-api":
		return line.Closed
	}
	return line.Elsewise
}

// Verdict reads what machine detection says; false when it says nothing. A word that we do not know is
// unclear, and unclear is taken for a person.
func Verdict(form url.Values) (line.Verdict, bool) {
	v := line.Verdict{Carrier: short(form.Get("CallSid")), By: line.Unclear,
		Took: time.Duration(number(form.Get("MachineDetectionDuration"))) * time.Millisecond}
	switch by := form.Get("AnsweredBy"); by {
	case "":
		return line.Verdict{}, false
	case "human":
		v.By = line.Human
	case "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other":
		v.By = line.Machine
	case "fax":
		v.By = line.Fax
	}
	return v, v.Carrier != ""
}
