package worklist

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// mostSorted is how many cases a list sorts. A city has a few hundred, the province
// some more; whoever asks for all that there ever were gets them by their ids.
const mostSorted = 2000

// An order is how a list is asked to stand: by a column, or by what is urgent.
type order struct {
	By   string // key of a column; empty: what waits and is due first stands first
	Down bool
}

// orderOf reads what an address asks for; what no column is called is nothing.
func orderOf(q url.Values) order {
	by, down := strings.CutPrefix(q.Get("sort"), "-")
	if compare(by) == nil {
		return order{}
	}
	return order{by, down}
}

// compare returns how cases are compared by a column of the list, names by their
// pinyin; nil if it cannot be sorted by.
func compare(by string) func(x, y flow.Case) int {
	switch by {
	case "name":
		pinyin := lang.Pinyin()
		return func(x, y flow.Case) int { return pinyin(x.Name, y.Name) }
	case "unit":
		pinyin := lang.PinyinOfWords()
		return func(x, y flow.Case) int { return pinyin(x.Unit, y.Unit) }
	case "place":
		return func(x, y flow.Case) int { return cmp.Or(cmp.Compare(x.City, y.City), cmp.Compare(x.County, y.County)) }
	case "since":
		return func(x, y flow.Case) int { return x.Since.Compare(y.Since) }
	case "due":
		return casework.ByDue
	}
	return nil
}

func (o order) String() string {
	if o.Down {
		return "-" + o.By
	}
	return o.By
}

// orders are what one chooses from where the heads of columns are not shown.
func orders(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Text: lang.T(ctx, "急的在前")}, {Text: lang.T(ctx, "名称（拼音）"), Href: "name"}, {Text: lang.T(ctx, "单位（拼音）"), Href: "unit"},
		{Text: lang.T(ctx, "地区"), Href: "place"}, {Text: lang.T(ctx, "等得最久的在前"), Href: "since"}, {Text: lang.T(ctx, "最近到的在前"), Href: "-since"},
		{Text: lang.T(ctx, "截止最早的在前"), Href: "due"}, {Text: lang.T(ctx, "截止最晚的在前"), Href: "-due"},
	}
}

// sort puts cases in that order; what is equal stays as it was, also the other way
// round.
func (o order) sort(cs []flow.Case) {
	by := compare(o.By)
	switch {
	case by == nil:
		by = urgent
	case o.Down:
		up := by
		by = func(x, y flow.Case) int {
			if o.By == "due" && x.Due.IsZero() != y.Due.IsZero() { // what is never due stands last either way
				return up(x, y)
			}
			return up(y, x)
		}
	}
	slices.SortStableFunc(cs, by)
}

// href returns the address of the list sorted by a column; the other way round if
// it already is.
func (o order) href(u *url.URL, key string) string {
	if key == o.By && !o.Down {
		key = "-" + key
	}
	return with(u, "sort", key, "after", "", "done", "")
}

// A spot is where a page of a list ends: at a case, the N-th that was shown.
type spot struct {
	N  int
	ID string
}

// spotOf reads a spot; what is none is the start of the list.
func spotOf(text string) (at spot) {
	n, id, _ := strings.Cut(text, ".")
	if k, err := strconv.Atoi(n); err == nil && k > 0 {
		at = spot{k, id}
	}
	return at
}

func (at spot) String() string { return strconv.Itoa(at.N) + "." + at.ID }

// pageOf returns the cases of a page, those behind the spot at which the one before
// ended, and the spot at which it ends itself if there are more. If the case of the
// spot has left the list, what was next after it may stand on both pages: shown
// twice is better than not at all.
func pageOf(cs []flow.Case, after spot) (page []flow.Case, next string) {
	from := slices.IndexFunc(cs, func(c flow.Case) bool { return c.ID == after.ID }) + 1
	if from == 0 {
		from = min(max(after.N-1, 0), len(cs))
	}
	page = cs[from:]
	if len(page) > onPage {
		page = page[:onPage]
		next = spot{from + onPage, page[onPage-1].ID}.String()
	}
	return page, next
}
