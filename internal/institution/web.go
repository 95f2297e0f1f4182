package institution

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// A material is one item of 附件4 with what lies there.
type material struct {
	Number, Label, Hint string
	Slot                casework.Slot
	Files               []casework.File
	Off, Open           bool
	Wrong               string
}

// A sectionView is what the page of an institution's case shows.
type sectionView struct {
	Case      *flow.Case
	Facts     []ui.Pair
	Roster    ui.Table
	Past      ui.Table
	Materials []material
	Fewer     bool     // 从业人数 below the lines of the roster
	Twins     []string // rows that say the same twice
	Result    *resultView
	Why       string // for the institution: the reason for which it came no further
	Letter    bool
	Prints    bool
}

// A resultView is an assessment that is concluded.
type resultView struct {
	Passed bool
	Gate   string
	Mean   string
	Marks  ui.Table // by assessor; empty for whoever reads only the mean
}

// section shows the dossier of a case, what lies beside it and what came of it.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, assessment.Sent...)
	if err != nil || len(ans) == 0 {
		return nil, err
	}
	v := sectionView{Case: c, Letter: c.State == "selected" && slices.Contains(lettered, a.Role), Prints: slices.Contains(printers, a.Role)}
	own := a.Role == programme.Institution
	if own {
		if v.Why, err = s.why(ctx, c); err != nil {
			return nil, err
		}
	}
	qs := c.Track.Forms["dossier"]
	for _, q := range qs {
		hidden := !own && len(casework.Readable(c.Edition, []form.Question{q}, a.Role)) == 0
		switch {
		case hidden:
		case q.Name == "roster":
			v.Roster = ui.RowsTable(ctx, q, ans)
		case q.Name == "past":
			v.Past = ui.RowsTable(ctx, q, ans)
		default:
			v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, ans[q.Name], lang.Of(ctx))})
		}
	}
	files, err := s.FilesFor(ctx, c, a)
	if err != nil {
		return nil, err
	}
	v.Materials = s.materialsOf(c, files)
	if !own {
		v.Fewer, v.Twins = len(warned(ans)) > 0, twins(ctx, qs, ans)
	}
	if v.Result, err = s.resultOf(ctx, c, a); err != nil {
		return nil, err
	}
	return sectionTempl(v), nil
}

// Who prints 附件3, who reads the letter.
var (
	printers = []programme.Role{programme.Institution, programme.County, programme.City, programme.Province, programme.Auditor}
	lettered = []programme.Role{programme.Institution, programme.City, programme.Province, programme.Auditor}
)

// materialsOf returns the items of 附件4 with these files, the missing ones of
// our copy too.
func (s *Slice) materialsOf(c *flow.Case, files []casework.File) (out []material) {
	for _, m := range c.Edition.MaterialsOf(track) {
		v := material{Number: m.Number, Label: m.Label, Hint: m.Hint, Off: m.Off}
		if slot, ok := s.SlotOf(c, m.Name); ok {
			v.Slot = slot
		}
		for _, f := range files {
			if f.Item == m.Name {
				v.Files = append(v.Files, f)
			}
		}
		out = append(out, v)
	}
	return out
}

// resultOf returns what a may know of the assessment: the province and the
// auditor the sheets, once they are concluded; the institution and its city the
// mean, once it is decided.
func (s *Slice) resultOf(ctx context.Context, c *flow.Case, a org.Actor) (*resultView, error) {
	x, err := s.results.Result(ctx, s.Flow.DB(), c.ID)
	if err != nil || x.Gate == "" {
		return nil, err
	}
	all := a.Role == programme.Province || a.Role == programme.Auditor
	mean := c.Reach >= 7 && (a.Role == programme.Institution || a.Role == programme.City)
	if !all && !mean {
		return nil, nil
	}
	v := &resultView{Passed: x.Passed, Gate: lang.T(ctx, assessment.Gates[x.Gate]), Mean: x.Mean.String()}
	if !all {
		return v, nil
	}
	r := c.Edition.Rubrics["school"]
	ms, err := s.results.Markings(ctx, s.Flow.DB(), c.ID, r)
	if err != nil {
		return nil, err
	}
	v.Marks = assessment.Table(ctx, r, ms)
	return v, nil
}

// paper answers with 附件3 or the letter.
func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	if c.Track.Name != track {
		return errMissing
	}
	switch file := r.PathValue("file"); {
	case strings.HasPrefix(file, "annex3.") && slices.Contains(printers, a.Role):
		d, version, err := s.annexOf(r.Context(), c, a)
		if err == nil {
			err = s.prints.Tag(r.Context(), a, c, annexTitle, version, &d)
		}
		if err != nil {
			return err
		}
		if a.Role == programme.Institution {
			return casework.Send(w, r, d, "附件3-"+c.Name+path.Ext(file))
		}
		return s.SendPaper(w, r, a, c, d, file)
	case file == "letter.pdf" && c.State == "selected" && slices.Contains(lettered, a.Role):
		d, err := s.letterOf(r.Context(), c)
		if err != nil {
			return err
		}
		return casework.Send(w, r, d, "入选通知函-"+c.Name+".pdf")
	}
	return errMissing
}

// annexOf is 附件3 as it was sent last, with its version, or what the institution is
// writing, which has none.
func (s *Slice) annexOf(ctx context.Context, c *flow.Case, a org.Actor) (d doc.Document, version string, err error) {
	q := s.Flow.DB()
	f := filled{No: c.No, Year: c.Edition.Since.Y, Printed: s.Flow.Now()}
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return d, "", err
	}
	for _, e := range entries {
		if slices.Contains(assessment.Sent, e.Move) {
			f.Version = e.Hash[:8]
		}
	}
	if f.Answers, err = s.Flow.Answers(ctx, q, c, assessment.Sent...); err != nil {
		return d, "", err
	}
	if a.Role == programme.Institution && writable(c) {
		saved, err := s.dossierOf(ctx, q, a.Organ.ID)
		if err != nil {
			return d, "", err
		}
		f.Answers, f.Draft = saved.Answers, true
	}
	opinion, err := s.Flow.Answers(ctx, q, c, "recommend")
	f.Opinion = opinion["opinion"]
	if f.Draft {
		return annex(c.Track.Forms["dossier"], f), "", err
	}
	return annex(c.Track.Forms["dossier"], f), f.Version, err
}

func (s *Slice) letterOf(ctx context.Context, c *flow.Case) (doc.Document, error) {
	q := s.Flow.DB()
	by, err := s.results.ChosenBy(ctx, q, c)
	if err != nil {
		return doc.Document{}, err
	}
	o, err := s.Flow.Orgs().Organ(ctx, q, programme.Province, "330000")
	if err != nil {
		return doc.Document{}, err
	}
	ans, err := s.Flow.Answers(ctx, q, c, assessment.Sent...)
	return letter(c.Name, o.Name, c.Edition.Short, by, shown(c.Track.Forms["dossier"], ans, "directions"), s.Demo), err
}
