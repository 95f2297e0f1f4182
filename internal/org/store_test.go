package org_test

import (
	"testing"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := org.NewStore(d), t.Context()
		yiwu := org.Organisation{ID: "yiwu", Name: "义乌（演示）", Role: programme.County, Region: "330782", Contact: "演示·王青", Phone: "0579-0000-0001", Address: "演示路1号"}
		province := org.Organisation{ID: "province", Name: "省厅（演示）", Role: programme.Province, Region: "330000"}
		post := org.Post{ID: "p1", Person: "wang", Name: "演示·王青", Organisation: yiwu, Role: programme.County, Rank: programme.Head, Title: "科长"}
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for _, o := range []org.Organisation{yiwu, province, {ID: "yiwu", Name: "another", Role: programme.City}} {
				if err := s.AddOrganisation(ctx, tx, o); err != nil {
					return err
				}
			}
			if err := s.AddPerson(ctx, tx, "wang", "演示·王", time.UnixMilli(1)); err != nil {
				return err
			}
			if err := s.Rename(ctx, tx, "wang", "演示·王青"); err != nil {
				return err
			}
			return s.AddPost(ctx, tx, post)
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Organ(ctx, d, programme.County, "330782")
		if err != nil || got != yiwu {
			t.Errorf("county of 330782 = %+v (%v)", got, err)
		}
		if got, err := s.Organ(ctx, d, programme.Province, "330782"); err != nil || got != province {
			t.Errorf("province for 330782 = %+v (%v)", got, err)
		}
		for _, region := range []string{"330702", ""} {
			if _, err := s.Organ(ctx, d, programme.County, region); fault.Of(err) != fault.Missing {
				t.Errorf("county of %q: %v; want missing", region, err)
			}
		}
		posts, err := s.Posts(ctx, d, "wang")
		if err != nil || len(posts) != 1 || posts[0] != post {
			t.Fatalf("posts of wang = %+v (%v); want %+v", posts, err, post)
		}
		a := org.Holding(posts[0])
		if !a.Known() || !a.Officer() || a.Role != programme.County || a.Rank != programme.Head || a.Organ != yiwu || a.Name != "演示·王青" {
			t.Errorf("the holder acts as %+v", a)
		}
		if a := (org.Actor{}); a.Known() || a.Officer() {
			t.Error("the zero actor is somebody")
		}
		ended(t, d, s, post)
	})
}

// ended ends the post: from then on nobody acts in it.
func ended(t *testing.T, d *db.DB, s *org.Store, post org.Post) {
	ctx := t.Context()
	held := func() int {
		t.Helper()
		mine, err1 := s.Posts(ctx, d, post.Person)
		staff, err2 := s.Staff(ctx, d, post.Organisation.ID)
		holders, err3 := s.Holders(ctx, d, post.Role)
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		return len(mine) + len(staff) + len(holders)
	}
	if n := held(); n != 3 {
		t.Errorf("%d lists hold the post; want 3", n)
	}
	err := d.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE posts SET ended = 1 WHERE id = $1`, post.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := held(); n != 0 {
		t.Errorf("%d lists hold the ended post; want none", n)
	}
	if _, err := s.Post(ctx, d, post.ID); fault.Of(err) != fault.Missing {
		t.Errorf("ended post: %v; want missing", err)
	}
	if name, err := s.Name(ctx, d, "nobody"); name != "" || err != nil {
		t.Errorf("name of nobody = %q (%v)", name, err)
	}
}
