package manuscript_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
)

func msec(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func paper(kind string, changes ...string) form.Answers {
	a := form.Answers{"kind": kind, "title": "演示关于有关事项的通知", "to": "浙江省商务厅", "body": "演示正文。"}
	for i := 0; i < len(changes); i += 2 {
		a[changes[i]] = changes[i+1]
	}
	return a
}

// 32 papers that are numbered at once get 1 to 32, each once; one that was taken
// back leaves no gap, and what the office's OA has given is passed over.
func TestNumbersRace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		const n = 32
		for i := range n + 2 {
			d.signed(fmt.Sprintf("p-%d", i), paper("letter", "to", "演示研究院"))
		}
		given := form.Answers{"source": "oa", "docno": "演示甬函〔2017〕7号"}
		if _, err := d.move(fmt.Sprintf("p-%d", n), "number", ningbo, given); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		errs := make([]error, n)
		for i := range n {
			wg.Go(func() { _, errs[i] = d.move(fmt.Sprintf("p-%d", i), "number", ningbo, own("演示甬函")) })
		}
		wg.Wait()
		for i, err := range errs {
			if err != nil {
				t.Errorf("paper %d: %v", i, err)
			}
		}
		got, err := db.All(t.Context(), p.DB, db.Cell[string], `SELECT docno FROM docnos ORDER BY docno`)
		if err != nil || len(got) != n+1 {
			t.Fatalf("%d numbers, %v", len(got), err)
		}
		all := strings.Join(got, " ") + " "
		for i := 1; i <= n+1; i++ {
			if no := fmt.Sprintf("演示甬函〔2017〕%d号 ", i); strings.Count(all, no) != 1 {
				t.Errorf("%s is there %d times", no, strings.Count(all, no))
			}
		}
		last := fmt.Sprintf("p-%d", n+1)
		if _, err := d.move(last, "number", ningbo, form.Answers{"source": "oa", "docno": "演示甬函〔2017〕7号"}); fault.Of(err) != fault.Stale {
			t.Errorf("a number twice: %v", err)
		}
		if _, err := d.move(last, "number", ningbo, form.Answers{"source": "oa", "docno": "浙商务联发〔2017〕72号"}); fault.Of(err) != fault.Stale {
			t.Errorf("the number of the notice: %v", err)
		}
		if _, err := d.move(last, "number", ningbo, form.Answers{"source": "oa", "docno": "甬函[2017]第08号"}); fault.Of(err) != fault.Invalid {
			t.Errorf("a number of no form: %v", err)
		}
		if _, err := d.move(last, "number", jinhua, own("演示金函")); err == nil {
			t.Error("another city numbers it")
		}
		if _, err := d.move(last, "number", ningbo, form.Answers{"source": "oa", "docno": "演示金函〔2017〕1号"}); err != nil {
			t.Fatal(err)
		}
		foreign := paper("letter", "to", "演示研究院")
		if err := d.Begin(t.Context(), d.actor(jinhua), "foreign", foreign); err != nil {
			t.Fatal(err)
		}
		prop, err := d.move("foreign", "send", jinhua, foreign)
		if err != nil {
			t.Fatal(err)
		}
		for i, post := range []string{"330700-city-head-1", "330700-city-leader-1"} {
			if _, err := d.House.Flow.Approve(t.Context(), d.actor(post), prop.ID, i, ""); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.move("foreign", "number", jinhua, own("演示金函")); fault.Of(err) != fault.Invalid {
			t.Errorf("a code that another office uses: %v", err)
		}
		c := d.load("p-0")
		answers, err := d.House.Flow.Answers(t.Context(), p.DB, c, "number")
		if err != nil || answers["docno"] != c.No || c.No == "" {
			t.Errorf("the journal says %q, the case %q, %v", answers["docno"], c.No, err)
		}
	})
}

