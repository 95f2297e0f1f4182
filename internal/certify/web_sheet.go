package certify

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// sheetReaders are the roles that take the sheet of results along.
var sheetReaders = []programme.Role{programme.Province, programme.Supervisor, programme.Auditor}

// results sends the sheet of all results that are out, as PDF or workbook; the
// audit notes who took it.
func (s *Slice) results(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, sheetReaders...)
	if err != nil {
		return err
	}
	name := r.PathValue("paper")
	if !slices.Contains([]string{"results.pdf", "results.xlsx"}, name) {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "attempt", States: []string{"passed", "failed"}})
	if err != nil {
		return err
	}
	var lines []resultLine
	for i := range cs {
		c := &cs[i]
		l := resultLine{No: c.No, Name: c.Name, Unit: c.Unit}
		if l.Result, err = s.standing.Result(ctx, s.Flow.DB(), c); err != nil {
			return err
		}
		if l.Day, err = s.standing.SittingDay(ctx, s.Flow.DB(), c); err != nil {
			return err
		}
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(x, y resultLine) int { return strings.Compare(x.No, y.No) })
	d := resultSheet(e, lines)
	kind, write := "application/pdf", pdf.Write
	if strings.HasSuffix(name, ".xlsx") {
		kind, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.Write
	}
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(ctx, nil, a, "export", "certification", form.Answers{"paper": name}); err != nil {
		return err
	}
	return web.File(w, r, d.Title+name[strings.LastIndex(name, "."):], kind, &b)
}
