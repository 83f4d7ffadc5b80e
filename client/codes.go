package client

import (
	"encoding/binary"
	"net/http"
)

// Code is why the server closes a socket.
type Code int

// The codes below 4000 are those of RFC 6455; 4000 to 4099 are ours and ask the page to come
// back, 4100 to 4199 are ours and ask it not to.
const (
	Left          Code = 1000
	GoingAway     Code = 1001
	ProtocolError Code = 1002
	NotText       Code = 1003
	NotJSON       Code = 1007
	TooBig        Code = 1009
	Broken        Code = 1011
	TooSlow       Code = 4000
	Silent        Code = 4001
	SignedOut     Code = 4100
	Flooding      Code = 4101
)

// Closing is one row of the table of close codes.
type Closing struct {
	Code     Code   `json:"code"`
	Reason   string `json:"reason"`    // sent in the close frame; at most 123 bytes
	ComeBack bool   `json:"come_back"` // whether the page should connect again by itself
}

// Closings is the table of all codes the server closes with. Where a socket ends without a
// code (1006 in a browser) the page comes back.
var Closings = [...]Closing{
	{Left, "You left.", false},
	{GoingAway, "This server is stopping; come back in the time it gave.", true},
	{ProtocolError, "What came is not the WebSocket protocol.", false},
	{NotText, "Only text messages are understood.", false},
	{NotJSON, "A message was not JSON in UTF-8.", false},
	{TooBig, "A message was larger than 64 kB.", false},
	{Broken, "Something broke on our side; come back.", true},
	{TooSlow, "Too much was waiting to be read; come back and go on from the last number.", true},
	{Silent, "Nothing was heard for too long; come back.", true},
	{SignedOut, "You are signed out; sign in and come back.", false},
	{Flooding, "Too many messages at once.", false},
}

// Reason is what the close frame says.
func (c Code) Reason() string {
	for i := range Closings {
		if Closings[i].Code == c {
			return Closings[i].Reason
		}
	}
	return http.StatusText(http.StatusInternalServerError)
}

// frame is the close frame, framed for the wire.
func (c Code) frame() []byte {
	const finalClose = 0x88
	reason := c.Reason()
	b := append(make([]byte, 0, 4+len(reason)), finalClose, byte(2+len(reason)))
	return append(binary.BigEndian.AppendUint16(b, uint16(c)), reason...)
}
