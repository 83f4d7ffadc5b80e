package client_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"syscall"
	"testing"

	"partyline/client"
)

// This test's client is written against RFC 6455, after the cases of the Autobahn suite, and
// shares nothing with the server: it masks with random masks, and finds fault with every frame
// of a server that section 5 does not allow.

type opcode byte

const (
	goOn     opcode = 0x0
	text     opcode = 0x1
	binaries opcode = 0x2
	closes   opcode = 0x8
	pings    opcode = 0x9
	pongs    opcode = 0xa
)

const final, reserved1, reserved2, reserved3 = 0x80, 0x40, 0x20, 0x10

// wire is what a browser sends, byte by byte.
type wire []byte

// with appends a frame: its first byte as given, masked, its length in as few bytes as can be.
func (w wire) with(first byte, payload string) wire {
	w = append(w, first)
	switch n := len(payload); {
	case n <= 125:
		w = append(w, 0x80|byte(n))
	case n < 1<<16:
		w = binary.BigEndian.AppendUint16(append(w, 0x80|126), uint16(n))
	default:
		w = binary.BigEndian.AppendUint64(append(w, 0x80|127), uint64(n))
	}
	mask := binary.BigEndian.AppendUint32(nil, rand.Uint32())
	w = append(w, mask...)
	for i := range len(payload) {
		w = append(w, payload[i]^mask[i%4])
	}
	return w
}

func (w wire) frame(op opcode, payload string) wire { return w.with(final|byte(op), payload) }
func (w wire) begin(payload string) wire            { return w.with(byte(text), payload) }
func (w wire) more(payload string) wire             { return w.with(byte(goOn), payload) }
func (w wire) end(payload string) wire              { return w.with(final|byte(goOn), payload) }
func (w wire) bytes(b ...byte) wire                 { return append(w, b...) }

func (w wire) close(code int, reason string) wire {
	return w.frame(closes, string(binary.BigEndian.AppendUint16(nil, uint16(code)))+reason)
}

// shakeHands opens a socket over c.
func shakeHands(c net.Conn) (*bufio.Reader, error) {
	fmt.Fprintf(c, "GET /ws?name=raw HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	in := bufio.NewReader(c)
	for {
		if line, err := in.ReadString('\n'); err != nil || line == "\r\n" {
			return in, err
		}
	}
}

// heard is one frame of the server.
type heard struct {
	op      opcode
	payload string
}

// next reads a frame, and fails on what no server may send.
func next(in *bufio.Reader) (heard, error) {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return heard{}, err
	}
	op, n := opcode(head[0]&0x0f), uint64(head[1]&0x7f)
	switch {
	case head[0]&0x70 != 0:
		return heard{}, fmt.Errorf("reserved bits in %x", head)
	case head[1]&0x80 != 0:
		return heard{}, fmt.Errorf("a masked frame from the server: %x", head)
	case head[0]&final == 0:
		return heard{}, fmt.Errorf("a fragment, where every frame is a message: %x", head)
	case op != text && op != closes && op != pings && op != pongs:
		return heard{}, fmt.Errorf("opcode %x", op)
	case op >= closes && n > 125:
		return heard{}, fmt.Errorf("a control frame of %d bytes", n)
	}
	var long [8]byte
	least := uint64(0)
	switch n {
	case 126:
		if _, err := io.ReadFull(in, long[6:]); err != nil {
			return heard{}, err
		}
		n, least = binary.BigEndian.Uint64(long[:]), 126
	case 127:
		if _, err := io.ReadFull(in, long[:]); err != nil {
			return heard{}, err
		}
		n, least = binary.BigEndian.Uint64(long[:]), 1<<16
	}
	if n < least || n > 1<<20 {
		return heard{}, fmt.Errorf("a length of %d, not written in the fewest bytes", n)
	}
	payload := make([]byte, n)
	_, err := io.ReadFull(in, payload)
	return heard{op, string(payload)}, err
}

// A rule of the protocol: what is sent, what comes back, and how it ends.
type rule struct {
	name  string
	send  wire
	hear  []heard     // before the end
	code  client.Code // of the close frame; 0: the socket goes on
	empty bool        // the close frame has no code
}

const ping = `{"type":"ping"}`

var pong = heard{text, `{"type":"pong"}`}

