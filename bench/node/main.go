// Command node is one of several servers on one database, without sign-in, for load generators: the real database with its
// event log, the bus through Redis, the hub and the socket. It commits events when it is told to.
package main

import (
	"bufio"
	"context"
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
	"github.com/google/uuid"

	"partyline/calling"
	"partyline/client"
	"partyline/clock"
	"partyline/event"
	"partyline/hub"
	"partyline/nodes"
	"partyline/server"
	"partyline/storage"
)

func main() {
	db, redis := flag.String("db", "", "the PostgreSQL database"), flag.String("redis", "", "the Redis")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *db, *redis, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "node:", err)
		os.Exit(1)
	}
}

// everything is the rights of a server that has no sign-in.
type everything struct{}

func (everything) MaySubscribe(context.Context, event.Topic) error { return nil }

// run serves until ctx ends. It writes the loopback address it listens on to out, and reads orders: topics, events, a second.
func run(ctx context.Context, url, redis string, in io.Reader, out io.Writer) error {
	quiet := slog.New(slog.DiscardHandler)
	db, err := storage.Open(ctx, storage.Config{URL: url, Clock: clock.New(1), Log: quiet})
	if err != nil {
		return err
	}
	defer db.Close()
	bus, err := nodes.New(nodes.Options{URL: redis, Prefix: "bench", Node: uuid.NewString(), Log: quiet})
	if err != nil {
		return err
	}
	bus.Start()
	defer bus.Close()
	h := hub.New(hub.Options{Log: db, Bus: bus, Logger: quiet})
	db.Tell = func(events []event.Event) { h.Publish(context.Background(), events) }
	sockets := client.New(client.Options{Hub: h, Messages: -1, Memory: bus})
	if err := errors.Join(h.Start(), sockets.Start()); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return err
	}
	if l, err = server.Listen(addr, quiet); err != nil {
		return err
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	server.KeepSockets(app)
	app.Get("/ws", func(c *fiber.Ctx) error {
		return server.Upgrade(c, nil, func(conn *client.Conn) { sockets.Serve(conn, client.Login{Rights: everything{}}) })
	})
	served := make(chan error, 1)
	go func() { served <- app.Listener(l) }()
	fmt.Fprintln(out, "listening on", addr)
	go func() {
		for orders := bufio.NewReader(in); ; {
			var topics, events, rate int
			if _, err := fmt.Fscanln(orders, &topics, &events, &rate); err != nil {
				return
			}
			if err := commit(ctx, db, topics, events, rate); err != nil {
				fmt.Fprintln(os.Stderr, "node:", err)
			}
		}
	}()
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	sockets.Close()
	h.Close()
	return errors.Join(err, app.Shutdown())
}

// due is the payload: when the event was to be committed, in nanoseconds since 1970.
type due struct {
	Due int64 `json:"due"`
}

// commit commits so many events at so many a second, one in each transaction, going round the topics. One that is late
// keeps no other waiting.
func commit(ctx context.Context, db *storage.DB, topics, events, rate int) error {
	var all sync.WaitGroup
	failed := make(chan error, events)
	begin := time.Now()
	for n := range events {
		at := begin.Add(time.Duration(n) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(at))
		all.Go(func() {
			topic := event.On(event.FamilySession, fmt.Sprint(n%topics))
			failed <- db.Calling().Write(ctx, func(tx calling.Tx) error {
				return tx.Emit(topic, calling.PhoneChanged, due{at.UnixNano()})
			})
		})
	}
	all.Wait()
	close(failed)
	var err error
	for e := range failed {
		err = errors.Join(err, e)
	}
	return err
}