// The kinds keep their rules.
func TestKinds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := open(t, p)
		for i, x := range []struct {
			sheet form.Answers
			want  string // empty: it may be sent
		}{
			{paper("request", "to", "浙江省商务厅、浙江省财政厅"), "只写一个主送"},
			{paper("report", "body", "情况如下。\n妥否，请批示。"), "不得夹带请示"},
			{paper("report", "copies", "海曙区商务局"), "上行文不抄送"},
			{paper("report", "to", ""), "请填写主送机关"},
			{paper("letter", "to", "浙江省商务厅"), "不相隶属"},
			{paper("letter", "to", "海曙区电子商务主管部门"), "不相隶属"},
			{paper("letter", "to", "温州市电子商务主管部门"), ""},
			{paper("minutes", "to", "各处室"), "纪要不写主送"},
			{paper("minutes", "to", ""), ""},
			{paper("request"), ""},
		} {
			id := fmt.Sprintf("k-%d", i)
			if err := d.Begin(t.Context(), d.actor(ningbo), id, x.sheet); err != nil {
				t.Fatal(err)
			}
			_, err := d.move(id, "send", ningbo, x.sheet)
			if (x.want == "") != (err == nil) || err != nil && !strings.Contains(fault.Text("zh", err), x.want) {
				t.Errorf("%v: %v; want %q", x.sheet, err, x.want)
			}
		}
		d.signed("up", paper("report"))
		if _, err := d.move("up", "number", ningbo, form.Answers{"source": "own", "code": "演示甬商务"}); fault.Of(err) != fault.Invalid {
			t.Errorf("a report without who signed it: %v", err)
		}
		if _, err := d.move("up", "number", ningbo, own("演示甬商务")); err != nil {
			t.Fatal(err)
		}
		if _, err := d.move("up", "issue", ningbo, nil); fault.Of(err) != fault.Closed {
			t.Errorf("issued before its seal was noted: %v", err)
		}
		d.signed("min", paper("minutes", "to", ""))
		if _, err := d.move("min", "number", ningbo, own("演示甬商务纪")); err != nil {
			t.Fatal(err)
		}
		if _, err := d.move("min", "seal", ningbo, sealed); fault.Of(err) != fault.Closed {
			t.Errorf("minutes get a seal: %v", err)
		}
		if _, err := d.move("min", "issue", ningbo, nil); err != nil {
			t.Errorf("minutes: %v", err)
		}
	})
}

// Who decides: nobody takes two steps, finance of the same city alone co-signs,
// and what was decided on paper is noted with its scan.
func TestWhoDecides(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d, ctx := open(t, p), t.Context()
		sheet := paper("letter", "to", "演示研究院")
		if err := d.Begin(ctx, d.actor(ningbo), "joint", sheet); err != nil {
			t.Fatal(err)
		}
		if _, err := d.move("joint", "cosign", "330200-city-clerk-2", sheet); err != nil {
			t.Fatal(err)
		}
		prop, err := d.House.Flow.Pending(ctx, p.DB, d.load("joint"))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			post string
			step int
			want fault.Kind
		}{
			{leader, 0, fault.Denied}, {head, 0, 0}, {"330700-payer-leader-1", 1, fault.Denied}, {leader, 1, fault.Denied},
			{"330200-payer-leader-1", 1, 0}, {head, 2, fault.Denied}, {leader, 2, 0},
		} {
			if _, err := d.House.Flow.Approve(ctx, d.actor(x.post), prop.ID, x.step, ""); fault.Of(err) != x.want {
				t.Errorf("%s at step %d: %v; want %v", x.post, x.step, err, x.want)
			}
		}
		if c := d.load("joint"); c.State != "signed" {
			t.Errorf("the paper stands at %s", c.State)
		}
		if err := d.Begin(ctx, d.actor(ningbo), "off", sheet); err != nil {
			t.Fatal(err)
		}
		off, err := d.move("off", "send", ningbo, sheet)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Save(ctx, d.load("off"), d.actor(ningbo), sheet); fault.Of(err) != fault.Closed {
			t.Errorf("a draft is changed while it is decided on: %v", err)
		}
		if err := d.House.Flow.Offline(ctx, d.actor(ningbo), off.ID, 0, "", ""); fault.Of(err) != fault.Invalid {
			t.Errorf("offline without a scan: %v", err)
		}
		if err := d.House.Flow.Offline(ctx, d.actor(ningbo), off.ID, 0, "", "file"); err != nil {
			t.Error(err)
		}
		if got := p.As(jinhua).Get("/manuscripts/joint"); got.Status != 404 {
			t.Errorf("another city reads it: %d", got.Status)
		}
	})
}
