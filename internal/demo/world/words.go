package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"qinglan/internal/form"
)

// What people write in their forms and clerks in theirs.

var works = []string{
	"跨境电商实务课程授课，带教店铺实操", "平台规则与选品课程，年均授课120课时", "新手卖家培训班主讲，编写店铺运营讲义",
	"指导学生备战跨境电商技能竞赛", "负责公司内部培训及产业带卖家讲座", "店铺数据分析与广告投放实训",
}

var lives = []string{
	"%s年起从事外贸与电子商务工作，先后负责店铺运营、客户开发和团队培训。近三年累计授课三百余课时，培训学员四百多人次，其中四十余人开店并稳定出单。",
	"国际经济与贸易专业毕业，%s年入职后一直在跨境电商一线。主讲选品、物流与收款、纠纷处理等课程，参与编写校本教材一部，带队获省级技能竞赛二等奖。",
	"%s年开始经营跨境店铺，年销售额由二十万美元增长到一百八十万美元。2014年起为本地产业带企业和返乡青年授课，坚持用自己店铺的真实数据讲课。",
	"长期在企业与院校之间做实训项目。%s年以来主持跨境电商订单班五期，熟悉平台最新规则与知识产权合规，能用英语直播授课。",
}

func (p *Person) life(since string) string { return fmt.Sprintf(lives[p.N%len(lives)], since) }

// Turn returns the n-th of texts, from the start again after the last.
func Turn(n int, texts ...string) string { return texts[n%len(texts)] }

// Endorsement is what the employer of somebody writes.
func Endorsement(p *Person) form.Answers {
	return form.Answers{
		"opinion": Turn(p.N, "该同志所填情况属实，同意推荐。", "情况属实。该同志教学认真，实战经验丰富，同意推荐申报。", "经核，任职和授课经历与本单位记录一致，同意推荐。"),
		"since":   "2014-07", "contact": "演示经办人", "phone": fmt.Sprintf("0579-2000%04d", p.N),
	}
}

// Precheck is what a county writes when it forwards somebody.
func Precheck(p *Person) form.Answers {
	return form.Answers{
		"opinion": Turn(p.N, "经初核，材料齐全，情况属实，同意报送。", "材料齐全，任职年限符合要求，同意报送市级。", "已电话核实单位和授课记录，同意报送。"),
		"memo":    Turn(p.N, "", "社保记录与任职时间一致。", "单位意见为原件拍照，清楚可辨。"),
	}
}

// Review is what a city writes when it passes somebody.
func Review(p *Person) form.Answers {
	return form.Answers{"opinion": Turn(p.N, "经初审，符合申报条件"+p.clause+"，同意推荐。", "授课经历真实，方向为本市紧缺，同意推荐。", "符合申报条件，材料完整，初审通过。")}
}

// Faults are what a clerk asks an applicant to put right.
func Faults(n int) form.Answers {
	rows := []form.Answers{
		{"field": "与申报条件对应的经历", "reason": "第2行起始年月与在职证明不一致，请核对。"},
		{"field": "个人身份证件（复印件）", "reason": "照片反光，有效期看不清，请重新拍摄。"},
		{"field": "个人基本情况及相关从业经历", "reason": "请补充近两年的授课对象和课时。"},
	}
	return form.Answers{"faults": Table(rows[n%2 : n%2+2]...), "note": Turn(n, "补正后直接提交即可，不需要重新请单位签署意见。", "如有疑问请电话联系。")}
}

// Table writes rows as an answer of that kind.
func Table(rows ...form.Answers) string {
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(b)
}

// Because gives a reason.
func Because(reason string) form.Answers { return form.Answers{"reason": reason} }

// Scan is a small picture that stands for every paper somebody photographs.
var Scan = func() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for i := range m.Pix {
		m.Pix[i] = 0xe8
	}
	for x := 6; x < 42; x++ {
		m.Set(x, 10, color.RGBA{0x40, 0x60, 0x80, 0xff})
		m.Set(x, 16, color.RGBA{0x40, 0x60, 0x80, 0xff})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}()
