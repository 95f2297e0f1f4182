package incoming

// The columns that lists of people have, by how offices name them. Those with a
// place have that of 附件1.
var (
	Names      = Column{Name: "name", Kind: Name, Part: true, Place: 2, Words: []string{"姓名", "名字", "讲师", "人员", "申报人", "推荐人选", "培育对象", "推荐对象", "推荐人员"}}
	Numbers    = Column{Name: "no", Kind: Rank, Place: 1, Words: []string{"序号", "序", "号", "no", "NO", "No", "№"}}
	Ranks      = Column{Name: "rank", Kind: Rank, Words: []string{"名次", "排名", "次序", "排序", "推荐次序", "推荐排序", "推荐名次", "推荐顺序", "顺序", "位次"}}
	Units      = Column{Name: "unit", Part: true, Tells: true, Place: 3, Words: []string{"单位", "所在单位", "工作单位", "单位名称", "单位全称", "就职单位", "现工作单位", "任职单位", "所在单位名称", "企业名称", "学校", "公司名称", "所在院校"}}
	Directions = Column{Name: "directions", Part: true, Place: 4, Words: []string{"方向", "培训方向", "授课方向", "擅长方向", "专业方向", "师资方向", "平台方向", "擅长平台"}}
	Posts      = Column{Name: "post", Part: true, Place: 5, Words: []string{"职务", "职称", "职务职称", "职务或职称", "现任职务", "担任职务", "岗位", "职位"}}
	Phones     = Column{Name: "phone", Kind: Phone, Tells: true, Words: []string{"电话", "联系电话", "手机", "手机号", "手机号码", "移动电话", "联系方式", "电话号码", "联系手机", "本人电话", "联系电话手机"}}
	Births     = Column{Name: "birth", Kind: Day, Tells: true, Words: []string{"出生日期", "出生年月日", "出生年月", "生日"}}
	Counties   = Column{Name: "county", Words: []string{"县", "县市区", "区县", "县区", "所属县市区", "所在县市区", "所属地区", "地区", "所在地", "县市", "属地", "推荐县市区"}}
	Notes      = Column{Name: "note", Words: []string{"备注", "备注说明", "工作备注", "说明"}}
	Seats      = Column{Name: "seat", Words: []string{"桌号", "台号", "席位", "席位号", "座位", "座位号", "座号"}}
	Receipts   = Column{Name: "receipt", Words: []string{"受理号", "编号", "申报编号", "受理编号", "申报号"}}
	Reasons    = Column{Name: "why", Words: []string{"未列入的理由", "未列入理由", "不列入理由", "不列入的理由", "未推荐理由"}}
)

// The columns of a 师资名册 and of a 往期培训清单 (附件4), without those above.
var (
	Titles  = Column{Name: "title", Place: 4, Words: []string{"职称或资质", "职称", "资质", "职称资质", "职务职称", "职称职务", "职务", "资格证书", "职业资格"}}
	Bonds   = Column{Name: "full", Kind: Choice, Place: 5, Words: []string{"专职或兼职", "专兼职", "专职兼职", "专任或兼任", "聘用形式", "聘用方式"}, Choices: [][]string{{"专职", "全职", "专任", "专"}, {"兼职", "外聘", "兼任", "兼"}}}
	Courses = Column{Name: "course", Place: 6, Words: []string{"主讲课程", "课程", "授课课程", "讲授课程", "主讲", "擅长课程", "授课内容", "授课方向", "主讲方向"}}

	Trainings = Column{Name: "course", Part: true, Place: 2, Words: []string{"培训名称", "培训班名称", "班次", "班次名称", "培训班", "培训项目", "项目名称", "培训主题", "名称", "课程名称"}}
	Months    = Column{Name: "from", Kind: Month, Place: 3, Words: []string{"开班年月", "开班时间", "开班日期", "培训时间", "培训日期", "举办时间", "时间", "年月", "日期"}}
	Heads     = Column{Name: "people", Kind: Count, Place: 4, Words: []string{"人数", "培训人数", "参训人数", "学员人数", "参加人数", "人次", "培训人次"}}
	Hours     = Column{Name: "hours", Kind: Count, Place: 5, Words: []string{"学时", "课时", "培训学时", "总学时", "学时数", "课时数"}}
	Liked     = Column{Name: "liked", Kind: Percent, Place: 6, Words: []string{"满意度", "满意率", "学员满意度"}}
)
