package campaign_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// voters is a CSV of n rows, written as it is read.
type voters struct {
	n, next int
	row     func(b []byte, i int) []byte
	line    strings.Reader
	b       []byte
}

func rows(n int, row func(b []byte, i int) []byte) io.Reader {
	v := &voters{n: n, row: row}
	v.line.Reset("Phone,First name,Last name,State,Line type\n")
	return v
}

func (v *voters) Read(p []byte) (int, error) {
	for v.line.Len() == 0 {
		if v.next == v.n {
			return 0, io.EOF
		}
		v.b = v.b[:0]
		for ; v.next < v.n && len(v.b) < 1<<16; v.next++ {
			v.b = v.row(v.b, v.next)
		}
		v.line.Reset(string(v.b))
	}
	return v.line.Read(p)
}

var areas = []int{212, 213, 312, 404, 415, 512, 602, 702, 713, 808}

// voter is one of North American numbers, 1 % of them duplicates, 2 % bad.
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

// peak is the most heap that is in use until the end of a test, in MB, looked at twenty times a second; over says how much
// it was and waits for who looks.
func peak(t *testing.T) (over func() uint64) {
	t.Helper()
	var most uint64 // the goroutine's until it is waited for
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse+m.StackInuse)
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	end := sync.OnceFunc(func() { close(stop); watch.Wait() })
	t.Cleanup(end)
	return func() uint64 { end(); return most >> 20 }
}

func unusable(b []byte, i int) []byte {
	return fmt.Appendf(b, "555-01,Person,Number %d,,cell\n", i)
}

func everybodyAtOne(b []byte, i int) []byte {
	return fmt.Appendf(b, "(212) 555-0123,Person,Number %d,,landline\n", i)
}

// ROWS=1000000 go test ./campaign -run LoadOfManyRows/voters/postgres -v: how long a load takes, and that it takes 200 MB at most. With SOAK=1 they are five million, a million bad and a million at one number.
func TestALoadOfManyRows(t *testing.T) {
	for _, file := range []struct {
		name      string
		row       func([]byte, int) []byte
		few, many int
	}{{"voters", voter, 25_000, 5_000_000}, {"bad rows", unusable, 20_000, 1_000_000}, {"one number", everybodyAtOne, 20_000, 1_000_000}} {
		t.Run(file.name, func(t *testing.T) {
			n := file.few
			if os.Getenv("SOAK") != "" {
				n = file.many
			}
			if ask, _ := strconv.Atoi(os.Getenv("ROWS")); ask > 0 {
				n = ask
			}
			onBoth(t, func(t *testing.T, o *office) { o.loads(n, file.row) })
		})
	}
}

// loads sends a file of n rows behind one good one, starts the campaign, and judges what came of it.
func (o *office) loads(n int, row func([]byte, int) []byte) {
	t, ctx := o.t, context.Background()
	if _, err := o.db.Exec(ctx, `UPDATE organisations SET country = 'US'`); err != nil {
		t.Fatal(err)
	}
	o.service.Batch = 0
	heap := peak(t)
	begun := time.Now()
	first := true
	body := rows(n+1, func(b []byte, i int) []byte {
		if first {
			first = false
			return append(b, "(808) 899-9999,Somebody,Else,,landline\n"...)
		}
		return row(b, i)
	})
	if _, err := o.service.Upload(ctx, o.by, o.campaign, "voters.csv", body); err != nil {
		t.Fatal(err)
	}
	o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
	o.work()
	scanned := time.Since(begun)
	if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
		t.Fatal(err)
	}
	begun = time.Now()
	o.work()
	took := time.Since(begun)
	most := heap()
	w := o.get()
	if w.Load.Percent != 100 || w.Load.Rows != int64(n)+1 || w.Load.Loaded+w.Load.Rejected+w.Load.Duplicates != int64(n)+1 || w.Load.Loaded < 1 || w.Counts.Total != w.Load.Loaded {
		t.Errorf("loaded %+v, %+v", w.Load, w.Counts)
	}
	if os.Getenv("ROWS") != "" && most > 200 { // else other tests run beside this one
		t.Errorf("%d MB of heap", most)
	}
	o.recount()
	t.Logf("%s: %d rows sent and scanned in %s, loaded in %s; at most %d MB of heap: %+v", o.db.Kind(), n, scanned, took, most, w.Load)
}

// SOAK=1: a file that is too large is taken piece by piece until it is, and nothing of it stays.
func TestSoakOfAFileOfMoreThan2GB(t *testing.T) {
	if os.Getenv("SOAK") == "" {
		t.Skip("SOAK=1 sends more than 2 GB to both databases")
	}
	onBoth(t, func(t *testing.T, o *office) {
		heap := peak(t)
		long := strings.Repeat("x", 1000)
		body := rows(campaign.FileLimit/1000, func(b []byte, i int) []byte {
			return fmt.Appendf(b, "(212) %03d-%04d,%s,,,cell\n", 200+i/10000%700, i%10000, long)
		})
		_, err := o.service.Upload(context.Background(), o.by, o.campaign, "voters.csv", body)
		if !fault.Is(err, "too_large") {
			t.Errorf("answered %v", err)
		}
		t.Logf("%s: at most %d MB of heap", o.db.Kind(), heap())
		if w := o.get(); len(w.Loads) != 0 || len(o.nos(`SELECT part FROM load_files`)) != 0 {
			t.Errorf("something stayed: %+v", w.Loads)
		}
	})
}
