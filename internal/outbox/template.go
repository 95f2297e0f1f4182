package outbox

import (
	"strings"
	"unicode/utf16"

	"qinglan/internal/send"
)

// A Template is a message with gaps. Its words are in Chinese whoever sends it;
// gateways for text messages have to approve them beforehand.
type Template struct {
	Name    string
	Label   string // what it is for
	Act     bool   // whoever gets it must act
	Joins   bool   // several are told as one, counted in the gap {count}
	Subject string
	Text    string // {origin} is the address of the site
	Link    bool   // ends in the link of the message, if the site has an address
}

// The messages of the house. What tells of a case says nothing of it.
var (
	News = Template{Name: "news", Label: "办件进展", Joins: true, Link: true, Subject: "您的申报有新进展",
		Text: "您的申报有 {count} 项新进展，请登录青蓝查看。"}
	Act = Template{Name: "act", Label: "需您办理", Act: true, Joins: true, Link: true, Subject: "需您办理：您的申报有新进展",
		Text: "需您办理：您的申报有 {count} 项新进展，轮到您办，请登录青蓝办理。"}
	Urge = Template{Name: "urge", Label: "催办签收", Act: true, Link: true, Subject: "需您办理：请签收《{title}》",
		Text: "需您办理：《{title}》您单位尚未签收，{deadline}前报送，请登录青蓝签收并组织申报。咨询：{call}。"}
	Remind = Template{Name: "remind", Label: "到期提醒", Act: true, Link: true, Subject: "需您办理：《{title}》{left}",
		Text: "需您办理：《{title}》{deadline}截止，{left}，您单位{lack}，请登录青蓝办理。"}
	Invite = Template{Name: "invite", Label: "动员告知", Subject: "{title}开始申报",
		Text: "【{organ}】{title}开始申报。培训机构讲师、高职院校讲师和跨境电商企业从业人员符合条件的，请于{deadline}前申报。看通知、在线申报：{origin}/to/{token}{call}"}
	Class = Template{Name: "class", Label: "开班通知", Act: true, Subject: "需您办理：开班通知回执",
		Text: "您有一份开班通知，请打开链接填写回执：{origin}/class-reply/{token}"}
	Keyed = Template{Name: "keyed", Label: "请本人确认代录", Act: true, Link: true, Subject: "需您办理：请核对代您填写的申报",
		Text: "需您办理：{organ}代您填写了申报，请用本手机号登录青蓝，核对确认。不是您本人的，请勿理会。"}
	Code = Template{Name: "code", Label: "登录验证码", Subject: "验证码",
		Text: "验证码 {code}，{minutes} 分钟内有效。工作人员不会向您索要验证码。"}
	Confirm = Template{Name: "confirm", Label: "确认收信地址", Link: true, Subject: "请确认用于接收消息的地址",
		Text: "有人要用这个地址接收青蓝的消息。是您本人的，请打开链接确认；不是，请不要理会。"}
	Group = Template{Name: "group", Label: "工作群", Act: true, Subject: "", Text: "{text}"}
	Test  = Template{Name: "test", Label: "测试", Subject: "测试消息", Text: "这是一条测试消息。您收到它，说明通道正常。"}
)

// Templates are all of them, in the order in which an operator files them.
var Templates = []Template{Code, News, Act, Urge, Remind, Invite, Class, Keyed, Confirm, Test, Group}

// Named returns the template of that name.
func Named(name string) (Template, bool) {
	for _, t := range Templates {
		if t.Name == name {
			return t, true
		}
	}
	return Template{}, false
}

// Gaps returns the names of the gaps in the order in which a gateway is given
// what stands in them; the site's address is none, for gateways take no address
// as a variable.
func (t Template) Gaps(origin string) []string {
	var out []string
	rest := t.whole(origin)
	for {
		_, after, ok := strings.Cut(rest, "{")
		name, next, closed := strings.Cut(after, "}")
		if !ok || !closed {
			return out
		}
		if name != "origin" {
			out = append(out, name)
		}
		rest = next
	}
}

// whole is the text with the link that a site with an address ends it in.
func (t Template) whole(origin string) string {
	if !t.Link || origin == "" {
		return t.Text
	}
	return t.Text + "详情：{origin}/m/{token}"
}

// Filed is the text as it is filed with a gateway: its gaps stay.
func (t Template) Filed(origin string) string {
	if origin == "" {
		origin = "…"
	}
	return strings.ReplaceAll(t.whole(origin), "{origin}", origin)
}

// Fill returns the text with what stands in the gaps. Each becomes one line.
func (t Template) Fill(origin string, gaps map[string]string) string {
	return fill(t.whole(origin), origin, gaps)
}

// gapRunes is the most that a gap holds, in characters.
const gapRunes = 120

func fill(text, origin string, gaps map[string]string) string {
	pairs := []string{"{origin}", origin}
	for name, value := range gaps {
		if name != "text" { // of a group: several lines of ours
			value = send.Line(value, gapRunes)
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Parts is how many text messages a text costs: 70 characters go into one, 67
// into each of several.
func Parts(text string) int {
	n := len(utf16.Encode([]rune(text)))
	if n <= 70 {
		return 1
	}
	return (n + 66) / 67
}
