package institution

import "qinglan/internal/casework"

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
