package publicity

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /publicities", s.lists)
	m.Route("POST /publicities", s.draft)
	m.Route("POST /publicities/{id}/{move}", s.decide)
	m.Route("POST /objections/{id}/identity", s.reveal)
	m.Route("GET /publicity", s.all)
	m.Route("GET /publicity/{id}", s.one)
	m.Route("GET /publicity/{id}/list.pdf", file(s.listDocument, pdf.Write, ".pdf", kindPDF))
	m.Route("GET /publicity/{id}/list.xlsx", file(s.listDocument, xlsx.Write, ".xlsx", kindXLSX))
	m.Route("GET /publicity/{id}/object/{n}", s.objectionForm)
	m.Route("POST /publicity/{id}/object/{n}", s.takeObjection)
	m.Route("GET /objections/{id}/receipt", s.receipt)
	m.Route("GET /announcements/{id}", s.announcement)
	m.Route("GET /announcements/{id}/list.pdf", file(s.resultDocument, pdf.Write, ".pdf", kindPDF))
	m.Route("GET /announcements/{id}/list.xlsx", file(s.resultDocument, xlsx.Write, ".xlsx", kindXLSX))
}

// A listsView is the province's page of publicities.
type listsView struct {
	Shell      ui.Shell
	ID         string // of the list that would be drafted
	Waiting    ui.Table
	Any        bool
	Lists      ui.Table
	Later      ui.Table // who is still to be announced of lists that are
	Objections ui.Table // that wait
	Settled    ui.Table // and the others
	Drafts     bool     // the reader may draft
}

func (s *Slice) lists(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province, programme.Supervisor)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := listsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "公示管理"), "/publicities"), ID: db.NewID(), Drafts: a.Role == programme.Province}
	v.Shell.Wide = true
	waiting, err := s.waiting(ctx, a)
	if err != nil {
		return err
	}
	v.Any = len(waiting) > 0
	v.Waiting = waitingTable(ctx, waiting, v.Drafts)
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "publicity"})
	if err != nil {
		return err
	}
	newestFirst(cs)
	v.Lists = s.Table(ctx, a, lang.T(ctx, "公示"), cs)
	v.Lists.Empty = lang.T(ctx, "还没有公示")
	left, err := s.laters(ctx, a, "")
	if err != nil {
		return err
	}
	var who []flow.Case
	for _, l := range left {
		who = append(who, l.Entry)
	}
	v.Later = s.Table(ctx, a, lang.T(ctx, "待补充公布"), who)
	v.Later.ID = "later"
	if cs, err = s.Flow.Cases(ctx, a, flow.Filter{Track: "objection"}); err != nil {
		return err
	}
	newestFirst(cs)
	open, settled := flow.Apart(cs, undecided...)
	v.Objections = s.Table(ctx, a, lang.T(ctx, "异议待办"), open)
	v.Objections.ID = "objections"
	v.Settled = s.Table(ctx, a, lang.T(ctx, "已办结的异议"), settled)
	v.Settled.ID = "settled"
	v.Objections.Empty = lang.T(ctx, "没有异议")
	return web.Render(w, r, http.StatusOK, listsPage(v))
}

// newestFirst sorts cases by when they were opened, and those of one moment by
// their numbers, whatever their ids are.
func newestFirst(cs []flow.Case) {
	slices.SortFunc(cs, func(a, b flow.Case) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(len(b.No), len(a.No)), cmp.Compare(b.No, a.No), cmp.Compare(b.ID, a.ID))
	})
}

// waiting returns the entries that may be published and stand on no list in work, in the
// order of a list.
func (s *Slice) waiting(ctx context.Context, a org.Actor) ([]flow.Case, error) {
	passed, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry", States: toPublish(s.Flow.Current())})
	if err != nil {
		return nil, err
	}
	var free []flow.Case
	for _, c := range passed {
		taken, err := s.onDraft(ctx, s.Flow.DB(), c.ID)
		if err != nil {
			return nil, err
		}
		if !taken {
			free = append(free, c)
		}
	}
	inOrder(free)
	return free, nil
}

// onDraft reports whether an entry stands on a list that has not gone out yet.
func (s *Slice) onDraft(ctx context.Context, q db.Q, entry string) (bool, error) {
	on, err := s.Flow.ListsOf(ctx, q, entry)
	if err != nil {
		return false, err
	}
	for _, m := range on {
		c, err := s.Flow.Load(ctx, q, m.List)
		if err != nil {
			return false, err
		}
		if c.Track.Name == "publicity" && (c.State == "drafting" || c.State == "checked") {
			return true, nil
		}
	}
	return false, nil
}

