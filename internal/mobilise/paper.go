package mobilise

import (
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/locality"
)

// placard is the poster of a county: black on A4, to hang on a wall.
func placard(p locality.Place, organ, phone, link string, demo bool) doc.Document {
	page := doc.Sheet()
	page.Top, page.Left, page.Right = 26, 24, 24
	big := doc.Style{Size: doc.Three, Align: doc.Left, Lead: 1.75}
	d := doc.Document{
		Title: "申报海报 " + p.Name, Author: organ, Page: page,
		Blocks: []doc.Block{
			doc.Frame{Inset: 10, Stroke: 0.8},
			doc.Text{Text: p.Name, Style: doc.Style{Size: doc.Two, Align: doc.Centre, Lead: 1.4}},
			doc.Text{Text: "跨境电商讲师开始申报", Style: doc.Style{Size: 36, Bold: true, Align: doc.Centre, Lead: 1.4}, After: 2},
			doc.Text{Text: p.Edition.Title, Style: doc.Style{Size: doc.Four, Align: doc.Centre}, After: 6},
			doc.Text{Text: "符合其中一条即可申报", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Left}, After: 1},
			doc.Text{Text: strings.Join([]string{
				"一、培训机构讲师：就职两年以上，有跨境电商培训经验",
				"二、高职院校讲师：就职两年以上，有跨境电商理论和实践经验",
				"三、跨境电商企业从业人员：业绩良好，从事师资培训两年以上，有志于经验分享",
			}, "\n"), Style: big, After: 4},
			doc.Text{Text: "截止时间：" + calendar.Deadline(p.Edition.DeadlineOf("submit", p.Code, p.Parent)).String(), Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Box{X: 65, Y: 150, Width: 80, Blocks: []doc.Block{doc.QR{Text: link, Side: 80}}},
			doc.Box{X: 24, Y: 234, Width: 162, Blocks: []doc.Block{
				doc.Text{Text: "扫码看通知，手机即可申报", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Centre, Lead: 1.5}},
				doc.Text{Text: link, Style: doc.Style{Size: doc.Five2, Align: doc.Centre, Lead: 1.5}, After: 2},
				doc.Text{Text: organ, Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.5}},
				doc.Text{Text: phone, Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.5}},
			}},
		},
		Footer: doc.Footer{Left: "依据：" + p.Edition.Binding("330000").Number + "　条件以通知原文为准"},
	}
	if demo {
		d.Mark = "虚构演示"
	}
	return d
}
