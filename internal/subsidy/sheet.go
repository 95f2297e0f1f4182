package subsidy

import (
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// sheet is 补助台账 as it is printed: tax in a column of its own, no account, and
// nothing under tax and net of what has not been paid.
func sheet(rows []ledgerRow, organ string, at time.Time) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 28, Align: doc.Left}, {Width: 24, Align: doc.Left}, {Width: 36, Align: doc.Left}, {Width: 34, Align: doc.Left}, {Width: 34, Align: doc.Left},
			{Width: 24, Align: doc.Right}, {Width: 20, Align: doc.Right}, {Width: 24, Align: doc.Right}, {Width: 22}, {Width: 22}, {Width: 24, Align: doc.Left}, {Width: 20, Align: doc.Left}},
		Head: []doc.Row{doc.Titles("编号", "名称", "单位", "事项", "标准", "金额（元）", "税款（元）", "实付（元）", "环节", "拨付日期", "凭证号", "重复")},
	}
	for _, r := range rows {
		k, rival := r.Claim, ""
		if o, ok := org.RegionOf(r.Rival); ok {
			rival = o.Name
		}
		row := doc.Cells(r.Case.No, r.Case.Name, r.Case.Unit, items[k.Item], r.St.Docno, "", "", "", r.Case.Now().Label, k.Paid, k.Voucher, rival)
		if k.Amount > 0 { // else it is not settled yet
			row.Cells[5] = doc.Money(form.Yuan(k.Amount))
		}
		if k.Paid != "" {
			row.Cells[6], row.Cells[7] = doc.Money(form.Yuan(k.Tax)), doc.Money(form.Yuan(k.Net()))
		}
		t.Rows = append(t.Rows, row)
	}
	return doc.Document{
		Title: "补助台账", Author: organ, Created: at, Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: "补助台账", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}},
			doc.Pair{Left: "制表单位：" + organ, Right: "截至时间：" + calendar.Exact(at)},
			t,
		},
		Footer: doc.Footer{Left: "制表单位：" + organ, Right: "第 {n} 页，共 {m} 页"},
	}
}
