package account

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"partyline/fault"
)

// fictitious is the ranges kept for drama and examples that are not in the tables of real numbers.
// Demos and tests live in them; nobody can be rung there.
var fictitious = regexp.MustCompile(`^\+44(7700900|1632960)\d{3}$`)

// Phone normalises a number as people write it; country is of numbers without a country code.
// Refusals have the code number_invalid and the field number, and never repeat what was typed.
func Phone(raw, country string) (NumberView, error) {
	raw = trim(raw)
	if country == "" {
		country = "GB"
	}
	n, err := phonenumbers.Parse(raw, country)
	if err != nil {
		switch err {
		case phonenumbers.ErrInvalidCountryCode:
			return NumberView{}, badNumber("This number has no country that we know. Write it like +44 7700 900123.")
		case phonenumbers.ErrTooShortNSN, phonenumbers.ErrTooShortAfterIDD:
			return NumberView{}, badNumber("This is too short for a phone number.")
		case phonenumbers.ErrNumTooLong:
			return NumberView{}, badNumber("This is too long for a phone number.")
		}
		return NumberView{}, badNumber("This is not a phone number.")
	}
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	region := phonenumbers.GetRegionCodeForNumber(n)
	if region == "" || region == "ZZ" {
		region = phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	}
	view := NumberView{Number: e164, International: phonenumbers.Format(n, phonenumbers.INTERNATIONAL), Country: region}
	switch {
	case n.GetExtension() != "":
		return NumberView{}, badNumber("A number with an extension cannot be rung.")
	case fictitious.MatchString(e164):
		view.Kind = region + " mobile"
		if strings.HasPrefix(e164, "+441632") {
			view.Kind = region + " landline"
		}
		return view, nil
	case !phonenumbers.IsValidNumber(n):
		switch phonenumbers.IsPossibleNumberWithReason(n) {
		case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
			return NumberView{}, badNumber("This is too short for a " + region + " number.")
		case phonenumbers.TOO_LONG:
			return NumberView{}, badNumber("This is too long for a " + region + " number.")
		}
		return NumberView{}, badNumber("There is no such " + region + " number.")
	}
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.MOBILE:
		view.Kind = region + " mobile"
	case phonenumbers.FIXED_LINE:
		view.Kind = region + " landline"
	case phonenumbers.PREMIUM_RATE:
		return NumberView{}, badNumber("This is a premium-rate number: we do not ring those.")
	default:
		view.Kind = region + " number"
	}
	return view, nil
}

func badNumber(title string) error {
	return fault.New(fault.Invalid, "number_invalid", title).On("number", title)
}

// phoneFor is Phone for another field; an empty number stays empty.
func phoneFor(field, raw, country string) (string, error) {
	if trim(raw) == "" {
		return "", nil
	}
	view, err := Phone(raw, country)
	if err != nil {
		f := *fault.As(err)
		f.Fields = []fault.Field{{Field: field, Title: f.Title}}
		return "", &f
	}
	return view.Number, nil
}

// Readable is a number in E.164 as people write it, behind the country's code.
func Readable(number string) string {
	if view, err := Phone(number, ""); number != "" && err == nil {
		return view.International
	}
	return number
}
