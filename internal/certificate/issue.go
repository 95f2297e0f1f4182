package certificate

import (
	"context"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// corrected is the ground that the public reads if none was written.
const corrected = "证书所载信息更正。"

// issue gives an entry that has been announced its certificate (三.5), once.
func (s *Slice) issue(ctx context.Context, tx *db.Tx, e flow.Event) error {
	has, err := s.has(ctx, tx, e.Case.ID)
	if err != nil || has {
		return err
	}
	enrolled, err := s.Flow.Answers(ctx, tx, &e.Case, "enrol")
	if err != nil {
		return err
	}
	_, err = s.open(ctx, tx, e, Facts{
		Entry: e.Case.ID, Name: e.Case.Name, Unit: e.Case.Unit,
		Directions: labels(e.Case.Edition.Directions, enrolled["directions"]),
		Issuer:     e.Actor.Organ.Name, County: e.Case.County, City: e.Case.City,
	})
	return err
}

// labels returns what the chosen directions are called, in the edition's order.
func labels(choices []form.Choice, chosen string) (out []string) {
	for _, c := range choices {
		for _, v := range form.List(chosen) {
			if v == c.Value {
				out = append(out, c.Label)
			}
		}
	}
	return out
}

// open takes a number and a code and starts the case of a certificate. The
// series is the lock: who comes second for the same entry is told so, and the
// number that was taken goes back with the transaction.
func (s *Slice) open(ctx context.Context, tx *db.Tx, e flow.Event, f Facts) (string, error) {
	// From now on anybody may read them.
	if err := clean(f.Name, f.Unit); err != nil {
		return "", err
	}
	f.Issued = calendar.Day(e.At)
	serial, err := record.Number(ctx, tx, fmt.Sprintf("certificate/%04d", f.Issued.Y))
	if err != nil {
		return "", err
	}
	f.Number, f.Code = numberOf(f.Issued.Y, serial), newCode()
	list := e.Actor
	list.Role = programme.List
	c, err := s.Flow.OpenIn(ctx, tx, list, flow.Opening{
		ID: db.NewID(), Track: track, Edition: e.Case.Edition.Name, Party: e.Case.Party,
		Name: f.Name, Unit: f.Unit, County: f.County, City: f.City, Parent: f.Entry,
		Answers: f.answers(),
	})
	if err != nil {
		return "", err
	}
	if err := s.Flow.SetNo(ctx, tx, c.ID, f.Number); err != nil {
		return "", err
	}
	kept, err := s.insert(ctx, tx, Record{Facts: f, Case: c.ID, Year: f.Issued.Y, Serial: serial, At: c.Opened, State: valid})
	if err == nil && !kept {
		err = fault.New(fault.Stale, "这份证书刚刚已经发出，请看过最新情况再办理。")
	}
	tx.AfterCommit(s.register.changed)
	return c.ID, err
}

// reissue opens the certificate that stands for a replaced one: the corrected
// facts under a new number and a new code.
func (s *Slice) reissue(ctx context.Context, tx *db.Tx, e flow.Event) error {
	given, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err != nil {
		return err
	}
	f, err := factsOf(given)
	if err != nil {
		return err
	}
	f.Replaces = e.Case.ID
	if e.Actor.Organ.Name != "" {
		f.Issuer = e.Actor.Organ.Name
	}
	for to, value := range map[*string]string{&f.Name: e.Answers["name"], &f.Unit: e.Answers["unit"]} {
		if value != "" {
			*to = value
		}
	}
	id, err := s.open(ctx, tx, e, f)
	if err != nil {
		return err
	}
	return s.end(ctx, tx, e.Case.ID, replaced, e.At, groundOf(replaced, e.Answers), id)
}

func (s *Slice) markRevoked(ctx context.Context, tx *db.Tx, e flow.Event) error {
	tx.AfterCommit(s.register.changed)
	return s.end(ctx, tx, e.Case.ID, revoked, e.At, groundOf(revoked, e.Answers), "")
}

// groundOf returns what the public reads of why a certificate ended: what was
// written for it, never the reason told to the holder.
func groundOf(state string, a form.Answers) string {
	switch {
	case a["ground"] != "":
		return a["ground"]
	case state == replaced:
		return corrected
	}
	return ""
}

// fits is the guard of what will be printed or published.
func (s *Slice) fits(_ context.Context, _ *db.Tx, e flow.Event) error {
	if err := clean(e.Answers["ground"], e.Answers["name"], e.Answers["unit"]); err != nil {
		return err
	}
	return printable(e.Answers["name"] + e.Answers["unit"])
}

// clean finds what keeps texts from being public.
func clean(texts ...string) error {
	for _, text := range texts {
		for _, l := range ident.Leaks(text, nil) {
			if l.Block {
				return fault.New(fault.Invalid, "将要公开的内容里有“%s”，请删去后再办理。", l.Mask)
			}
		}
	}
	return nil
}

// printable names the first character that no font of the paper has.
func printable(text string) error {
	if missing := pdf.Missing(text); len(missing) > 0 {
		return fault.New(fault.Invalid, "证书字体里没有“%s”（U+%04X）这个字，暂不能生成证书，请联系发证机关。", string(missing[0]), missing[0])
	}
	return nil
}
