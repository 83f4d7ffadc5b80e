package client_test

import (
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/client"
	"partyline/hub"
)

// plain hides everything of a connection but net.Conn: as under TLS, there is no way to write
// without waiting.
type plain struct{ net.Conn }

func (p plain) NetConn() net.Conn { return p.Conn }

func asIs(c net.Conn) net.Conn   { return c }
func hidden(c net.Conn) net.Conn { return plain{c} }
func eachWay(t *testing.T, test func(t *testing.T, wrap func(net.Conn) net.Conn)) {
	t.Run("writing directly", func(t *testing.T) { test(t, asIs) })
	t.Run("without SyscallConn", func(t *testing.T) { test(t, hidden) })
}

func TestWhatManySendComesWholeAndInEachOnesOrder(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		near, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer near.Close()
		near.SetDeadline(time.Now().Add(20 * time.Second))
		far, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		c := client.NewConn(wrap(far))
		c.Open(nil)
		defer c.Close()

		const senders, each = 4, 300
		var sending sync.WaitGroup
		for id := range senders {
			sending.Go(func() {
				for n := range each {
					payload := make([]byte, 8, 20_000)
					binary.BigEndian.PutUint32(payload, uint32(id))
					binary.BigEndian.PutUint32(payload[4:], uint32(n))
					payload = payload[:8+n*60]
					for client.Waiting(c) > client.OutboxLimit/4 {
						time.Sleep(100 * time.Microsecond) // the reader's pace, not under test
					}
					c.Send(hub.Frame(payload))
					if n%10 == 0 {
						c.Write([]byte{0x8a, 0}) // what coder/websocket does
					}
				}
			})
		}
		var next [senders]int
		for range senders * each {
			head := make([]byte, 2)
			for {
				if err := readFull(near, head); err != nil {
					t.Fatal(err)
				}
				if head[0] == 0x81 {
					break
				}
				if head[0] != 0x8a || head[1] != 0 {
					t.Fatalf("neither a message nor a pong: %x", head)
				}
			}
			n := int(head[1])
			if n == 126 {
				if err := readFull(near, head); err != nil {
					t.Fatal(err)
				}
				n = int(binary.BigEndian.Uint16(head))
			}
			payload := make([]byte, n)
			if err := readFull(near, payload); err != nil {
				t.Fatal(err)
			}
			id, number := binary.BigEndian.Uint32(payload), int(binary.BigEndian.Uint32(payload[4:]))
			if number != next[id] || n != 8+number*60 {
				t.Fatalf("frame %d of sender %d with %d bytes, not frame %d", number, id, n, next[id])
			}
			next[id]++
		}
		sending.Wait()
	})
}

func TestAListenerThatNeverReadsIsCutOffAndTheOthersGoOn(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{}, wrap)
		stuck := s.raw()
		stuck.SetReadBuffer(64 << 10)
		stuck.Write(masked(0x81, `{"type":"subscribe","topic":"`+string(topic)+`"}`))
		until(t, "the subscription", func() bool { return s.sockets.Count() == 1 })
		s.mu.Lock()
		conn := s.conns[0]
		s.mu.Unlock()
		if err := readFull(stuck, make([]byte, 2+len(`{"type":"subscribed","topic":"session/0190","seq":0}`))); err != nil {
			t.Fatal(err)
		}

		const events = 900
		var reading sync.WaitGroup
		var got atomic.Int64
		for range 5 {
			b := s.dial("ann")
			b.subscribe("")
			reading.Go(func() {
				for seq := 1; seq <= events; seq++ {
					f, err := b.hear()
					if err != nil || int(f.Seq) != seq {
						t.Errorf("event %d, not %d (%v)", f.Seq, seq, err)
						return
					}
					got.Add(1)
				}
			})
		}
		data := `"` + strings.Repeat("x", 4000) + `"`
		most := 0
		var found chan error // of who never read, when it reads at last
		for n := range events {
			s.happen(1, data)
			most = max(most, client.Waiting(conn))
			if found == nil && conn.Ended() { // its last words wait for some seconds only
				found = make(chan error, 1)
				go func() {
					code, err := closeCode(stuck)
					if err == nil && code != client.TooSlow {
						err = fmt.Errorf("it was closed with %d", code)
					}
					found <- err
				}()
			}
			for got.Load() < int64(5*(n-50)) { // the others keep up
				time.Sleep(100 * time.Microsecond)
			}
		}
		reading.Wait()
		if found == nil {
			t.Fatal("it was not cut off")
		}
		if most > client.OutboxLimit+8000 {
			t.Errorf("%d bytes waited for it", most)
		}
		if err := <-found; err != nil {
			t.Errorf("when it reads at last: %v, not %d", err, client.TooSlow)
		}
	})
}

func TestAConnectionNobodyAnswersIsFound(t *testing.T) {
	s := open(t, client.Options{PingEvery: 100 * time.Millisecond}, nil)
	alive := s.dial("ann")
	alive.subscribe("")
	heard := make(chan error, 1)
	go func() {
		_, err := alive.hear() // reading answers pings
		heard <- err
	}()
	dead := s.raw()
	if code, err := closeCode(dead); code != client.Silent {
		t.Errorf("closed with %d (%v), not %d", code, err, client.Silent)
	}
	dead.Close()
	until(t, "the dead one gone", func() bool { return s.sockets.Count() == 1 })
	s.happen(1, `1`)
	if err := <-heard; err != nil {
		t.Errorf("the one that answers: %v", err)
	}
}

func TestCloseAndEndWorkTwiceAndInAnyOrder(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	c := client.NewConn(far)
	c.Open(nil)
	go func() { near.Read(make([]byte, 200)) }()
	c.End(client.Left)
	c.End(client.TooSlow)
	for range 2 {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	c.Send(hub.Frame([]byte("late")))
	c.End(client.Left)
	if _, err := c.Write([]byte{0x8a, 0}); err == nil {
		t.Error("wrote to a closed connection")
	}
}
