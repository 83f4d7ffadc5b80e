package client

import "encoding/binary"

// position is where in a stream of frames from a browser (RFC 6455, 5.2) a reader stands. It
// judges nothing: coder/websocket does, and does not read on after what is not the protocol.
type position struct {
	left   int64    // bytes of mask and payload that are still to come of the present frame
	head   [10]byte // what has come of a header: two bytes and up to eight of length
	got    uint8    // bytes in head
	inside bool     // the last data frame was not its message's last
}

// between says whether the next byte begins a message or a control frame outside of one.
func (p *position) between() bool { return p.left == 0 && p.got == 0 && !p.inside }

// pass moves on over b, and returns how many frames began there that go on with a message:
// those may be empty and without end, and no message would be counted.
func (p *position) pass(b []byte) (fragments int) {
	for len(b) > 0 {
		if p.left > 0 {
			n := min(p.left, int64(len(b)))
			p.left -= n
			b = b[n:]
			continue
		}
		p.head[p.got] = b[0]
		p.got++
		b = b[1:]
		if size, whole := p.frame(); whole {
			p.left, p.got = size, 0
			if p.head[0]&0x0f == 0 {
				fragments++
			}
		}
	}
	return fragments
}

// frame returns how much follows the header, once the header is whole but for its mask, and
// then notes whether a message goes on after the frame.
func (p *position) frame() (size int64, whole bool) {
	const (
		final, control = 0x80, 0x08 // of the first byte
		mask, length   = 0x80, 0x7f // of the second
		most           = 1 << 62    // RFC 6455 allows one bit more; nobody reads that far
	)
	if p.got < 2 {
		return 0, false
	}
	switch size = int64(p.head[1] & length); {
	case size < 126:
	case size == 126 && p.got == 4:
		size = int64(binary.BigEndian.Uint16(p.head[2:]))
	case size == 127 && p.got == 10:
		size = int64(min(binary.BigEndian.Uint64(p.head[2:]), most))
	default:
		return 0, false
	}
	if p.head[1]&mask != 0 {
		size += 4
	}
	if p.head[0]&control == 0 {
		p.inside = p.head[0]&final == 0
	}
	return size, true
}
