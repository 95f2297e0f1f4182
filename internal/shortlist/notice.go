package shortlist

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
)

// notice is the 通知 that carries the list c: whoever issues it and whoever
// signs with them, on the notice of the edition, with the list for its annex. A
// draft is marked so and leaves room for what it does not have yet. nil: the
// organs that issue it are not founded.
func (s *Slice) notice(ctx context.Context, q db.Q, c *flow.Case) (*official.Paper, error) {
	e := c.Edition
	names, err := s.names(ctx, q, c)
	if err != nil {
		return nil, err
	}
	given, err := s.Flow.Answers(ctx, q, c, "issue")
	if err != nil {
		return nil, err
	}
	marks, err := s.signers(ctx, q, c)
	if fault.Of(err) == fault.Missing { // nobody there to issue it
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	top, called := e.Top(), e.Papers["shortlist"].Title
	basis := "根据《" + top.Title + "》"
	if top.Number != "" {
		basis += "（" + top.Number + "）"
	}
	table := namesTable(e, names)
	p := &official.Paper{
		Kind: official.Notice, Marks: marks, Number: given["number"], Year: calendar.Day(s.Flow.Now()).Y,
		Title: strings.Join(marks, " ") + "关于印发《" + called + "》的通知",
		To:    addressees(top),
		Body: []string{
			basis + "，经申报、推荐和评审，确定了" + c.Name + "《" + called + "》，共" + fmt.Sprint(len(names)) + e.Measure() + "，现印发给你们。",
			"请按照通知要求，组织名单所列" + counted(e) + "做好后续工作，并将本通知转知有关单位。",
		},
		Annexes: []official.Annex{{Name: called, Table: &table, Below: fmt.Sprintf("共 %d %s。", len(names), e.Measure())}},
		Printer: official.Office(marks[0]),
	}
	switch {
	case !c.Now().Final:
		p.Pale = "拟定稿"
	default:
		p.Date = calendar.Day(c.Since)
		p.Printed, p.Year = p.Date, p.Date.Y
		if s.Demo {
			p.Pale = "演示　非正式"
		}
	}
	return p, nil
}

// counted is what stands on the list.
func counted(e *programme.Edition) string {
	if e.ByOrgans() {
		return "单位"
	}
	return "人员"
}

// signers are the names of the organs that issue c together, its own first: what
// signs at the end of its chain does so with it.
func (s *Slice) signers(ctx context.Context, q db.Q, c *flow.Case) ([]string, error) {
	own, err := s.Flow.Orgs().Organisation(ctx, q, c.Party)
	if err != nil {
		return nil, err
	}
	out := []string{own.Name}
	for _, st := range c.Edition.Chain(c.Track.Name, "issue", own.Role, own.Region) {
		if st.Role == "" || st.Role == own.Role {
			continue
		}
		o, err := s.Flow.Orgs().Organ(ctx, q, st.Role, own.Region)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, o.Name) {
			out = append(out, o.Name)
		}
	}
	return out, nil
}

// addressees are those of the notice at the top, as it names them.
func addressees(top programme.Notice) string {
	if d, ok := top.Words(); ok && d.Words("主送") != "" {
		return strings.TrimSuffix(d.Words("主送"), "：")
	}
	if top.To == programme.City {
		return "各市主管部门"
	}
	return "各县（市、区）主管部门"
}
