// Package bureau holds the tracks that are an office's own work and the same
// in every edition that takes them: how it receives a notice, and how it writes
// one. They are data like all of an edition; an edition names them in its Tracks
// and their approvals in its Chains.
package bureau

import (
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

const rules law.Clause = "rules/"

// sights adds to a track what the auditor may read: everything.
func sights(more ...programme.Sight) []programme.Sight {
	return append(more, programme.Sight{Role: programme.Auditor, By: programme.All})
}

// Receipt returns the track of one addressee's 签收 of a notice and what it does
// with it: hands it on in words of its own, organises. Its party is the
// organisation; basis is the clause by which notices are handed down.
func Receipt(stage string, basis law.Clause) *programme.Track {
	due := programme.Due{Deadline: "addressee"}
	below := []programme.Role{programme.County, programme.City}
	return &programme.Track{
		Name: "receipt", Label: "通知签收", Start: "unread", Stage: stage, Aside: true,
		Opens: []programme.Role{programme.Province, programme.City},
		States: []programme.State{
			{Name: "unread", Label: "未签收", Turn: programme.Addressee, Due: due, Basis: basis},
			{Name: "signed", Label: "已签收", Turn: programme.Addressee, Reach: 1, Tone: programme.Done, Due: due, Basis: basis},
			{Name: "handed-on", Label: "已另文转发", Turn: programme.Addressee, Reach: 2, Tone: programme.Done, Due: due, Basis: rules + "57"},
			{Name: "relayed", Label: "已组织申报", Reach: 2, Final: true, Tone: programme.Done, Basis: basis},
		},
		Moves: []programme.Move{
			{Name: "sign", Label: "签收", From: []string{"unread"}, To: "signed", By: below, Needs: []string{"own-receipt"}, Basis: basis},
			{Name: "hand-on", Label: "另文转发", Done: "已另文转发", From: []string{"unread", "signed"}, To: "handed-on",
				By: []programme.Role{programme.List}, Basis: rules + "57"},
			{Name: "relay", Label: "登记已组织申报", Done: "已组织申报", From: []string{"signed", "handed-on"}, To: "relayed", By: below,
				Needs: []string{"own-receipt"}, Also: []string{"relay-notice"}, Basis: basis},
		},
		Sights: sights(
			programme.Sight{Role: programme.County, By: programme.Office},
			programme.Sight{Role: programme.City, By: programme.InCity},
			programme.Sight{Role: programme.Province, By: programme.All},
		),
	}
}