func waitingTable(ctx context.Context, cs []flow.Case, picks bool) ui.Table {
	t := ui.Table{ID: "waiting", Caption: lang.T(ctx, "拟认证，待公示"), Dense: true,
		Empty: lang.T(ctx, "现在没有待公示的人员"), EmptyText: lang.T(ctx, "认证委员会签署拟认证名单后，名单上的人会出现在这里。")}
	if picks {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "列入")})
	}
	t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "姓名"), Main: true}, ui.Column{Label: lang.T(ctx, "单位")},
		ui.Column{Label: lang.T(ctx, "地区")}, ui.Column{Label: lang.T(ctx, "列入名单时间")})
	for i := range cs {
		c := &cs[i]
		var cells []ui.Cell
		if picks {
			cells = append(cells, ui.Cell{Part: listBox(c.ID, c.Name)})
		}
		cells = append(cells, ui.Cell{Text: c.Name, Sub: c.No}, ui.Cell{Text: c.Unit},
			ui.Cell{Text: casework.Place(c)}, ui.Cell{Text: ui.When(ctx, c.Since)})
		t.Rows = append(t.Rows, ui.Row{Href: "/cases/" + c.ID, Cells: cells})
	}
	return t
}

// draft opens a list with the entries picked, under the id that the page made.
func (s *Slice) draft(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx, id := r.Context(), r.PostForm.Get("id")
	if !goodID(id) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	var picked []flow.Case
	for _, entry := range r.PostForm["entry"] {
		c, err := s.Flow.Find(ctx, a, entry)
		if err != nil {
			return err
		}
		picked = append(picked, *c)
	}
	if len(picked) == 0 {
		return fault.New(fault.Invalid, "请至少选中一人。")
	}
	inOrder(picked)
	if err := s.open(ctx, a, id, picked); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

func (s *Slice) open(ctx context.Context, a org.Actor, id string, entries []flow.Case) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		list, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: "publicity", Party: a.Organ.ID,
			Name: fmt.Sprintf("%s等%d人", entries[0].Name, len(entries)), Unit: a.Organ.Name})
		if err != nil || list.No != "" {
			return err // pressed twice: the list is there
		}
		n, err := record.Number(ctx, tx, "publicity/"+list.Edition.Name)
		if err != nil {
			return err
		}
		for i, c := range entries {
			taken, err := s.onDraft(ctx, tx, c.ID)
			if err != nil {
				return err
			}
			if taken || c.Track.Name != "entry" || !publishable(&c) {
				return fault.New(fault.Stale, "%s刚刚有了变化，请看过最新情况再办理。", c.Name)
			}
			if err := s.Flow.PutMember(ctx, tx, flow.Member{List: id, Case: c.ID, Pos: i + 1}); err != nil {
				return err
			}
		}
		return s.Flow.SetNo(ctx, tx, id, fmt.Sprintf("G%d-%02d", list.Edition.Since.Y, n))
	})
}

// goodID reports whether id is one that a page made.
func goodID(id string) bool {
	return len(id) == 26 && !slices.ContainsFunc([]byte(id), func(c byte) bool {
		return (c < 'a' || c > 'z') && (c < '2' || c > '7')
	})
}

type triedKey struct{}

// decide makes the moves whose answers the page has prepared: the check of the
// text, the days of the publicity, the announcement.
func (s *Slice) decide(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, r.PathValue("move"), a, seen)
	if err != nil {
		return err
	}
	if c.Track.Name != "publicity" {
		return fault.New(fault.Missing, "没有这个办理步骤。")
	}
	ctx := r.Context()
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if err := s.examine(ctx, c, m, answers, wrong); err != nil {
		return err
	}
	if len(wrong) > 0 {
		tried := casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong}
		r = r.WithContext(context.WithValue(ctx, triedKey{}, tried))
		return s.Show(w, r, http.StatusUnprocessableEntity, c, a, tried)
	}
	if _, err := s.Flow.Move(ctx, c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// examine adds to answers what the server alone knows, and complains of what
// the guards would refuse, so that it stands beside its field.
func (s *Slice) examine(ctx context.Context, c *flow.Case, m programme.Move, answers form.Answers, wrong form.Wrong) error {
	lines, err := s.linesOf(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	field := "body"
	switch m.Name {
	case "publish":
		field = "short"
		if len(wrong) == 0 {
			_, bad := readPeriod(c.Edition, s.Flow.Now(), answers)
			for name, complaint := range bad {
				wrong[name] = complaint
			}
		}
	case "announce":
		field = "note"
	}
	scan, err := s.search(ctx, s.Flow.DB(), lines, texts(answers)...)
	if err != nil {
		return err
	}
	if scan.blocked() {
		wrong.Add(field, "文中有不能公开的号码：%s。请改正后再发布。", scan.masks())
	}
	answers["scan"] = scan.json()
	if m.Name == "check" {
		answers["list"] = encode(lines)
	}
	return nil
}
