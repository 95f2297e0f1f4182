package recommend

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// leftPhrases are ready reasons for whoever is not listed.
var leftPhrases = []string{
	"名额所限，综合排名靠后", "培训方向与本市需求重复", "业绩材料不足以佐证", "授课经历较少", "本人自愿放弃",
}

func number(n int) string { return strconv.Itoa(n) }

// acts are the questions of the act of 遴选 itself, without its lists, which
// the page asks row by row.
func acts(t *programme.Track) []form.Question {
	return slices.DeleteFunc(slices.Clone(t.Forms["choice"]), func(q form.Question) bool { return q.Kind == form.Rows })
}

// choose reads who is chosen in which place and why the others are not: each
// of the pool has either a place or a reason. Places need not be without gaps;
// equal ones are a mistake.
func choose(t *programme.Track, pool []flow.Case, v url.Values) (form.Answers, form.Wrong) {
	a, wrong := form.Read(acts(t), v)
	type picked struct {
		c     *flow.Case
		place int
	}
	var chosen []picked
	var left []form.Answers
	at := map[int]string{}
	for i := range pool {
		c := &pool[i]
		place, why := strings.TrimSpace(v.Get("place."+c.ID)), strings.TrimSpace(v.Get("why."+c.ID))
		n, err := strconv.Atoi(place)
		switch {
		case place == "" && why == "":
			wrong.Add("place."+c.ID, "请填名次，或写明未列入的理由。")
		case place != "" && why != "":
			wrong.Add("place."+c.ID, "名次和未列入理由只能填一样。")
		case place == "" && utf8.RuneCountInString(why) > 200:
			wrong.Add("why."+c.ID, "理由最多 200 字。")
		case place == "":
			left = append(left, form.Answers{"case": c.ID, "name": c.Name, "reason": why})
		case err != nil || n < 1 || n > 9999:
			wrong.Add("place."+c.ID, "名次是从1起的整数。")
		case at[n] != "":
			wrong.Add("place."+c.ID, "与%s的名次相同。", at[n])
		default:
			at[n] = c.Name
			chosen = append(chosen, picked{c, n})
		}
	}
	if len(chosen) == 0 && len(wrong) == 0 {
		wrong.Add("", "名单不能是空的：请至少给一人填上名次。")
	}
	slices.SortFunc(chosen, func(x, y picked) int { return x.place - y.place })
	var list []form.Answers
	for _, p := range chosen {
		list = append(list, form.Answers{"case": p.c.ID, "name": p.c.Name})
	}
	put(a, "chosen", list)
	put(a, "left", left)
	return a, wrong
}

// put keeps rows as an answer of kind rows.
func put(a form.Answers, name string, rows []form.Answers) {
	if len(rows) == 0 {
		return
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings always marshal
	}
	a[name] = string(b)
}
