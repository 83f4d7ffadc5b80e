//go:build linux

// Command claims has fifty leaders at the head of one call list, and does what the benchmark asks for on its standard input:
//
//	claim N   have all leaders press a key on their phones at the same moment, N times: each gets the next person
//	bare N    the same by the bare statement: the floor
//	recount   count everything again; says how many were claimed
//
// Each is answered by one line; a claim and a bare by how many, and by the median and the 99th percentile of what one took.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/storage"
)

func main() {
	url, path := flag.String("db", "", "a PostgreSQL database"), flag.String("path", "", "or a file")
	rows := flag.Int("rows", 1_000_000, "people on the list, and entries of all sessions together")
	leaders := flag.Int("leaders", 50, "who claim at the same moment")
	flag.Parse()
	if err := run(*url, *path, *rows, *leaders); err != nil {
		fmt.Fprintln(os.Stderr, "claims:", err)
		os.Exit(1)
	}
}

// room is the leaders with their sessions on the list.
type room struct {
	db      *storage.DB
	bare    *sql.DB // for the floor: nothing of ours is in between
	file    bool
	service *calling.Service
	clock   noonish
	seats   []seat
	claimed int
	bares   bareStatements
}

// seat is one leader with a phone that is up.
type seat struct {
	leader, session, run, ref string
	step                      int
	last                      string // who was claimed last: a supporter
}

// noonish is a time of day in the calling hours, whenever the benchmark runs.
type noonish struct{ ahead time.Duration }

func atNoon() noonish {
	now := time.Now().UTC()
	return noonish{time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC).Sub(now)}
}

// Now is the time.
func (n noonish) Now() time.Time { return time.Now().Add(n.ahead) }

// Steady is the time since the benchmark began.
func (n noonish) Steady() time.Duration { return time.Since(began) }

var began = time.Now()

func run(url, path string, rows, leaders int) error {
	r, err := open(url, path, rows, leaders)
	if err != nil {
		return err
	}
	defer r.db.Close()
	fmt.Println("listening on stdin")
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		said, err := r.do(strings.Fields(line))
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
		fmt.Println(said)
	}
}

func (r *room) do(what []string) (string, error) {
	n := 0
	if len(what) > 1 {
		n, _ = strconv.Atoi(what[1])
	}
	switch what[0] {
	case "claim":
		return r.rounds(n, r.press)
	case "bare":
		return r.rounds(n, r.bareClaim)
	case "recount":
		return r.recount()
	}
	return "", fmt.Errorf("what is %q?", what[0])
}

func open(url, path string, rows, leaders int) (*room, error) {
	ctx, now := context.Background(), atNoon()
	db, err := storage.Open(ctx, storage.Config{URL: url, Path: path, Clock: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	r := &room{db: db, clock: now, file: url == ""}
	r.service = &calling.Service{
		Store: db.Calling(), Clock: now, Log: slog.New(slog.DiscardHandler), NewRef: uuid.NewString, Poke: func() {},
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	}
	if err := r.seed(rows, leaders); err != nil {
		return nil, err
	}
	return r, r.connect(url, path)
}

// rounds has all leaders claim at the same moment so many times, and ends the calls in between. Everybody must have got
// somebody else.
func (r *room) rounds(n int, claim func(s *seat) (string, error)) (string, error) {
	var took []time.Duration
	for range n {
		if err := r.refill(); err != nil {
			return "", err
		}
		var ready, all sync.WaitGroup
		start := make(chan struct{})
		times, errs := make([]time.Duration, len(r.seats)), make([]error, len(r.seats))
		for i := range r.seats {
			ready.Add(1)
			all.Go(func() {
				ready.Done()
				<-start
				begin := time.Now()
				r.seats[i].last, errs[i] = claim(&r.seats[i])
				times[i] = time.Since(begin)
			})
		}
		ready.Wait()
		close(start)
		all.Wait()
		got := map[string]bool{}
		for i, s := range r.seats {
			if errs[i] != nil {
				return "", errs[i]
			}
			if got[s.last] {
				return "", fmt.Errorf("%s was claimed twice", s.last)
			}
			got[s.last] = true
		}
		took = append(took, times...)
		if err := r.hangUp(); err != nil {
			return "", fmt.Errorf("ending the calls: %w", err)
		}
		r.claimed += len(r.seats)
	}
	slices.Sort(took)
	return fmt.Sprint(len(took), " ", took[len(took)/2].Nanoseconds(), " ", took[len(took)*99/100].Nanoseconds()), nil
}

// press is a key on a leader's phone.
func (r *room) press(s *seat) (string, error) {
	script, err := r.service.Ask(context.Background(), calling.Step{Name: "key", Ref: s.ref, N: s.step},
		calling.Input{Key: "1", Request: s.ref + strconv.Itoa(s.step), Carrier: "CA-" + s.ref})
	if err != nil {
		return "", err
	}
	for _, v := range script {
		if dial, ok := v.(calling.Connect); ok {
			s.step++
			return dial.Number, nil
		}
	}
	return "", fmt.Errorf("the phone was told %+v", script)
}
