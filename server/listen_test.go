//go:build unix

package server_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/server"
)

const fewFiles = "PARTYLINE_TEST_FEW_FILES"

// TestWhenDescriptorsAreUsedUpTheOthersDoNotNotice runs a server in a process of its own that
// may have 64 files open, and 100 browsers that want to connect.
func TestWhenDescriptorsAreUsedUpTheOthersDoNotNotice(t *testing.T) {
	if os.Getenv(fewFiles) != "" {
		serveWithFewFiles(t)
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), fewFiles+"=1")
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		in.Close()
		if err := child.Wait(); err != nil {
			t.Error(err)
		}
	}()
	lines := bufio.NewScanner(out)
	until := func(part string) string {
		t.Helper()
		for lines.Scan() {
			if _, after, ok := strings.Cut(lines.Text(), part); ok {
				return after
			}
		}
		t.Fatalf("it never said %q", part)
		return ""
	}
	addr := until("listening on ")

	first := knock(t, addr)
	first.enter(t)
	first.say(t, `{"type":"subscribe","topic":"session/1"}`)
	first.hear(t, `"subscribed"`)
	var crowd []knocking
	for range 100 {
		crowd = append(crowd, knock(t, addr))
	}
	until("no room")
	fmt.Fprintln(in, "publish")
	first.hear(t, `"seq":1`)
	for _, c := range crowd[:70] {
		c.Close()
	}
	for _, c := range crowd[70:] {
		c.enter(t)
	}
	fmt.Fprintln(in, "publish")
	first.hear(t, `"seq":2`)
	go io.Copy(io.Discard, out)
}

// serveWithFewFiles publishes an event for each line of its input, and ends with it.
func serveWithFewFiles(t *testing.T) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	s := openSockets(t, app)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	few := syscall.Rlimit{Cur: 64, Max: 64}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() {
		served <- app.Listener(server.Patient(l, slog.New(slog.NewTextHandler(os.Stdout, nil))))
	}()
	fmt.Printf("listening on %s\n", l.Addr())
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		s.happen("session/1")
	}
	s.sockets.Close()
	s.hub.Close()
	app.Shutdown()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// knocking is a browser that has asked to come in.
type knocking struct {
	net.Conn
	in *bufio.Reader
}

func knock(t *testing.T, addr string) knocking {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(30 * time.Second))
	io.WriteString(c, "GET /ws HTTP/1.1\r\nHost: "+addr+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	return knocking{c, bufio.NewReader(c)}
}

// enter waits to be let in.
func (k knocking) enter(t *testing.T) {
	t.Helper()
	for {
		line, err := k.in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == "\r\n" {
			return
		}
	}
}

func (k knocking) say(t *testing.T, text string) {
	t.Helper()
	frame := append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
	if _, err := k.Write(frame); err != nil {
		t.Fatal(err)
	}
}

// hear waits for a frame that has this part.
func (k knocking) hear(t *testing.T, part string) {
	t.Helper()
	if text, err := k.in.ReadString('}'); err != nil || !strings.Contains(text, part) {
		t.Fatalf("heard %q (%v), not %s", text, err, part)
	}
}
