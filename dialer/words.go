package dialer

import "strings"

// What phones say.
const (
	sayWelcome = "Thank you for calling with us. Stay on the line: you hear a beep when somebody is there. Press star to end a talk."
	sayGoodbye = "Thank you. Goodbye."
	sayNever   = "We will not call you again. Goodbye."
	sayNoCode  = "That code is not known. Goodbye."
	sayBack    = "Hello. This number calls for volunteers. If we have called you and you do not want to be called again, press 9."
	sayCode    = "If you call with us, type the six digits of your page."
	sayAgain   = "That code is not known. Type the six digits of your page once more."
)

// recorded is what somebody hears for whom nobody was free, and who calls us back.
func recorded(organisation, number string) []string {
	out := []string{"Hello. This was a call from " + organisation + ". We are sorry that nobody could talk to you just now."}
	if number != "" {
		out = append(out, "You can reach us at "+spelled(number)+".")
	}
	return append(out, "Press 9 and we will not call you again.")
}

// spelled is a number as it is said, digit by digit.
func spelled(number string) string {
	return strings.Join(strings.Split(strings.TrimPrefix(number, "+"), ""), " ")
}
