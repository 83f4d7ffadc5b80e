// Command fanout serves the real socket and hub on loopback, without sign-in, for load generators.
//
// It takes one frame more than the product: {"type":"publish","topic":…,"times":n,"data":{…}} is
// published as n events of that topic, one after the other, carrying data unchanged; without
// times as one. Its log is in memory.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"partyline/client"
	"partyline/event"
	"partyline/fault"
	"partyline/hub"
	"partyline/server"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "loopback `address` to listen on")
	profile := flag.String("profile", "", "`folder` for profiles of the CPU and the memory, written at the end (go tool pprof)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := profiled(*profile, func() error { return run(ctx, *addr, os.Stdout) }); err != nil {
		fmt.Fprintln(os.Stderr, "fanout:", err)
		os.Exit(1)
	}
}

// everything is the rights of a server that has no sign-in.
type everything struct{}

func (everything) MaySubscribe(context.Context, event.Topic) error { return nil }

// run serves until ctx ends. It writes the address it listens on to out.
func run(ctx context.Context, addr string, out io.Writer) error {
	l, err := listen(addr)
	if err != nil {
		return err
	}
	log := &hub.MemoryLog{}
	h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
	sockets := client.New(client.Options{
		Hub:      h,
		Messages: -1,
		Handlers: map[string]client.Handler{"publish": publish(h, log)},
	})
	if err := errors.Join(h.Start(), sockets.Start()); err != nil {
		return err
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	server.KeepSockets(app)
	app.Get("/ws", func(c *fiber.Ctx) error {
		return server.Upgrade(c, nil, func(conn *client.Conn) {
			sockets.Serve(conn, client.Login{Rights: everything{}})
		})
	})
	served := make(chan error, 1)
	go func() { served <- app.Listener(l) }()
	fmt.Fprintln(out, "listening on", l.Addr())
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	sockets.Close()
	h.Close()
	return errors.Join(err, app.Shutdown())
}

// listen refuses every address but loopback: there is no sign-in here.
func listen(addr string) (net.Listener, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("%s is not loopback: this server lets in whoever comes", addr)
	}
	return server.Listen(tcp.String(), slog.Default())
}

var errFrame = fault.New(fault.Invalid, "invalid_frame", "A publish frame needs a topic.")

// publish commits what a frame carries to the log, and then tells.
func publish(h *hub.Hub, log *hub.MemoryLog) client.Handler {
	var order sync.Mutex // committed and published in the same order, as if by one transaction
	return func(ctx context.Context, s *client.Socket, message []byte) {
		var f struct {
			Topic event.Topic     `json:"topic"`
			Times int             `json:"times"`
			Data  json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(message, &f); err != nil || f.Topic == "" {
			s.Refuse("", "", errFrame)
			return
		}
		order.Lock()
		defer order.Unlock()
		for range max(f.Times, 1) {
			e := log.Append(f.Topic, "bench.published", time.Now().Truncate(time.Millisecond), f.Data)
			h.Publish(ctx, []event.Event{e})
		}
	}
}
