package committee

import (
	"context"
	"slices"

	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// seats asks for each member whether they are there, and who leads.
func (v meetingPart) seats() (qs []form.Question) {
	choices := []form.Choice{}
	for _, q := range v.Case.Track.Forms["attendance"][0].Columns {
		if len(q.Choices) > 0 {
			choices = q.Choices
		}
	}
	chair := form.Question{Name: "chair", Label: "主持会议的委员", Kind: form.Select}
	for _, at := range v.Meeting.Attendance {
		p, _ := v.Case.Edition.Platform(at.Seat.Platform)
		label := at.Seat.Name + "（" + p.Label + "）"
		qs = append(qs, form.Question{Name: "was." + at.Seat.Invitation, Label: label, Kind: form.Pick, Choices: choices})
		chair.Choices = append(chair.Choices, form.Choice{Value: at.Seat.Invitation, Label: label})
	}
	return append(qs, chair)
}

// recusalWrong is what was wrong with a recusal, and not with a signature.
func (v meetingPart) recusalWrong() form.Wrong {
	w := form.Wrong{}
	for _, name := range []string{"entry", "ground"} {
		if c, ok := v.Tried.Wrong[name]; ok {
			w[name] = c
		}
	}
	return w
}

func (v meetingPart) recusedNames(ctx context.Context, entry string) string {
	var names []string
	for _, at := range v.present() {
		if v.Recused[at.Seat.Invitation][entry] != "" {
			names = append(names, at.Seat.Name)
		}
	}
	return lang.List(ctx, names)
}

// notes are the reasons against somebody, by member.
func (v meetingPart) notes(ctx context.Context) (out []ui.Pair) {
	for _, at := range v.Meeting.Attendance {
		g := v.Signed[at.Seat.Invitation]
		if g.Note == "" {
			continue
		}
		var names []string
		for _, l := range v.Lines {
			if slices.Contains(g.Except, l.Entry) {
				names = append(names, l.Name)
			}
		}
		out = append(out, ui.Pair{Key: lang.T(ctx, "%s不同意%s", at.Seat.Name, lang.List(ctx, names)), Value: g.Note})
	}
	return out
}
