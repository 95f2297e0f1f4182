package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"qinglan/internal/db"
	"qinglan/internal/job"
)

// server is the running PostgreSQL. It keeps one connection to make and drop
// databases with.
type server struct {
	address  string
	template string
	admin    *sql.DB
}

var (
	once   sync.Once
	one    *server
	oneErr error
)

// shared returns the server with its template made, by this process or another.
func shared(address string) (*server, error) {
	once.Do(func() { one, oneErr = connect(address) })
	return one, oneErr
}

func connect(address string) (*server, error) {
	admin, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	admin.SetMaxOpenConns(2)
	template, err := templateName()
	if err != nil {
		return nil, err
	}
	s := &server{address: address, template: template, admin: admin}
	if _, err := named(address, template); err != nil {
		return nil, err
	}
	return s, s.prepare(context.Background())
}

// templateName changes with every change of a migration.
func templateName() (string, error) {
	h := sha256.New()
	for _, files := range []fs.FS{db.Migrations, job.Migrations()} {
		err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(files, path)
			fmt.Fprintf(h, "%s %d\n%s", path, len(b), b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return "empty_" + hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// prepare makes the template unless it is there. The advisory lock lets one
// test process do it while the others wait.
func (s *server) prepare(ctx context.Context) error {
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const key = 0x71_69_6e_67
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", key); err != nil {
		return err
	}
	defer conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", key)
	var there bool
	const q = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)"
	if err := conn.QueryRowContext(ctx, q, s.template).Scan(&there); err != nil || there {
		return err
	}
	// Renamed when it is whole: a process that dies half way leaves no
	// template behind that others take for a good one.
	half := "half_" + db.NewID()
	const create = "CREATE DATABASE %s TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'"
	if err := s.exec(fmt.Sprintf(create, half)); err != nil {
		return err
	}
	if err := prepare(s.url(half)); err != nil {
		return errors.Join(err, s.exec("DROP DATABASE "+half+" WITH (FORCE)"))
	}
	return s.exec(fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", half, s.template))
}

func (s *server) create(name string) error {
	return s.exec(fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, s.template))
}

func (s *server) url(name string) string {
	url, _ := named(s.address, name) // tried by connect
	return url
}

// exec runs one statement that takes no parameters. The simple protocol keeps
// it from being prepared, which CREATE DATABASE would gain nothing from.
func (s *server) exec(query string) error {
	_, err := s.admin.ExecContext(context.Background(), query, pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// prepare makes the whole schema in the empty database at url.
func prepare(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, d); err != nil {
		return errors.Join(err, d.Close())
	}
	return errors.Join(job.Migrate(ctx, d), d.Close())
}
