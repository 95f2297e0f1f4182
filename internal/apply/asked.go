package apply

import (
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/programme"
	"qinglan/internal/query"
)

// asked gives lists of applications what only this slice knows: the direction and
// the clause, for those who review or choose by them.
func (s *Slice) asked() {
	roles := []programme.Role{programme.County, programme.City, programme.Province, programme.Association, programme.Auditor}
	for _, f := range []struct{ name, also, question, column string }{
		{"方向", "direction", "directions", "directions"},
		{"条件", "clause", "clause", "clause"},
	} {
		field := query.Field{Name: f.name, Also: []string{f.also}, Kind: query.Choice}
		for _, q := range casework.Asked(s.Flow.Editions()[0], track, "profile") {
			for _, c := range q.Choices {
				if q.Name == f.question {
					field.Values = append(field.Values, query.Value{Key: c.Value, Label: c.Label})
				}
			}
		}
		if len(field.Values) == 0 {
			continue
		}
		s.Ask(track, casework.Field{Field: field, Roles: roles, SQL: func(t query.Term, arg func(any) string) string {
			var any []string
			for _, k := range t.Keys { // one a line
				any = append(any, "'\n' || a."+f.column+" || '\n' LIKE "+arg("%\n"+k+"\n%"))
			}
			return `EXISTS (SELECT 1 FROM applications a WHERE a.case_id = c.id AND (` + strings.Join(any, " OR ") + `))`
		}})
	}
}
