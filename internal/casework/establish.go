package casework

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Establish founds the organisation of a person and gives them the post in which
// they act for it, once: the row of the person is the lock. It returns the id of
// the organisation, or none if they have such a post already.
func (h *House) Establish(ctx context.Context, tx *db.Tx, a org.Actor, role programme.Role, name, region string) (string, error) {
	orgs := h.Flow.Orgs()
	if err := orgs.Lock(ctx, tx, a.Person); err != nil {
		return "", err
	}
	if p, err := h.PostOf(ctx, tx, a.Person, role); err != nil || p.ID != "" {
		return "", err
	}
	o := org.Organisation{ID: "i-" + db.NewID(), Name: name, Role: role, Region: region}
	if err := orgs.AddOrganisation(ctx, tx, o); err != nil {
		return "", err
	}
	if err := h.Flow.Log(ctx, tx, a, "found-institution", o.ID, nil); err != nil {
		return "", err
	}
	return o.ID, orgs.AddPost(ctx, tx, org.Post{
		ID: db.NewID(), Person: a.Person, Organisation: o, Role: role, Rank: programme.Clerk, Title: "经办",
	})
}

// PostOf returns the post that a person holds in a role; none has no ID.
func (h *House) PostOf(ctx context.Context, q db.Q, person string, role programme.Role) (org.Post, error) {
	posts, err := h.Flow.Orgs().Posts(ctx, q, person)
	if i := slices.IndexFunc(posts, func(p org.Post) bool { return p.Role == role }); i >= 0 {
		return posts[i], err
	}
	return org.Post{}, err
}
