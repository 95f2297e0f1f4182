package notice

import (
	"context"
	"strconv"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// left says how much time x leaves, and in which tone.
func left(ctx context.Context, x shown) (string, ui.Tone) {
	return ui.Left(ctx, x.Due(), x.Now, workdays(x.Now, x.Due()))
}

// deadline is the exact moment as the notice sets it.
func deadline(ctx context.Context, n programme.Notice) string { return ui.Deadline(ctx, n.Moment()) }

// meant says which moment the words of a deadline mean, where they name none.
func meant(ctx context.Context, n programme.Notice) string {
	switch {
	case n.Said == programme.ByClose:
		return lang.T(ctx, "原文写“下班前”，按下班时间%d:%02d计。", n.Hour, n.Minute)
	case n.Said == programme.ByMidnight:
		return lang.T(ctx, "原文写“24:00”，即当日结束之前。")
	case n.Hour == 24:
		return lang.T(ctx, "原文只写到日，系统按当日24:00计。")
	}
	return ""
}

// exception says why a deadline may be as late as the parent's: all three.
func exception(ctx context.Context, x programme.Exception) string {
	return lang.T(ctx, "截止时间不早于上级，系经批准的例外：%s批准，理由：%s，文件：%s。", x.Approver, x.Reason, x.Document)
}

// anchor is the id of a clause on its page.
func anchor(p law.Paragraph) string { return "c-" + p.No }

// lines splits the words of a clause into its paragraphs.
func lines(p law.Paragraph) []string { return strings.Split(p.Text, "\n") }

// heading reports whether the first line of a clause is a title: "一、总体思路和目标".
func heading(p law.Paragraph) bool {
	return len([]rune(p.No)) == 1 && strings.HasPrefix(p.Text, p.No+"、") || strings.HasPrefix(p.No, "附件")
}

func number(n int) string { return strconv.Itoa(n) }

// place names a region.
func place(code string) string {
	r, _ := org.RegionOf(code)
	return r.Name
}

// names lists regions.
func names(rs []org.Region) string {
	var out []string
	for _, r := range rs {
		out = append(out, r.Name)
	}
	return strings.Join(out, "、")
}

// call says whom to call: the organ of this system, never a name from a text.
func call(ctx context.Context, o org.Organisation) string {
	if o.Phone == "" {
		return ""
	}
	return lang.T(ctx, "%s %s", o.Contact, o.Phone)
}

func receiptsTable(ctx context.Context, v receiptsView) ui.Table {
	t := ui.Table{ID: "receipts", Dense: true, Caption: lang.T(ctx, "收文单位"), Columns: []ui.Column{
		{Label: lang.T(ctx, "收文单位"), Main: true}, {Label: lang.T(ctx, "签收")}, {Label: lang.T(ctx, "到此环节")},
		{Label: lang.T(ctx, "下级签收"), Num: true}, {Label: lang.T(ctx, "填报人数"), Num: true},
		{Label: lang.T(ctx, "已提交"), Num: true}, {Label: lang.T(ctx, "首次提交")}, {Label: lang.T(ctx, "未签收的电话")},
	}}
	late := !v.Notice.Running()
	for _, x := range v.Signings {
		state, since, own, tone := lang.T(ctx, "未下发"), "", "", ui.Plain
		row := ui.Row{}
		if c := x.Receipt; c != nil {
			state, since, tone = lang.T(ctx, c.Now().Label), ui.When(ctx, c.Since), stateTone(c, late)
			if c.State == "unread" {
				row.Tone = ui.OnMe
			}
			if c.State == "unread" && late {
				row.Tone = ui.Late
			}
			if x.Own.ID != "" {
				own = lang.T(ctx, "本地截止 %s", deadline(ctx, x.Own))
			}
		}
		below, first := "", ""
		if x.Below > 0 {
			below = lang.T(ctx, "%d / %d", x.Signed, x.Below)
		}
		if !x.First.At.IsZero() {
			first = ui.When(ctx, x.First.At)
		}
		row.Cells = []ui.Cell{
			{Text: x.Region.Name}, {Text: state, Tone: tone, Sub: ui.Joined(urgedText(ctx, v, x.Receipt), own)}, {Text: since}, {Text: below},
			{Text: number(x.Begun)}, {Text: number(x.Sent)}, {Text: first}, phoneCell(v, x.Receipt),
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func stateTone(c *flow.Case, late bool) ui.Tone {
	switch {
	case c.State != "unread":
		return ui.Done
	case late:
		return ui.Late
	}
	return ui.Waiting
}

// tallied says in one line how many have signed.
func tallied(ctx context.Context, v receiptsView) string {
	signed, sent := 0, 0
	for _, x := range v.Signings {
		if x.Receipt != nil {
			sent++
			if x.Receipt.State != "unread" {
				signed++
			}
		}
	}
	if sent == 0 {
		return lang.T(ctx, "还没有下发。下发后，每个收文单位的工作台上会出现签收。")
	}
	return lang.T(ctx, "已下发 %d 家，签收 %d 家，未签收 %d 家。", sent, signed, sent-signed)
}

// head are the small facts under the title of a notice.
func head(ctx context.Context, v noticeView) []string {
	var out []string
	if v.Notice.Number != "" {
		out = append(out, v.Notice.Number)
	}
	out = append(out, lang.T(ctx, "%s印发", v.Notice.Issued.Said()), lang.T(ctx, "%s前报送", deadline(ctx, v.Notice.Notice)))
	return out
}

// top returns the notice that all others hand on.
func top(v homeView) programme.Notice { return v.Edition.Top() }

// welcome says what the programme is and what it wants to reach.
func welcome(ctx context.Context, e *programme.Edition) string {
	return strings.NewReplacer("{years}", number(e.Target.Years), "{total}", number(e.Target.Total)).Replace(lang.T(ctx, e.Welcome.Say))
}

// urgedText says how often somebody was urged who has not signed.
func urgedText(ctx context.Context, v receiptsView, c *flow.Case) string {
	if c == nil || c.State != "unread" || v.Urgings[c.ID].Times == 0 {
		return ""
	}
	u := v.Urgings[c.ID]
	return lang.T(ctx, "已催办 %d 次，最近 %s", u.Times, ui.When(ctx, u.Last))
}

// phoneCell is whom to call who has not signed; a phone dials it.
func phoneCell(v receiptsView, c *flow.Case) ui.Cell {
	if c == nil || v.Phones[c.Party] == "" {
		return ui.Cell{}
	}
	return ui.Cell{Text: v.Phones[c.Party], Href: "tel:" + v.Phones[c.Party]}
}

// urgeWeight makes 催办 the one thing to do once everything has been sent.
func urgeWeight(v receiptsView) ui.Weight {
	if v.Unsent > 0 {
		return ui.Normal
	}
	return ui.Primary
}
