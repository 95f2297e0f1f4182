package rehearse

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// listed returns the people who came onto the 培育名单.
func (p *play) listed() (out []*person) {
	for _, one := range p.heard() {
		if one.fate != notPassed {
			out = append(out, one)
		}
	}
	return out
}

// train enters the results of who was trained in no class by one pasted table.
func train(ctx context.Context, p *play) error {
	if err := p.clock("2017-12-18 09:00:00"); err != nil {
		return err
	}
	b, err := p.at("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/certification?tab=train")
	if err != nil {
		return err
	}
	var rows strings.Builder
	people := slices.DeleteFunc(p.listed(), func(one *person) bool { return slices.Contains(p.taught, one) })
	for _, one := range people {
		fmt.Fprintf(&rows, "%s\t%s\t%d\t95\n", one.name, one.unit, p.season.hours)
	}
	page, err = b.Press(page, "/certification/training", url.Values{"pasted": {rows.String()}, "institution": {"演练承训机构（虚构）"}})
	if err != nil {
		return err
	}
	p.want(page, 200, "training results")
	p.count("trained", len(people))
	return nil
}

// certify plays up to three rounds of attempts: everybody once, then those who
// failed.
func certify(ctx context.Context, p *play) error {
	rounds := [][]*person{slices.Concat(p.listed(), p.carried()), p.with(second, third, worn), p.with(third)}
	for i, people := range rounds {
		if len(people) == 0 {
			continue
		}
		if err := p.clock(fmt.Sprintf("2018-%02d-15 09:00:00", i+1)); err != nil {
			return err
		}
		if err := p.round(ctx, i+1, people); err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
	}
	for _, one := range append(p.with(third), p.carried()...) {
		if one.fate == later {
			continue
		}
		page, err := one.b.Get("/cases/" + one.entry)
		if err != nil {
			return err
		}
		if !contains(page, "认证机会用完") || page.Has("/moves/enrol") {
			p.fault("%s has failed three times and may go on", one.name)
		}
		p.count("exhausted", 1)
	}
	return nil
}

func (p *play) round(ctx context.Context, n int, people []*person) error {
	err := p.each(ctx, people, func(one *person) error {
		if one.entry == "" {
			if err := p.findEntry(one); err != nil {
				return err
			}
		}
		p.count("enrolled", 1)
		_, err := p.moveAs(one.b, one.entry, "enrol", url.Values{"directions": {"aliexpress"}})
		return err
	})
	if err != nil {
		return err
	}
	province, err := p.at("330000-province-clerk-1")
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
	p.want(page, 200, "confirm")
	for _, post := range []string{"330000-examiner-clerk-1", "330000-examiner-clerk-2"} {
		if err := p.enter(post, n); err != nil {
			return err
		}
	}
	watcher, err := p.at("330000-supervisor-clerk-1")
	if err != nil {
		return err
	}
	if page, err = watcher.Get("/certification?tab=marked"); err != nil {
		return err
	}
	if page, err = watcher.Press(page, "/certification/release", url.Values{"case": page.Options("case")}); err != nil {
		return err
	}
	p.want(page, 200, "release marks")
	return nil
}

// findEntry reads the entry of a person from their own page.
func (p *play) findEntry(one *person) error {
	page, err := one.b.Get("/mine")
	if err != nil {
		return err
	}
	for _, href := range page.Links("/cases/") {
		got, err := one.b.Get(href)
		if err != nil {
			return err
		}
		if got.Has("/moves/enrol") {
			one.entry = lastPart(href)
			return nil
		}
	}
	return fmt.Errorf("%s finds no place on the 培育名单: %.300s", one.name, page.Text())
}

// enter lets an examiner enter everybody's marks; who they are is read from
// the names in the table.
func (p *play) enter(post string, n int) error {
	b, err := p.at(post)
	if err != nil {
		return err
	}
	page, err := b.Get("/certification/marks")
	if err != nil {
		return err
	}
	failing, again := p.failing(n)
	v := url.Values{}
	for row := range page.all("tr") {
		line := text(row)
		for _, id := range optionsIn(row, "row") {
			weak, retaking := named(line, failing), named(line, again)
			boxes := marksIn(row, id)
			for i, box := range boxes {
				v.Set(box, "75")
				if weak && i == len(boxes)/2 { // the one part that they fail
					v.Set(box, "55.5")
				}
			}
			if retaking && len(boxes) != 1 {
				p.fault("round %d asks for %d parts again; one is missing", n, len(boxes))
			}
			if retaking {
				p.count("one-part-again", 1)
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
	p.want(page, 200, "marks by "+post)
	return nil
}

// failing returns the names of those who fail a part in a round, and of those
// who have failed it before and take it again.
func (p *play) failing(round int) (failing, again []string) {
	for _, one := range p.with(second, third, later, worn) {
		if one.fate == third || round == 1 || one.fate == worn && round == 2 {
			failing = append(failing, one.name)
		}
		if round > 1 {
			again = append(again, one.name)
		}
	}
	for _, one := range p.carried() {
		if one.fate == worn {
			failing = append(failing, one.name)
		}
		again = append(again, one.name)
	}
	return failing, again
}

// named reports whether a line holds one of the names.
func named(line string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(line, name) })
}

// marksIn returns the boxes of a row for the marks of an attempt: of the parts
// that are to be taken.
func marksIn(row *html.Node, id string) (names []string) {
	for n := range descend(row) {
		if n.Type == html.ElementNode && n.Data == "input" && strings.HasPrefix(attr(n, "name"), "m."+id+".") {
			names = append(names, attr(n, "name"))
		}
	}
	return names
}

// passed returns the people who are proposed to the public.
func (p *play) passed() []*person {
	out := slices.DeleteFunc(p.listed(), func(one *person) bool { return one.fate == third || one.fate == later || one.fate == worn })
	for _, one := range p.carried() {
		if one.fate == later {
			out = append(out, one)
		}
	}
	return out
}
