package admin

import (
	"context"
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// organAsks are asked about a buyer. Departments are founded with the edition and
// institutions found themselves; whoever buys services is known to neither, so
// the system administrator adds it.
func organAsks(e *programme.Edition) []form.Question {
	city := form.Question{Name: "region", Label: "所在城市", Kind: form.Select, Hint: "推荐次序先列本市的讲师。"}
	for _, c := range org.CitiesOf(e) {
		city.Choices = append(city.Choices, form.Choice{Value: c.Code, Label: c.Name})
	}
	return []form.Question{{Name: "name", Label: "单位名称", Kind: form.Text, Max: 100, Hint: "与单位公章一致的全称"}, city}
}

// addOrgan adds a buyer and leads to its page, where its people are invited. The
// id is made by the page, so that pressing twice adds one.
func (s *Slice) addOrgan(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.System, programme.Security)
	if err != nil {
		return err
	}
	if a.Role != programme.System {
		return fault.New(fault.Denied, "单位和岗位由系统管理员维护。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx, id := r.Context(), r.PostForm.Get("id")
	if !pageID.MatchString(id) {
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	answers, wrong := form.Read(organAsks(s.Flow.Current()), r.PostForm)
	o := org.Organisation{ID: "b-" + id, Name: strings.TrimSpace(answers["name"]), Role: programme.Buyer, Region: answers["region"]}
	if len(wrong) == 0 {
		err = s.found(ctx, a, o)
		if c, ok := complaint(err); ok {
			wrong = form.Wrong{"name": c}
		} else if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.showOrgans(w, r, http.StatusUnprocessableEntity, programme.Buyer, answers, wrong)
	}
	http.Redirect(w, r, "/admin/organisations/"+o.ID, http.StatusSeeOther)
	return nil
}

// found keeps a buyer, on record. Names are what tables of people are read by, so
// no two are the same.
func (s *Slice) found(ctx context.Context, a org.Actor, o org.Organisation) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for _, k := range kinds {
			all, err := s.Flow.Orgs().Organisations(ctx, tx, k)
			if err != nil {
				return err
			}
			for _, x := range all {
				switch {
				case x.ID == o.ID:
					return nil // pressed twice
				case x.Name == o.Name:
					return fault.New(fault.Invalid, "已有同名的单位。")
				}
			}
		}
		if err := s.Flow.Orgs().AddOrganisation(ctx, tx, o); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actAdd, o.ID, form.Answers{"role": string(o.Role)})
	})
}

// A slip is the link of one person, to be printed and handed over.
type slip struct {
	Name, Place string
	Link        string // its path on this site
}

// slipOf is the slip of somebody just invited; who is in the house already needs
// none.
func slipOf(o org.Organisation, p org.Post, token string) []slip {
	if token == "" {
		return nil
	}
	return []slip{{Name: p.Name, Place: ui.Joined(o.Name, p.Title), Link: join(token)}}
}

// standing says how somebody at a post stands with signing in.
func (s *Slice) standing(ctx context.Context, p org.Post) (ui.Cell, error) {
	slip, err := s.Invited(ctx, s.Flow.DB(), p.Person, p.ID)
	switch {
	case err != nil:
		return ui.Cell{}, err
	case !slip.Used.IsZero():
		return ui.Cell{Text: lang.T(ctx, "已登录"), Tone: ui.Done, Sub: ui.When(ctx, slip.Used)}, nil
	case slip.Ends.IsZero():
		return ui.Cell{Text: lang.T(ctx, "没有发过链接"), Tone: ui.Plain}, nil
	case !s.Real().Before(slip.Ends):
		return ui.Cell{Text: lang.T(ctx, "未登录，链接已过期"), Tone: ui.Late, Sub: ui.When(ctx, slip.Ends)}, nil
	}
	return ui.Cell{Text: lang.T(ctx, "未登录"), Tone: ui.Waiting, Sub: lang.T(ctx, "链接有效到%s", ui.When(ctx, slip.Ends))}, nil
}
