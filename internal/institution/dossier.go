package institution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// complete lets nothing in that would have to come back for a gap.
func (s *Slice) complete(ctx context.Context, tx *db.Tx, e flow.Event) error {
	wrong, err := s.gaps(ctx, tx, &e.Case, e.Answers)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		first := wrong.List(e.Case.Track.Forms["dossier"])[0]
		return fault.New(fault.Invalid, "申报还不完整（%d处）：%s", len(wrong), first.Complaint)
	}
	return nil
}

// gaps complains of everything that a dossier to be sent still lacks. Those of
// materials are named m-item.
func (s *Slice) gaps(ctx context.Context, q db.Q, c *flow.Case, a form.Answers) (form.Wrong, error) {
	_, wrong := form.Examine(c.Track.Forms["dossier"], a)
	if len(ident.Leaks(a["name"], nil)) > 0 {
		wrong.Add("name", "机构名称里不要写电话号码或证件号码。")
	}
	files, err := s.FilesOf(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	for _, slot := range s.materials(c) {
		if slot.Need && countOf(files, slot.Name) == 0 {
			wrong.Add("m-"+slot.Name, "请上传这一项的文件。")
		}
	}
	return wrong, nil
}

// whole returns the copy of a dossier that a case keeps, with the institution's
// code, by which money is never paid to one twice.
func (s *Slice) whole(ctx context.Context, c *flow.Case, a org.Actor, all form.Answers) (form.Answers, error) {
	answers, _ := form.Examine(c.Track.Forms["dossier"], all)
	h, ok, err := s.houseOf(ctx, s.Flow.DB(), a.Organ.ID)
	if err == nil && ok {
		answers["uscc"], err = s.uscc(h)
	}
	return answers, err
}

// materials returns the places for files that the institution fills.
func (s *Slice) materials(c *flow.Case) (out []casework.Slot) {
	for _, m := range c.Edition.MaterialsOf(track) {
		if slot, ok := s.SlotOf(c, m.Name); ok && !m.Off {
			out = append(out, slot)
		}
	}
	return out
}

func countOf(files []casework.File, item string) (n int) {
	for _, f := range files {
		if f.Item == item {
			n++
		}
	}
	return n
}

// warned says what in a dossier does not fit together; nothing is refused for it.
func warned(a form.Answers) (texts []string) {
	staff, err := strconv.Atoi(a["staff"])
	if n := len(form.Table(a["roster"])); err == nil && staff < n {
		texts = append(texts, fmt.Sprintf("%d", n))
	}
	return texts
}

// keepRoster indexes what was sent: figures to compare.
func (s *Slice) keepRoster(ctx context.Context, tx *db.Tx, e flow.Event) error {
	a, c := e.Answers, &e.Case
	income, err := cents(a["income"])
	if err != nil {
		return err
	}
	x := assessment.Figures{Income: income, Directions: a["directions"]}
	for name, to := range map[string]*int64{"staff": &x.Staff, "trained": &x.Trained, "capacity": &x.Capacity} {
		if *to, err = strconv.ParseInt(a[name], 10, 64); err != nil {
			return fmt.Errorf("%s of %s: %w", name, c.ID, err)
		}
	}
	if err := s.results.Keep(ctx, tx, c.ID, x); err != nil {
		return err
	}
	return s.Flow.Retitle(ctx, tx, c.ID, a["name"], c.Unit, c.County, c.City)
}

// wanPlaces are the decimals of an amount in 万元: the last is one 分.
const wanPlaces = 6

// cents returns an amount of 万元, as it was entered, in 分. It is exact: six
// decimals of 万元 are whole 分, and nothing is a float on the way.
func cents(wan string) (int64, error) {
	whole, part, _ := strings.Cut(wan, ".")
	if len(part) > wanPlaces || whole == "" {
		return 0, fmt.Errorf("amount %q: want at most %d decimals", wan, wanPlaces)
	}
	n, err := strconv.ParseInt(whole+(part + "000000")[:wanPlaces], 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("amount %q: %w", wan, err)
	}
	return n, nil
}

// skipCounty passes a case on where the edition has no county stage, or where
// the institution lies in no county.
func (s *Slice) skipCounty(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.Case.County != "" && e.Case.Edition.Limit("inst.county").N == 1 {
		return nil
	}
	c, err := s.Flow.Load(ctx, tx, e.Case.ID)
	if err == nil {
		_, err = s.Flow.MoveByList(ctx, tx, *c, "pass-county", e.Actor, nil)
	}
	return err
}

// open begins the case of an institution in the latest edition, or returns the
// one it has. The series is the lock: of two colleagues who press at once one
// opens it.
func (s *Slice) open(ctx context.Context, a org.Actor, id string) (found *flow.Case, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		e := s.Flow.Current()
		if _, err := record.Number(ctx, tx, "institution/"+e.Name+"/"+a.Organ.ID); err != nil {
			return err
		}
		if found, err = s.current(ctx, tx, a); err != nil || found != nil {
			return err
		}
		h, ok, err := s.houseOf(ctx, tx, a.Organ.ID)
		if err == nil && !ok {
			err = fault.New(fault.Closed, "请先填写机构的统一社会信用代码和所在地区。")
		}
		if err != nil {
			return err
		}
		found, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: track, Party: a.Organ.ID, Name: a.Organ.Name, County: h.County, City: h.City,
		})
		if err != nil {
			return err
		}
		return s.Arrived(ctx, tx, found)
	})
	return found, err
}

