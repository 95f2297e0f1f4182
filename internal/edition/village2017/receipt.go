package village2017

import "qinglan/internal/programme"

// receipt is one town's 签收 of the notice. Its party is the town.
var receipt = &programme.Track{
	Name: "receipt", Label: "通知签收", Start: "unread", Stage: "apply", Aside: true,
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "unread", Label: "未签收", Turn: programme.Addressee, Due: programme.Due{Deadline: "addressee"}, Basis: notice + "三.1"},
		{Name: "signed", Label: "已签收", Turn: programme.Addressee, Reach: 1, Tone: programme.Done, Due: programme.Due{Deadline: "addressee"}, Basis: notice + "三.1"},
		{Name: "relayed", Label: "已组织申报", Reach: 2, Final: true, Tone: programme.Done, Basis: notice + "三.1"},
	},
	Moves: []programme.Move{
		{Name: "sign", Label: "签收", From: []string{"unread"}, To: "signed", By: []programme.Role{programme.County},
			Needs: []string{"own-receipt"}, Basis: notice + "三.1"},
		{Name: "relay", Label: "登记已组织申报", Done: "已组织申报", From: []string{"signed"}, To: "relayed", By: []programme.Role{programme.County},
			Needs: []string{"own-receipt"}, Basis: notice + "三.1"},
	},
	Sights: sights(
		programme.Sight{Role: programme.County, By: programme.Office},
		programme.Sight{Role: programme.City, By: programme.InCity},
	),
}
