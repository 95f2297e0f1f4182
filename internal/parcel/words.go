package parcel

// Signed is the place for the paper that a person has signed.
const Signed = "signed"

// words are how people call the papers of 附件4 in the names of files, by the place
// for files on a case. A word of two places is of neither for certain.
var words = []struct {
	Item  string
	Words []string
}{
	{"id", []string{"身份证", "身份证件", "身份证明", "身份证正面", "身份证反面", "身份证正反面", "身份证人像面", "身份证国徽面", "身份证复印件", "证件正面", "证件反面", "护照", "通行证", "居留证"}},
	{"honours", []string{"荣誉", "荣誉证书", "获奖", "获奖证书", "奖状", "奖项", "奖牌", "表彰", "优秀讲师", "证书"}},
	{"employment", []string{"在职", "在职证明", "劳动合同", "聘用合同", "聘书", "聘任书", "社保", "社保证明", "社保缴纳证明", "参保", "参保证明", "工作证明", "任职证明", "合同"}},
	{"teaching", []string{"授课", "授课记录", "授课证明", "讲课", "讲课记录", "课表", "课程表", "培训记录", "教学记录", "讲座", "课件"}},
	{"sales", []string{"业绩", "业绩证明", "销售", "销售业绩", "销售额", "店铺", "店铺截图", "流水", "营业额", "后台截图"}},
	{"other", []string{"学历", "学历证", "学历证书", "学历证明", "学位", "学位证", "学位证书", "毕业证", "毕业证书", "职称", "职称证书", "教师资格", "教师资格证", "资格证", "资格证书", "佐证", "佐证材料", "证书", "合同"}},
	{Signed, []string{"附件2", "附件二", "个人情况表", "情况表", "申报表", "报名表"}},
}

// wordsOf are the places of each word.
var wordsOf = func() map[string][]string {
	out := map[string][]string{}
	for _, w := range words {
		for _, word := range w.Words {
			out[word] = append(out[word], w.Item)
		}
	}
	return out
}()

// unitWords tell the name of a unit.
var unitWords = []string{"公司", "集团", "学院", "学校", "大学", "中学", "学堂", "中心", "协会", "商会", "基地", "工作室", "事务所", "合作社", "厂", "店", "商行", "机构", "研究院", "局", "电商", "科技", "贸易", "虚构"}

// noise is what else stands in the names of files, before or after a part of it.
var noise = []string{"微信图片", "微信截图", "扫描全能王", "扫描件", "扫描", "复印件", "照片", "图片", "截图", "原件", "正面", "反面", "正反面", "副本", "最终版", "终稿", "定稿", "修改", "最新", "盖章", "签字", "电子版", "第", "页", "版", "的", "老师", "先生", "女士", "新建"}

// noNames stand in no name of a person, though what holds them looks like one.
var noNames = []string{"材料", "资料", "申报", "报名", "附件", "文件", "汇总", "名单", "证明", "复印", "正面", "反面", "个人", "本人", "单位", "公司", "讲师", "教师", "师资", "跨境", "电商", "义乌", "金华", "浙江", "其他", "其它", "新建", "文件夹", "新建文件夹", "压缩包", "微信", "邮件", "图片", "照片", "扫描", "表格", "登记表", "说明", "简历", "模板", "空白", "补充", "补交", "盖章", "签字"}

// single and double are usual surnames.
const single = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万覃武钱戴严莫孔向汤温芦章季俞楼虞骆傅施华柳鲍葛祝裘应舒盛柯单褚卫尤戚喻柏水窦云奚郎鲁凌霍樊诸殷毕庄包左甘景詹阮翁倪卓管颜童符聂焦冉麻车"

var double = []string{"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "端木", "司徒", "夏侯", "宇文", "慕容", "长孙", "南宫", "轩辕", "申屠"}
