package apply

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// beforeDeadline lets nobody in after the deadline that binds their region.
// The server's clock decides.
func (s *Slice) beforeDeadline(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.At.Before(deadline(&e.Case, e.Case.County, e.Case.City)) {
		return nil
	}
	return s.closed(ctx, tx, &e.Case)
}

// closed says when it closed, on what clause, and whom to ask.
func (s *Slice) closed(ctx context.Context, q db.Q, c *flow.Case) error {
	until := calendar.Deadline(deadline(c, c.County, c.City))
	clause := c.Now().Basis.Cite()
	who, err := s.Flow.Orgs().Organ(ctx, q, programme.County, c.County)
	if fault.Of(err) == fault.Missing {
		who, err = s.Flow.Orgs().Organ(ctx, q, programme.City, c.City)
	}
	if fault.Of(err) == fault.Missing {
		return fault.New(fault.Closed, "申报已于%s截止（依据：%s），不能再提交。", until, clause)
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Closed, "申报已于%s截止（依据：%s），不能再提交。如有疑问请联系%s %s。", until, clause, who.Name, who.Phone)
}

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

// number gives the application its readable number, once: year, region, order.
// One that could be taken for a telephone or identity number is passed over.
func (s *Slice) number(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.Case.No != "" {
		return nil
	}
	prefix := fmt.Sprintf("SB%d-%s-", e.Case.Edition.Since.Y, e.Case.County)
	for {
		n, err := flow.Number(ctx, tx, prefix)
		if err != nil {
			return err
		}
		no := fmt.Sprintf("%s%04d", prefix, n)
		if len(ident.Leaks(no, nil)) == 0 {
			return s.Flow.SetNo(ctx, tx, e.Case.ID, no)
		}
	}
}

// keepProfile indexes what was sent and forgets the draft.
func (s *Slice) keepProfile(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, a := &e.Case, e.Answers
	r, err := s.record(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	r.Clause, r.Directions, r.Post = a["clause"], a["directions"], a["post"]
	r.Months = months(a["jobs"], deadline(c, c.County, c.City))
	r.Warnings = strings.Join(s.warned(c, r, a), "\n")
	if region, ok := org.RegionOf(c.County); ok && r.Host == "" && region.Zone() && len(region.Hosts()) > 0 {
		r.Host = region.Hosts()[0]
	}
	if err := s.keepRecord(ctx, tx, c.ID, r); err != nil {
		return err
	}
	if err := s.Flow.Retitle(ctx, tx, c.ID, a["name"], a["unit"], c.County, c.City); err != nil {
		return err
	}
	if err := s.Flow.Orgs().Rename(ctx, tx, c.Party, a["name"]); err != nil {
		return err
	}
	return drop(ctx, tx, c.ID)
}

// askEmployer makes the link by which the employer answers without an account.
func (s *Slice) askEmployer(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.link(ctx, tx, e.Case.ID)
}
