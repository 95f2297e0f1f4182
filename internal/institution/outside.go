package institution

import (
	"context"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Enter founds the institution of a, keeps its dossier and begins its case; it
// is for those who fill a demonstration. Papers and the sending follow.
func (s *Slice) Enter(ctx context.Context, tx *db.Tx, a org.Actor, id, code string, region org.Region, ans form.Answers) (*flow.Case, error) {
	if err := s.keepHouse(ctx, tx, a.Organ.ID, code, region, a); err != nil {
		return nil, err
	}
	if err := s.keepDossier(ctx, tx, a, 0, ans); err != nil {
		return nil, err
	}
	return s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: track, Party: a.Organ.ID, Name: ans["name"], County: region.Code, City: region.Parent})
}

// BringRows takes a table for rows of the dossier of a's institution, and returns
// the dossier as it is then; it is for those who fill a demonstration.
func (s *Slice) BringRows(ctx context.Context, tx *db.Tx, a org.Actor, name, table string) (form.Answers, error) {
	rows, ok := rowsOf(s.dossierQuestions(), name)
	if !ok {
		return nil, errMissing
	}
	if err := s.bringDesk(ctx, a, rows).Bring(ctx, tx, table); err != nil {
		return nil, err
	}
	d, err := s.dossierOf(ctx, tx, a.Organ.ID)
	return d.Answers, err
}

// BeginSlate begins the slate of a's city, for a city that recommends none, and
// returns its id.
func (s *Slice) BeginSlate(ctx context.Context, tx *db.Tx, a org.Actor) (string, error) {
	c, err := s.openSlate(ctx, tx, a, s.Flow.Current().Name, a.Organ.Region)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// Report returns the slate of a city and what its report says as it stands now.
func (s *Slice) Report(ctx context.Context, q db.Q, city string) (id string, ans form.Answers, err error) {
	id = slateID(s.Flow.Current().Name, city)
	cs, err := s.onSlate(ctx, q, id)
	return id, reportAnswers(cs, ""), err
}

// printed is what the archive keeps of an institution: 附件3 as sent last.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, assessment.Sent...)
	if err != nil || len(ans) == 0 {
		return nil, err
	}
	d, version, err := s.annexOf(ctx, c, org.Actor{})
	if err != nil {
		return nil, err
	}
	out := []casework.Printed{{Title: annexTitle, No: version, At: c.Since, Doc: d, Book: true}}
	if c.State == "selected" {
		d, err := s.letterOf(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, casework.Printed{Title: d.Title, At: c.Since, Doc: d})
	}
	return out, nil
}

// printedSlate is what the archive keeps of what a city has said about
// institutions: the list it recommends, or that it recommends none.
func (s *Slice) printedSlate(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State == c.Track.Start {
		return nil, nil
	}
	q := s.Flow.DB()
	said, err := s.Flow.Answers(ctx, q, c, "report", "none")
	if err != nil {
		return nil, err
	}
	advised, err := s.advised(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	var rows []doc.Row
	for i := range advised {
		x := &advised[i]
		sent, err := s.Flow.Answers(ctx, q, &x.Case, assessment.Sent...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, doc.Row{Height: 12, Cells: []doc.Cell{doc.Int(x.Order), {Text: x.Case.Name}, {Text: sent["seat"]}, {Text: x.Opinion}}})
	}
	d := slatePaper(c.Name, rows, said["reason"]+said["note"], day(c.Since))
	return []casework.Printed{{Title: d.Title, At: c.Since, Doc: d}}, nil
}
