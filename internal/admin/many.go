package admin

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/paste"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// mostRows is how many people are invited in one go: those of a city with its
// counties.
const mostRows = 200

// A newcomer is one row of a pasted table, with everything wrong with it.
type newcomer struct {
	No     int    // of the line
	Unit   string // as it was written, or the office's own name
	Typed  form.Answers
	Organ  org.Organisation
	Faults []form.Complaint
	Link   string // once invited
}

func (n *newcomer) fault(zh string, args ...any) {
	n.Faults = append(n.Faults, form.Complaint{Format: zh, Args: args})
}

// columns are what a table of people may have; the office stands first when the
// table is of several.
var columns = []paste.Column{
	{Name: "unit", Words: []string{"单位", "部门", "机构"}},
	{Name: "name", Words: []string{"姓名", "人员"}},
	{Name: "title", Words: []string{"职务", "岗位", "职位"}},
	{Name: "rank", Words: []string{"层级", "级别"}},
	{Name: "role", Words: []string{"身份", "角色"}},
}

// rankWords are the words by which people say where somebody stands in the
// chain of approvals; the first that is contained decides.
var rankWords = []struct {
	word string
	rank programme.Rank
}{
	{"分管", programme.Leader}, {"领导", programme.Leader}, {"副局长", programme.Leader}, {"局长", programme.Leader}, {"厅长", programme.Leader},
	{"处长", programme.Head}, {"科长", programme.Head}, {"负责人", programme.Head}, {"经办", programme.Clerk}, {"科员", programme.Clerk},
}

// An office is what is asked about a place where people are invited to.
type office struct {
	org.Organisation
	staff []org.Post
}

// newcomers reads a pasted table: of one office, or of several when only is
// empty. find returns the office of a name, or nil.
func newcomers(text string, only *office, find func(name string) *office) []newcomer {
	cols := columns
	if only != nil {
		cols = columns[1:]
	}
	var out []newcomer
	seen := map[string]int{}
	for _, row := range paste.Rows(text, cols...) {
		n, at := newcomer{No: row.No, Unit: row.Cells["unit"]}, only
		if only != nil {
			n.Unit = only.Name
		} else if at = find(n.Unit); n.Unit == "" {
			n.fault("没有单位。")
		} else if at == nil {
			n.fault("没有找到这个单位：请写全称，与“系统管理”里的名称一致。")
		}
		n.read(row, at)
		key := n.Organ.ID + "/" + n.Typed["name"]
		if first := seen[key]; first > 0 && n.Typed["name"] != "" {
			n.fault("与第 %d 行重复。", first)
		} else {
			seen[key] = n.No
		}
		out = append(out, n)
	}
	return out
}

// read checks a row as the invitation of one person is checked.
func (n *newcomer) read(row paste.Row, at *office) {
	typed := map[string][]string{"name": {row.Cells["name"]}, "title": {row.Cells["title"]}}
	n.Typed = form.Answers{"name": row.Cells["name"], "title": row.Cells["title"]}
	if row.Extra {
		n.fault("多出了内容：每行依次是姓名、职务、审批层级。")
	}
	if at == nil {
		return
	}
	n.Organ = at.Organisation
	if ranked(at.Role) {
		typed["rank"] = []string{string(rankOf(row.Cells["rank"]))}
	}
	for _, r := range rolesOf(at.Organisation) {
		if casework.RoleName[r] == row.Cells["role"] {
			typed["role"] = []string{string(r)}
		}
	}
	asks := invitationAsks(context.Background(), at.Organisation, nil)
	answers, wrong := form.Read(asks, typed)
	for _, q := range asks {
		switch c, ok := wrong[q.Name]; {
		case !ok:
		case q.Name == "name" && row.Cells["name"] == "":
			n.fault("没有姓名。")
		case q.Name == "title" && row.Cells["title"] == "":
			n.fault("没有职务。")
		case q.Name == "rank":
			n.fault("看不懂的审批层级：请写经办、科长（处长）或分管领导。")
		case q.Name == "role":
			n.fault("请在“身份”一列写明：系统管理员、安全管理员或审计管理员。")
		default:
			n.Faults = append(n.Faults, c)
		}
	}
	for _, p := range at.staff {
		if p.Name == answers["name"] {
			n.fault("这个单位已有同名的在任人员；确是另一个人的，请在单位页面上单独邀请。")
			break
		}
	}
	n.Typed = answers
}

// rankOf reads where somebody stands; who writes nothing handles cases.
func rankOf(said string) programme.Rank {
	if said == "" {
		return programme.Clerk
	}
	for _, w := range rankWords {
		if strings.Contains(said, w.word) {
			return w.rank
		}
	}
	return ""
}

// inviteAll invites everybody of a checked table, all or none, and puts the
// link of each beside the row. id is made by the page, so that pressing twice
// invites once.
func (s *Slice) inviteAll(ctx context.Context, a org.Actor, id string, people []newcomer) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for i := range people {
			n := &people[i]
			token, err := s.inviteIn(ctx, tx, a, invitationOf(n.Organ, postID(id, n.No), n.Typed))
			if err != nil {
				return err
			}
			n.Link = join(token)
		}
		return nil
	})
}

// postID makes the id of the post of a line from the id of the page.
func postID(page string, line int) string {
	sum := sha256.Sum256([]byte(page + "/" + strconv.Itoa(line)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))[:26]
}

// slipsOf are the slips of everybody who was invited.
func slipsOf(people []newcomer) (out []slip) {
	for _, n := range people {
		out = append(out, slip{Name: n.Typed["name"], Place: ui.Joined(n.Unit, n.Typed["title"]), Link: n.Link})
	}
	return out
}
