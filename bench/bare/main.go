// Command bare skips people of a session as the server does, without the server: it is the floor of the row skip.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/clock"
	"partyline/storage"
)

func main() {
	path, url := flag.String("db", "", "the embedded database"), flag.String("url", "", "or a PostgreSQL database")
	session, leader := flag.String("session", "", "of whom"), flag.String("leader", "", "who skips")
	clients := flag.Int("clients", 16, "how many at once")
	flag.Parse()
	if err := run(*path, *url, *session, *leader, *clients); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

// run reads a number of seconds from a line, skips for so long, and says how many it did and how long that took.
func run(path, url, session, leader string, clients int) error {
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	now := clock.New(1)
	db, err := storage.Open(ctx, storage.Config{URL: url, Path: path, Clock: now, Log: log})
	if err != nil {
		return err
	}
	defer db.Close()
	svc := &calling.Service{Store: db.Calling(), Clock: now, Log: log, NewRef: uuid.NewString, Poke: func() {},
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	who := calling.Who{User: leader}
	rows, _, err := svc.Entries(ctx, calling.EntriesQuery{Session: session, Limit: 200}, false)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(e calling.EntryView) bool { return e.Status == calling.NotCallable })
	fmt.Println("listening on stdin")
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		seconds, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			return err
		}
		var next, failed atomic.Int64
		var all sync.WaitGroup
		begin := time.Now()
		for range clients {
			all.Go(func() {
				for time.Since(begin) < time.Duration(seconds)*time.Second {
					row := rows[int(next.Add(1))%len(rows)]
					if _, err := svc.Skip(ctx, who, session, row.ID, calling.SkipRequest{Type: calling.SkipCycle}); err != nil {
						failed.Add(1)
					}
				}
			})
		}
		all.Wait()
		if failed.Load() > 0 {
			return fmt.Errorf("%d skips were refused", failed.Load())
		}
		fmt.Println(next.Load(), time.Since(begin).Nanoseconds())
	}
}
