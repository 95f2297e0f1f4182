package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"os"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/doc"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/rehearse/play"
)

// pooled is how many people wait for the choice of the city that brings a table.
const pooled = 300

// bring measures a table that is brought for 附件1: from sending the workbook to its
// preview, with the rows of the list and with 100,000, and what memory that takes.
func bring(ctx context.Context, e engine) error {
	p, err := e.serve(ctx)
	if err != nil {
		return err
	}
	if err := p.Stop(); err != nil {
		return err
	}
	if err := e.fill(ctx, pooled, func(int) []string { return []string{"submit", "endorse", "forward", "pass"} }); err != nil {
		return err
	}
	if p, err = e.serve(ctx); err != nil {
		return err
	}
	defer p.Strike()
	p.Towns = []play.Town{play.TownOf("330782")}
	b, err := p.At("330700-city-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/desk")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/summaries", nil); err != nil {
		return err
	}
	c, at, cookies := client(), p.Public.Base+page.Path+"/import", b.Cookies()
	idle := resident(p.PID(), "VmRSS")
	for _, n := range []int{pooled, 100_000} {
		form, kind, err := tableOf(n)
		if err != nil {
			return err
		}
		times := 20
		if n > pooled {
			times = 3
		}
		r := each(ctx, 1, times, func(int, int) error { return ask(c, at, kind, form, cookies...) })
		if err := r.say(fmt.Sprintf("%s: preview of %d rows", e.name, n)); err != nil {
			return err
		}
		fmt.Printf("%-34s the file has %d KB; the server held at most %d MB more than idle (%d MB)\n", "",
			len(form)>>10, (resident(p.PID(), "VmHWM")-idle)>>10, idle>>10)
	}
	return nil
}

// tableOf is a form with a workbook of n rows, of which the last are those of the
// list from its end: another order, and everybody else unknown.
func tableOf(n int) (form []byte, kind string, err error) {
	t := doc.Table{Columns: make([]doc.Column, 7), Head: []doc.Row{doc.Titles("序号", "姓名", "单位", "培训方向", "职务", "联系电话", "备注")}}
	for i := range t.Columns {
		t.Columns[i].Width = 20
	}
	for i := range n {
		t.Rows = append(t.Rows, doc.Cells(strconv.Itoa(i+1), fmt.Sprintf("测速·%07d", n-1-i), "演练培训学校（虚构）", "亚马逊、速卖通", "讲师", fmt.Sprintf("199%08d", i), fmt.Sprintf("备注%d", i)))
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", "list.xlsx")
	if err == nil {
		err = xlsx.Write(part, doc.Document{Title: "推荐名单汇总表", Page: doc.Sheet(), Created: time.Now(), Blocks: []doc.Block{doc.Text{Text: "推荐名单汇总表"}, t}})
	}
	if err == nil {
		err = m.Close()
	}
	return body.Bytes(), m.FormDataContentType(), err
}

// resident returns what memory a process holds, VmRSS, or has held at most, VmHWM,
// in KB.
func resident(pid int, what string) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == what+":" {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return 0
}
