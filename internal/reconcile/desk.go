package reconcile

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/web/ui"
)

// A Desk is where tables are brought for a list. The slice that keeps the list
// says what it is and how changes are made; nothing of a table is stored but those.
type Desk struct {
	DB       *db.DB
	Fields   []Field // all that a table may have
	Title    string
	Trail    []ui.Link // the last is the list
	Lead     string    // what one brings and what becomes of it
	Nav      string    // the entry of the navigation
	At, Back string    // addresses of the desk and of the list
	Tell     string    // a text for those who are not on the list; empty for none
	Blanks   []ui.Link // workbooks to fill in
	Done     string    // where one is led once it is done; else to the list

	// List returns the list as it stands.
	List func(ctx context.Context, q db.Q) (List, error)

	// Take makes the changes of a plan, in the transaction in which the list was
	// read for it.
	Take func(ctx context.Context, tx *db.Tx, p *Plan) error
}

// errShown is for a page whose comparison is not what would be done now.
var errShown = fault.New(fault.Stale, "名单刚刚有了变化，还没有导入")

// Bring takes a text as it stands, in a transaction that runs; it is for those who
// fill a demonstration, and whatever a person would have to decide is an error.
func (d Desk) Bring(ctx context.Context, tx *db.Tx, text string) error {
	l, err := d.List(ctx, tx)
	if err != nil {
		return err
	}
	t, err := found([]byte(text), l.Columns())
	if err != nil {
		return err
	}
	p := New(l, t, nil)
	if !p.Ready() {
		return errShown
	}
	return d.Take(ctx, tx, p)
}

// take makes the changes that a page showed: all of them, or none if the list is
// another one by now, or the table with these decisions comes to others.
func (d Desk) take(ctx context.Context, sent *Sent) error {
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := d.List(ctx, tx)
		if err != nil {
			return err
		}
		p := New(l, sent.Table, sent.Decided)
		if l.Digest() != sent.List || p.Digest() != sent.Plan || !p.Ready() {
			return errShown
		}
		return d.Take(ctx, tx, p)
	})
}
