package db

import (
	"context"
	"database/sql"
)

// ErrNone is what [One] returns if there is no such row.
var ErrNone = sql.ErrNoRows

// Row is a row to scan.
type Row = interface{ Scan(dest ...any) error }

// All returns every row of query as scan reads it, in order.
func All[T any](ctx context.Context, q Q, scan func(row Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// One returns the first row of query as scan reads it, or [ErrNone].
func One[T any](ctx context.Context, q Q, scan func(row Row) (T, error), query string, args ...any) (T, error) {
	one, err := scan(q.QueryRowContext(ctx, query, args...))
	if err != nil {
		var none T
		return none, err
	}
	return one, nil
}

// Cell scans a row of one column, for [All] and [One].
func Cell[T any](row Row) (cell T, err error) {
	err = row.Scan(&cell)
	return cell, err
}

// Changed returns how many rows an ExecContext changed.
//
//	n, err := db.Changed(tx.ExecContext(ctx, …))
func Changed(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
