package telephony

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/line"
)

var numberShape = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// Inbound reads a call that comes in; false when it is none. A number that is withheld is empty.
func Inbound(form url.Values, token string) (line.Inbound, bool) {
	in := line.Inbound{Carrier: short(form.Get("CallSid")), To: form.Get("To"), Request: short(token)}
	if from := form.Get("From"); numberShape.MatchString(from) && !withheld[from] {
		in.From = from
	}
	return in, in.Carrier != "" && form.Get("Direction") == "inbound" && numberShape.MatchString(in.To)
}

// withheld is what the carrier puts in the place of numbers that are not told: words in digits
// ("anonymous", "restricted", "unknown" …).
var withheld = map[string]bool{
	"+266696687": true, "+2562533": true, "+7378742833": true, "+86282452253": true, "+8656696": true,
}

// demo is where Twilio lets the numbers ask that nobody has set up yet.
const demo = "https://demo.twilio.com/"

// TakeCalls has the carrier ask us when somebody calls one of the account's numbers. A number that asks
// somebody else already, or is not the account's, is left alone, and the answer is false: it is for an
// admin to change that at the carrier. Errors: phone_config, carrier_away; repeating it is harmless.
func (p *Phone) TakeCalls(ctx context.Context, number string) (taken bool, err error) {
	x := p.exchange(ctx)
	list := &openapi.ListIncomingPhoneNumberParams{}
	list.SetPhoneNumber(number).SetPageSize(20)
	page, err := x.api().PageIncomingPhoneNumber(list, "", "")
	if err != nil {
		return false, x.refusal(looking, err)
	}
	for _, n := range page.IncomingPhoneNumbers {
		if deref(n.PhoneNumber) != number { // the carrier's filter matches parts of numbers, too
			continue
		}
		asks := deref(n.VoiceUrl)
		switch {
		case deref(n.VoiceApplicationSid) != "", deref(n.TrunkSid) != "", asks != "" && asks != p.links.Inbound() && !strings.HasPrefix(asks, demo):
			return false, nil
		case asks == p.links.Inbound() && deref(n.VoiceFallbackUrl) == p.links.InboundFallback() && deref(n.StatusCallback) == p.links.InboundStatus():
			return true, nil
		}
		x = p.exchange(ctx)
		params := &openapi.UpdateIncomingPhoneNumberParams{}
		params.SetVoiceUrl(p.links.Inbound()).SetVoiceMethod("POST").
			SetVoiceFallbackUrl(p.links.InboundFallback()).SetVoiceFallbackMethod("POST").
			SetStatusCallback(p.links.InboundStatus()).SetStatusCallbackMethod("POST")
		if _, err := x.api().UpdateIncomingPhoneNumber(deref(n.Sid), params); err != nil {
			return false, x.refusal(looking, err)
		}
		return true, nil
	}
	return false, nil
}
