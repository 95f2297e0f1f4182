package institution

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

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

// wayToFound leads somebody who has applied for nothing to where an institution
// applies: they may have come for one.
func (s *Slice) wayToFound(ctx context.Context, a org.Actor) (templ.Component, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Party: a.Person, Limit: 1})
	if err != nil || len(cs) > 0 {
		return nil, err
	}
	return wayTempl(), nil
}

// chosenDesk tells an institution on its desk that it has been selected, with
// the letter and the way to its classes.
func (s *Slice) chosenDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: s.Flow.Current().Name, Track: track, Party: a.Organ.ID, States: []string{"selected"}})
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	return chosenTempl(&cs[0]), nil
}
