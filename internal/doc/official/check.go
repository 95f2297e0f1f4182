package official

import (
	"regexp"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
)

// A Finding is a rule of writing that a paper breaks. What is Refused does not
// leave the house; the rest is said beside the paper and left to whoever writes.
type Finding struct {
	Refused bool
	err     error
}

// Text says it in the language l.
func (f Finding) Text(l lang.Lang) string { return fault.Text(l, f.err) }

var (
	// What is made up for a demonstration says so before its number.
	sound   = regexp.MustCompile(`^\S+〔[12][0-9]{3}〕(演示)?[1-9][0-9]*号$`)
	zeros   = regexp.MustCompile(`年0[0-9]月|月0[0-9]日`)
	empties = regexp.MustCompile(`此页无正文`)
)

// Check returns the rules of GB/T 9704-2012 and of the 党政机关公文处理工作条例
// that p breaks.
func Check(p Paper) []Finding {
	var out []Finding
	say := func(bad, refused bool, zh string, args ...any) {
		if bad {
			out = append(out, Finding{refused, fault.New(fault.Invalid, zh, args...)})
		}
	}
	text := strings.Join(p.Body, "\n")
	say(p.Secret != "", true, "本系统不处理涉密公文，不能标注密级。")
	say(len(p.Marks) == 0, true, "没有写明发文机关。")
	say(p.Number != "" && !sound.MatchString(p.Number), true, "发文字号“%s”不合格式：机关代字后用六角括号〔〕写四位年份，序号不编虚位、不加“第”。", p.Number)
	say(len(p.Body) == 0 || strings.TrimSpace(text) == "", true, "没有正文：首页必须显示正文。")
	say(empties.MatchString(text), true, "不得用“此页无正文”：请调整行距、字距。")
	say(zeros.MatchString(text), false, "正文中的日期编了虚位，例如应写“1月5日”。")
	say(p.Upward && several(p.To), true, "上行文只写一个主送机关。")
	say(p.Upward && len(p.Copies) > 0, true, "上行文不抄送下级机关；需要抄送的请另行核对。")
	say(p.Upward && p.Signer == "", false, "上行文应当标注签发人，打印前请填写。")
	say((p.Kind == Request || p.Kind == Report) && !p.Upward, true, "%s是上行文。", string(p.Kind))
	say(p.Kind == Report && begs(text), true, "报告不得夹带请示事项。")
	say(p.Kind == Minutes && p.To != "", true, "纪要不写主送机关。")
	say(p.Kind == Request && strings.Count(text, "请示") > 3, false, "请示应当一文一事。")
	say(p.Number == "", false, "发文字号还没有编，打印前请填写。")
	say(p.Date == (calendar.Date{}), false, "成文日期还没有定，打印前请填写。")
	say(!strings.HasSuffix(strings.TrimRight(p.Title, "（演示，虚构仅供）"), string(p.Kind)), false, "标题没有以文种“%s”结尾。", string(p.Kind))
	say(slices.ContainsFunc(p.Annexes, func(a Annex) bool { return strings.ContainsAny(last(a.Name), "。；，") }), false, "附件名称后不加标点。")
	return out
}

// Refused returns the first finding that keeps p in the house, nil if none does.
func Refused(p Paper) error {
	for _, f := range Check(p) {
		if f.Refused {
			return f.err
		}
	}
	return nil
}

// Numbered reports whether a 发文字号 has the form that is asked for.
func Numbered(docno string) bool { return sound.MatchString(docno) }

// several reports whether more than one organ is addressed.
func several(to string) bool { return strings.ContainsAny(to, "，、；,;") }

// begs reports whether a text asks for a decision.
func begs(text string) bool {
	return slices.ContainsFunc([]string{"请批复", "请批示", "请予批准", "请审批", "请批准", "妥否"}, func(s string) bool { return strings.Contains(text, s) })
}

func last(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[len(r)-1])
}
