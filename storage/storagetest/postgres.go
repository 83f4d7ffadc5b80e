package storagetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/lib/pq" // the driver

	"partyline/clock"
	"partyline/storage"
)

// Postgres is the URL of a PostgreSQL database for this test alone, its tables up to date; it is
// dropped when the test ends. The server is the one PARTYLINE_TEST_DATABASE_URL names, or a
// throw-away one that the test binaries running at the moment share.
func Postgres(t testing.TB) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		skip(t, "PostgreSQL is not installed here (no initdb in /usr/lib/postgresql/*/bin), so only the embedded database was tested.")
	}
	name := s.template + "_" + random()
	if _, err := s.admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + s.template); err != nil {
		t.Fatalf("make a database for the test: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return s.of(name)
}

// Empty is like Postgres, without any tables.
func Empty(t *testing.T) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		skip(t, "PostgreSQL is not installed here.")
	}
	name := "partyline_empty_" + random()
	if _, err := s.admin.Exec(`CREATE DATABASE ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = s.admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`) })
	return s.of(name)
}

// server is one PostgreSQL server with a template of our tables.
type server struct {
	url      *url.URL
	admin    *sql.DB
	template string
}

// shared finds or starts the server once for this test binary; nil when there is no PostgreSQL.
var shared = sync.OnceValues(func() (*server, error) {
	address := os.Getenv("PARTYLINE_TEST_DATABASE_URL")
	if address == "" {
		bin, ok := installed()
		if !ok {
			return nil, nil
		}
		var err error
		if address, err = join(bin); err != nil {
			return nil, fmt.Errorf("start a PostgreSQL server for tests: %w", err)
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("PARTYLINE_TEST_DATABASE_URL: %w", err)
	}
	s := &server{url: u, template: "partyline_" + storage.Version()}
	if s.admin, err = sql.Open("postgres", address); err != nil {
		return nil, err
	}
	s.admin.SetMaxOpenConns(4)
	return s, s.makeTemplate()
})

// of is the server's address with another database.
func (s *server) of(name string) string {
	u := *s.url
	u.Path = "/" + name
	return u.String()
}

// makeTemplate migrates a database once for all tests of this version of the tables; other
// binaries wait for it.
func (s *server) makeTemplate() error {
	ctx := context.Background()
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(7249158404)`); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, `SELECT pg_advisory_unlock(7249158404)`)
	var there bool
	if err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, s.template).Scan(&there); err != nil || there {
		return err
	}
	making := s.template + "_making"
	for _, q := range []string{`DROP DATABASE IF EXISTS ` + making, `CREATE DATABASE ` + making} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if err := storage.Migrate(ctx, storage.Config{URL: s.of(making), Clock: clock.New(1), Log: slog.New(slog.DiscardHandler)}); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+s.template)
	return err
}

func random() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(hex.EncodeToString(b[:]))
}
