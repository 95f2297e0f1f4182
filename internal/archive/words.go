package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// 保管期限 (DA/T 22-2015).
const (
	forEver = "永久"
	long    = "30年"
)

// keep returns how long the papers of a track are kept: lists, certificates
// and what the public was told for ever, dossiers for thirty years.
func keep(t *programme.Track) string {
	if t.Keep != "" {
		return t.Keep
	}
	return long
}

func title(c *flow.Case) string {
	if c.Name == "" {
		return c.Track.Label
	}
	return c.Track.Label + "：" + c.Name
}

// fileName is the folder of a case: its number if it has one.
func fileName(c *flow.Case) string {
	name := c.ID
	if c.No != "" {
		name = c.No
	}
	if c.Name != "" {
		name += " " + c.Name
	}
	return safe(name)
}

// safe makes a name that every system can unpack.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(name))
	if r := []rune(name); len(r) > 60 {
		name = string(r[:60])
	}
	return strings.Trim(name, ". ")
}

func remark(c *flow.Case) string {
	if over(c) {
		return ""
	}
	return "未办结：" + c.Now().Label
}

// office is what the organ of a region is called.
func (m *maker) office(ctx context.Context, region string) string {
	role := programme.City
	if region == "" || region == "330000" {
		role = programme.Province
	}
	o, err := m.Flow.Orgs().Organ(ctx, m.Flow.DB(), role, region)
	if err != nil {
		return ""
	}
	return o.Name
}

// organ is who answers for a case: the office of its city, or the province.
func (m *maker) organ(ctx context.Context, c *flow.Case) string { return m.office(ctx, c.City) }

// person returns what somebody is called, asked for once.
func (m *maker) person(ctx context.Context, id string) string {
	if name, ok := m.names[id]; ok {
		return name
	}
	name, err := m.Flow.Orgs().Name(ctx, m.Flow.DB(), id)
	if err != nil || name == "" {
		name = "—"
	}
	m.names[id] = name
	return name
}

// tell writes a case as anybody can read it in fifty years: plain text.
func (m *maker) tell(ctx context.Context, c *flow.Case, entries []flow.Entry, kept map[int64]record.Kept) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n编号 %s\n", title(c), c.No)
	for _, l := range [][2]string{{"单位", c.Unit}, {"所属", place(c)}, {"现状", c.Now().Label}} {
		if l[1] != "" {
			fmt.Fprintf(&b, "%s %s\n", l[0], l[1])
		}
	}
	secret := hidesPerson(c.Track)
	for _, e := range entries {
		told := "新建"
		if mv, ok := c.Track.Move(e.Move); ok {
			told = mv.Told()
		}
		who, err := m.WhoFor(ctx, m.person(ctx, e.Person), e)
		if err != nil {
			return "", err
		}
		if secret && e.Organ == "" {
			who = "—"
		}
		fmt.Fprintf(&b, "\n%d. %s　%s　%s（%s）", e.Seq, calendar.Exact(e.At), told, who, lang.In(lang.Chinese, roleName(e.Role)))
		if e.Instead != "" {
			fmt.Fprintf(&b, "　代%s办理", roleName(e.Instead))
		}
		if e.Basis != "" {
			fmt.Fprintf(&b, "　依据：%s", e.Basis.Cite())
		}
		b.WriteByte('\n')
		chain, err := m.ChainText(ctx, e.Chain)
		if err != nil {
			return "", err
		}
		if chain != "" {
			fmt.Fprintf(&b, "   %s\n", chain)
		}
		if err := m.told(ctx, &b, formOf(c.Track, e.Move), e, kept); err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "   摘要 %s\n", e.Hash)
	}
	return b.String(), nil
}

func roleName(r programme.Role) string {
	switch r {
	case "", programme.Public:
		return "公众"
	case programme.Clock:
		return "到期"
	case programme.List:
		return "随名单"
	}
	return casework.RoleName[r]
}

// told writes what was answered to a move.
func (m *maker) told(ctx context.Context, b *strings.Builder, qs []form.Question, e flow.Entry, kept map[int64]record.Kept) error {
	k, ok := kept[e.Seq]
	switch {
	case e.Digest == "":
		return nil
	case !ok:
		b.WriteString("   （所填内容不归档，只存摘要）\n")
		return nil
	case k.Erased:
		b.WriteString("   （所填内容已依法删除，只存摘要）\n")
		return nil
	}
	a, err := form.Parse([]byte(k.Body))
	if err != nil {
		return err
	}
	for _, q := range qs {
		if v := form.Show(q, m.named(ctx, q, a[q.Name]), lang.Chinese); v != "" {
			fmt.Fprintf(b, "   %s：%s\n", q.Label, strings.ReplaceAll(v, "\n", "\n     "))
		}
	}
	return nil
}

// meant are the questions that people answer by choosing somebody or a case, by
// name: true where it is a person. What is kept of the answer is an id.
var meant = map[string]bool{"person": true, "chief": true, "case": false, "entry": false, "sheet": false, "except": false}

// named returns an answer with names for the ids in it.
func (m *maker) named(ctx context.Context, q form.Question, answer string) string {
	if q.Kind == form.Rows {
		rows := form.Table(answer)
		for _, row := range rows {
			for _, c := range q.Columns {
				row[c.Name] = m.named(ctx, c, row[c.Name])
			}
		}
		b, err := json.Marshal(rows)
		if err != nil || len(rows) == 0 {
			return answer
		}
		return string(b)
	}
	person, ok := meant[q.Name]
	if !ok || answer == "" {
		return answer
	}
	ids := strings.Split(answer, "\n")
	for i, id := range ids {
		if person {
			ids[i] = m.person(ctx, id)
		} else if c, err := m.Flow.Load(ctx, m.Flow.DB(), id); err == nil {
			ids[i] = casework.NameOf(ctx, c)
			if c.No != "" {
				ids[i] += "（" + c.No + "）"
			}
		}
	}
	return strings.Join(ids, "\n")
}

// hidesPerson reports whether who acts on a track is itself secret, as an
// objector is.
func hidesPerson(t *programme.Track) bool {
	for _, qs := range t.Forms {
		for _, q := range qs {
			if q.Class == "objector" {
				return true
			}
		}
	}
	return false
}

func place(c *flow.Case) string {
	var parts []string
	for _, code := range []string{c.City, c.County} {
		if r, ok := org.RegionOf(code); ok && code != "" {
			parts = append(parts, r.Name)
		}
	}
	return strings.Join(parts, "　")
}
