// Package fault is the refusals everyone shares: a kind for machines, a sentence for people.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal it is; the HTTP edge turns it into a status.
type Kind int

// The kinds of refusal.
const (
	Internal  Kind = iota // ours: the reader gets a reference, the log gets the cause
	Invalid               // what was sent cannot be used (422)
	Forbidden             // known, but not theirs to do (403)
	NotFound              // not there, or not for their eyes (404)
	Conflict              // it was right once; the state has moved on (409)
	Busy                  // not now: try again (429, 503)
	SignedOut             // no proof of who is asking (401)
	Gone                  // it was here and was deleted (410)
)

// Field is a refusal of one field of what was sent.
type Field struct {
	Field string `json:"field"`
	Title string `json:"title"`
}

// Error is a refusal. Title is a sentence that says what happened and what to do; it never
// repeats a phone number, an e-mail address or a secret. Code is stable and for machines.
// Extra is added to the problem reply under its keys ("by", "earliest_return", "current").
type Error struct {
	Kind   Kind
	Code   string
	Title  string
	Fields []Field
	Extra  map[string]any
	Cause  error // logged, never shown
}

// Error gives the code and the sentence, for logs.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Title, e.Cause)
	}
	return e.Code + ": " + e.Title
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a refusal of a kind with a code and a sentence.
func New(k Kind, code, title string, args ...any) *Error {
	if len(args) > 0 {
		title = fmt.Sprintf(title, args...)
	}
	return &Error{Kind: k, Code: code, Title: title}
}

// With returns a copy that carries one more value for machines.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Extra = make(map[string]any, len(e.Extra)+1)
	for k, v := range e.Extra {
		c.Extra[k] = v
	}
	c.Extra[key] = value
	return &c
}

// On returns a copy that also names the field at fault.
func (e *Error) On(field, title string) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), Field{Field: field, Title: title})
	return &c
}

// Because returns a copy that carries its cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// As finds the refusal in an error; everything else is Internal.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Code: "internal", Title: "Something broke on our side. Nothing you saved is lost.", Cause: err}
}

// Is says whether err is a refusal with this code.
func Is(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
