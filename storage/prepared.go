package storage

import (
	"context"
	"database/sql/driver"
)

// prepared is a driver.Connector whose connections keep their statements prepared: both databases
// spend about as much on understanding a small statement as on doing it, and PostgreSQL a round
// trip besides. The program has a fixed number of statements; most of them stays a bound all the
// same, beyond which a connection forgets all and begins anew.
type prepared struct {
	driver.Connector
	closes   bool             // statements before their connection, as SQLite wants it
	outdated func(error) bool // says that a table changed under a kept statement; nil: never
}

const mostPrepared = 400 // on one connection; in memory some kilobytes each

// Connect opens a connection that keeps its statements.
func (p prepared) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	able, ok := c.(preparing)
	if !ok { // a driver that can do less works as it is
		return c, nil
	}
	kept := &preparedConn{preparing: able, statements: map[string]statement{}, prepared: p}
	if checks, ok := c.(driver.NamedValueChecker); ok {
		return &checkedConn{kept, checks}, nil
	}
	return kept, nil
}

// preparing is what the drivers' connections can do besides driver.Conn.
type preparing interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statement is a kept one.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// preparedConn is one connection. database/sql never uses one at the same time on two goroutines,
// and nothing here runs a statement while the rows of the same one are still being read.
type preparedConn struct {
	preparing
	prepared   prepared
	statements map[string]statement
}

// checkedConn is one whose driver turns parameters itself.
type checkedConn struct {
	*preparedConn
	driver.NamedValueChecker
}

// ExecContext runs a kept statement. One without parameters may be a script, and goes as it is.
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) == 0 {
		return c.preparing.ExecContext(ctx, query, args)
	}
	s, err := c.keep(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.preparing.ExecContext(ctx, query, args)
	}
	res, err := s.ExecContext(ctx, args)
	return res, c.failed(err)
}

// QueryContext runs a kept statement.
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if len(args) == 0 {
		return c.preparing.QueryContext(ctx, query, args)
	}
	s, err := c.keep(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.preparing.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	return rows, c.failed(err)
}

// failed forgets what is outdated, so that the transaction's next try finds its statements anew.
func (c *preparedConn) failed(err error) error {
	if err != nil && c.prepared.outdated != nil && c.prepared.outdated(err) {
		c.forget()
	}
	return err
}

// keep returns the statement, prepared now or before; nil when the driver's are of another sort.
func (c *preparedConn) keep(ctx context.Context, query string) (statement, error) {
	if s := c.statements[query]; s != nil {
		return s, nil
	}
	if len(c.statements) >= mostPrepared {
		c.forget()
	}
	made, err := c.preparing.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, ok := made.(statement)
	if !ok {
		return nil, made.Close()
	}
	c.statements[query] = s
	return s, nil
}

// forget closes all statements.
func (c *preparedConn) forget() {
	for query, s := range c.statements {
		_ = s.Close() // goes with its connection at the latest
		delete(c.statements, query)
	}
}

// Close closes the connection with its statements.
func (c *preparedConn) Close() error {
	if c.prepared.closes {
		c.forget()
	}
	return c.preparing.Close()
}
