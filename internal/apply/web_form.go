package apply

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/proxy"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A page is what a request brings to the form.
type page struct {
	Draft     draft.Draft
	Wrong     form.Wrong
	Tried     bool // it was to be saved or sent
	Overtaken bool
	Old       form.Answers // what stands on the server instead
	IDType    string
	Number    string // of the document, only to correct it
}

// A formView is the form as it is shown.
type formView struct {
	page
	Shell       ui.Shell
	Head        ui.Head
	Ribbon      []ui.Stage
	Case        *flow.Case
	Tab         string
	Move        programme.Move
	Parts       []part
	Slots       []slotView
	Todos       []ui.Todo
	Missing     int
	Deadline    time.Time
	Grace       string // how long after it still counts
	Now         time.Time
	Workdays    int // to the deadline; below zero: nobody counted
	IDMask      string
	IDName      string
	Cities      []city
	Host        *form.Question
	Months      int
	Least       int
	Contact     org.Organisation
	Faults      []problem
	Same        []problem // those of Faults that stand as they did
	Note        string    // of whoever returned it
	Back        string    // who returned it, and when
	Undo, Saved bool
	Keyed       bool // by an office for the person
	Word        proxy.Word
}

// A part is a heading and the questions under it.
type part struct {
	ID, Title, Hint string
	Inputs          []input
}

// An input is a question with what is to be mended about it.
type input struct {
	ui.Input
	Fault string // why it came back
	Old   string // what was filled in then
}

// A slotView is a place for files with what lies there.
type slotView struct {
	casework.Slot
	Files []casework.File
	Wrong string
	Fault string
	Need  bool
	Open  bool // there is room for more
}

// A problem is one line of what was returned.
type problem struct{ Name, Label, Reason string }

// parts cuts 附件2 into sheets that a telephone can show, in the official order.
var parts = []struct {
	id, title, hint string
	names           []string
}{
	{"where", "申报条件与地区", "", []string{"clause"}},
	{"who", "个人情况", "与附件2《个人情况表》的顺序一致。", []string{"name", "sex", "ethnic", "birth", "unit", "post", "political", "phone", "mail", "life"}},
	{"jobs", "从业或授课经历", "", []string{"jobs"}},
	{"directions", "培训方向", "", []string{"directions"}},
}

func (s *Slice) form(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, p page) error {
	v, err := s.formView(r.Context(), c, a, p)
	if err != nil {
		return err
	}
	v.Saved = r.URL.Query().Get("saved") != ""
	return web.Render(w, r, status, formPage(v))
}

func (s *Slice) formView(ctx context.Context, c *flow.Case, a org.Actor, p page) (v formView, err error) {
	if p.Draft.Answers == nil {
		p.Draft.Answers = form.Answers{}
	}
	q, answers := s.Flow.DB(), p.Draft.Answers
	v = formView{page: p, Case: c, Tab: db.NewID(), Now: s.Flow.Now(), Cities: cities(c.Edition)}
	if p.Tried {
		v.Tab = p.Draft.Tab
	}
	v.Move, _ = profileMove(c)
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return v, err
	}
	v.Keyed = keys(c, a)
	if v.Word, err = s.Proxies.Word(ctx, q, c, a); err != nil {
		return v, err
	}
	v.Head.Trail = []ui.Link{home(ctx, c, a)}
	v.Shell, v.Ribbon = ui.ShellOf(ctx, v.Head.Title, v.Head.Trail[0].Href), casework.RibbonOf(ctx, c)
	region, _ := org.RegionOf(answers["region"])
	v.Deadline = c.Due
	if c.State == c.Track.Start {
		v.Deadline = deadline(c, region.Code, region.Parent)
		v.Grace = cascade.Grace(ctx, c.Edition, region.Code, region.Parent)
	}
	v.Workdays = workdays(v.Now, v.Deadline)
	if h, ok := hostAsked(answers["region"]); ok {
		v.Host = &h
	}
	v.Months, v.Least = draft.Months(answers["jobs"], deadline(c, region.Code, region.Parent)), int(c.Edition.Limit("apply.months").N)
	if v.Contact, err = s.contact(ctx, q, region); err != nil {
		return v, err
	}
	if err := s.known(ctx, &v); err != nil {
		return v, err
	}
	if err := s.returned(ctx, q, c, &v); err != nil {
		return v, err
	}
	v.Parts = s.inputs(ctx, c, &v)
	return v, s.checklist(ctx, c, &v)
}

