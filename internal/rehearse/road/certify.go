package road

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// Train enters the results of who was trained in no class by one pasted table.
func Train(ctx context.Context, p *play.Play) error {
	if err := p.Clock("2017-12-18 09:00:00"); err != nil {
		return err
	}
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/certification?tab=train")
	if err != nil {
		return err
	}
	var rows strings.Builder
	people := slices.DeleteFunc(p.Listed(), func(one *play.Person) bool { return slices.Contains(p.Taught, one) })
	for _, one := range people {
		fmt.Fprintf(&rows, "%s\t%s\t%d\t95\n", one.Name, one.Unit, p.Season.Hours)
	}
	page, err = b.Press(page, "/certification/training", url.Values{"pasted": {rows.String()}, "institution": {"演练承训机构（虚构）"}})
	if err != nil {
		return err
	}
	p.Want(page, 200, "training results")
	p.Count("trained", len(people))
	return nil
}

// Certify plays up to three rounds of attempts: everybody once, then those who
// failed.
func Certify(ctx context.Context, p *play.Play) error {
	rounds := [][]*play.Person{slices.Concat(p.Listed(), p.Carried()), p.With(play.Second, play.Third, play.Worn), p.With(play.Third)}
	for i, people := range rounds {
		if len(people) == 0 {
			continue
		}
		if err := p.Clock(fmt.Sprintf("2018-%02d-15 09:00:00", i+1)); err != nil {
			return err
		}
		if err := round(ctx, p, i+1, people); err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
	}
	for _, one := range append(p.With(play.Third), p.Carried()...) {
		if one.Fate == play.Later {
			continue
		}
		page, err := one.Screen.Get("/cases/" + one.Entry)
		if err != nil {
			return err
		}
		if !page.Says("认证机会用完") || page.Has("/moves/enrol") {
			p.Fault("%s has failed three times and may go on", one.Name)
		}
		p.Count("exhausted", 1)
	}
	return nil
}

func round(ctx context.Context, p *play.Play, n int, people []*play.Person) error {
	err := p.Each(ctx, people, func(one *play.Person) error {
		if one.Entry == "" {
			if err := findEntry(p, one); err != nil {
				return err
			}
		}
		p.Count("enrolled", 1)
		_, err := p.MoveAs(one.Screen, one.Entry, "enrol", url.Values{"directions": {"aliexpress"}})
		return err
	})
	if err != nil {
		return err
	}
	province, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := province.Get("/certification?tab=sitting")
	if err != nil {
		return err
	}
	if page, err = province.Press(page, "/certification/confirm", url.Values{"case": page.Options("case")}); err != nil {
		return err
	}
	p.Want(page, 200, "confirm")
	for _, post := range []string{"330000-examiner-clerk-1", "330000-examiner-clerk-2"} {
		if err := enter(p, post, n); err != nil {
			return err
		}
	}
	watcher, err := p.At("330000-supervisor-clerk-1")
	if err != nil {
		return err
	}
	if page, err = watcher.Get("/certification?tab=marked"); err != nil {
		return err
	}
	if page, err = watcher.Press(page, "/certification/release", url.Values{"case": page.Options("case")}); err != nil {
		return err
	}
	p.Want(page, 200, "release marks")
	return nil
}

// findEntry reads the entry of a person from their own page.
func findEntry(p *play.Play, one *play.Person) error {
	page, err := one.Screen.Get("/mine")
	if err != nil {
		return err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.Screen.Get(href)
		if err != nil {
			return err
		}
		if got.Has("/moves/enrol") {
			one.Entry = screen.LastPart(href)
			return nil
		}
	}
	return fmt.Errorf("%s finds no place on the 培育名单: %.300s", one.Name, page.Text())
}

// enter lets an examiner enter everybody's marks; who they are is read from
// the names in the table.
func enter(p *play.Play, post string, n int) error {
	b, err := p.At(post)
	if err != nil {
		return err
	}
	page, err := b.Get("/certification/marks")
	if err != nil {
		return err
	}
	failing, again := failing(p, n)
	v := url.Values{}
	for row := range page.All("tr") {
		line := screen.Text(row)
		for _, id := range screen.OptionsIn(row, "row") {
			weak, retaking := named(line, failing), named(line, again)
			boxes := screen.NamesIn(row, "m."+id+".")
			for i, box := range boxes {
				v.Set(box, "75")
				if weak && i == len(boxes)/2 { // the one part that they fail
					v.Set(box, "55.5")
				}
			}
			if retaking && len(boxes) != 1 {
				p.Fault("round %d asks for %d parts again; one is missing", n, len(boxes))
			}
			if retaking {
				p.Count("one-part-again", 1)
			}
		}
	}
	if len(v) == 0 {
		return fmt.Errorf("%s has nothing to enter: %.300s", post, page.Text())
	}
	page, err = b.Press(page, "/certification/marks", v)
	if err != nil {
		return err
	}
	p.Want(page, 200, "marks by "+post)
	return nil
}

// failing returns the names of those who fail a part in a round, and of those
// who have failed it before and take it again.
func failing(p *play.Play, round int) (failing, again []string) {
	for _, one := range p.With(play.Second, play.Third, play.Later, play.Worn) {
		if one.Fate == play.Third || round == 1 || one.Fate == play.Worn && round == 2 {
			failing = append(failing, one.Name)
		}
		if round > 1 {
			again = append(again, one.Name)
		}
	}
	for _, one := range p.Carried() {
		if one.Fate == play.Worn {
			failing = append(failing, one.Name)
		}
		again = append(again, one.Name)
	}
	return failing, again
}

// named reports whether a line holds one of the names.
func named(line string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(line, name) })
}