func rules() []rule {
	var w wire
	all := []rule{
		{name: "nothing between a text and a close", send: w.frame(text, ping).close(1000, ""), hear: []heard{pong}, code: 1000},
		{name: "a text in two fragments", send: w.begin(ping[:7]).end(ping[7:]), hear: []heard{pong}},
		{name: "empty fragments", send: w.begin("").more("").more(ping).more("").end(""), hear: []heard{pong}},
		{name: "control frames between fragments", send: w.begin(ping[:3]).frame(pings, "a").more(ping[3:5]).frame(pongs, "?").frame(pings, "b").end(ping[5:]),
			hear: []heard{{pongs, "a"}, {pongs, "b"}, pong}},
		{name: "ten texts at once", send: bytes.Repeat(w.frame(text, ping), 10), hear: many(10, pong)},
		{name: "a pong nobody asked for", send: w.frame(pongs, "here").frame(pongs, "").frame(text, ping), hear: []heard{pong}},
		{name: "ten pings", send: w.frame(pings, "1").frame(pings, "2").frame(pings, "").frame(pings, "\x00\xff"),
			hear: []heard{{pongs, "1"}, {pongs, "2"}, {pongs, ""}, {pongs, "\x00\xff"}}},
		{name: "a ping of 126 bytes", send: w.frame(pings, strings.Repeat("x", 126)), code: client.ProtocolError},
		{name: "a ping in fragments", send: w.with(byte(pings), "a"), code: client.ProtocolError},
		{name: "a pong in fragments", send: w.with(byte(pongs), "a"), code: client.ProtocolError},
		{name: "a close in fragments", send: w.with(byte(closes), "\x03\xe8"), code: client.ProtocolError},
		{name: "a continuation of nothing", send: w.end(ping), code: client.ProtocolError},
		{name: "an unfinished continuation of nothing", send: w.more(ping), code: client.ProtocolError},
		{name: "a text within a text", send: w.begin("{").frame(text, ping), code: client.ProtocolError},
		{name: "a beginning within a text", send: w.begin("{").begin("}"), code: client.ProtocolError},
		{name: "a continuation after the end", send: w.begin(ping[:3]).end(ping[3:]).end("x"), hear: []heard{pong}, code: client.ProtocolError},
		{name: "no mask", send: w.bytes(final|byte(text), 2, '{', '}'), code: client.ProtocolError},
		{name: "a ping without mask", send: w.bytes(final|byte(pings), 0), code: client.ProtocolError},
		{name: "a length of more than 63 bits", send: w.bytes(final|byte(text), 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4), code: client.ProtocolError},
		{name: "a length that nobody has", send: w.bytes(final|byte(text), 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0).bytes(make([]byte, 70_000)...), code: client.TooBig},
		{name: "64 kB and a byte", send: w.frame(text, ping+strings.Repeat(" ", 64<<10-len(ping)+1)), code: client.TooBig},
		{name: "64 kB and a byte in fragments", send: w.begin(ping + strings.Repeat(" ", 40<<10)).more(strings.Repeat(" ", 24<<10)).end(" "), code: client.TooBig},
		{name: "binary", send: w.frame(binaries, ping), code: client.NotText},
		{name: "an empty close", send: w.frame(closes, ""), empty: true},
		{name: "a close with a reason", send: w.close(1000, "enough — for today"), code: 1000},
		{name: "a close with the longest reason", send: w.close(1001, strings.Repeat("x", 123)), code: 1001},
		{name: "a close of one byte", send: w.frame(closes, "\x03"), code: client.ProtocolError},
		{name: "a close of 126 bytes", send: w.close(1000, strings.Repeat("x", 124)), code: client.ProtocolError},
		{name: "two closes", send: w.close(1000, "").close(1001, ""), code: 1000},
		{name: "a ping after the close", send: w.close(1000, "").frame(pings, "late"), code: 1000},
		{name: "a text after the close", send: w.close(1000, "").frame(text, ping), code: 1000},
		{name: "a close within a text", send: w.begin("{").close(1000, ""), code: 1000},
	}
	for _, n := range []int{len(ping), 125, 126, 127, 128, 65535, 65536} {
		all = append(all, rule{name: fmt.Sprintf("a text of %d bytes", n), send: w.frame(text, ping+strings.Repeat(" ", n-len(ping))), hear: []heard{pong}})
	}
	for _, n := range []int{0, 1, 124, 125} {
		payload := strings.Repeat("\xfe", n)
		all = append(all, rule{name: fmt.Sprintf("a ping of %d bytes", n), send: w.frame(pings, payload), hear: []heard{{pongs, payload}}})
	}
	for _, bits := range []byte{reserved1, reserved2, reserved3, reserved1 | reserved3, 0x70} {
		for _, op := range []opcode{text, pings, closes} {
			all = append(all, rule{name: fmt.Sprintf("reserved bits %x on %x", bits, op), send: w.with(final|bits|byte(op), ""), code: client.ProtocolError})
		}
	}
	for _, op := range []opcode{3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf} {
		all = append(all, rule{name: fmt.Sprintf("opcode %x", op), send: w.frame(op, ping), code: client.ProtocolError})
	}
	for _, code := range []int{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999} {
		all = append(all, rule{name: fmt.Sprintf("a close with %d", code), send: w.close(code, ""), code: client.Code(code)})
	}
	for _, code := range []int{0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		all = append(all, rule{name: fmt.Sprintf("a close with %d", code), send: w.close(code, ""), code: client.ProtocolError})
	}
	const known, letters = `{"type":"`, "κόσμε 🐝"
	whole := known + letters + `"}`
	for cut := len(known); cut <= len(known)+len(letters); cut++ { // also in the middle of a letter
		all = append(all, rule{name: fmt.Sprintf("UTF-8 cut at %d", cut), send: w.begin(whole[:cut]).more("").end(whole[cut:]).frame(text, ping),
			hear: []heard{{text, "unknown_type"}, pong}})
	}
	for name, bad := range map[string]string{
		"a lone continuation": "\x80", "a letter cut short": "\xce", "too long a form": "\xc0\xaf", "a surrogate": "\xed\xa0\x80",
		"beyond the last letter": "\xf4\x90\x80\x80", "a byte that is never": "\xff",
	} {
		all = append(all, rule{name: "UTF-8: " + name, send: w.frame(text, known+bad+`"}`), code: client.NotJSON},
			rule{name: "UTF-8 in fragments: " + name, send: w.begin(known + bad[:1]).end(bad[1:] + `"}`), code: client.NotJSON})
	}
	return all
}

