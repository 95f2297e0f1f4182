package notify

import (
	"context"

	"qinglan/internal/lang"
	"qinglan/internal/outbox"
	"qinglan/internal/web/ui"
)

// from says from whom a message is.
func from(ctx context.Context, v linkView) string {
	if v.Organ == "" {
		return lang.T(ctx, "青蓝在 %s 发来的消息。", ui.When(ctx, v.Opened.At))
	}
	return lang.T(ctx, "%s在 %s 发来的消息。", v.Organ, ui.When(ctx, v.Opened.At))
}

func stateTone(l outbox.Line) ui.Tone {
	switch {
	case l.Wrong():
		return ui.Late
	case l.Waits():
		return ui.Waiting
	case !l.Opened.IsZero():
		return ui.Done
	}
	return ui.Plain
}

// resendWeight makes 重新发送 the one thing to do, unless the address is wrong.
func resendWeight(l outbox.Line) ui.Weight {
	if l.Bounced() {
		return ui.Normal
	}
	return ui.Primary
}

// boxes are the parts of the outbox to look at.
func boxes(ctx context.Context, v outboxView) []ui.Figure {
	box := func(label, narrow string, n int, tone ui.Tone) ui.Figure {
		f := ui.Figure{Label: label, Value: number(n), Href: "/outbox?show=" + narrow + "#letters"}
		if n > 0 {
			f.Tone = tone
		}
		return f
	}
	return []ui.Figure{
		box(lang.T(ctx, "失败"), outbox.Wrong, v.Counts.Wrong, ui.Late), box(lang.T(ctx, "待发"), outbox.Open, v.Counts.Open, ui.Waiting),
		box(lang.T(ctx, "已发，未见打开"), outbox.Gone, v.Counts.Gone, ui.Plain), box(lang.T(ctx, "送达（已打开）"), outbox.Seen, v.Counts.Seen, ui.Done),
		{Label: lang.T(ctx, "短信用量"), Value: number(v.Counts.Parts), Unit: lang.T(ctx, "条计费")},
	}
}

func shownLabel(ctx context.Context, narrow string) string {
	switch narrow {
	case outbox.Wrong:
		return lang.T(ctx, "失败的消息")
	case outbox.Open:
		return lang.T(ctx, "待发的消息")
	case outbox.Gone:
		return lang.T(ctx, "已发、未见打开的消息")
	case outbox.Seen:
		return lang.T(ctx, "已打开的消息")
	}
	return lang.T(ctx, "全部消息")
}

// lettersTable is what goes out, to whom and how it fares.
func lettersTable(ctx context.Context, v outboxView) ui.Table {
	t := tableOf(ctx, "letters", v.Lines)
	t.Caption, t.Count = shownLabel(ctx, v.Narrow), countOf(v)
	t.Empty, t.EmptyText = lang.T(ctx, "这里没有消息"), lang.T(ctx, "办理有进展、催办和到期提醒时，发给个人的短信和邮件会列在这里。")
	return t
}

// wrongTable is what failed last, on top of everything.
func wrongTable(ctx context.Context, v outboxView) ui.Table {
	t := tableOf(ctx, "wrong", v.Wrong)
	t.Caption, t.Count = lang.T(ctx, "失败的消息"), v.Counts.Wrong
	return t
}

// countOf is how many messages the list has, over all pages.
func countOf(v outboxView) int {
	switch v.Narrow {
	case outbox.Wrong:
		return v.Counts.Wrong
	case outbox.Open:
		return v.Counts.Open
	case outbox.Gone:
		return v.Counts.Gone
	case outbox.Seen:
		return v.Counts.Seen
	}
	return v.Counts.All()
}

