package worklist

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// offices have working columns of their own on the lists they take away.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// named is the column of what cases are called; a list of people calls it 姓名.
var named = incoming.Column{Name: "name", Kind: incoming.Name, Words: append(slices.Clone(incoming.Names.Words), "名称")}

// brought are the columns of a list that come back: the office's own; by the others
// a row is known again.
var brought = []reconcile.Field{
	{Column: named, Label: lang.Word("名称")},
	{Column: incoming.Units, Label: lang.Word("单位")},
	{Column: incoming.Receipts, Label: lang.Word("编号"), Apart: true},
	{Column: incoming.Phones, Label: lang.Word("电话"), Own: true, Most: 30},
	{Column: incoming.Seats, Label: lang.Word("桌号"), Own: true, Most: 20},
	{Column: incoming.Notes, Label: lang.Word("备注"), Own: true, Most: 200},
}

// bringer answers at the desk of the list that r asks for.
func (s *Slice) bringer(answer func(reconcile.Desk, http.ResponseWriter, *http.Request) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		a, err := casework.As(r, offices...)
		if err != nil {
			return err
		}
		k, err := s.asked(r, a)
		if err != nil {
			return err
		}
		return answer(s.desk(r.Context(), r.URL, a, k), w, r)
	}
}

// desk is where a workbook that was taken away is brought back.
func (s *Slice) desk(ctx context.Context, u *url.URL, a org.Actor, k *asking) reconcile.Desk {
	back := &url.URL{Path: "/cases", RawQuery: u.RawQuery}
	title := lang.T(ctx, "全部%s", lang.T(ctx, k.Track.Label))
	return reconcile.Desk{
		DB: s.Flow.DB(), Fields: brought, Title: lang.T(ctx, "从 Excel 导入备注"), Nav: "/cases",
		Trail: []ui.Link{{Text: title, Href: back.String()}}, At: u.Path + "?" + u.RawQuery, Back: back.String(),
		Lead: lang.T(ctx, "把导出的表填好备注、桌号、电话，再交回来：先看会改什么，确认之前什么都不保存。其他列只用来认人，不会改。"),
		List: func(ctx context.Context, q db.Q) (reconcile.List, error) { return s.bringing(ctx, q, a, k) },
		Take: func(ctx context.Context, tx *db.Tx, p *reconcile.Plan) error {
			jots := map[string]form.Answers{}
			for _, x := range p.Changes {
				if jots[x.Key] == nil {
					jots[x.Key] = form.Answers{}
				}
				jots[x.Key][x.Field] = x.New
			}
			if err := s.jots.Keep(ctx, tx, a, jots); err != nil {
				return err
			}
			return s.Flow.Log(ctx, tx, a, "import", "", form.Answers{"paper": "cases", "track": k.Track.Name, "digest": p.Digest(), "count": number(len(p.Changes))})
		},
	}
}

// bringing is the list as a workbook is compared with it.
func (s *Slice) bringing(ctx context.Context, q db.Q, a org.Actor, k *asking) (reconcile.List, error) {
	l := reconcile.List{Fields: brought, Version: fmt.Sprint(k.Edition.Name, k.Track.Name, k.Text)}
	f := k.Filter
	f.Limit = mostSorted + 1
	cs, err := s.Flow.CasesIn(ctx, q, a, f)
	if err == nil && len(cs) > mostSorted {
		err = fault.New(fault.Invalid, "这个清单超过%d件，请先筛选，再导入。", mostSorted)
	}
	if err != nil {
		return l, err
	}
	jots, err := s.jots.Of(ctx, q, a.Organ.ID, cs...)
	for i := range cs {
		c := &cs[i]
		jot := jots[c.ID]
		l.Entries = append(l.Entries, reconcile.Entry{Key: c.ID, Name: casework.NameOf(ctx, c), Href: s.Href(c, a), Place: number(i + 1), State: c.Now().Label, Values: map[string]string{
			"unit": c.Unit, "receipt": c.No, "phone": jot["phone"], "seat": jot["seat"], "note": jot["note"],
		}})
	}
	return l, err
}

// jotted are the working columns of a's office on cases; nobody else has any.
func (s *Slice) jotted(ctx context.Context, a org.Actor, cs []flow.Case) (map[string]form.Answers, error) {
	if len(cs) == 0 || !slices.Contains(offices, a.Role) {
		return nil, nil
	}
	return s.jots.Of(ctx, s.Flow.DB(), a.Organ.ID, cs...)
}

// titleOf is what the column of names is called on a list of a track.
func titleOf(t *programme.Track) string {
	if t.Name == "application" {
		return "姓名"
	}
	return "名称"
}
