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
)

// voters is a CSV of n North American numbers, 1 % duplicates, 2 % bad, written as it is read.
type voters struct {
	n, next int
	line    strings.Reader
	b       []byte
}

func rows(n int) io.Reader {
	v := &voters{n: n}
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

// ROWS=1000000 go test ./campaign -run LoadOfManyRows -v: how long a load takes, and how much memory.
func TestALoadOfManyRows(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("ROWS"))
	if n == 0 {
		n = 25_000
	}
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		if _, err := o.db.Exec(ctx, `UPDATE organisations SET country = 'US'`); err != nil {
			t.Fatal(err)
		}
		o.service.Batch = 0
		if _, err := o.service.Upload(ctx, o.by, o.campaign, "voters.csv", rows(n)); err != nil {
			t.Fatal(err)
		}
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		begun := time.Now()
		o.work()
		scanned := time.Since(begun)
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		heap := peak(t)
		begun = time.Now()
		o.work()
		took := time.Since(begun)
		most := heap()
		w := o.get()
		if w.Load.Percent != 100 || w.Load.Rows != int64(n) || w.Load.Loaded+w.Load.Rejected+w.Load.Duplicates != int64(n) || w.Counts.Total != w.Load.Loaded {
			t.Errorf("loaded %+v, %+v", w.Load, w.Counts)
		}
		o.recount()
		t.Logf("%s: %d rows scanned in %s, loaded in %s; at most %d MB of heap: %+v", o.db.Kind(), n, scanned, took, most, w.Load)
	})
}
