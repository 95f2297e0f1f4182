package apply

import (
	"context"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// complete lets nothing in that would have to come back for a gap.
func (s *Slice) complete(ctx context.Context, tx *db.Tx, e flow.Event) error {
	wrong, err := s.gaps(ctx, tx, &e.Case, e.Answers)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		first := wrong.List(e.Case.Track.Forms["profile"])[0]
		return fault.New(fault.Invalid, "申报还不完整（%d处）：%s", len(wrong), first.Complaint)
	}
	if e.Case.City == "" {
		return fault.New(fault.Invalid, "请选择申报地区。")
	}
	return nil
}

// gaps complains of everything that a form to be sent still lacks: answers,
// the document, materials. Those of materials are named m-item.
func (s *Slice) gaps(ctx context.Context, q db.Q, c *flow.Case, a form.Answers) (form.Wrong, error) {
	_, wrong := form.Examine(c.Track.Forms["profile"], a)
	wrongRows(a["jobs"], wrong)
	_, _, known, err := s.Identity.Mask(ctx, q, c.Party)
	if err != nil {
		return nil, err
	}
	if !known {
		wrong.Add(idNoQuestion.Name, "请填写证件号码。")
	}
	files, err := s.FilesOf(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	n := holding(files)
	for _, slot := range s.materials(c, a["clause"]) {
		if slot.Need && n[slot.Name] == 0 {
			wrong.Add("m-"+slot.Name, "请上传这一项的文件。")
		}
	}
	return wrong, nil
}

// keepProfile indexes what was sent and forgets the draft. The mail address in it
// is the person's, once they have confirmed it, if they have given none.
func (s *Slice) keepProfile(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, a := &e.Case, e.Answers
	r, err := s.indexOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	r.Clause, r.Directions, r.Post = a["clause"], a["directions"], a["post"]
	r.Months = draft.Months(a["jobs"], deadline(c, c.County, c.City))
	r.Warnings = strings.Join(s.warned(c, r, a), "\n")
	if region, ok := org.RegionOf(c.County); ok && r.Host == "" && region.Zone() && len(region.Hosts()) > 0 {
		r.Host = region.Hosts()[0]
	}
	if err := s.keepIndex(ctx, tx, c.ID, r); err != nil {
		return err
	}
	if err := s.Flow.Retitle(ctx, tx, c.ID, a["name"], a["unit"], c.County, c.City); err != nil {
		return err
	}
	if err := s.Flow.Orgs().Rename(ctx, tx, c.Party, a["name"]); err != nil {
		return err
	}
	if err := s.Outbox.Offer(ctx, tx, c.Party, a["mail"]); err != nil {
		return err
	}
	return draft.Drop(ctx, tx, c.ID)
}