func many(n int, h heard) (all []heard) {
	for range n {
		all = append(all, h)
	}
	return all
}

// TestTheRulesOfRFC6455 sends each case whole, byte by byte and in random pieces, to sockets
// that are waited for at one place and to those with a goroutine each.
func TestTheRulesOfRFC6455(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{Messages: -1}, wrap)
		for _, r := range rules() {
			for how, chop := range map[string]func(left int) int{
				"whole":         func(left int) int { return left },
				"byte by byte":  func(int) int { return 1 },
				"random pieces": func(left int) int { return 1 + rand.IntN(min(left, 700)) },
			} {
				if how == "byte by byte" && len(r.send) > 2000 {
					continue
				}
				t.Run(r.name+", "+how, func(t *testing.T) {
					t.Parallel()
					r.check(t, s, chop)
				})
			}
		}
	})
}

func (r rule) check(t *testing.T, s *site, chop func(left int) int) {
	c := (&site{t: t, addr: s.addr}).raw()
	c.SetNoDelay(true)
	go func() {
		for rest := r.send; len(rest) > 0; {
			n := chop(len(rest))
			if _, err := c.Write(rest[:n]); err != nil {
				return // it may have heard enough
			}
			rest = rest[n:]
		}
		if r.code == 0 && !r.empty {
			c.Write(wire{}.frame(pings, "last"))
		}
	}()
	in := bufio.NewReader(c)
	want := r.hear
	if r.code == 0 && !r.empty {
		want = append(want[:len(want):len(want)], heard{pongs, "last"})
	}
	for _, w := range want {
		f, err := next(in)
		if err != nil || f.op != w.op || !strings.Contains(f.payload, w.payload) || w.op == pongs && f.payload != w.payload {
			t.Fatalf("heard %x %.60q (%v), not %x %.60q", f.op, f.payload, err, w.op, w.payload)
		}
	}
	if r.code == 0 && !r.empty {
		return
	}
	f, err := next(in)
	switch {
	case err != nil || f.op != closes:
		t.Fatalf("heard %x %.60q (%v), not a close frame", f.op, f.payload, err)
	case r.empty && f.payload == "":
	case r.empty, len(f.payload) < 2, int(binary.BigEndian.Uint16([]byte(f.payload))) != int(r.code):
		t.Errorf("closed with %q, not %d", f.payload, r.code)
	}
	c.Write(wire{}.frame(closes, f.payload)) // the answer, where it began
	c.CloseWrite()
	if f, err := next(in); !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("after the close frame came %x %.60q (%v)", f.op, f.payload, err)
	}
}

// TestTheServersCloseHandshake: it sends its close frame last, waits for the answer, and is
// the one that closes the connection (7.1.1).
func TestTheServersCloseHandshake(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{}, wrap)
		c := s.raw()
		in := bufio.NewReader(c)
		c.Write(wire{}.frame(text, ping))
		if f, err := next(in); err != nil || f != pong {
			t.Fatalf("heard %+v (%v)", f, err)
		}
		s.mu.Lock()
		s.conns[0].End(client.SignedOut)
		s.mu.Unlock()
		f, err := next(in)
		if err != nil || f.op != closes || int(binary.BigEndian.Uint16([]byte(f.payload))) != int(client.SignedOut) {
			t.Fatalf("heard %+v (%v), not a close frame", f, err)
		}
		c.Write(wire{}.frame(pings, "x").frame(text, ping)) // it may still be said, and is not answered
		if n := s.sockets.Count(); n != 1 {
			t.Errorf("%d sockets before the answer", n)
		}
		c.Write(wire{}.frame(closes, f.payload))
		if f, err := next(in); !errors.Is(err, io.EOF) {
			t.Errorf("after the handshake came %+v (%v), not the end", f, err)
		}
		until(t, "the socket gone", func() bool { return s.sockets.Count() == 0 })
	})
}

// TestAConnectionThatEndsInMidFrameIsForgotten: nobody else notices.
func TestAConnectionThatEndsInMidFrameIsForgotten(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{}, wrap)
		other := s.dial("bob")
		other.subscribe("")
		whole := wire{}.begin(ping[:7]).frame(pings, "abc").end(ping[7:])
		for cut := range whole {
			c := s.raw()
			c.Write(whole[:cut])
			if cut%2 == 0 {
				c.SetLinger(0) // as a cable that is pulled: a reset
			}
			c.Close()
		}
		until(t, "only the other left", func() bool { return s.sockets.Count() == 1 })
		s.happen(1, `1`)
		other.expect("event")
	})
}
