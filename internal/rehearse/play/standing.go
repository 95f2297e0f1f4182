package play

import "slices"

// Sent returns the people whose application went in.
func (p *Play) Sent() (out []*Person) {
	for _, one := range p.People {
		if one.Fate != Late {
			out = append(out, one)
		}
	}
	return out
}

// With returns the people of a fate.
func (p *Play) With(fates ...Fate) (out []*Person) {
	for _, one := range p.People {
		if slices.Contains(fates, one.Fate) {
			out = append(out, one)
		}
	}
	return out
}

// Alive returns the people whose application is still on its way to the city.
func (p *Play) Alive() (out []*Person) {
	for _, one := range p.Sent() {
		if one.Fate != Lapsing {
			out = append(out, one)
		}
	}
	return out
}

// Heard returns the people who come to the selection.
func (p *Play) Heard() (out []*Person) {
	for _, one := range p.Alive() {
		if one.Fate != RejectedBy && one.Fate != LeftOut {
			out = append(out, one)
		}
	}
	return out
}

// Listed returns the people who came onto the 培育名单.
func (p *Play) Listed() (out []*Person) {
	for _, one := range p.Heard() {
		if one.Fate != NotPassed {
			out = append(out, one)
		}
	}
	return out
}

// passed returns the people who are proposed to the public.
func (p *Play) passed() []*Person {
	out := slices.DeleteFunc(p.Listed(), func(one *Person) bool { return one.Fate == Third || one.Fate == Later || one.Fate == Worn })
	for _, one := range p.Carried() {
		if one.Fate == Later {
			out = append(out, one)
		}
	}
	return out
}

// Crowned returns the people who have a certificate.
func (p *Play) Crowned() (out []*Person) {
	for _, one := range p.passed() {
		if one.Fate != Upheld {
			out = append(out, one)
		}
	}
	return out
}

// Everybody returns the casts of all editions.
func (p *Play) Everybody() []*Person { return slices.Concat(p.Past, p.People) }

// Carried returns the people of the edition before this one who have come back
// for what they lacked.
func (p *Play) Carried() (out []*Person) {
	for _, one := range p.Before {
		if one.Fate == Later || one.Fate == Worn {
			out = append(out, one)
		}
	}
	return out
}
