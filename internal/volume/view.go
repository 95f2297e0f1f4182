package volume

import (
	"fmt"
	"net/url"
)

func queryOf(s string) string { return url.QueryEscape(s) }

func sizeOf(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
