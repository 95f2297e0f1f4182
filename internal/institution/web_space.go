package institution

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
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
	Saved     bool
	Carried   int    // files of the last edition that were put here just now
	Invited   string // a link, shown once
	USCC      string
	Deadline  time.Time
}

// founding is asked of whoever founds an institution.
func (s *Slice) founding(a org.Actor) []form.Question {
	where := form.Question{Name: "region", Label: "所在县（市、区）", Hint: "材料先交到这里", Kind: form.Select}
	since := s.Flow.Current().Since
	for _, city := range org.Cities(since) {
		for _, c := range org.Counties(city.Code, since) {
			where.Choices = append(where.Choices, form.Choice{Value: c.Code, Label: city.Name + c.Name})
		}
	}
	code := form.Question{Name: "uscc", Label: "统一社会信用代码", Hint: "18位，见营业执照", Kind: form.USCC}
	if a.Role == programme.Institution {
		return []form.Question{code, where}
	}
	return []form.Question{{Name: "name", Label: "机构名称", Kind: form.Text, Max: 100, Hint: "与营业执照一致的全称"}, code, where}
}

func (s *Slice) space(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution, programme.Applicant)
	if err != nil {
		return err
	}
	v := spaceView{Saved: r.URL.Query().Has("saved")}
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
		post, err := s.postOf(ctx, q, a.Person)
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
	t, _ := s.Flow.Current().Track(track)
	v.Questions = t.Forms["dossier"]
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
		return nil
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
			v.Todos = append(v.Todos, ui.Todo{Text: lang.T(ctx, slot.Label), Href: "#f-m-" + slot.Name, Done: !lacks})
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

func (s *Slice) found(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution, programme.Applicant)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	answers, wrong := form.Read(s.founding(a), r.PostForm)
	if len(wrong) == 0 {
		region, _ := org.RegionOf(answers["region"])
		err := s.establish(r.Context(), a, answers["name"], answers["uscc"], region)
		if fault.Of(err) == fault.Closed {
			complain(wrong, "uscc", err)
		} else if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, spaceView{Answers: answers, Wrong: wrong})
	}
	http.Redirect(w, r, "/institution", http.StatusSeeOther)
	return nil
}

// complain puts what a fault says beside a field.
func complain(wrong form.Wrong, name string, err error) {
	var says *fault.Error
	if errors.As(err, &says) {
		wrong[name] = form.Complaint{Format: says.Format, Args: says.Args}
	}
}

func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	c, err := s.open(casework.Via(r), a, r.PostForm.Get("id"))
	if err != nil {
		return err
	}
	n, err := s.carry(r.Context(), a, c)
	if err != nil {
		return err
	}
	to := "/institution"
	if n > 0 {
		to += "?carried=" + strconv.Itoa(n)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// posted reads and keeps the dossier as far as it is written. Half of an answer
// is kept too; a page that shows an older version keeps nothing and is shown
// with what was typed.
func (s *Slice) posted(r *http.Request, a org.Actor) (v spaceView, err error) {
	if err := r.ParseForm(); err != nil {
		return v, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return v, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	t, _ := s.Flow.Current().Track(track)
	v.Answers, v.Wrong = form.ReadDraft(t.Forms["dossier"], r.PostForm)
	v.Version = version
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.keepDossier(r.Context(), tx, a, version, v.Answers) })
	if err != nil {
		return v, err
	}
	d, err := s.dossierOf(r.Context(), s.Flow.DB(), a.Organ.ID)
	v.Version = d.Version
	return v, err
}

// save keeps the dossier without sending it.
func (s *Slice) save(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	v, err := s.posted(r, a)
	if fault.Of(err) == fault.Stale {
		return s.overtaken(w, r, a, v)
	}
	if err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
	}
	http.Redirect(w, r, "/institution?saved=1", http.StatusSeeOther)
	return nil
}

// overtaken shows what was typed on a page that another one has overtaken. To
// save again is to mean it: the page now shows the newest version.
func (s *Slice) overtaken(w http.ResponseWriter, r *http.Request, a org.Actor, v spaceView) error {
	d, err := s.dossierOf(r.Context(), s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return err
	}
	v.Version, v.Wrong = d.Version, form.Wrong{}
	complain(v.Wrong, "", errTabs)
	return s.showSpace(w, r, http.StatusConflict, a, v)
}

// submit sends a copy of the dossier, for the first time or after it came
// back. What is missing is said all at once.
func (s *Slice) submit(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	c, err := s.current(ctx, s.Flow.DB(), a)
	if err != nil {
		return err
	}
	if c == nil {
		return fault.New(fault.Stale, "请先开始本期申报。")
	}
	m, ok := dossierMove(c)
	if !ok || seen != c.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	v, err := s.posted(r, a)
	if fault.Of(err) == fault.Stale {
		return s.overtaken(w, r, a, v)
	}
	if err != nil {
		return err
	}
	gaps, err := s.gaps(ctx, s.Flow.DB(), c, v.Answers)
	if err != nil {
		return err
	}
	if len(gaps) > 0 {
		v.Wrong = gaps
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
	}
	answers, err := s.whole(ctx, c, a, v.Answers)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Move(ctx, c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// refusedFile shows the room again with why a file was refused beside it.
func (s *Slice) refusedFile(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, item string, why error) error {
	if a.Role != programme.Institution || !writable(c) {
		return why
	}
	v := spaceView{Wrong: form.Wrong{}}
	complain(v.Wrong, "m-"+item, why)
	return s.showSpace(w, r, http.StatusUnprocessableEntity, a, v)
}

// colleague is asked for an invitation.
var colleague = form.Question{Name: "name", Label: "同事姓名", Kind: form.Name}

// invite makes a one-time link by which a colleague signs in here.
func (s *Slice) invite(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	answers, wrong := form.Read([]form.Question{colleague}, r.PostForm)
	if len(wrong) > 0 {
		return s.showSpace(w, r, http.StatusUnprocessableEntity, a, spaceView{Wrong: wrong})
	}
	v := spaceView{}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		person, post := db.NewID(), db.NewID()
		if err := s.Flow.Orgs().AddPerson(r.Context(), tx, person, answers["name"], s.Flow.Now()); err != nil {
			return err
		}
		err := s.Flow.Orgs().AddPost(r.Context(), tx, org.Post{
			ID: post, Person: person, Organisation: a.Organ, Role: programme.Institution, Rank: programme.Clerk, Title: "经办",
		})
		if err != nil {
			return err
		}
		token, err := s.Invite(r.Context(), tx, person, post)
		if err != nil {
			return err
		}
		v.Invited = "/join/" + token
		return s.Flow.Log(r.Context(), tx, a, "invite-colleague", post, nil)
	})
	if err != nil {
		return err
	}
	return s.showSpace(w, r, http.StatusOK, a, v)
}

// filesTo returns where a form about the files of an item posts to.
func filesTo(caseID, item string) string {
	return "/cases/" + caseID + "/files/" + item + "?next=" + url.QueryEscape("/institution#f-m-"+item)
}
