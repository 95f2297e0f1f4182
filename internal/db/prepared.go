package db

import (
	"context"
	"database/sql/driver"

	"modernc.org/sqlite"
)

// SQLite plans a statement each time it is prepared, which takes longer than
// running it; database/sql prepares anew for each call. So every connection
// keeps the statements it ran last, as pgx does for PostgreSQL.
const maxPrepared = 200 // of one connection

type connector struct{ driver.Connector }

func newConnector(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return connector{c}, err
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &prepared{sqliteConn: conn.(sqliteConn), idle: map[string]*statement{}}, nil
}

// What the driver of SQLite has and database/sql asks for.
type (
	sqliteConn interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.Pinger
		driver.SessionResetter
		driver.Validator
	}
	sqliteStmt interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
	sqliteRows interface {
		driver.Rows
		driver.RowsColumnTypeDatabaseTypeName
		driver.RowsColumnTypeLength
		driver.RowsColumnTypeNullable
		driver.RowsColumnTypePrecisionScale
		driver.RowsColumnTypeScanType
	}
)

// prepared is a connection with its statements. database/sql calls it from one
// goroutine at a time.
type prepared struct {
	sqliteConn
	idle map[string]*statement // by their text; who runs one takes it out
	uses int
}

type statement struct {
	sqliteStmt
	query string
	used  int // the number of its last use, of all of the connection
}

func (c *prepared) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(ctx, args)
	if err != nil {
		s.Close()
		return nil, err
	}
	return res, c.give(s)
}

func (c *prepared) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		s.Close()
		return nil, err
	}
	return &rowsOf{sqliteRows: rows.(sqliteRows), conn: c, stmt: s}, nil
}

func (c *prepared) take(ctx context.Context, query string) (*statement, error) {
	if s := c.idle[query]; s != nil {
		delete(c.idle, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &statement{sqliteStmt: s.(sqliteStmt), query: query}, nil
}

// give keeps s for the next time. Two of one text run at once where rows are
// read while the same is asked again; one is kept.
func (c *prepared) give(s *statement) error {
	if c.idle[s.query] != nil {
		return s.Close()
	}
	c.uses++
	s.used = c.uses
	c.idle[s.query] = s
	if len(c.idle) <= maxPrepared {
		return nil
	}
	oldest := s
	for _, o := range c.idle {
		if o.used < oldest.used {
			oldest = o
		}
	}
	delete(c.idle, oldest.query)
	return oldest.Close()
}

func (c *prepared) Close() error {
	for _, s := range c.idle {
		s.Close()
	}
	clear(c.idle)
	return c.sqliteConn.Close()
}

// rowsOf gives its statement back when it is closed.
type rowsOf struct {
	sqliteRows
	conn *prepared
	stmt *statement
}

func (r *rowsOf) Close() error {
	s := r.stmt
	if s == nil {
		return nil
	}
	r.stmt = nil
	if err := r.sqliteRows.Close(); err != nil {
		s.Close()
		return err
	}
	return r.conn.give(s)
}
