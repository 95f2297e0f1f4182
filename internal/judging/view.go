package judging

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
	"qinglan/internal/web/ui"
)

// triedForm returns the form of the move that was tried.
func triedForm(move string) string {
	switch move {
	case "appoint":
		return "panel"
	case "unlock", "settle":
		return ""
	}
	return move
}

// asked returns the questions of a form but one, with what was tried.
func asked(v *sessionView, name, but string) (out []form.Question) {
	for _, q := range v.St.Track.Forms[name] {
		if q.Name != but {
			out = append(out, q)
		}
	}
	return out
}

func tried(v *sessionView, move, name string) string {
	if v.Tried != move {
		return ""
	}
	return v.Answers[name]
}

// weight makes the one thing to do now the primary action.
func weight(first bool) ui.Weight {
	if first {
		return ui.Primary
	}
	return ui.Normal
}

// freeTable lists who may be picked; those in the session are ticked.
func freeTable(ctx context.Context, v *sessionView) ui.Table {
	in := map[string]bool{}
	for _, k := range v.St.Candidates {
		in[k.ID] = true
	}
	t := ui.Table{ID: "roster", Caption: lang.T(ctx, "已受理、待安排的申报"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "选入")}, {Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
	}, Empty: lang.T(ctx, "没有待安排的申报"), EmptyText: lang.T(ctx, "受理之后，申报会出现在这里。")}
	for i := range v.Free {
		k := &v.Free[i]
		t.Rows = append(t.Rows, ui.Row{ID: k.ID, Cells: []ui.Cell{
			{Part: pick(k.ID, in[k.ID] || len(in) == 0)}, {Text: k.Name, Sub: k.No}, {Text: k.Unit}, {Text: casework.Place(k)},
		}})
	}
	return t
}

// poolTable lists who may judge.
func poolTable(ctx context.Context, v *sessionView) ui.Table {
	t := ui.Table{ID: "pool", Caption: lang.T(ctx, "评委库"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "评委"), Main: true}, {Label: lang.T(ctx, "工作单位")}, {Label: lang.T(ctx, "组长")},
	}, Empty: lang.T(ctx, "评委库还是空的")}
	chosen := map[string]string{}
	for _, row := range form.Table(v.Answers["judges"]) {
		chosen[row["person"]] = row["unit"]
	}
	for _, p := range v.Pool {
		unit, on := chosen[p.Person]
		if !on && p.Organisation.Role != programme.Judge {
			unit = p.Organisation.Name
		}
		t.Rows = append(t.Rows, ui.Row{ID: p.Person, Cells: []ui.Cell{
			{Part: pickJudge(p.Person, p.Name, on)}, {Part: judgeUnit(p.Person, unit)},
			{Part: pickChief(p.Person, v.Tried == "appoint" && v.Answers["chief"] == p.Person)},
		}})
	}
	return t
}

// ready reports whether a step can be taken now; the page offers it as the one
// thing to do only then.
func ready(v *sessionView, move string) bool {
	n := 0
	switch move {
	case "start":
		n, _ = v.St.Waits("undeclared")
	case "count":
		n, _ = v.St.Waits("undeclared", "open")
		n += unsettled(v)
	case "sign-scorer", "sign-checker", "sign-supervisor":
		for _, g := range v.Signed {
			if g.Name != "" && (g.Move == move || g.Person == v.Actor.Person) {
				n++
			}
		}
	case "release":
		for _, g := range v.Signed {
			if g.Name == "" {
				n++
			}
		}
	}
	return n == 0
}

func stepHint(ctx context.Context, v *sessionView, move string) string {
	switch move {
	case "start":
		if n, all := v.St.Waits("undeclared"); n > 0 {
			return lang.T(ctx, "已声明 %d/%d 份。所有评委声明完毕后开场。", all-n, all)
		}
		return lang.T(ctx, "所有评委声明完毕后开场；开场后评委可以评分。")
	case "count":
		if n, all := v.St.Waits("undeclared", "open"); n > 0 {
			return lang.T(ctx, "已锁分 %d/%d 份。全部锁分后汇总，汇总之前任何人看不到分数。", all-n, all)
		}
		if n := unsettled(v); n > 0 {
			return lang.T(ctx, "有 %d 份锁分没有接受，核对之后才能汇总。", n)
		}
		return lang.T(ctx, "全部评分表锁分后汇总；汇总之前任何人看不到分数。")
	}
	return lang.T(ctx, "计分、复核、监督、组长四方签字后发布。")
}

func signedBy(v *sessionView, person string) bool {
	return slices.ContainsFunc(v.Signed, func(g sitting.Signature) bool { return g.Name != "" && g.Person == person })
}

func dropped(ctx context.Context, l sitting.Line, seat int) string {
	if seat == l.High {
		return lang.T(ctx, "最高分，去掉")
	}
	return lang.T(ctx, "最低分，去掉")
}

// recordPairs are the facts of the draw. Ids of applications are long; the
// order is said with names beside.
func recordPairs(ctx context.Context, v *sessionView) []ui.Pair {
	r := v.Record
	return []ui.Pair{
		{Key: lang.T(ctx, "抽签编号"), Value: r.ID},
		{Key: lang.T(ctx, "时间"), Value: r.Time},
		{Key: lang.T(ctx, "抽取人"), Value: r.Drawer},
		{Key: lang.T(ctx, "监督人"), Value: r.Supervisor},
		{Key: lang.T(ctx, "算法"), Value: r.Algorithm},
		{Key: lang.T(ctx, "名单摘要 H"), Value: lang.T(ctx, "%s（%d 人）", r.PoolHash, r.PoolSize)},
		{Key: lang.T(ctx, "承诺"), Value: strings.Join(r.Commitments[:], "\n")},
		{Key: lang.T(ctx, "口令"), Value: strings.Join(r.Secrets[:], "\n")},
		{Key: lang.T(ctx, "种子"), Value: r.Seed},
		{Key: lang.T(ctx, "顺序"), Value: order(v)},
	}
}

func order(v *sessionView) string {
	var lines []string
	for _, k := range v.St.Candidates {
		lines = append(lines, fmt.Sprintf("%02d　%s", k.Pos, k.Name))
	}
	return strings.Join(lines, "\n")
}

// unsettled counts the locks that were not taken and wait for people.
func unsettled(v *sessionView) (n int) {
	for _, r := range v.Refused {
		if r.Waits() {
			n++
		}
	}
	return n
}

// refusedTone is loud until the lock is settled.
func refusedTone(r sitting.Refused) ui.Tone {
	if r.Waits() {
		return ui.Late
	}
	return ui.Plain
}

// passes is what becomes of a candidate who has reached the line.
func passes(v *sessionView) string {
	m := v.St.Edition.MembersOf(v.St.Track.Name)
	st, _ := m.State(m.After("select"))
	return st.Label
}

// between says how many judges a panel has.
func between(v *sessionView) string {
	least, most := seats(v.St.Track)
	return fmt.Sprintf("%d–%d", least, most)
}
