package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
)

func chainOf(chain string) (steps []flow.Approval, err error) {
	if chain == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(chain), &steps); err != nil {
		return nil, fmt.Errorf("chain: %w", err)
	}
	return steps, nil
}

// madeAlone reports whether a chain is only that of a move which its maker made
// for somebody on leave.
func madeAlone(steps []flow.Approval) bool { return len(steps) == 1 && steps[0].Decision == "made" }

// WhoFor names who made the move of a row, and whom they stood in for.
func (p *Pages) WhoFor(ctx context.Context, name string, e flow.Entry) (string, error) {
	steps, err := chainOf(e.Chain)
	if err != nil {
		return "", err
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if st := steps[i]; st.Person == e.Person && (st.Decision == "made" || st.Decision == "drafted") {
			return p.inNameOf(ctx, name, st.For)
		}
	}
	return name, nil
}

// bothNames names who took a step, and whom they stood in for.
func (p *Pages) bothNames(ctx context.Context, st flow.Approval) (string, error) {
	name, err := p.Flow.Orgs().Name(ctx, p.reader(), st.Person)
	if err != nil {
		return "", err
	}
	return p.inNameOf(ctx, name, st.For)
}

func (p *Pages) inNameOf(ctx context.Context, name, away string) (string, error) {
	if away == "" {
		return name, nil
	}
	whose, err := p.Flow.Orgs().Name(ctx, p.reader(), away)
	if err != nil {
		return "", err
	}
	return lang.T(ctx, "%s（代%s）", name, whose), nil
}

// StandIn names whom a works on c for, because that colleague is on leave and
// has claimed it; empty is nobody.
func (p *Pages) StandIn(ctx context.Context, c *flow.Case, a org.Actor) (string, error) {
	k, err := p.Flow.StandIn(ctx, p.reader(), c, a)
	return k.Post.Name, err
}

// ChainText says who took which step of an office's internal chain; nothing of a
// move that its maker made for somebody on leave, for the name says that.
func (p *Pages) ChainText(ctx context.Context, chain string) (string, error) {
	steps, err := chainOf(chain)
	if err != nil {
		return "", err
	}
	if madeAlone(steps) {
		return "", nil // the name says it
	}
	var parts []string
	for _, st := range steps {
		name, err := p.bothNames(ctx, st)
		if err != nil {
			return "", err
		}
		parts = append(parts, lang.T(ctx, "%s %s %s", lang.T(ctx, st.Step), name, lang.T(ctx, decisions[st.Decision])))
	}
	if len(parts) == 0 {
		return "", nil
	}
	return lang.T(ctx, "内部审批：%s", strings.Join(parts, " → ")), nil
}

// decisions are the words of an approval.
var decisions = map[string]string{
	"drafted": "拟办", "made": "办理", "approved": "同意", "returned": "退回", "offline": "线下已批",
}
