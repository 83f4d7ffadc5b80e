package e2e

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// gate stands between the server and something that it needs, and can be shut.
type gate struct {
	addr      string
	to        func() (net.Conn, error)
	mu        sync.Mutex
	is        bool // shut
	conns     map[net.Conn]bool
	commits   int // 1 in so many connections breaks when a commit has been sent through and before its reply; 0: none
	next      int // so many commits from now one breaks; 0: none
	committed int
	broken    int // how many did
}

// between opens a gate before an address.
func between(t *testing.T, to func() (net.Conn, error)) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{addr: l.Addr().String(), to: to, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { l.Close(); g.shut() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go g.carry(in)
		}
	}()
	return g
}

// beforePostgres opens a gate before a database, and returns the database's address behind it.
func beforePostgres(t *testing.T, address string) (*gate, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	network, host := "tcp", u.Host
	if q := u.Query(); q.Get("host") != "" { // a directory with its socket
		port := q.Get("port")
		if port == "" {
			port = "5432"
		}
		network, host = "unix", q.Get("host")+"/.s.PGSQL."+port
		q.Del("host")
		q.Del("port")
		u.RawQuery = q.Encode()
	}
	g := between(t, func() (net.Conn, error) { return net.Dial(network, host) })
	u.Host = g.addr
	return g, u.String()
}

func (g *gate) carry(in net.Conn) {
	defer in.Close()
	out, err := g.to()
	if err != nil {
		return
	}
	defer out.Close()
	g.mu.Lock()
	if g.is {
		g.mu.Unlock()
		return
	}
	g.conns[in], g.conns[out] = true, true
	g.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(in, out); in.Close() })
	both.Go(func() {
		defer out.Close()
		defer in.Close()
		b := make([]byte, 32<<10)
		for {
			n, err := in.Read(b)
			lost := g.breaks(b[:n])
			if lost {
				in.Close() // first: the reply is not to come through
			}
			if _, failed := out.Write(b[:n]); err != nil || failed != nil {
				return
			}
			if lost {
				_, _ = io.Copy(io.Discard, out) // the commit goes through
				return
			}
		}
	})
	both.Wait()
	g.mu.Lock()
	delete(g.conns, in)
	delete(g.conns, out)
	g.mu.Unlock()
}

func (g *gate) breaks(b []byte) bool {
	if !bytes.Contains(b, []byte("COMMIT\x00")) {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.committed++
	lost := g.commits > 0 && g.committed%g.commits == 0 || g.next == 1
	g.next = max(0, g.next-1)
	if lost {
		g.broken++
	}
	return lost
}

// losing breaks one in n connections between a commit and its reply; 0 none any more.
func (g *gate) losing(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.commits = n
}

// lose breaks the nth connection from now that commits, between the commit and its reply.
func (g *gate) lose(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.next = n
}

// shut cuts every connection and lets nobody in.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.is = true
	for c := range g.conns {
		c.Close()
	}
}

// cut cuts every connection and lets new ones in.
func (g *gate) cut() { g.shut(); g.open() }

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.is = false
}
