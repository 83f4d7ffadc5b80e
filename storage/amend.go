package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lib/pq"
)

// amend changes many rows, each found by its key, which no two have: sets are replaced, and add, if it has a name, is added to.
func (tx *Tx) amend(table string, key bulkColumn, sets []bulkColumn, add bulkColumn) error {
	if rowsOf(key) == 0 {
		return nil
	}
	return tx.db.marked(tx.db.dialect.amend(tx.ctx, tx.q, table, key, sets, add))
}

// amend hands each column over as one array. Rows are changed as the plan meets them: the caller holds them, or nobody changes
// more than one at a time.
func (p postgres) amend(ctx context.Context, tx executor, table string, key bulkColumn, sets []bulkColumn, add bulkColumn) error {
	query, args, err := p.amending(table, key, sets, add)
	if err == nil {
		_, err = tx.ExecContext(ctx, query, args...)
	}
	return err
}

// amending is the statement of amend.
func (p postgres) amending(table string, key bulkColumn, sets []bulkColumn, add bulkColumn) (query string, args []any, err error) {
	var names, params, changes []string
	for i, c := range withKey(key, sets, add) {
		kind, array, err := p.array(c)
		if err != nil {
			return "", nil, err
		}
		names, args = append(names, c.name), append(args, array)
		params = append(params, fmt.Sprintf("$%d::%s[]", i+1, kind))
		switch {
		case i == 0:
		case c.name == add.name:
			changes = append(changes, c.name+" = t."+c.name+" + v."+c.name)
		default:
			changes = append(changes, c.name+" = v."+c.name)
		}
	}
	return "UPDATE " + table + " t SET " + strings.Join(changes, ", ") + " FROM unnest(" + strings.Join(params, ", ") + ") AS v (" + strings.Join(names, ", ") + ") WHERE t." + key.name + " = v." + key.name, args, nil
}

// array is a column as a parameter, and the type of its elements.
func (postgres) array(c bulkColumn) (kind string, array any, err error) {
	switch v := c.values.(type) {
	case []string:
		return "text", pq.Array(v), nil
	case []int64:
		return "bigint", pq.Array(v), nil
	case []bool:
		return "boolean", pq.Array(v), nil
	case instants:
		return "bigint", v.array(), nil
	}
	return "", nil, fmt.Errorf("column %s holds %T", c.name, c.values)
}

// amend runs one prepared statement for every row.
func (embedded) amend(ctx context.Context, tx executor, table string, key bulkColumn, sets []bulkColumn, add bulkColumn) error {
	cols := withKey(key, sets, add)
	var changes []string
	for i, c := range cols[1:] {
		p := "$" + strconv.Itoa(i+2)
		if c.name == add.name {
			p = c.name + " + " + p
		}
		changes = append(changes, c.name+" = "+p)
	}
	stmt, err := tx.PrepareContext(ctx, "UPDATE "+table+" SET "+strings.Join(changes, ", ")+" WHERE "+key.name+" = $1")
	if err != nil {
		return err
	}
	return perRow(ctx, stmt, cols, nil)
}

// perRow runs a statement for every row of the columns, and closes it; written, if there is one, hears of each row that was.
func perRow(ctx context.Context, stmt *sql.Stmt, cols []bulkColumn, written func(row int)) error {
	defer stmt.Close()
	args := make([]any, len(cols))
	for row := range rowsOf(cols[0]) {
		for i, c := range cols {
			v, err := c.at(row)
			if err != nil {
				return err
			}
			args[i] = v
		}
		res, err := stmt.ExecContext(ctx, args...)
		if err != nil {
			return err
		}
		if written == nil {
			continue
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 1 {
			written(row)
		}
	}
	return nil
}

// at is the value of a row.
func (c bulkColumn) at(row int) (any, error) {
	switch v := c.values.(type) {
	case []string:
		return v[row], nil
	case []int64:
		return v[row], nil
	case []bool:
		return v[row], nil
	case instants:
		if v[row] == 0 {
			return nil, nil
		}
		return v[row], nil
	case drawn:
		return v(row)
	}
	return nil, fmt.Errorf("column %s holds %T", c.name, c.values)
}

func withKey(key bulkColumn, sets []bulkColumn, add bulkColumn) []bulkColumn {
	cols := slices.Concat([]bulkColumn{key}, sets)
	if add.name != "" {
		cols = append(cols, add)
	}
	return cols
}

func rowsOf(c bulkColumn) int {
	switch v := c.values.(type) {
	case []string:
		return len(v)
	case []int64:
		return len(v)
	case []bool:
		return len(v)
	case instants:
		return len(v)
	}
	return 0
}
