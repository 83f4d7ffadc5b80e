package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql migrations/embedded/*.sql
var migrations embed.FS

// migrate runs what is missing, forward only, each file in one transaction. What stands in the folder of one database
// is for that one alone: on the other its number is noted, and nothing done.
func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	release, err := db.dialect.migrating(ctx, db.writers.DB)
	if err != nil {
		return err
	}
	defer release()
	dialect := goose.DialectPostgres
	if db.Kind() == "embedded" {
		dialect = goose.DialectSQLite3
	}
	own, err := own(db.Kind())
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db.writers.DB, files, goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(own...))
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		done, err := p.Up(ctx)
		var partial *goose.PartialError
		if errors.As(err, &partial) {
			err = partial.Err
		}
		for _, m := range done {
			db.log.Info("migrated the database", "version", m.Source.Version, "took", m.Duration)
		}
		// Another program on the same embedded file may have been faster; its work shows at the next look.
		if err == nil && len(done) > 0 {
			err = db.dialect.tune(ctx, db.writers.DB)
		}
		if err == nil || db.Kind() != "embedded" || n == 5 || ctx.Err() != nil {
			return err
		}
	}
}

// own is the migrations that are for one database alone.
func own(kind string) (all []*goose.Migration, err error) {
	names, _ := fs.Glob(migrations, "migrations/*/*.sql") // the pattern is right
	for _, name := range names {
		digits, _, _ := strings.Cut(path.Base(name), "_")
		no, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, err
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		run := &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			if path.Base(path.Dir(name)) != kind {
				return nil
			}
			_, err := tx.ExecContext(ctx, string(text))
			return err
		}}
		all = append(all, goose.NewGoMigration(no, run, nil))
	}
	return all, nil
}

// Version names this version of the tables: a hash of all migrations.
func Version() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations, "migrations/*.sql") // the patterns are right
	own, _ := fs.Glob(migrations, "migrations/*/*.sql")
	for _, name := range append(names, own...) {
		b, _ := migrations.ReadFile(name) // it was just listed
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}
