package recommend

import (
	"context"
	"io"
	"slices"
	"strconv"

	"qinglan/internal/annex"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// listOf returns what a paper of c says: the frozen version named, the newest
// if none is, or a draft of what is chosen or waits to be.
func (s *Slice) listOf(ctx context.Context, c *flow.Case, version string) (annex.List, error) {
	l := annex.List{Organ: c.Unit, At: s.Flow.Now()}
	if !beingMade(*c) || c.State == "frozen" || version != "" {
		v, err := s.versionOf(ctx, c, version)
		l.Rows, l.Version, l.Digest, l.At = v.Rows, v.Name, v.Digest, v.Entry.At
		return l, err
	}
	cs, err := s.members(ctx, s.reader(), c.ID)
	if err == nil && c.State == "collecting" {
		cs, err = s.placed(ctx, c)
	}
	if err != nil {
		return l, err
	}
	l.Rows, err = s.rows(ctx, s.reader(), cs)
	l.Digest = annex.Digest(c.City, l.Rows)
	return l, err
}

// placed returns the pool as it is being chosen: those with a place in that order;
// all of it before anybody has one.
func (s *Slice) placed(ctx context.Context, c *flow.Case) ([]flow.Case, error) {
	pool, err := s.pooled(ctx, s.reader(), c.Edition, c.City)
	if err != nil {
		return nil, err
	}
	d, err := s.draft(ctx, s.reader(), c)
	at := func(k flow.Case) int {
		n, err := strconv.Atoi(d.Values.Get("place." + k.ID))
		if err != nil {
			return 0
		}
		return n
	}
	if placed := slices.DeleteFunc(slices.Clone(pool), func(k flow.Case) bool { return at(k) == 0 }); len(placed) > 0 {
		slices.SortStableFunc(placed, func(x, y flow.Case) int { return at(x) - at(y) })
		pool = placed
	}
	return pool, err
}

func (s *Slice) versionOf(ctx context.Context, c *flow.Case, name string) (Version, error) {
	all, err := s.froze(ctx, s.reader(), c)
	if err != nil {
		return Version{}, err
	}
	for _, e := range slices.Backward(all) {
		v, err := s.version(ctx, s.reader(), c, e)
		if err != nil || name == "" || v.Name == name {
			return v, err
		}
	}
	return Version{}, fault.New(fault.Missing, "没有找到这个版本。")
}

// export writes 附件1 of c for a and keeps a note of it.
func (s *Slice) export(ctx context.Context, a org.Actor, c *flow.Case, version, format string, w io.Writer) error {
	l, err := s.listOf(ctx, c, version)
	if err != nil {
		return err
	}
	d := annex.Build(l)
	if err := s.prints.Tag(ctx, a, c, annex.Title, l.Version, &d); err != nil {
		return err
	}
	if err := annex.Write(w, format, d); err != nil {
		return err
	}
	return s.Flow.Log(ctx, nil, a, "export", c.ID, form.Answers{
		"paper": "annex1", "format": format, "version": l.Version, "digest": l.Digest, "count": number(len(l.Rows)),
	})
}

// Export writes the newest frozen 附件1 of a city in an edition, for the command line, which
// has no actor; the audit says that nobody's post did it.
func (s *Slice) Export(ctx context.Context, e *programme.Edition, region, format string, w io.Writer) error {
	if format != "pdf" && format != "xlsx" {
		return fault.New(fault.Invalid, "只能导出 pdf 或 xlsx。")
	}
	var last *flow.Case
	for n := 1; ; n++ {
		c, err := s.Flow.Load(ctx, s.reader(), summaryID(e, region, n))
		if fault.Of(err) == fault.Missing {
			break
		}
		if err != nil {
			return err
		}
		if c.State != "collecting" && c.State != "chosen" {
			last = c
		}
	}
	if last == nil {
		return fault.New(fault.Missing, "%s还没有定稿的推荐汇总表。", lang.Word(placeOf(region)))
	}
	return s.export(ctx, org.Actor{}, last, "", format, w)
}
