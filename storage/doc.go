// Package storage is the database: PostgreSQL, or an embedded SQLite file, behind one set of statements.
//
// # Writing
//
// [DB.Write] runs a function in one transaction and runs it again when the database says that
// it lost a race (serialization failure, deadlock, busy file) or the connection went away before
// the commit. So the function must be pure but for what it does through its [Tx]. What the
// function says with emit is appended to the log of its topic inside the transaction, with seq
// numbers that are gap-free and in the order of the commits; only after the commit DB.Tell hears of it.
//
// [DB.Read] runs a function on one snapshot that cannot write.
//
// # A store for a domain
//
// Each domain declares the store it needs; here an adapter fits it, in one file per table family:
//
//	func (db *DB) Calling() calling.Store { return callingStore{db} }
//
//	type callingReader struct{ *Reader }              // the reading half
//	type callingTx struct { callingReader; tx *Tx }  // callingTx{callingReader{&tx.Reader}, tx}
//
// Write statements once, for both databases: $1 placeholders, BIGINT milliseconds, RETURNING,
// ON CONFLICT. Two things are rewritten where the databases differ: "FOR UPDATE" (dropped on the
// embedded database, whose writers stand in line anyway) and "IN ($2)" where $2 is a []string,
// []int or []int64 (arrays there, JSON here), so lists of any length are one parameter.
//
// What a domain's file has at hand, on Reader and therefore on Tx too:
//
//	found, err := r.get(&row, `SELECT … WHERE id = $1`, id)     // one row; a struct with db tags, or one value
//	err := r.find(&rows, `SELECT … IN ($1)`, ids)               // all rows into a slice
//	found, err := r.one(columns, `FROM entries WHERE …`, args…) // one row into a column list (see columns.go)
//
// and on Tx only:
//
//	n, err := tx.exec(`UPDATE …`, args…)                        // rows affected
//	ok, err := tx.insert("legs", columns, "ON CONFLICT DO NOTHING") // false when it was there
//	err := tx.update("legs", columns, "id")                     // the whole row, by its first column(s)
//	err := tx.bulk(…)                                           // many rows in one statement
//	tx.emit(topic, kind, data)   tx.audit(…)   tx.do(job)   tx.done(kind, subject)
//
// Instants: wrap a time field in instant(&t): NULL is the zero time. Free shapes: asJSON(&v).
//
// A unique violation poisons a PostgreSQL transaction. Never insert and look at the error: say
// ON CONFLICT … DO NOTHING and look at what came back.
package storage
