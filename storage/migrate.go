package storage

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate runs what is missing, forward only, each file in one transaction.
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
	p, err := goose.NewProvider(dialect, db.writers.DB, files, goose.WithDisableGlobalRegistry(true))
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

// Version names this version of the tables: a hash of all migrations.
func Version() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is right
	for _, name := range names {
		b, _ := migrations.ReadFile(name) // it was just listed
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}
