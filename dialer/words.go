package dialer

import "strings"

// What phones say.
const (
	sayHello   = "Hello. Your page has asked us to ring you."
	sayKey     = "Press any key to be connected."
	sayWelcome = "Thank you for calling with us. Stay on the line: you hear a beep when somebody is there. Press star to end a talk."
	sayQuiet   = "Thank you for calling with us. Stay on the line: your page says when somebody is there. Press star to end a talk."
	sayGoodbye = "Thank you. Goodbye."
	sayNever   = "We will not call you again. Goodbye."
	sayNoCode  = "That code is not known. Goodbye."
	sayTooMany = "There were too many codes from your phone that are not known. Try again in an hour, or have your page ring you. Goodbye."
	sayHidden  = "Your number was not shown to us, so we cannot take it off. Call again from a phone that shows its number. Goodbye."
	sayCode    = "If you call with us, type the six digits of your page."
	sayAgain   = "That code is not known. Type the six digits of your page once more."
)

// welcome is what a caller hears whose phone is connected.
func welcome(k Caller) string {
	if k.NoBeep {
		return sayQuiet
	}
	return sayWelcome
}

// recorded is what somebody hears for whom nobody was free, and who calls us back.
func recorded(organisation, number string) []string {
	out := []string{"Hello. This was a call from " + organisation + ". We are sorry that nobody could talk to you just now."}
	if number != "" {
		out = append(out, "You can reach us at "+spelled(number)+".")
	}
	return append(out, "Press 9 and we will not call you again.")
}

// recordedBack is what somebody hears first who calls us.
func recordedBack(organisation, number string) []string {
	if organisation == "" {
		organisation = "a phone line of volunteers"
	}
	return []string{
		"Hello. You have reached " + organisation + ", on " + spelled(number) + ".",
		"If we have called you and you do not want to be called again, press 9.", sayCode,
	}
}

// spelled is a number as it is said, digit by digit.
func spelled(number string) string {
	return strings.Join(strings.Split(strings.TrimPrefix(number, "+"), ""), " ")
}
