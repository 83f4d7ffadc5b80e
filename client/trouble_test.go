package client_test

import (
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"partyline/client"
)

func TestAListenerThatReadsAByteAtATimeIsCutOffAndTheOthersGoOn(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{}, wrap)
		slow := s.raw()
		slow.SetReadBuffer(16 << 10)
		slow.Write(wire{}.frame(text, `{"type":"subscribe","topic":"`+string(topic)+`"}`))
		if err := readFull(slow, make([]byte, 2+len(`{"type":"subscribed","topic":"session/0190","seq":0}`))); err != nil {
			t.Fatal(err)
		}
		s.mu.Lock()
		conn := s.conns[0]
		s.mu.Unlock()
		other := s.dial("ann")
		other.subscribe("")
		data := `"` + strings.Repeat("x", 8000) + `"`
		var read []byte
		for seq := 1; !conn.Ended(); seq++ {
			if seq > 2000 {
				t.Fatal("it is never cut off")
			}
			s.happen(1, data)
			if f, err := other.hear(); err != nil || int(f.Seq) != seq {
				t.Fatalf("the other got %d (%v), not %d", f.Seq, err, seq)
			}
			read = append(read, 0)
			if err := readFull(slow, read[len(read)-1:]); err != nil {
				t.Fatal(err)
			}
			if n := client.Waiting(conn); n > client.OutboxLimit+2*8200 {
				t.Fatalf("%d bytes wait for it", n)
			}
		}
		if code, err := closeCode(&resumed{slow, read}); code != client.TooSlow {
			t.Errorf("it finds %d (%v), not %d", code, err, client.TooSlow)
		}
	})
}

// resumed reads what was read before, again.
type resumed struct {
	net.Conn
	before []byte
}

func (r *resumed) Read(p []byte) (int, error) {
	if len(r.before) == 0 {
		return r.Conn.Read(p)
	}
	n := copy(p, r.before)
	r.before = r.before[n:]
	return n, nil
}

func TestAMessageOfEndlessFragmentsIsAFlood(t *testing.T) {
	eachWay(t, func(t *testing.T, wrap func(net.Conn) net.Conn) {
		s := open(t, client.Options{Messages: 50}, wrap)
		other := s.dial("ann")
		other.subscribe("")
		for _, piece := range []string{"", " "} {
			c := s.raw()
			go func() {
				c.Write(wire{}.begin(`{"type"`))
				for {
					if _, err := c.Write(wire{}.more(piece)); err != nil {
						return
					}
				}
			}()
			if code, err := closeCode(c); code != client.Flooding {
				t.Errorf("fragments of %q: closed with %d (%v), not %d", piece, code, err, client.Flooding)
			}
			c.Close()
		}
		s.happen(1, `1`)
		other.expect("event")
	})
}

// TestStressOfManyThatComeBackAtOnce: a node was restarted, and all its pages come in the same
// moment; with SOAK as many as this process has descriptors for both ends of, at most 10,000.
func TestStressOfManyThatComeBackAtOnce(t *testing.T) {
	crowd := 1000
	if os.Getenv("SOAK") != "" {
		var l syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
			t.Fatal(err)
		}
		crowd = int(min(10_000, (l.Cur-200)/2))
	}
	const events = 100
	s := open(t, client.Options{}, nil)
	s.happen(events, `{"completed":118}`)
	var back sync.WaitGroup
	for i := range crowd {
		back.Go(func() {
			c, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(5 * time.Minute)) // of the test, should it fail
			in, err := shakeHands(c)
			if err != nil {
				t.Error(err)
				return
			}
			at := i % events
			c.Write(wire{}.frame(text, fmt.Sprintf(`{"type":"subscribe","topic":%q,"since":%d}`, topic, at)))
			for want := `"subscribed"`; at < events; {
				f, err := next(in)
				for err == nil && f.op == pings {
					f, err = next(in)
				}
				for _, part := range client.Apart([]byte(f.payload)) {
					if err != nil || !strings.Contains(string(part), want) {
						t.Errorf("page %d, at %d, waiting for %s: %+v (%v)", i, at, want, f, err)
						return
					}
					if want != `"subscribed"` {
						at++
					}
					want = fmt.Sprintf(`"seq":%d,`, at+1)
				}
			}
		})
	}
	back.Wait()
	until(t, "all gone", func() bool { return s.sockets.Count() == 0 })
}

func TestWhatSocketsReport(t *testing.T) {
	s := open(t, client.Options{Messages: 50}, nil)
	b := s.dial("ann")
	b.subscribe("")
	flood := s.raw()
	flood.Write([]byte(strings.Repeat(string(wire{}.frame(pings, "")), 200)))
	if code, err := closeCode(flood); code != client.Flooding {
		t.Fatalf("closed with %d (%v)", code, err)
	}
	flood.Close()
	until(t, "the flood gone", func() bool { return s.sockets.Count() == 1 })
	got := figures(t, s.sockets.Metrics()...)
	for name, want := range map[string]float64{
		`partyline_sockets_open`:                     1,
		`partyline_sockets_opened_total`:             2,
		`partyline_sockets_outbox_bytes`:             0,
		`partyline_sockets_ended_total{code="4101"}`: 1,
		`partyline_sockets_ended_total{code="4000"}`: 0,
	} {
		if n, ok := got[name]; !ok || n != want {
			t.Errorf("%s is %v, not %v", name, n, want)
		}
	}
}
