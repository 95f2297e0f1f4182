package village2017

import (
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// list is the paper by which the county puts villages on public notice; when
// the period is over it is the list of model villages (三.4). Everybody reads
// it from the day it is out.
var list = &programme.Track{
	Name: "shortlist", Label: "示范村名单", Start: "drafting", Stage: "award", Keep: "永久", Members: "village",
	Opens: []programme.Role{programme.City},
	States: []programme.State{
		{Name: "drafting", Label: "拟定中", Turn: programme.City, Basis: notice + "三.4"},
		{Name: "running", Label: "公示中", Turn: programme.City, Reach: 1,
			Due: programme.Due{Days: "publicity.days", Lapse: "end"}, Basis: notice + "三.4"},
		{Name: "ended", Label: "公示期满，已公布", Reach: 2, Final: true, Tone: programme.Done, Basis: notice + "三.4"},
	},
	Moves: []programme.Move{
		{Name: "issue", Label: "发布公示名单", From: []string{"drafting"}, To: "running", By: []programme.Role{programme.City},
			Form: "paper", Needs: []string{"list-not-empty", "list-as-read"}, Also: []string{"members:shortlist", "take-checkpoint"},
			Basis: notice + "三.4", Quiet: true},
		{Name: "end", Label: "公示期满", From: []string{"running"}, To: "ended", By: []programme.Role{programme.Clock},
			Also: []string{"take-checkpoint"}, Basis: notice + "三.4"},
	},
	Sights: sights(
		programme.Sight{Role: programme.City, By: programme.InCity},
		programme.Sight{Role: programme.County, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.Association, By: programme.All, Reach: 1},
		programme.Sight{Role: programme.Public, By: programme.All, Reach: 1},
	),
	Forms: map[string][]form.Question{
		"list": {{Name: "title", Label: "名称", Kind: form.Text, Max: 60, Hint: "例如：2017年第一批"}},
		"paper": {
			{Name: "count", Label: "村数", Kind: form.Number, Min: 1, Max: 1000},
			{Name: "digest", Label: "名单摘要", Kind: form.Text, Max: 64},
			{Name: "number", Label: "文号", Kind: form.Text, Max: 60, Optional: true},
			{Name: "note", Label: "说明", Hint: "写明向谁提出异议", Kind: form.Prose, Max: 300, Optional: true},
		},
	},
}
