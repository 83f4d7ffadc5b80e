//go:build linux

// Command campaigns has a campaign of many numbers on one database, and does what the benchmark asks for on its standard input:
//
//	load        make contacts of the file that was scanned; says how many rows and how long that took, and how long the scan
//	dump DIR    write the rows that a load has made into files, one for each table (embedded only)
//	pour DIR    empty those tables and insert the same rows by prepared statements, with nothing around them: the floor
//	click       have clickers approve numbers from now on
//	take N      take fifty numbers N times; says the median and the 99th percentile of what one took
//	update N    update fifty rows by id N times: the floor
//	bridge N    have fifty contacts pick up within a second N times; says the same of what passed until each was told whose room to join
//	bare N      the same by bare statements: the floor
//	tick N      have the dialer decide N times with 300 calls in flight; says the same of what one decision took
//
// Each is answered by one line.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/campaign"
	"partyline/sheets"
	"partyline/storage"
)

func main() {
	url, path := flag.String("db", "", "a PostgreSQL database"), flag.String("path", "", "or a file")
	rows := flag.Int("rows", 1_000_000, "of the file")
	flag.Parse()
	if err := run(*url, *path, *rows); err != nil {
		fmt.Fprintln(os.Stderr, "campaigns:", err)
		os.Exit(1)
	}
}

// office is a campaign whose file is scanned.
type office struct {
	db       *storage.DB
	path     string
	url      string // "": the file
	service  *campaign.Service
	handlers map[string]storage.Handler
	by       campaign.By
	id       string
	rows     int
	scanned  time.Duration
	stop     func() error // who clicks
}

// own is the one number of the carrier's account.
type own struct{}

func (own) Numbers(context.Context) ([]string, error) { return []string{"+12125550100"}, nil }

func run(url, path string, rows int) error {
	o, err := open(url, path, rows)
	if err != nil {
		return err
	}
	defer func() {
		if o.stop != nil {
			if err := o.stop(); err != nil {
				fmt.Fprintln(os.Stderr, "campaigns: clicking:", err)
			}
		}
		o.db.Close()
	}()
	fmt.Println("listening on stdin")
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		said, err := o.do(strings.Fields(line))
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
		}
		fmt.Println(said)
	}
}

func (o *office) do(what []string) (string, error) {
	switch what[0] {
	case "load":
		return o.load()
	case "dump":
		return "done", o.dump(what[1])
	case "pour":
		return pour(o.path, what[1])
	}
	n := 0
	if len(what) > 1 {
		n, _ = strconv.Atoi(what[1])
	}
	switch what[0] {
	case "click":
		stop, err := o.click()
		o.stop = stop
		return "done", err
	case "take":
		return o.take(n)
	case "update":
		return o.update(n)
	case "bridge":
		return o.bridge(n)
	case "bare":
		return o.bare(n)
	case "tick":
		return o.tick(n)
	}
	return "", fmt.Errorf("what is %q?", what[0])
}

// open makes the organisation and the campaign, keeps the file and scans it.
func open(url, path string, rows int) (*office, error) {
	ctx, log, now := context.Background(), slog.New(slog.DiscardHandler), atNoon()
	db, err := storage.Open(ctx, storage.Config{URL: url, Path: path, Clock: now, Log: log})
	if err != nil {
		return nil, err
	}
	id := func() string { return uuid.Must(uuid.NewV7()).String() }
	people := &account.Service{Store: db.Account(), Places: db, Clock: now, Log: log, Cost: account.Cost{KiB: 64, Passes: 1}, NewID: id}
	demo, err := people.Seed(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(ctx, `UPDATE organisations SET country = 'US'`); err != nil {
		return nil, err
	}
	o := &office{
		db: db, path: path, url: url, rows: rows, handlers: map[string]storage.Handler{}, by: campaign.By{User: demo.SignIns[0].User, Name: demo.SignIns[0].Name, Organisation: demo.Organisation},
		service: &campaign.Service{
			Store: db.Campaigns(), Files: &sheets.Files{}, Carrier: own{}, Clock: now, Log: log, NewID: id, Secrets: campaign.NewSecrets("a secret"),
			Later: func(at time.Time) error { return storage.Later{At: at} },
		},
	}
	for _, kind := range campaign.Jobs {
		o.handlers[kind] = func(ctx context.Context, j storage.Job) error { return o.service.Work(ctx, kind, j.Subject) }
	}
	c, err := o.service.Create(ctx, o.by, campaign.NewCampaign{Name: "A million"})
	if err != nil {
		return nil, err
	}
	o.id = c.ID
	if _, err := o.service.Upload(ctx, o.by, o.id, "voters.csv", &voters{n: rows}); err != nil {
		return nil, err
	}
	begin := time.Now()
	if _, err := storage.RunDue(ctx, db, o.handlers); err != nil {
		return nil, err
	}
	o.scanned = time.Since(begin)
	ids := []string{"+12125550100"}
	if c, err = o.service.Campaign(ctx, o.id); err == nil {
		_, err = o.service.Edit(ctx, o.by, o.id, campaign.Edit{Version: c.Version, CallerIDs: &ids})
	}
	return o, err
}

// load starts the campaign, and is done when all of it can be dialled.
func (o *office) load() (string, error) {
	ctx := context.Background()
	begin := time.Now()
	if _, err := o.service.Start(ctx, o.by, o.id); err != nil {
		return "", err
	}
	if _, err := storage.RunDue(ctx, o.db, o.handlers); err != nil {
		return "", err
	}
	took := time.Since(begin)
	c, err := o.service.Campaign(ctx, o.id)
	if err != nil {
		return "", err
	}
	if c.Load.Percent != 100 || c.Load.Loaded+c.Load.Rejected+c.Load.Duplicates != int64(o.rows) || c.Counts.Total != c.Load.Loaded || c.Counts.Sum() != c.Counts.Total {
		return "", fmt.Errorf("loaded %+v, counted %+v", c.Load, c.Counts)
	}
	return fmt.Sprint(c.Load.Loaded, " ", took.Nanoseconds(), " ", o.scanned.Nanoseconds()), nil
}

// voters is a CSV of n North American numbers, 1 % duplicates, 2 % bad, written as it is read.
type voters struct {
	n, next int
	line    strings.Reader
	begun   bool
	b       []byte
}

// Read reads on.
func (v *voters) Read(p []byte) (int, error) {
	for v.line.Len() == 0 {
		if v.next == v.n {
			return 0, io.EOF
		}
		v.b = v.b[:0]
		if !v.begun {
			v.b, v.begun = append(v.b, "Phone,First name,Last name,State,Line type\n"...), true
		}
		for ; v.next < v.n && len(v.b) < 1<<16; v.next++ {
			v.b = voter(v.b, v.next)
		}
		v.line.Reset(string(v.b))
	}
	return v.line.Read(p)
}

var areas = []int{212, 213, 312, 404, 415, 512, 602, 702, 713, 808}

func voter(b []byte, i int) []byte {
	k := i
	if i%100 == 7 {
		k = i/2 + 1
	}
	phone := fmt.Sprintf("(%d) %03d-%04d", areas[k%10], 200+k/10/10000%700, k/10%10000)
	if i%50 == 3 {
		phone = "555-01"
	}
	return fmt.Appendf(b, "%s,Person,Number %d,,%s\n", phone, i, []string{"landline", "cell"}[i%2])
}
