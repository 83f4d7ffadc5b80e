package roster_test

import (
	"testing"
	"time"

	"partyline/clock"
	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// BenchmarkImport takes a file of 100,000 rows from its first byte to the last person on a list.
func BenchmarkImport(b *testing.B) {
	const rows = 100_000
	at := clock.At(time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC))
	for _, kind := range []string{"postgres", "embedded"} {
		b.Run(kind, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				c := storage.Config{Clock: at}
				if kind == "postgres" {
					c.URL = storagetest.Postgres(b)
				} else {
					c.Path = storagetest.Embedded(b)
				}
				h := newHouse(b, storagetest.Open(b, c), at, 0)
				h.Batch = 0
				file := csvOf(0, rows)
				b.StartTimer()
				began := time.Now()
				v := h.checked(file)
				checked := time.Since(began)
				v = h.imported(v.ID, roster.Onto{List: h.place.List})
				if v.Figures.Added != rows || v.Figures.Listed != rows {
					b.Fatalf("%+v", v.Figures)
				}
				b.ReportMetric(checked.Seconds(), "s/check")
				b.ReportMetric((time.Since(began) - checked).Seconds(), "s/run")
			}
		})
	}
}
