package demo

import "slices"

// groups returns the groups of choices, each once, in their order.
func groups(cs []choice) (out []string) {
	for _, c := range cs {
		if !slices.Contains(out, c.Group) {
			out = append(out, c.Group)
		}
	}
	return out
}
