package telephony

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/twilio/twilio-go/client"

	"partyline/fault"
)

// action is what was asked of the carrier; the same silence means different things for each.
type action int

const (
	placing   action = iota // never repeated once it has left
	steering                // never repeated once it has left
	hangingUp               // harmless to repeat
	looking                 // harmless to repeat
)

// meaning is what a refusal means for us.
type meaning int

const (
	badNumber meaning = iota
	blocked
	config
	trial
	away
	gone
)

// meanings is the carrier's error codes that have a meaning of their own.
var meanings = map[int]meaning{
	13223: badNumber, // Dial: invalid number
	13224: badNumber, // Dial: number not supported
	13225: blocked,   // Dial: forbidden number
	13227: blocked,   // Dial: no permission for that country
	21201: badNumber, // no To
	21211: badNumber, // invalid To
	21214: badNumber, // To cannot be reached
	21215: blocked,   // no permission for that country
	21216: blocked,   // blocked by the carrier
	21217: badNumber, // not a valid number
	21219: trial,     // trial account, To not verified
	21210: config,    // From not ours
	21212: config,    // invalid From
	21213: config,    // no From
	20003: config,    // wrong credentials
	20005: config,    // account not active
	10001: config,    // account not active
	21222: config,    // credentials with impossible characters
	21224: config,
	10004: away, // too many calls at once
	20429: away, // throttled
	22005: away, // the carrier's queue is full
	21220: gone, // not in progress
	20404: gone, // no such call
}

// refusal turns what came of an exchange into a fault, or into nil where that is what was wanted.
func (x *exchange) refusal(a action, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	code := 0
	var rest *client.TwilioRestError
	if errors.As(err, &rest) {
		code = rest.Code
	}
	cause := x.cause(err, code)
	if x.status >= 200 && x.status < 300 { // it was done; only what the reply said is lost
		switch a {
		case hangingUp, steering:
			return nil
		case placing:
			return unknown(cause)
		}
		return carrierAway(cause)
	}
	if m, ok := meanings[code]; ok && (x.status < 500 || m == away) {
		return x.refused(a, m, cause)
	}
	switch {
	case x.status == http.StatusTooManyRequests:
		return x.refused(a, away, cause)
	case x.status >= 500, x.status == http.StatusRequestTimeout, x.status == 0 && x.wrote.Load():
		if a == placing || a == steering {
			return unknown(cause)
		}
		return carrierAway(cause)
	case x.status == 0:
		return carrierAway(cause)
	}
	return x.refused(a, config, cause)
}

func (x *exchange) refused(a action, m meaning, cause error) error {
	switch m {
	case badNumber:
		return fault.New(fault.Invalid, "bad_number", "The carrier says that this phone number cannot be called. Check the number.").Because(cause)
	case blocked:
		return fault.New(fault.Invalid, "bad_number", "The carrier does not call this phone number: its country is switched off for this account, or the number is blocked.").Because(cause)
	case trial:
		return phoneConfig("The carrier's account is a trial: it calls only numbers that were verified there. An admin can verify this one, or upgrade the account.", cause)
	case away:
		f := carrierAway(cause)
		if x.after > 0 {
			f = f.With("after_seconds", int(x.after.Seconds()+0.999))
		}
		return f
	case gone:
		switch a {
		case hangingUp:
			return nil
		case steering:
			return fault.New(fault.Gone, "leg_gone", "This call is over.").Because(cause)
		}
	}
	return phoneConfig("The carrier refused the call because of our settings. An admin has to check the carrier's account and the caller ID.", cause)
}

func phoneConfig(title string, cause error) *fault.Error {
	return fault.New(fault.Conflict, "phone_config", "%s", title).Because(cause)
}

func carrierAway(cause error) *fault.Error {
	return fault.New(fault.Busy, "carrier_away", "We can't reach the phone carrier. Nothing was dialled; we try again.").Because(cause)
}

func unknown(cause error) *fault.Error {
	return fault.New(fault.Busy, "outcome_unknown", "The phone carrier took the request and its answer was lost. We are asking it what happened.").Because(cause)
}

// cause is what the log may know. The carrier's own words are left out: they repeat the number.
func (x *exchange) cause(err error, code int) error {
	switch {
	case code != 0:
		return fmt.Errorf("the carrier answered %d, code %d", x.status, code)
	case x.status >= 300:
		return fmt.Errorf("the carrier answered %d", x.status)
	case x.status != 0:
		return fmt.Errorf("the carrier answered %d and the reply is of no use", x.status)
	}
	err = bare(err)
	if s := err.Error(); strings.ContainsAny(s, "?=") { // never a URL or a form
		return errors.New("the request failed")
	}
	return err
}
