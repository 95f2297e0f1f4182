package casework

import "qinglan/internal/programme"

// RoleName is what a role is called.
var RoleName = map[programme.Role]string{
	programme.Applicant: "申报人", programme.Employer: "单位经办人", programme.County: "县级", programme.City: "市级",
	programme.Province: "省级", programme.Finance: "财政会签", programme.Association: "初选组织", programme.Judge: "评委",
	programme.Examiner: "考评员", programme.Institution: "培训机构", programme.Payer: "财政拨付", programme.Buyer: "采购单位",
	programme.Supervisor: "监督", programme.Auditor: "审计", programme.System: "系统管理员", programme.Security: "安全管理员",
	programme.Audit: "审计管理员",
}

// RoleName returns what a role is called in the current edition.
func (p *Pages) RoleName(r programme.Role) string {
	if name := p.Flow.Current().RoleNames[r]; name != "" {
		return name
	}
	return RoleName[r]
}

// Front is where somebody without a post begins and follows an application.
func (p *Pages) Front() string {
	if p.Flow.Current().Main().Forms["begin"] != nil {
		return "/begin"
	}
	return "/mine"
}
