package calling

import "partyline/event"

// digit is what one key writes down of an answered call: a whole log, so that a session can be
// worked with no browser at all.
type digit struct {
	log  LogRequest
	said string // what the leader hears back
}

// keypad is the keys that log. Star puts the log off; every other key repeats the prompt.
var keypad = map[string]digit{
	"1": {LogRequest{Reached: true, Outcome: Talked}, "Saved: reached."},
	"2": {LogRequest{Outcome: NoAnswer}, "Saved: no answer."},
	"3": {LogRequest{Outcome: Voicemail}, "Saved: you left a message."},
	"4": {LogRequest{Outcome: Busy}, "Saved: busy."},
	"5": {LogRequest{Outcome: WrongNumber}, "Saved: wrong number."},
	"6": {LogRequest{Reached: true, Outcome: CallBack, Skip: &SkipRequest{Type: SkipQuick, Minutes: 30}}, "Saved: call back in 30 minutes."},
	"9": {LogRequest{Reached: true, Outcome: DoNotCall}, "Saved: this person is not called again."},
}

// sayKeypad names every key of keypad, and star.
const sayKeypad = "Press 1 if you reached them. 2, no answer. 3, you left a message. 4, busy. 5, wrong number. " +
	"6, call back in 30 minutes. 9, do not call again. Star, later."

// putOff is star: the log comes later, as a correction.
func (c *onPhone) putOff(o *owedCall) (Script, event.Kind, error) {
	o.call.Attempt.PutOff = c.now
	if err := c.close(o, EndNoLog); err != nil {
		return nil, "", err
	}
	if err := c.audit(c.session.Leader, "log.put_off", "attempt", o.call.Attempt.ID, nil); err != nil {
		return nil, "", err
	}
	return c.saved(sayPutOff, CallEnded)
}

// logByKey writes down what a key stands for.
func (c *onPhone) logByKey(o *owedCall, d digit) (Script, event.Kind, error) {
	log, err := d.log.read(c.list)
	if err != nil {
		return nil, "", err
	}
	role, err := c.Leads(c.session.Leader, c.session.Group)
	if err != nil {
		return nil, "", err
	}
	who := Who{User: c.session.Leader, Organisation: c.session.Organisation, Role: role}
	e, err := c.Entry(o.call.Attempt.Entry)
	if err != nil {
		return nil, "", err
	}
	if err := c.begins(ActLog, who, e); err != nil {
		return nil, "", err
	}
	c.act.Attempt, c.act.Was.Keyed = o.call.Attempt.ID, true
	if log, err = c.firstLog(who, o.call.Attempt, log, d.log.Skip); err != nil {
		return nil, "", err
	}
	c.act.Log, c.act.Was.Version = log.ID, log.Version
	if _, err := c.keeps(); err != nil { // the page learns of it from the session
		return nil, "", err
	}
	c.active()
	return c.saved(d.said+" "+sayGoOnKey, ContactLogged)
}

// saved answers a key that ended a call. The run takes a step, so that the same key, told twice, does not dial.
func (c *onPhone) saved(say string, kind event.Kind) (Script, event.Kind, error) {
	run, err := c.Run(c.run.ID) // what ended the call may have changed it
	if err != nil {
		return nil, "", err
	}
	c.run.State, c.run.Since = run.State, run.Since
	c.run.Step++
	if err := c.SaveRun(c.run); err != nil {
		return nil, "", err
	}
	return ask(c.leg, c.run.Step, KeyWait, say), kind, nil
}
