package institution

import (
	"bytes"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/web"
)

// bringer answers at the desk of the rows that a path names.
func (s *Slice) bringer(answer func(reconcile.Desk, http.ResponseWriter, *http.Request) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		rows, a, err := s.rowsAt(r)
		if err != nil {
			return err
		}
		return answer(s.bringDesk(r.Context(), a, rows), w, r)
	}
}

// rowsAt returns the rows that a path names and whose they are: of an institution
// that has been founded.
func (s *Slice) rowsAt(r *http.Request) (reconcile.Rows, org.Actor, error) {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return reconcile.Rows{}, a, err
	}
	rows, ok := rowsOf(s.dossierQuestions(), r.PathValue("rows"))
	_, founded, err := s.houseOf(r.Context(), s.Flow.DB(), a.Organ.ID)
	if err == nil && (!ok || !founded) {
		err = errMissing
	}
	return rows, a, err
}

// workbook sends the table of rows to fill in, empty or with what there is.
func (s *Slice) workbook(w http.ResponseWriter, r *http.Request) error {
	rows, a, err := s.rowsAt(r)
	if err != nil {
		return err
	}
	answer := ""
	switch r.PathValue("file") {
	case "blank.xlsx":
	case "filled.xlsx":
		d, err := s.dossierOf(r.Context(), s.Flow.DB(), a.Organ.ID)
		if err != nil {
			return err
		}
		answer = d.Answers[rows.Question.Name]
	default:
		return errMissing
	}
	var b bytes.Buffer
	title := rows.Question.Label
	if err := xlsx.Write(&b, rows.Workbook(title, toFillIn[rows.Question.Name], answer, a.Organ.Name, s.Flow.Now())); err != nil {
		return err
	}
	return web.File(w, r, title+".xlsx", xlsx.Kind, &b)
}

// toFillIn says above a table how it is filled in; the paper is in Chinese.
var toFillIn = map[string]string{
	"roster": "一人一行。“专职或兼职”填专职或兼职；所在单位是本机构的可不填。不要填身份证号。",
	"past":   "一期一行。开班年月写成2016-09；人数、学时填整数；满意度填百分数，如96。",
}
