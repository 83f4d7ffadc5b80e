package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"partyline/export"
	"partyline/storage/storagetest"
)

// ROWS=1000000 go test ./e2e -run KilledWhileAFile -v: with as many rows as a large campaign has.
//
// A server that is killed again and again while a long file is prepared goes on behind what it has kept: the file is in the end what is
// sent at once, without a row twice, and says between which moments its rows were read.
func TestKilledWhileAFileIsPrepared(t *testing.T) {
	n, kills := 40_000, 2
	if most, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		n, kills = most, 5
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		t.Parallel()
		h := build(t, database(t), wall, "EXPORT_LONG=1000", "EXPORT_PART=32768")
		admin := h.signIn("Maya")
		var c struct {
			ID string `json:"id"`
		}
		admin.must("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, &c)
		b := h.books()
		storagetest.Called(t, b.db, find[string](b, `SELECT organisation_id FROM campaigns WHERE id = $1`, c.ID)[0], c.ID, n, time.Now().Add(-2*time.Hour))
		b.close()
		path := "/campaigns/" + c.ID
		var v export.View
		admin.must("POST", path+"/exports", map[string]any{"file": "contacts", "format": "csv"}, &v)
		var at []int
		var most int // MB that one of the servers had at its most
		began := time.Now()
		h.following("the file is ready", func() (int64, bool) {
			admin.must("GET", path+"/exports/"+v.ID, nil, &v)
			if len(at) < kills && v.Percent > len(at)*100/(kills+1) && v.Percent < 100 { // soon, and then all the way through it
				most = max(most, h.memory())
				h.kill()
				b := h.books()
				done := find[int](b, `SELECT rows_done FROM exports`)[0]
				b.close()
				if done == n {
					t.Fatal("it was ready when it was killed")
				}
				at = append(at, done*100/n)
				h.sql(`UPDATE jobs SET claimed_until = 0`) // what was claimed by who is dead would wait for half a minute
				h.start()
				admin = h.signIn("Maya")
			}
			return int64(v.Percent), v.State != export.Preparing
		})
		if len(at) == 0 || v.State != export.Ready {
			t.Fatalf("killed at %v %%, %+v", at, v)
		}
		took := time.Since(began)
		most = max(most, h.memory())
		want, got := admin.file(path+"/export/contacts.csv"), admin.file(path+"/exports/"+v.ID+"/file")
		if !bytes.Equal(want, got) || bytes.Count(got, []byte("\r\n")) != n+1 || v.Rows != int64(n) {
			t.Errorf("%d bytes and %d lines, sent at once they are %d and %d", len(got), bytes.Count(got, []byte("\r\n")), len(want), bytes.Count(want, []byte("\r\n")))
		}
		if v.Until == nil || !v.Until.After(*v.From) {
			t.Errorf("killed at %v %%, its rows are of %v until %v", at, v.From, v.Until)
		}
		t.Logf("%d rows (%d MB), killed at %v %%: ready in %.0f s, a server has %d MB at its most, %d MB when it has sent them", n, len(got)>>20, at, took.Seconds(), most, h.memory())
	})
}

// memory is how many MB the server had in memory at its most; 0 where the system does not say.
func (h *house) memory() (mb int) {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(h.server.Process.Pid) + "/status")
	if _, peak, has := strings.Cut(string(b), "VmHWM:"); has {
		_, _ = fmt.Sscan(peak, &mb)
	}
	return mb >> 10
}

// file is what a link downloads.
func (u *user) file(path string) []byte {
	u.h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, "GET", u.server()+"/api/v1"+path, nil)
	if err != nil {
		u.h.t.Fatal(err)
	}
	reply, err := (&http.Client{Jar: u.web.Jar}).Do(q)
	if err != nil {
		u.h.t.Fatal(err)
	}
	defer reply.Body.Close()
	b, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		u.h.t.Fatal(fmt.Sprint(path, ": ", reply.StatusCode, err))
	}
	return b
}
