package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// standard is what a city promises, and to whom: a rule of subsidy, drafted by
// its commerce office and approved by its finance office (四.1). Its party is
// the city.
var standard = &programme.Track{
	Name: "standard", Label: "补助标准", Start: "drafting", Stage: "register", Aside: true, Keep: "永久",
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.City, Basis: rules + "38"},
		{Name: "at-payer", Label: "待财政批准", Turn: programme.Payer, Reach: 1, Basis: rules + "38"},
		{Name: "in-force", Label: "施行中", Reach: 2, Tone: programme.Done, Basis: notice + "四.1"},
		{Name: "ended", Label: "已停止", Reach: 2, Final: true, Tone: programme.Plain, Basis: rules + "38"},
		{Name: "dropped", Label: "已作废", Final: true, Tone: programme.Plain, Basis: rules + "38"},
	},
	Moves: []programme.Move{
		{Name: "edit", Label: "修改", Done: "修改补助标准", From: []string{"drafting"}, To: "drafting", By: []programme.Role{programme.City},
			Form: "standard", Needs: []string{"standard-fits"}, Basis: rules + "38", Quiet: true},
		{Name: "send", Label: "报财政批准", Done: "报财政批准", From: []string{"drafting"}, To: "at-payer", By: []programme.Role{programme.City},
			Needs: []string{"standard-fits"}, Basis: rules + "38"},
		{Name: "drop", Label: "作废", From: []string{"drafting"}, To: "dropped", By: []programme.Role{programme.City}, Basis: rules + "38", Danger: true},
		{Name: "enact", Label: "批准施行", Done: "批准补助标准", From: []string{"at-payer"}, To: "in-force", By: []programme.Role{programme.Payer},
			Needs: []string{"standard-fits"}, Also: []string{"keep-standard", "find-claims"}, Basis: rules + "38"},
		{Name: "return", Label: "退回修改", From: []string{"at-payer"}, To: "drafting", By: []programme.Role{programme.Payer}, Form: "reason", Basis: rules + "38"},
		{Name: "end", Label: "停止施行", From: []string{"in-force"}, To: "ended", By: []programme.Role{programme.City}, Form: "reason",
			Also: []string{"end-standard"}, Basis: rules + "38", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Payer, By: programme.InCity, Reach: 1},
		programme.Sight{Role: programme.Province, By: programme.All, Reach: 2},
		programme.Sight{Role: programme.Finance, By: programme.All, Reach: 2},
	),
	Forms: map[string][]form.Question{"standard": standardForm, "reason": {onRecord}},
}

// onRecord is a reason that stands in the record, whoever reads it.
var onRecord = form.Question{Name: "reason", Label: "理由", Kind: form.Prose, Max: 500}

var standardForm = []form.Question{
	{Name: "year", Label: "资金年度", Kind: form.Number, Min: 2017, Max: 2100},
	{Name: "item", Label: "补助事项", Kind: form.Pick, Choices: []form.Choice{
		{Value: "lecturer-certified", Label: "讲师：认证通过"}, {Value: "lecturer-trained", Label: "讲师：完成集中培训"},
		{Value: "institution-class", Label: "机构：完成办班"}}},
	{Name: "evidence", Label: "依据材料", Hint: "例如：有效证书；按比例的写明票据", Kind: form.Text, Max: 100},
	{Name: "way", Label: "计算方式", Kind: form.Pick, Choices: []form.Choice{{Value: "fixed", Label: "定额"}, {Value: "percent", Label: "按比例"}}},
	{Name: "amount", Label: "每人（每班）金额（元）", Kind: form.Money, Min: 1, Max: 10000000, Show: form.When{Name: "way", In: []string{"fixed"}}},
	{Name: "percent", Label: "比例（%）", Kind: form.Score, Max: 100, Step: 1, Show: form.When{Name: "way", In: []string{"percent"}}},
	{Name: "cap", Label: "最高金额（元）", Kind: form.Money, Min: 1, Max: 10000000, Optional: true, Show: form.When{Name: "way", In: []string{"percent"}}},
	{Name: "budget", Label: "预算（元）", Kind: form.Money, Min: 1, Max: 1000000000},
	{Name: "line", Label: "预算科目", Kind: form.Text, Max: 60},
	{Name: "docno", Label: "文号", Kind: form.Text, Max: 60},
	{Name: "from", Label: "施行首日", Hint: "从这一天起生效的结果可以补助", Kind: form.Date},
	{Name: "to", Label: "施行末日", Kind: form.Date},
	{Name: "days", Label: "支付前公示（工作日）", Kind: form.Number, Min: 1, Max: 20},
}

