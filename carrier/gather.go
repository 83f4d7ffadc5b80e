package carrier

import (
	"context"
	"net/url"
	"strings"
	"time"
)

// gather asks for keys. A key during the prompts cuts them short and counts. With finishOnKey
// empty every key is a digit; otherwise that key ends the input and is not part of it. Without any
// digit the document goes on, as if nothing had been pressed, unless actionOnEmptyResult is true.
func (c *Carrier) gather(ctx context.Context, l *leg, v verb, t target) (*target, error) {
	if in, ok := v.attr["input"]; ok && !contains(strings.Fields(in), "dtmf") {
		return nil, &documentError{Code: 12200, Why: "<Gather input> must contain dtmf: this carrier hears keys only"}
	}
	most, err := v.whole("numDigits", 0, 1)
	if err != nil {
		return nil, err
	}
	silence, err := v.seconds("timeout", 5, 0)
	if err != nil {
		return nil, err
	}
	finish, ok := v.attr["finishOnKey"]
	if !ok {
		finish = "#"
	}
	next, err := destination("gather", v.attr["action"], v.attr["method"], t)
	if err != nil {
		return nil, err
	}
	var prompts []utterance
	for _, sub := range v.sub {
		u, err := c.utterances(sub)
		if err != nil {
			return nil, err
		}
		prompts = append(prompts, u...)
	}

	keys, deaf := c.listen(l)
	defer deaf()
	digits, finished, over := c.collect(ctx, keys, c.utter(ctx, l, prompts, keys), most, finish, silence)
	if over {
		return nil, ctx.Err()
	}
	if digits == "" && !v.flag("actionOnEmptyResult", false) {
		return nil, nil
	}
	next.extra = url.Values{"Digits": {digits}, "FinishedOnKey": {finished}, "msg": {"Gather End"}}
	return next, nil
}

// collect gathers digits, from a first key that came during the prompts (0: none) until there are
// enough of them, the finishing key, or silence; over when the leg or the document ended first.
func (c *Carrier) collect(ctx context.Context, keys <-chan rune, first rune, most int, finish string, silence time.Duration) (digits, finished string, over bool) {
	for key := first; ; {
		if key != 0 {
			if strings.ContainsRune(finish, key) {
				return digits, string(key), false
			}
			digits += string(key)
			if most > 0 && len(digits) >= most {
				return digits, "", false
			}
		}
		due, cancel := c.timer(silence)
		select {
		case key = <-keys:
			cancel()
		case <-due:
			return digits, "", false
		case <-ctx.Done():
			cancel()
			return "", "", true
		}
	}
}