// carry puts on a case that has just begun the papers of the institution's last
// one: the dossier is used again in each edition (三.3), and what has changed
// since is exchanged one by one.
func (s *Slice) carry(ctx context.Context, a org.Actor, c *flow.Case) (int, error) {
	if c.State != c.Track.Start {
		return 0, nil
	}
	mine, err := s.Flow.Cases(ctx, a, flow.Filter{Track: track, Party: a.Organ.ID})
	if err != nil {
		return 0, err
	}
	var last *flow.Case
	for i := range mine {
		if m := &mine[i]; m.ID != c.ID && (last == nil || m.Opened.After(last.Opened)) {
			last = m
		}
	}
	if last == nil {
		return 0, nil
	}
	return s.carryFiles(ctx, last, c, a)
}

// current returns the case of an institution in the latest edition, or nil; one
// that was withdrawn or lapsed may be followed by another.
func (s *Slice) current(ctx context.Context, q db.Q, a org.Actor) (*flow.Case, error) {
	mine, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Edition: s.Flow.Current().Name, Track: track, Party: a.Organ.ID})
	if err != nil {
		return nil, err
	}
	for i := range mine {
		if st := mine[i].State; st != "withdrawn" {
			return &mine[i], nil
		}
	}
	return nil, nil
}

// establish founds an institution and gives its founder a post in it; an
// institution that was entered by an administrator names its code and region.
func (s *Slice) establish(ctx context.Context, a org.Actor, name, code string, region org.Region) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if a.Role == programme.Institution {
			return s.keepHouse(ctx, tx, a.Organ.ID, code, region, a)
		}
		organ, err := s.Establish(ctx, tx, a, programme.Institution, name, region.Code)
		if err != nil || organ == "" {
			return err
		}
		return s.keepHouse(ctx, tx, organ, code, region, a)
	})
}

// carryFiles puts on a case the files of an earlier one, each into the slot of
// the same name where a may upload, and returns how many; what stands there
// already is not put twice. They are copies: what happens to the earlier case
// and its files later does not touch them.
func (s *Slice) carryFiles(ctx context.Context, from, to *flow.Case, a org.Actor) (n int, err error) {
	old, err := s.FilesFor(ctx, from, a)
	if err != nil {
		return 0, err
	}
	have, err := s.FilesOf(ctx, s.Flow.DB(), to.ID)
	if err != nil {
		return 0, err
	}
	for _, f := range old {
		slot, ok := s.SlotOf(to, f.Item)
		there := slices.ContainsFunc(have, func(h casework.File) bool { return h.Item == f.Item && h.Same(f) })
		if !ok || there || f.State == "failed" || !slot.May(s.Flow, to, a) {
			continue
		}
		if err := s.carryFile(ctx, f, to, a); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Slice) carryFile(ctx context.Context, f casework.File, to *flow.Case, a org.Actor) error {
	r, err := s.OpenFile(f)
	if err != nil {
		return fmt.Errorf("carry file %s: %w", f.ID, err)
	}
	_, err = s.AddFile(ctx, to, a, f.Item, f.Name, r)
	return errors.Join(err, r.Close())
}