func tableOf(ctx context.Context, id string, lines []outbox.Line) ui.Table {
	t := ui.Table{ID: id, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "收件人"), Main: true}, {Label: lang.T(ctx, "事由")}, {Label: lang.T(ctx, "通道")}, {Label: lang.T(ctx, "时间")},
		{Label: lang.T(ctx, "状态")}, {Label: lang.T(ctx, "回应")},
	}}
	for _, l := range lines {
		row := ui.Row{Href: "/outbox/" + l.ID, Cells: []ui.Cell{
			{Text: l.Name, Sub: l.Mask}, {Text: lang.T(ctx, l.Template.Label), Sub: items(ctx, l)}, {Text: channelName(ctx, l.Channel)}, {Text: ui.When(ctx, l.At)},
			{Text: lang.T(ctx, outbox.Label(l.State, l.Channel)), Tone: stateTone(l), Sub: fare(ctx, l)}, {Text: opened(ctx, l)},
		}}
		if l.Wrong() {
			row.Tone = ui.Late
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func items(ctx context.Context, l outbox.Line) string {
	if l.Items < 2 {
		return ""
	}
	return lang.T(ctx, "合并 %d 项", l.Items)
}

// fare says why a message has not gone, or will go when.
func fare(ctx context.Context, l outbox.Line) string {
	switch {
	case l.Wrong():
		return outbox.Said(ctx, l.Answer)
	case l.Waits() && l.Tries > 0:
		return lang.T(ctx, "试了 %d 次，%s 再试", l.Tries, ui.When(ctx, l.Due))
	case l.Waits() && l.Due.After(l.At):
		return lang.T(ctx, "%s 发", ui.When(ctx, l.Due))
	}
	return ""
}

func opened(ctx context.Context, l outbox.Line) string {
	if l.Opened.IsZero() {
		return ""
	}
	return lang.T(ctx, "%s 打开", ui.When(ctx, l.Opened))
}

// facts are everything of a message but its words.
func facts(ctx context.Context, l outbox.Line, author string) []ui.Pair {
	if author == "" {
		author = lang.T(ctx, "系统")
	}
	out := []ui.Pair{
		{Key: lang.T(ctx, "收件人"), Value: ui.Joined(l.Name, l.Mask)}, {Key: lang.T(ctx, "事由"), Value: lang.T(ctx, l.Template.Label)},
		{Key: lang.T(ctx, "通道"), Value: channelName(ctx, l.Channel)}, {Key: lang.T(ctx, "发送人"), Value: author},
		{Key: lang.T(ctx, "时间"), Value: ui.When(ctx, l.At)},
		{Key: lang.T(ctx, "状态"), Part: ui.Chip(stateTone(l), lang.T(ctx, outbox.Label(l.State, l.Channel)))},
	}
	if text := fare(ctx, l); text != "" && !l.Wrong() {
		out = append(out, ui.Pair{Key: lang.T(ctx, "下一步"), Value: text})
	}
	if l.Answer != "" {
		out = append(out, ui.Pair{Key: lang.T(ctx, "网关答复"), Value: outbox.Said(ctx, l.Answer)})
	}
	if l.Parts > 0 && !l.Wrong() {
		out = append(out, ui.Pair{Key: lang.T(ctx, "短信用量"), Value: lang.T(ctx, "%d 条计费", l.Parts)})
	}
	if text := opened(ctx, l); text != "" {
		out = append(out, ui.Pair{Key: lang.T(ctx, "回应"), Value: text})
	}
	return out
}

// healthTable is how each channel does.
func healthTable(ctx context.Context, v channelsView) ui.Table {
	t := ui.Table{ID: "channels", Caption: lang.T(ctx, "消息通道"), Columns: []ui.Column{
		{Label: lang.T(ctx, "通道"), Main: true}, {Label: lang.T(ctx, "状态")}, {Label: lang.T(ctx, "最近成功")}, {Label: lang.T(ctx, "最近失败")},
		{Label: lang.T(ctx, "待发"), Num: true}, {Label: lang.T(ctx, "七天内失败"), Num: true}, {Label: lang.T(ctx, "三十天短信用量"), Num: true},
	}}
	for _, h := range v.Healths {
		state, tone := lang.T(ctx, "正常"), ui.Done
		switch {
		case !h.Open:
			state, tone = lang.T(ctx, "未接通"), ui.Plain
		case h.Failed.After(h.Sent):
			state, tone = lang.T(ctx, "有问题"), ui.Late
		case h.Sent.IsZero():
			state, tone = lang.T(ctx, "还没有用过"), ui.Waiting
		}
		sent, failed, parts := lang.T(ctx, "无"), lang.T(ctx, "无"), ""
		if !h.Sent.IsZero() {
			sent = ui.When(ctx, h.Sent)
		}
		if !h.Failed.IsZero() {
			failed = ui.When(ctx, h.Failed)
		}
		if h.Channel == outbox.SMS {
			parts = number(h.Parts)
		}
		row := ui.Row{Cells: []ui.Cell{{Text: channelName(ctx, h.Channel)}, {Text: state, Tone: tone}, {Text: sent}, {Text: failed, Sub: outbox.Said(ctx, h.Answer)},
			{Text: number(h.Waiting)}, {Text: number(h.Wrong)}, {Text: parts}}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// filedTable are the texts as an operator files them with a gateway.
func filedTable(ctx context.Context, v channelsView) ui.Table {
	t := ui.Table{ID: "templates", Caption: lang.T(ctx, "短信模板"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "用途"), Main: true}, {Label: lang.T(ctx, "名称")}, {Label: lang.T(ctx, "报备的文字")}, {Label: lang.T(ctx, "变量"), Num: true},
	}}
	for _, x := range outbox.Templates {
		if x.Name == outbox.Group.Name {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: lang.T(ctx, x.Label)}, {Text: x.Name}, {Text: x.Filed(v.Origin)}, {Text: number(len(x.Gaps(v.Origin)))},
		}})
	}
	return t
}