// claim is one subsidy that is owed under a standard. It is born of a result
// that has taken effect and of nothing else; its parent is that result's case.
var claim = &programme.Track{
	Name: "claim", Label: "补助", Start: "due", Stage: "register", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.List},
	States: []programme.State{
		{Name: "due", Label: "应补助待核", Turn: programme.City, Say: "按本地补助标准产生，等待商务主管部门核实。", Basis: notice + "四.1"},
		{Name: "reviewed", Label: "商务已核", Turn: programme.City, Reach: 1, Say: "已核实，等待列入公示。", Basis: rules + "40"},
		{Name: "publicised", Label: "补助公示中", Reach: 2, Due: programme.Due{Days: "publicity.days", Lapse: "end"}, Say: "列入补助公示，期满后由财政部门审批。", Basis: rules + "40"},
		{Name: "noticed", Label: "公示期满，待财政批准", Turn: programme.Payer, Reach: 2, Say: "公示期满，等待财政部门批准。", Basis: rules + "40"},
		{Name: "approved", Label: "已批准，待填收款账户", Turn: programme.Applicant, Reach: 3, Say: "财政已批准，请填写收款账户。", Basis: rules + "41"},
		{Name: "ready", Label: "待拨付", Turn: programme.Payer, Reach: 4, Say: "账户已收到，等待拨付。", Basis: rules + "40"},
		{Name: "paid", Label: "已拨付", Reach: 5, Tone: programme.Done, Say: "已拨付，请留意到账。", Basis: rules + "40"},
		{Name: "bounced", Label: "银行退回", Turn: programme.Applicant, Reach: 5, Tone: programme.Refused, Say: "银行退回，请更正收款账户。", Basis: rules + "41"},
		{Name: "refused", Label: "不予补助", Reach: 1, Final: true, Tone: programme.Refused, Basis: rules + "38"},
	},
	Moves: []programme.Move{
		{Name: "review", Label: "核实属实", Done: "商务核实", From: []string{"due"}, To: "reviewed", By: []programme.Role{programme.City},
			Form: "review", Needs: []string{"claim-stands", "base-fits"}, Also: []string{"set-amount"}, Does: []string{"tell"}, Basis: rules + "38"},
		{Name: "publicise", Label: "列入公示", From: []string{"reviewed"}, To: "publicised", By: []programme.Role{programme.List},
			Also: []string{"await-notice"}, Does: []string{"tell"}, Basis: rules + "40"},
		{Name: "end", Label: "公示期满", From: []string{"publicised"}, To: "noticed", By: []programme.Role{programme.Clock}, Basis: rules + "40"},
		{Name: "allow", Label: "批准补助", Done: "财政批准补助", From: []string{"noticed"}, To: "approved", By: []programme.Role{programme.Payer},
			Needs: []string{"notice-served", "claim-stands", "item-free"}, Also: []string{"take-item"}, Does: []string{"tell"}, Basis: rules + "39"},
		{Name: "give-account", Label: "提交收款账户", From: []string{"approved", "bounced"}, To: "ready", By: []programme.Role{programme.Applicant, programme.Institution},
			Needs: []string{"account-given"}, Basis: rules + "41", Quiet: true},
		{Name: "pay", Label: "登记拨付", Done: "已拨付", From: []string{"ready"}, To: "paid", By: []programme.Role{programme.Payer},
			Form: "payment", Needs: []string{"claim-stands", "payment-fits"}, Also: []string{"keep-payment"}, Does: []string{"tell"}, Basis: rules + "40"},
		{Name: "refuse", Label: "不予补助", From: []string{"due", "reviewed", "publicised", "noticed"}, To: "refused", By: []programme.Role{programme.City, programme.Payer},
			Form: "reason", Does: []string{"tell"}, Basis: rules + "38", Danger: true},
		{Name: "rescind", Label: "撤销批准", Done: "撤销补助批准", From: []string{"approved", "ready", "bounced"}, To: "refused", By: []programme.Role{programme.Payer},
			Form: "reason", Also: []string{"free-item"}, Does: []string{"tell"}, Basis: rules + "39", Danger: true},
		{Name: "bounce", Label: "登记银行退回", Done: "银行退回", From: []string{"paid"}, To: "bounced", By: []programme.Role{programme.Payer},
			Form: "reason", Also: []string{"undo-payment"}, Does: []string{"tell"}, Basis: rules + "41", Danger: true},
	},
	Sights: sights(
		programme.Sight{Role: programme.Applicant, By: programme.Own},
		programme.Sight{Role: programme.Institution, By: programme.Office},
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Payer, By: programme.InCity, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"review": {
			{Name: "base", Label: "计算基数（元）", Hint: "按比例的标准填写票据金额；定额的不填", Kind: form.Money, Max: 100000000, Optional: true},
			{Name: "note", Label: "核实情况", Kind: form.Prose, Max: 300, Optional: true},
		},
		"reason": {onRecord},
		"payment": {
			{Name: "paid", Label: "拨付日期", Kind: form.Date},
			{Name: "voucher", Label: "凭证号", Kind: form.Text, Max: 40},
			{Name: "tax", Label: "代扣税款（元）", Hint: "没有的填 0", Kind: form.Money, Max: 10000000},
		},
		"account": {
			{Name: "holder", Label: "户名", Hint: "与本人姓名或机构名称一致", Kind: form.Text, Max: 60, Class: bank, Secret: true},
			{Name: "bank", Label: "开户银行", Hint: "写到支行", Kind: form.Text, Max: 80, Class: bank, Secret: true},
			{Name: "account", Label: "账号", Kind: form.Text, Min: 8, Max: 40, Class: bank, Secret: true},
		},
	},
}

