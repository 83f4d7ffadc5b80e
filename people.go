package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"partyline/account"
	"partyline/clock"
	"partyline/roster"
	"partyline/server"
	"partyline/storage"
)

// The commands of this file work beside a running server, on either database.

type migrateCommand struct {
	Settings `embed:""`
}

func (c *migrateCommand) Run() error {
	return withDatabase(&c.Settings, func(context.Context, *storage.DB, *clock.Real) error { return nil })
}

type adminCreateCommand struct {
	Settings     `embed:""`
	Organisation string `required:"" placeholder:"NAME" help:"The organisation; in one that is there already, another admin is made."`
	Name         string `required:"" placeholder:"NAME" help:"Of the admin."`
	Email        string `required:"" placeholder:"MAIL" help:"To sign in with."`
	Mobile       string `placeholder:"E164" help:"The mobile number that is rung to connect calls."`
}

// Run makes the organisation and its owner; the password is the first line of standard input.
func (c *adminCreateCommand) Run() error {
	password, err := readPassword()
	if err != nil {
		return err
	}
	return withAccounts(&c.Settings, func(ctx context.Context, s *account.Service) error {
		me, err := s.CreateAdmin(ctx, account.FirstAdmin{Organisation: c.Organisation, Name: c.Name, Email: c.Email, Mobile: c.Mobile, Password: password})
		if err != nil {
			return err
		}
		fmt.Printf("%s can sign in as %s and runs %s.\n", me.Name, me.Email, c.Organisation)
		return nil
	})
}

func readPassword() (string, error) {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprint(os.Stderr, "Password: ")
		b, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		return string(b), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.Join(errors.New("no password came on standard input: echo 'a long password' | partyline admin create …"), err)
	}
	return line, nil
}

type tokenCreateCommand struct {
	Settings `embed:""`
	Email    string `required:"" placeholder:"MAIL" help:"Whose token it is; it may do what they may."`
}

// Run prints the token alone on a line.
func (c *tokenCreateCommand) Run() error {
	return withAccounts(&c.Settings, func(ctx context.Context, s *account.Service) error {
		token, err := s.CreateTokenFor(ctx, c.Email)
		if err != nil {
			return err
		}
		fmt.Println(token)
		return nil
	})
}

type seedCommand struct {
	Settings `embed:""`
}

// Run makes the demo organisation, or gives its people new passwords, and prints the sign-ins.
func (c *seedCommand) Run() error {
	return withDatabase(&c.Settings, func(ctx context.Context, db *storage.DB, t *clock.Real) error {
		demo, err := seed(ctx, accounts(db, t, &c.Settings), rosters(db, t, &c.Settings))
		if err != nil {
			return err
		}
		for _, s := range demo.SignIns {
			fmt.Printf("%-13s  %-22s  %s   %s\n", roleWords[string(s.Role)], s.Email, s.Password, s.Name)
		}
		return nil
	})
}

func seed(ctx context.Context, a *account.Service, r *roster.Service) (account.Seeded, error) {
	demo, err := a.Seed(ctx)
	if err != nil {
		return demo, err
	}
	_, err = r.Seed(ctx, demo.Group)
	return demo, err
}

func (p *program) seed(ctx context.Context) (account.Seeded, error) {
	return seed(ctx, p.account, p.roster)
}

type (
	openapiCommand  struct{}
	asyncapiCommand struct{}
)

func (openapiCommand) Run() error  { return show(server.Document()) }
func (asyncapiCommand) Run() error { return show(server.SocketDocument()) }

func show(document []byte, err error) error {
	if err == nil {
		_, err = os.Stdout.Write(document)
	}
	return err
}

func withAccounts(s *Settings, f func(context.Context, *account.Service) error) error {
	return withDatabase(s, func(ctx context.Context, db *storage.DB, t *clock.Real) error { return f(ctx, accounts(db, t, s)) })
}

func accounts(db *storage.DB, t *clock.Real, s *Settings) *account.Service {
	return &account.Service{Store: db.Account(), Places: db, Clock: t, Log: s.logger(), NewID: newID, Poke: func() {}}
}

func rosters(db *storage.DB, t *clock.Real, s *Settings) *roster.Service {
	return &roster.Service{Store: db.Roster(), Clock: t, Log: s.logger(), NewID: newID}
}

func withDatabase(s *Settings, f func(context.Context, *storage.DB, *clock.Real) error) error {
	if err := s.settle(); err != nil {
		return err
	}
	if err := os.MkdirAll(s.DataDir, 0o700); err != nil {
		return fmt.Errorf("DATA_DIR cannot be used: %w", err)
	}
	ctx, t := context.Background(), s.clock()
	db, err := storage.Open(ctx, s.database(t, s.logger()))
	if err != nil {
		return err
	}
	return errors.Join(f(ctx, db, t), db.Close())
}
