package mobilise

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/locality"
	"qinglan/internal/web/ui"
)

var groundForm = []form.Question{ground}

func overviewHead(ctx context.Context, v overviewView) ui.Head {
	h := ui.Head{Title: v.Shell.Title, Lead: lang.T(ctx, "申报之前：谁负责、摸到多少、告知了谁、谁还没有打开。"), Meta: []string{lang.T(ctx, "依据：%s", notice("五.1"))}}
	if v.Place != nil {
		h.Title = lang.T(ctx, "%s：动员与摸底", lang.Word(v.Place.Name))
		if v.Place.Code != v.Actor.Organ.Region {
			h.Trail = []ui.Link{{Text: lang.T(ctx, "动员与摸底"), Href: "/mobilise?edition=" + v.Edition.Name}}
		}
	}
	return h
}

func countyHead(ctx context.Context, v countyView) ui.Head {
	e := v.Place.Edition
	h := ui.Head{
		Title: v.Shell.Title,
		Lead:  lang.T(ctx, "申报之前：谁负责、摸到多少、告知了谁、谁还没有打开。"),
		Meta: []string{
			lang.T(ctx, "申报截止 %s", ui.Deadline(ctx, e.DeadlineOf("submit", v.Place.Code, v.Place.Parent))),
			lang.T(ctx, "依据：%s", notice("五.1")),
		},
	}
	if v.Actor.Organ.Region != v.Place.Code {
		h.Trail = []ui.Link{{Text: lang.T(ctx, "动员与摸底"), Href: "/mobilise?edition=" + e.Name + "&city=" + v.Place.Parent}}
	}
	return h
}

func addresseeHead(ctx context.Context, v addresseeView) ui.Head {
	return ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "动员与摸底"), Href: v.Place.Home() + "#list"}},
		Title: v.One.Name, Tone: stepTone(v.One.Step), State: lang.T(ctx, stepLabel(v.One.Step)),
		Meta: []string{lang.T(ctx, kindLabel(v.One.Kind)), v.Place.Name},
	}
}

// addresseeFacts say whom to call and what came of the link: numbers alone.
func addresseeFacts(ctx context.Context, v addresseeView) []ui.Pair {
	x := v.One
	out := []ui.Pair{}
	if x.Contact != "" || x.Phone != "" {
		out = append(out, ui.Pair{Key: lang.T(ctx, "联系人"), Value: x.Contact}, ui.Pair{Key: lang.T(ctx, "电话"), Value: x.Phone})
	} else {
		out = append(out, ui.Pair{Key: lang.T(ctx, "联系人和电话"), Value: lang.T(ctx, "本级不显示，或没有填写")})
	}
	out = append(out,
		ui.Pair{Key: lang.T(ctx, "打开通知"), Value: lang.T(ctx, "%d 次", x.Opens)},
		ui.Pair{Key: lang.T(ctx, "经此链接开始"), Value: lang.T(ctx, "%d 件", x.Started)},
		ui.Pair{Key: lang.T(ctx, "经此链接提交"), Value: lang.T(ctx, "%d 件", x.Applied)},
	)
	return out
}

func landMeta(ctx context.Context, v landView) []string {
	out := []string{v.Region.Name, lang.T(ctx, "申报截止 %s", ui.Deadline(ctx, v.Edition.DeadlineOf("submit", v.Region.Code, v.Region.Parent)))}
	if v.Organ.Phone != "" {
		out = append(out, lang.T(ctx, "咨询：%s %s", v.Organ.Contact, v.Organ.Phone))
	}
	return out
}

func urgeLabel(ctx context.Context, x *listed) string {
	if x.Step == untold {
		return lang.T(ctx, "给%s发短信", x.Name)
	}
	return lang.T(ctx, "催办%s", x.Name)
}

func triedAnswers(t casework.Tried, move string) form.Answers {
	if t.Move == move {
		return t.Answers
	}
	return nil
}

// tellWeight makes noting the primary action where no text message can be sent.
func tellWeight(v addresseeView) ui.Weight {
	if v.One.Mobile {
		return ui.Normal
	}
	return ui.Primary
}

func pasteHref(p locality.Place) string {
	return "/mobilise/" + p.Code + "/paste?edition=" + p.Edition.Name
}

// notice cites the clause of the notice this all stands on.
func notice(no string) law.Citation { return law.Clause("zswlf72/" + no).Cite() }
