package server

import (
	"bufio"
	"context"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

// byItself says whether a test that looks at the heap has a process of its own, and runs it in one where it has not: what tests
// before it left running would be counted, too.
func byItself(t *testing.T) bool {
	t.Helper()
	const alone = "PARTYLINE_TEST_ALONE"
	if os.Getenv(alone) == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=10m")
	cmd.Env = append(os.Environ(), alone+"="+t.Name())
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	return false
}

// alive is what the heap holds: the least of three looks, as a collection counts what is thrown away while it marks.
func alive() int64 {
	least := int64(math.MaxInt64)
	for range 3 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		least = min(least, int64(m.HeapAlloc))
	}
	return least
}

// The system's own buffers hold megabytes, a small file as a whole. With little ones at both ends whoever writes a file waits for
// whoever reads it, and makes nothing while the heap is looked at.
const littleBuffer = 32 << 10

// narrow is where a server listens whose connections hold little that was not sent yet.
func narrow(t *testing.T) net.Listener {
	t.Helper()
	config := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) (err error) {
		if e := c.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF, littleBuffer)
		}); e != nil {
			return e
		}
		return err
	}}
	ln, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// sips is a client whose connections hold little that was not read yet.
var sips = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true,
	DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
			err = tcp.SetReadBuffer(littleBuffer)
		}
		return conn, err
	}}}

// heldAtMost is what a file of any size may take while it is written: a row and some buffers. The smallest of these files is larger.
const heldAtMost = 1 << 20

// heapOver reads a file line by line, and looks each so many rows how much the heap has grown since before it was asked for. What
// is held stays for as long as nobody reads on, so it looks again where it was too much: the writer may still be filling a buffer.
func (s *shift) heapOver(every int, file func() *http.Response) (rows, bytes int, grown int64) {
	s.Helper()
	before := alive()
	resp := file()
	in := bufio.NewReaderSize(resp.Body, 64<<10)
	for {
		line, err := in.ReadSlice('\n')
		bytes += len(line)
		if err == io.EOF {
			s.must(resp.Body.Close())
			return rows, bytes, grown
		}
		s.must(err)
		if rows++; rows%every == 0 {
			now := alive() - before
			for again := 0; again < 20 && now > heldAtMost; again++ {
				now = min(now, alive()-before)
			}
			grown = max(grown, now)
		}
	}
}
