package org

import (
	"context"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/programme"
)

// Ids of the organisations of which there is one.
const (
	ProvinceID    = "330000"
	FinanceID     = "330000-finance"
	AssociationID = "330000-association"
	ExpertsID     = "330000-experts"
	CommitteeID   = "330000-committee"
	SupervisionID = "330000-supervision"
	AuditID       = "330000-audit"
	OperatorID    = "330000-operator"
)

// named are organs that the notice names otherwise than "…电子商务主管部门".
var named = map[string]string{
	"330700": "金华市网络经济发展局",
	"3307Z1": "金华经济技术开发区网络经济发展局",
	"3307Z2": "金义都市新区招商发展局",
	"3307Z3": "金华山旅游经济区经济发展局",
}

// Tree returns the organisations of the province as they were on a day: its
// departments, the association, the cities, the county units and functional
// zones. Their ids are the codes of their regions. Contacts are empty.
func Tree(at calendar.Date) []Organisation { return tree(Cities(at), at) }

func tree(cities []Region, at calendar.Date) []Organisation {
	out := []Organisation{
		{ID: ProvinceID, Name: "浙江省商务厅", Role: programme.Province, Region: "330000"},
		{ID: FinanceID, Name: "浙江省财政厅", Role: programme.Finance, Region: "330000"},
		{ID: AssociationID, Name: "浙江省电商促进会", Role: programme.Association, Region: "330000"},
		{ID: ExpertsID, Name: "初选专家库", Role: programme.Judge, Region: "330000"},
		{ID: CommitteeID, Name: "跨境电商师资人才认证委员会", Role: programme.Examiner, Region: "330000"},
		{ID: SupervisionID, Name: "监督组", Role: programme.Supervisor, Region: "330000"},
		{ID: AuditID, Name: "审计组", Role: programme.Auditor, Region: "330000"},
		{ID: OperatorID, Name: "系统运行单位", Role: programme.System, Region: "330000"},
	}
	for _, city := range cities {
		out = append(out,
			Organisation{ID: city.Code, Name: organName(city), Role: programme.City, Region: city.Code},
			Organisation{ID: city.Code + "-payer", Name: city.Name + "财政局", Role: programme.Payer, Region: city.Code})
		for _, county := range Counties(city.Code, at) {
			out = append(out, Organisation{ID: county.Code, Name: organName(county), Role: programme.County, Region: county.Code})
		}
	}
	return out
}

// Of returns the organisations of [Tree] that have a part in an edition.
func Of(e *programme.Edition) (out []Organisation) {
	for _, o := range tree(CitiesOf(e), e.Since) {
		if name := e.Organs[o.ID]; name != "" {
			o.Name = name
		}
		if !slices.Contains(e.Apart, o.Role) {
			out = append(out, o)
		}
	}
	return out
}

// Within reports whether a region takes part in an edition.
func Within(e *programme.Edition, code string) bool {
	r, ok := RegionOf(code)
	return ok && (e.Region == "" || code == e.Region || r.Parent == e.Region)
}

func organName(r Region) string {
	if n := named[r.Code]; n != "" {
		return n
	}
	return r.Name + "电子商务主管部门"
}

// Found keeps the organisations, each as told; one that is there stays.
func (s *Store) Found(ctx context.Context, d *db.DB, organs []Organisation) error {
	return d.Tx(ctx, func(tx *db.Tx) error {
		for _, o := range organs {
			if err := s.AddOrganisation(ctx, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}
