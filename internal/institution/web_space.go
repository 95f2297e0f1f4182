package institution

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A spaceView is the institution's own room.
type spaceView struct {
	Shell     ui.Shell
	Head      ui.Head
	Actor     org.Actor
	Founding  []form.Question // asked while there is no institution yet
	Answers   form.Answers
	Wrong     form.Wrong
	Post      string // a post in an institution that an applicant holds
	Case      *flow.Case
	Move      programme.Move
	Questions []form.Question
	Version   int64
	ID        string // of the case to begin
	Open      bool   // a case can be begun
	Materials []material
	Todos     []ui.Todo
	Missing   int
	Faults    []form.Answers // what was returned
	Note      string
	Why       string // why it was refused, in the words of whoever did
	Saved     bool
	Brought   form.Question // whose rows came from a table just now
	Twins     []string      // rows that say the same twice
	Carried   int           // files of the last edition that were put here just now
	Invited   string        // a link, shown once
	USCC      string
	Deadline  time.Time
}

func (s *Slice) space(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution, programme.Applicant)
	if err != nil {
		return err
	}
	v := spaceView{Saved: r.URL.Query().Has("saved")}
	if rows, ok := rowsOf(s.dossierQuestions(), r.URL.Query().Get("brought")); ok {
		v.Brought = rows.Question
	}
	v.Carried, _ = strconv.Atoi(r.URL.Query().Get("carried")) // no number is none
	return s.showSpace(w, r, http.StatusOK, a, v)
}

// showSpace completes v with what is kept and answers with it.
func (s *Slice) showSpace(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v spaceView) error {
	ctx, q := r.Context(), s.Flow.DB()
	v.Actor, v.Shell, v.ID = a, ui.ShellOf(ctx, lang.T(ctx, "机构档案"), "/institution"), db.NewID()
	v.Head = ui.Head{Title: lang.T(ctx, "机构档案"), Lead: a.Organ.Name}
	h, founded, err := s.houseOf(ctx, q, a.Organ.ID)
	if err != nil {
		return err
	}
	if a.Role == programme.Applicant || !founded {
		v.Founding = s.founding(a)
		post, err := s.PostOf(ctx, q, a.Person, programme.Institution)
		if a.Role == programme.Applicant {
			v.Post = post.ID
		}
		if err != nil {
			return err
		}
		return web.Render(w, r, status, foundPage(v))
	}
	if v.USCC, err = s.uscc(h); err != nil {
		return err
	}
	if err := s.fillSpace(ctx, a, &v); err != nil {
		return err
	}
	return web.Render(w, r, status, spacePage(v))
}

// fillSpace puts the dossier, the case and what is missing into v.
func (s *Slice) fillSpace(ctx context.Context, a org.Actor, v *spaceView) (err error) {
	q := s.Flow.DB()
	if v.Case, err = s.current(ctx, q, a); err != nil {
		return err
	}
	v.Questions = s.dossierQuestions()
	d, err := s.dossierOf(ctx, q, a.Organ.ID)
	if err != nil {
		return err
	}
	if v.Answers == nil {
		v.Answers, v.Version = d.Answers, d.Version
	}
	if v.Answers["name"] == "" {
		v.Answers["name"] = a.Organ.Name
	}
	v.Twins = twins(ctx, v.Questions, v.Answers)
	if v.Case == nil {
		v.Deadline = s.Flow.Current().DeadlineOf("submit", "", a.Organ.Region)
		v.Open = true
		return nil
	}
	if v.Head, err = s.HeadOf(ctx, v.Case, a); err != nil {
		return err
	}
	v.Head.Lead = lang.T(ctx, v.Case.Now().Say)
	v.Move, _ = dossierMove(v.Case)
	if v.Move.Name == "" {
		v.Why, err = s.why(ctx, v.Case)
		return err
	}
	if err := s.fillMaterials(ctx, v, a); err != nil {
		return err
	}
	ret, err := s.Flow.Answers(ctx, q, v.Case, "return-county", "return-city")
	if v.Case.State != v.Case.Track.Start {
		v.Faults, v.Note = form.Table(ret["faults"]), ret["note"]
	}
	return err
}

// why returns the reason for which an institution came no further, or nothing.
func (s *Slice) why(ctx context.Context, c *flow.Case) (string, error) {
	if !c.Now().Final {
		return "", nil
	}
	said, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "not-recommend", "refuse", "end")
	return said["reason"], err
}

// fillMaterials puts the places for files and the list of what is missing into v.
func (s *Slice) fillMaterials(ctx context.Context, v *spaceView, a org.Actor) error {
	files, err := s.FilesFor(ctx, v.Case, a)
	if err != nil {
		return err
	}
	v.Materials = s.materialsOf(v.Case, files)
	for i := range v.Materials {
		m := &v.Materials[i]
		m.Open = !m.Off && len(m.Files) < m.Slot.Many
		if c, ok := v.Wrong["m-"+m.Slot.Name]; ok && m.Slot.Name != "" {
			m.Wrong = c.Text(lang.Of(ctx))
		}
	}
	gaps, err := s.gaps(ctx, s.Flow.DB(), v.Case, v.Answers)
	if err != nil {
		return err
	}
	v.Missing = len(gaps)
	for _, q := range v.Questions {
		_, lacks := gaps[q.Name]
		v.Todos = append(v.Todos, ui.Todo{Text: lang.T(ctx, q.Label), Href: "#f-" + q.Name, Done: !lacks && !inRows(gaps, q.Name)})
	}
	for _, slot := range s.materials(v.Case) {
		_, lacks := gaps["m-"+slot.Name]
		if slot.Need {
			v.Todos = append(v.Todos, ui.Todo{Text: lang.T(ctx, "上传：%s", lang.Word(slot.Label)), Href: "#f-m-" + slot.Name, Done: !lacks})
		}
	}
	return nil
}

// inRows reports whether a complaint is about a cell of the rows of name.
func inRows(w form.Wrong, name string) bool {
	for k := range w {
		if len(k) > len(name) && k[:len(name)+1] == name+"." {
			return true
		}
	}
	return false
}

// colleague is asked for an invitation.
var colleague = form.Question{Name: "name", Label: "同事姓名", Kind: form.Name}

// filesTo returns where a form about the files of an item posts to.
func filesTo(caseID, item string) string {
	return "/cases/" + caseID + "/files/" + item + "?next=" + url.QueryEscape("/institution#f-m-"+item)
}