// grant is a list of claims on public notice before they are paid.
var grant = &programme.Track{
	Name: "grant", Label: "补助公示", Start: "drafting", Stage: "register", Aside: true, Keep: "30年",
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.City, Basis: rules + "40"},
		{Name: "running", Label: "公示中", Reach: 1, Due: programme.Due{Days: "publicity.days", Lapse: "end"}, Basis: rules + "40"},
		{Name: "ended", Label: "公示期满", Reach: 2, Final: true, Tone: programme.Done, Basis: rules + "40"},
		{Name: "dropped", Label: "已作废", Final: true, Tone: programme.Plain, Basis: rules + "40"},
	},
	Moves: []programme.Move{
		{Name: "publish", Label: "发布补助公示", Done: "发布补助公示", From: []string{"drafting"}, To: "running", By: []programme.Role{programme.City},
			Form: "notice", Needs: []string{"list-not-empty", "grant-fits"}, Also: []string{"keep-grant", "members:publicise"}, Basis: rules + "40"},
		{Name: "drop", Label: "作废", From: []string{"drafting"}, To: "dropped", By: []programme.Role{programme.City}, Basis: rules + "40", Danger: true},
		{Name: "end", Label: "公示期满", From: []string{"running"}, To: "ended", By: []programme.Role{programme.Clock}, Basis: rules + "40"},
	},
	Sights: sights(
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.Payer, By: programme.InCity, Reach: 1},
	),
	Forms: map[string][]form.Question{"notice": {
		{Name: "title", Label: "标题", Kind: form.Text, Max: 100},
		{Name: "first", Label: "公示首日", Kind: form.Date, Hint: "首日不计入公示期"},
		{Name: "last", Label: "公示末日", Kind: form.Date, Hint: "网上截至末日24:00"},
	}},
}
