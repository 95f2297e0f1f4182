package casework

import (
	"context"
	"slices"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// formOf returns the name of the form of the move that was tried.
func formOf(v caseView) string {
	m, _ := v.Case.Track.Move(v.Tried.Move)
	return m.Form
}

func (v caseView) answersFor(m programme.Move) form.Answers {
	if v.Tried.Move == m.Name {
		return v.Tried.Answers
	}
	if slices.Contains(SentForms, m.Form) {
		return v.Sent
	}
	return v.Usual[m.Name]
}

func (v caseView) wrongFor(m programme.Move) form.Wrong {
	if v.Tried.Move == m.Name {
		return v.Tried.Wrong
	}
	return nil
}

// weight makes the first move of a page its one primary action.
func weight(first bool) ui.Weight {
	if first {
		return ui.Primary
	}
	return ui.Normal
}

func undoText(ctx context.Context, m programme.Move) string {
	if m.Undo {
		return lang.T(ctx, "下一级打开之前可以撤回。")
	}
	return lang.T(ctx, "办理后不能撤回。")
}

func approvalTone(v approvalView) ui.Tone {
	if v.Mine {
		return ui.OnMe
	}
	return ui.Waiting
}

func waitingTable(ctx context.Context, ws []flow.Waiting) ui.Table {
	t := ui.Table{ID: "approval-list", Caption: lang.T(ctx, "待您审批"), Columns: []ui.Column{
		{Label: lang.T(ctx, "事项"), Main: true}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "拟办时间")},
	}}
	for i := range ws {
		x := &ws[i]
		m, _ := x.Case.Track.Move(x.Proposal.Move)
		t.Rows = append(t.Rows, ui.Row{Href: "/approvals/" + x.Proposal.ID, Tone: ui.OnMe, Cells: []ui.Cell{
			{Text: lang.T(ctx, m.Label), Sub: ui.Joined(Title(ctx, &x.Case), x.Case.No)},
			{Text: lang.T(ctx, x.Step.Label), Sub: inPlaceOf(ctx, x.Cover.Post.Name), Tone: ui.OnMe},
			{Text: ui.When(ctx, x.Proposal.At)},
		}})
	}
	return t
}

// apart tells the forms of moves on one page apart, but for the one that came
// back: its complaints link to its fields.
func apart(m programme.Move, wrong form.Wrong) string {
	if len(wrong) > 0 {
		return ""
	}
	return m.Name
}

// mayAnswer reports whether the reader has the turn and a request to answer.
func (v caseView) mayAnswer() bool {
	return v.Recall.Refused.IsZero() && v.Case.Now().Turn == v.Actor.Role && !v.asked()
}

// asked reports whether the reader's side made the request.
func (v caseView) asked() bool {
	return v.Recall.Person == v.Actor.Person || v.Actor.Officer() && v.Recall.Organ == v.Actor.Organ.ID
}

// inPlaceOf says for whom something waits for the reader; nothing if it is theirs.
func inPlaceOf(ctx context.Context, away string) string {
	if away == "" {
		return ""
	}
	return lang.T(ctx, "代 %s", away)
}

// allCases reports whether the list of all cases is of use to a: those who keep
// the machine see none, and others have a page of their own.
func allCases(a org.Actor) bool {
	switch a.Role {
	case programme.County, programme.City, programme.Province, programme.Association, programme.Auditor, programme.Supervisor:
		return true
	}
	return false
}