func workdays(now, due time.Time) int {
	n, err := calendar.WorkdaysBetween(calendar.Day(now), calendar.Day(due.Add(-time.Millisecond)))
	if err != nil {
		return -1
	}
	return n
}

// contact returns whom an applicant of a region asks.
func (s *Slice) contact(ctx context.Context, q db.Q, region org.Region) (org.Organisation, error) {
	o, err := s.Flow.Orgs().Organ(ctx, q, programme.County, region.Code)
	if fault.Of(err) == fault.Missing {
		o, err = s.Flow.Orgs().Organ(ctx, q, programme.City, region.Parent)
	}
	if fault.Of(err) == fault.Missing {
		return org.Organisation{}, nil
	}
	return o, err
}

// known fills in what is known of the document.
func (s *Slice) known(ctx context.Context, v *formView) error {
	kind, mask, ok, err := s.Identity.Mask(ctx, s.Flow.DB(), v.Case.Party)
	if err != nil || !ok {
		return err
	}
	v.IDMask = mask
	for _, c := range idTypeQuestion.Choices {
		if c.Value == kind {
			v.IDName = lang.T(ctx, c.Label)
		}
	}
	return nil
}

// returned reads what an office or the employer sent the form back for.
func (s *Slice) returned(ctx context.Context, q db.Q, c *flow.Case, v *formView) error {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil || len(entries) == 0 {
		return err
	}
	entries = lasting(entries)
	last := entries[len(entries)-1]
	if !slices.Contains(returnMoves, last.Move) {
		return nil
	}
	given, err := s.Flow.Given(ctx, q, c.ID, last.Seq)
	if err != nil {
		return err
	}
	v.Note = given["note"] + given["reason"]
	if v.Back, err = s.returner(ctx, q, c, last); err != nil {
		return err
	}
	v.Faults = s.problems(c, given)
	if v.Old == nil {
		if v.Old, err = s.sentBefore(ctx, q, c, entries); err != nil {
			return err
		}
	}
	return s.still(ctx, c, v, entries)
}

// returner says who sent the form back, and when.
func (s *Slice) returner(ctx context.Context, q db.Q, c *flow.Case, e flow.Entry) (string, error) {
	if e.Organ == "" {
		return ui.Joined(ui.When(ctx, e.At), c.Unit), nil
	}
	o, err := s.Flow.Orgs().Organisation(ctx, q, e.Organ)
	return ui.Joined(ui.When(ctx, e.At), o.Name), err
}

// meant finds the question or material that a reviewer has named, by its name
// or its label.
func (s *Slice) meant(c *flow.Case, field string) (name, label string) {
	for _, q := range append(c.Track.Forms["profile"], idNoQuestion) {
		if q.Name == field || q.Label == field {
			return q.Name, q.Label
		}
	}
	for _, m := range s.materials(c, "") {
		if m.Name == field || m.Label == field || "m-"+m.Name == field {
			return "m-" + m.Name, m.Label
		}
	}
	return "", field
}

func (v *formView) fault(name string) string {
	var all []string
	for _, f := range v.Faults {
		if f.Name == name {
			all = append(all, f.Reason)
		}
	}
	return strings.Join(all, "；")
}

func (s *Slice) inputs(ctx context.Context, c *flow.Case, v *formView) (out []part) {
	asked := map[string]form.Question{}
	for _, q := range c.Track.Forms["profile"] {
		asked[q.Name] = q
	}
	for _, p := range parts {
		sheet := part{ID: p.id, Title: lang.T(ctx, p.title)}
		if p.hint != "" {
			sheet.Hint = lang.T(ctx, p.hint)
		}
		for _, name := range p.names {
			q := asked[name]
			if name == "clause" {
				q.Choices = plain(q).Choices
			}
			in := input{Input: ui.Input{Q: q, Value: v.Draft.Answers[name], Wrong: v.Wrong}, Fault: v.fault(name)}
			if v.Old != nil && v.Old[name] != v.Draft.Answers[name] || in.Fault != "" {
				in.Old = form.Show(q, v.Old[name], lang.Of(ctx))
			}
			sheet.Inputs = append(sheet.Inputs, in)
		}
		out = append(out, sheet)
	}
	return out
}

