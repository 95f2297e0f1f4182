package worklist

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A bulkView says what one press would do: which cases, what becomes of each,
// and which of those picked are left as they are.
type bulkView struct {
	Shell   ui.Shell
	Track   *programme.Track
	Edition *programme.Edition
	Move    programme.Move
	To      programme.State
	Cases   []flow.Case
	Table   ui.Table
	Left    ui.Table
	Back    string
	Answers form.Answers
	Wrong   form.Wrong
}

// bulkOf reads which move of which track is meant.
func (s *Slice) bulkOf(r *http.Request) (a org.Actor, v bulkView, err error) {
	if a, err = casework.Signed(r); err != nil {
		return a, v, err
	}
	if err := r.ParseForm(); err != nil {
		return a, v, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if v.Edition, err = s.EditionAsked(r); err != nil {
		return a, v, err
	}
	var ok bool
	if v.Track, ok = v.Edition.Track(r.Form.Get("track")); !ok {
		v.Track = v.Edition.Main()
	}
	v.Move, ok = v.Track.Move(r.Form.Get("move"))
	offered := func(state string) bool {
		return slices.ContainsFunc(bulk(v.Edition, v.Track, state, a), func(m programme.Move) bool { return m.Name == v.Move.Name })
	}
	if !ok || !slices.ContainsFunc(v.Move.From, offered) {
		return a, v, fault.New(fault.Denied, "这一步要逐件办理。")
	}
	v.To, _ = v.Track.State(v.Move.To)
	v.Back = "/cases?" + url.Values{"track": {v.Track.Name}, "edition": {v.Edition.Name}, "state": {v.Move.From[0]}}.Encode()
	return a, v, nil
}

// preview shows what a press would do and changes nothing.
func (s *Slice) preview(w http.ResponseWriter, r *http.Request) error {
	a, v, err := s.bulkOf(r)
	if err != nil {
		return err
	}
	ids := r.Form["case"]
	if len(ids) > atOnce {
		return fault.New(fault.Invalid, "一次最多办理%d件。", atOnce)
	}
	return s.showBulk(w, r, http.StatusOK, a, v, ids)
}

func (s *Slice) showBulk(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v bulkView, ids []string) error {
	ctx := r.Context()
	may, not, err := s.picked(ctx, a, v.Edition, v.Track, v.Move.Name, ids)
	if err != nil {
		return err
	}
	v.Cases = may
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "批量办理：%s", lang.T(ctx, v.Move.Label)), "/cases")
	v.Table = s.changes(ctx, a, lang.T(ctx, "将要办理"), may, v.To)
	v.Left = s.changes(ctx, a, lang.T(ctx, "不办理：现在轮不到您办这一步"), not, programme.State{})
	return web.Render(w, r, status, bulkPage(v))
}

// changes lists cases with where they stand and where they will.
func (s *Slice) changes(ctx context.Context, a org.Actor, caption string, cs []flow.Case, to programme.State) ui.Table {
	t := ui.Table{ID: "changes", Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "现在")}, {Label: lang.T(ctx, "办理后")},
	}}
	keyed := s.Proxies.Marks(ctx, cs)
	for i := range cs {
		c := &cs[i]
		row := ui.Row{Href: s.Href(c, a), Cells: []ui.Cell{
			{Text: casework.NameOf(ctx, c), Sub: ui.Joined(keyed[c.ID], s.NoOf(ctx, c))}, {Text: c.Unit}, {Text: casework.Place(c)},
			{Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())}, {Text: lang.T(ctx, c.Now().Label)},
		}}
		if to.Name != "" {
			row.Cells[4] = ui.Cell{Text: lang.T(ctx, to.Label), Tone: casework.StateTone(to)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// run does what the preview showed, or nothing.
func (s *Slice) run(w http.ResponseWriter, r *http.Request) error {
	a, v, err := s.bulkOf(r)
	if err != nil {
		return err
	}
	all, err := parseChosen(r.PostForm["chosen"])
	if err != nil {
		return err
	}
	if v.Answers, v.Wrong = form.Read(v.Track.Forms[v.Move.Form], r.PostForm); len(v.Wrong) > 0 {
		ids := make([]string, len(all))
		for i, c := range all {
			ids[i] = c.ID
		}
		return s.showBulk(w, r, http.StatusUnprocessableEntity, a, v, ids)
	}
	if err := s.MoveAll(r.Context(), a, v.Edition, v.Track, v.Move.Name, all, v.Answers); err != nil {
		return err
	}
	http.Redirect(w, r, v.Back+"&done="+number(len(all)), http.StatusSeeOther)
	return nil
}
