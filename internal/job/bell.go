package job

import (
	"context"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// sqliteDriver is River's driver for SQLite with a bell in place of the table
// it would write a row to for each task and read twenty times a second: all
// that uses the file is in this program.
type sqliteDriver struct {
	*riversqlite.Driver
	bell *bell
}

func (d sqliteDriver) SupportsListenNotify() bool { return false } // write no such rows

func (d sqliteDriver) GetListener(params *riverdriver.GetListenenerParams) riverdriver.Listener {
	return &listener{bell: d.bell, schema: params.Schema}
}

// bell tells River that there may be tasks to do. Rung many times before River
// listens, it is heard once.
type bell struct{ rung chan struct{} }

func newBell() *bell { return &bell{make(chan struct{}, 1)} }

func (b *bell) ring() {
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// listener hears the bell as River would hear PostgreSQL.
type listener struct {
	bell   *bell
	schema string
}

func (l *listener) WaitForNotification(ctx context.Context) (*riverdriver.Notification, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.bell.rung:
		return &riverdriver.Notification{Topic: "river_insert", Payload: `{"queue":"default"}`}, nil
	}
}

func (l *listener) Schema() string                         { return l.schema }
func (l *listener) Close(context.Context) error            { return nil }
func (l *listener) Connect(context.Context) error          { return nil }
func (l *listener) Listen(context.Context, string) error   { return nil }
func (l *listener) Unlisten(context.Context, string) error { return nil }
func (l *listener) Ping(context.Context) error             { return nil }
func (l *listener) SetAfterConnectExec(string)             {}