// checklist says what is there and what is still missing.
func (s *Slice) checklist(ctx context.Context, c *flow.Case, v *formView) error {
	answers := v.Draft.Answers
	wrong, err := s.gaps(ctx, s.Flow.DB(), c, answers)
	if err != nil {
		return err
	}
	if c.State == c.Track.Start && answers["region"] == "" {
		wrong.Add("region", "请选择一项。")
	}
	if v.Host != nil && answers["host"] == "" {
		wrong.Add("host", "请选择一项。")
	}
	line := func(names []string, text string) {
		todo := ui.Todo{Text: text, Done: true}
		var gaps []string
		for _, n := range wrong.List(append(c.Track.Forms["profile"], regionQuestion, hostQuestion, idNoQuestion)) {
			base, _, _ := strings.Cut(n.Name, ".")
			if !slices.Contains(names, base) {
				continue
			}
			if todo.Done {
				todo.Done, todo.Href = false, "#f-"+n.Name
			}
			if label := lang.T(ctx, n.Label); n.Label != "" && !slices.Contains(gaps, label) && base != "jobs" {
				gaps = append(gaps, label)
			}
			v.Missing++
		}
		todo.Note = lang.List(ctx, gaps)
		v.Todos = append(v.Todos, todo)
	}
	line([]string{"clause", "region", "host"}, lang.T(ctx, "申报条件与地区"))
	line(append(parts[1].names, idNoQuestion.Name), lang.T(ctx, "个人情况"))
	if err := s.mismatch(ctx, c, v, answers); err != nil {
		return err
	}
	line([]string{"jobs"}, lang.T(ctx, "从业或授课经历"))
	line([]string{"directions"}, lang.T(ctx, "培训方向"))
	return s.slotViews(ctx, c, v, wrong)
}

// mismatch tells the person what reviewers would be told: that sex or birth is
// not as the document has it. It does not keep anybody from sending.
func (s *Slice) mismatch(ctx context.Context, c *flow.Case, v *formView, answers form.Answers) error {
	r, err := s.indexOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	for _, w := range s.warned(c, r, answers) {
		switch {
		case w == warnSex && answers["sex"] != "":
			v.Todos = append(v.Todos, ui.Todo{Text: lang.T(ctx, "性别与证件号码所示不一致"), Note: lang.T(ctx, "请核对"), Href: "#f-sex"})
		case w == warnBirth && answers["birth"] != "":
			v.Todos = append(v.Todos, ui.Todo{Text: lang.T(ctx, "出生日期与证件号码所示不一致"), Note: lang.T(ctx, "请核对"), Href: "#f-birth"})
		}
	}
	return nil
}

func (s *Slice) slotViews(ctx context.Context, c *flow.Case, v *formView, wrong form.Wrong) error {
	files, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	for _, slot := range s.materials(c, v.Draft.Answers["clause"]) {
		sv := slotView{Slot: slot, Need: slot.Need, Fault: v.fault("m-" + slot.Name)}
		for _, f := range files {
			if f.Item == slot.Name {
				sv.Files = append(sv.Files, f)
			}
		}
		sv.Open = len(sv.Files) < slot.Many
		if bad, ok := v.Wrong["m-"+slot.Name]; ok {
			sv.Wrong = bad.Text(lang.Of(ctx))
		}
		v.Slots = append(v.Slots, sv)
		_, gap := wrong["m-"+slot.Name]
		suggested := len(slot.For) > 0 && len(sv.Files) == 0
		if gap || slot.Need || suggested {
			todo := ui.Todo{Text: lang.T(ctx, slot.Label), Done: !gap && !suggested, Href: "#f-m-" + slot.Name}
			if suggested && !gap {
				todo.Note = lang.T(ctx, "建议上传，可减少退回")
			}
			v.Todos = append(v.Todos, todo)
		}
		if gap {
			v.Missing++
		}
	}
	return nil
}
