package institution

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/lang"
)

// annexed is how many questions of the dossier are 附件3 proper.
const annexed = 10

// dossierTo returns where the dossier is sent: to the case if it may be sent
// now, or else only kept.
func dossierTo(v spaceView) string {
	if v.Move.Name != "" {
		return "/institution/submit"
	}
	return "/institution/save"
}

// tried returns what was tried of a move.
func tried(v slateView, move string) casework.Tried {
	if v.Tried.Move == move {
		return v.Tried
	}
	return casework.Tried{}
}

// fullTitle says why a city cannot recommend one more.
func fullTitle(ctx context.Context, v fullView) string {
	if int64(len(v.Members)) < v.Most {
		return lang.T(ctx, "本市已上报机构推荐，不能再推荐")
	}
	return lang.T(ctx, "%d个推荐名额已满，不能再推荐", v.Most)
}

// missingItem is said of an item of 附件4 that our copy of the notice lacks: it is a
// setting of the edition and off.
const missingItem = "我们手里的通知文本缺少这一项：本期设置为停用，主办方确认之前不必准备。"

// savedTitle says that the dossier is kept, and whether something in it is not
// right.
func savedTitle(ctx context.Context, v spaceView) string {
	if len(v.Wrong) > 0 {
		return lang.T(ctx, "已保存，标出的各处请更正")
	}
	return lang.T(ctx, "已保存")
}
