package admin

import (
	"context"
	"strconv"

	"qinglan/internal/db"
)

// postThere reports whether there is or was a post of that id.
func (s *Slice) postThere(ctx context.Context, q db.Q, id string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM posts WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func count(n int) string { return strconv.Itoa(n) }
