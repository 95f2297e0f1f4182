// Package draft keeps applications while they are being written. It promises that
// what is written is sealed, that it opens on no other case, and that a page does
// not overwrite what it never showed.
package draft

import (
	"qinglan/internal/fault"
	"qinglan/internal/form"
)

// Moves are the moves that carry 附件2; the last one counts.
var Moves = []string{"submit", "resubmit-county", "resubmit-city"}

// A Draft is what is being written.
type Draft struct {
	Version int64
	Tab     string // the page that saved last
	Answers form.Answers
	At      int64
}

// ErrTabs is for a page that another one has overtaken.
var ErrTabs = fault.New(fault.Stale, "这份申报在别的页面上改过，为免覆盖，刚才的内容没有保存。请核对后再保存。")

func place(caseID string) []byte { return []byte("drafts/" + caseID) }
