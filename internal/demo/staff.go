// Package demo fills a database with clearly fictitious people and lets a
// visitor be any of them at any time. Nothing of it exists in service.
package demo

import (
	"context"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Start is when the business clock of a demonstration begins.
var Start = calendar.Date{Y: 2017, M: 9, D: 28}.At(9, 0)

// Organs returns the organisations of all editions of a programme, marked as a
// demonstration, with contacts nobody has. Those that a later edition adds come
// after the others, so that nothing of these depends on them.
func Organs(editions []*programme.Edition) (all []org.Organisation) {
	known := map[string]bool{}
	for _, e := range editions {
		for _, o := range organsOf(e) {
			if !known[o.ID] {
				known[o.ID] = true
				all = append(all, o)
			}
		}
	}
	return all
}

func organsOf(e *programme.Edition) []org.Organisation {
	out := org.Of(e)
	for i := range out {
		o := &out[i]
		o.Name += "（演示）"
		o.Contact = "演示联系人"
		o.Phone = fmt.Sprintf("%s-2000%04d", areaCode(o.Region), i)
		o.Address = "演示地址"
	}
	if e.ByOrgans() {
		return append(out, applying(e)...)
	}
	for _, city := range org.CitiesOf(e) {
		out = append(out,
			org.Organisation{ID: city.Code + "-institution", Name: city.Name + "演示培训学校", Role: programme.Institution, Region: city.Code},
			org.Organisation{ID: city.Code + "-buyer", Name: city.Name + "演示采购单位", Role: programme.Buyer, Region: city.Code})
	}
	return out
}

// applying returns an organisation in each county that applies for itself.
func applying(e *programme.Edition) (out []org.Organisation) {
	role := e.Main().Opens[0]
	for _, city := range org.CitiesOf(e) {
		for _, c := range org.Counties(city.Code, e.Since) {
			out = append(out, org.Organisation{ID: c.Code + "-" + string(role), Name: c.Name + "演示" + e.RoleNames[role], Role: role, Region: c.Code})
		}
	}
	return out
}

func areaCode(region string) string {
	if code := org.AreaCode(region); code != "" {
		return code
	}
	return "0571"
}

// A desk is a post to fill: who does what in which kind of organisation.
type desk struct {
	role  programme.Role
	rank  programme.Rank
	title string
	n     int
}

// desks are the posts of a demonstration, for every organisation of the role.
var desks = []desk{
	{programme.County, programme.Clerk, "经办", 1},
	{programme.City, programme.Clerk, "经办", 2},
	{programme.City, programme.Head, "处长", 1},
	{programme.City, programme.Leader, "分管领导", 1},
	{programme.Province, programme.Clerk, "经办", 2},
	{programme.Province, programme.Head, "处长", 1},
	{programme.Province, programme.Leader, "分管领导", 1},
	{programme.Finance, programme.Leader, "分管领导", 1},
	{programme.Payer, programme.Clerk, "经办", 1},
	{programme.Payer, programme.Leader, "分管领导", 1},
	{programme.Institution, programme.Clerk, "经办", 1},
	{programme.Buyer, programme.Clerk, "经办", 1},
	{programme.Association, programme.Clerk, "秘书", 2},
	{programme.Judge, programme.Clerk, "评委", 9},
	{programme.Examiner, programme.Clerk, "考评员", 3},
	{programme.Supervisor, programme.Clerk, "监督员", 2},
	{programme.Auditor, programme.Clerk, "审计员", 1},
	{programme.System, programme.Clerk, "系统管理员", 1},
	{programme.Security, programme.Clerk, "安全管理员", 1},
	{programme.Audit, programme.Clerk, "审计管理员", 1},
}

// Staff fills every post of every organisation with somebody fictitious and
// returns the posts. Ids are the organisation, role, rank and a number, so
// that a second call changes nothing.
func Staff(ctx context.Context, f *flow.Store) ([]org.Post, error) {
	organs := Organs(f.Editions())
	if err := f.Orgs().Found(ctx, f.DB(), organs); err != nil {
		return nil, err
	}
	var posts []org.Post
	for _, o := range organs {
		posts = append(posts, postsOf(o)...)
	}
	err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		for _, p := range posts {
			if err := f.Orgs().AddPerson(ctx, tx, p.Person, p.Name, f.Now()); err != nil {
				return err
			}
			if err := f.Orgs().AddPost(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	return posts, err
}

func postsOf(o org.Organisation) (posts []org.Post) {
	for _, d := range desks {
		security := o.ID == org.OperatorID && (d.role == programme.Security || d.role == programme.Audit)
		if d.role != o.Role && !security {
			continue
		}
		for i := range d.n {
			id := fmt.Sprintf("%s-%s-%s-%d", o.Region, d.role, d.rank, i+1)
			posts = append(posts, org.Post{
				ID: id, Person: "p-" + id, Name: "演示·" + world.GivenName(id), Organisation: o,
				Role: d.role, Rank: d.rank, Title: d.title,
			})
		}
	}
	return posts
}
