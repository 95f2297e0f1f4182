package review

import (
	"context"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web/ui"
)

// sentBack tells on a city's list whom the province has sent back from it (退回市级):
// they stand on the list no more, and nobody should have to remember who they were.
func (s *Slice) sentBack(ctx context.Context, list *flow.Case, a org.Actor) (templ.Component, error) {
	cs, err := s.takenOff(ctx, a, list)
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	t := ui.Table{ID: "sent-back", Caption: lang.T(ctx, "省级退回的人员"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "退回理由")}, {Label: lang.T(ctx, "环节")},
	}}
	for i := range cs {
		c := &cs[i]
		said, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "return-province")
		if err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, ui.Row{Href: s.Href(c, a), Cells: []ui.Cell{
			{Text: c.Name}, {Text: c.Unit}, {Text: said["reason"]}, {Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())},
		}})
	}
	return sentBackPart(t), nil
}
