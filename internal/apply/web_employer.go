package apply

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/endorsement"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A waitingView is what an applicant can do while the employer is asked.
type waitingView struct {
	Shell  ui.Shell
	Head   ui.Head
	Ribbon []ui.Stage
	Case   *flow.Case
	Link   string
	Slot   slotView
	Undo   bool
	Unit   string
	Keyed  bool // by an office for the person
}

func (s *Slice) waiting(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, wrong form.Wrong) error {
	ctx := r.Context()
	v := waitingView{Case: c, Ribbon: casework.RibbonOf(ctx, c), Unit: c.Unit}
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Keyed = keys(c, a)
	v.Head.Trail = []ui.Link{home(ctx, c, a)}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, v.Head.Trail[0].Href)
	path, err := s.links.Path(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	if path != "" {
		v.Link = s.SiteOf(r) + path
	}
	if v.Slot, err = s.stampedSlot(ctx, c, wrong); err != nil {
		return err
	}
	_, undoable := s.Flow.Undoable(ctx, s.Flow.DB(), c, a)
	v.Undo = undoable == nil
	return web.Render(w, r, status, waitingPage(v))
}

func (s *Slice) stampedSlot(ctx context.Context, c *flow.Case, wrong form.Wrong) (v slotView, err error) {
	slot, _ := s.SlotOf(c, "stamped")
	v = slotView{Slot: slot, Open: true, Need: true}
	files, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	for _, f := range files {
		if f.Item == slot.Name {
			v.Files, v.Open = append(v.Files, f), false
		}
	}
	if bad, ok := wrong["m-stamped"]; ok {
		v.Wrong = bad.Text(lang.Of(ctx))
	}
	return v, err
}

// renew makes a new link; the one sent before no longer works.
func (s *Slice) renew(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.own(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if seen != c.Seq || c.State != endorsement.State {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.links.Ask(r.Context(), tx, c.ID) }); err != nil {
		return err
	}
	http.Redirect(w, r, "/apply/"+c.ID, http.StatusSeeOther)
	return nil
}

// stamped hands in the page that the employer has stamped on paper.
func (s *Slice) stamped(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "endorse-paper", a, seen)
	if err != nil {
		return err
	}
	slot, err := s.stampedSlot(ctx, c, nil)
	if err != nil {
		return err
	}
	if len(slot.Files) == 0 {
		return s.waiting(w, r, http.StatusUnprocessableEntity, c, a, form.Wrong{"m-stamped": {Format: "请先上传盖章页，再提交。"}})
	}
	if _, err := s.Flow.Move(ctx, c, m, a, form.Answers{"file": slot.Files[0].ID}); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}
