package teacher2017

import (
	"qinglan/internal/form"
	"qinglan/internal/ident"
)

// ethnicGroups are the choices of GB/T 3304.
func ethnicGroups() (out []form.Choice) {
	for _, c := range ident.Ethnic.All() {
		out = append(out, form.Choice{Value: c.Code, Label: c.Name})
	}
	return out
}

// politicalStatus are the choices of GB/T 4762 as forms print them.
func politicalStatus() (out []form.Choice) {
	for _, c := range ident.Political.All() {
		out = append(out, form.Choice{Value: c.Code, Label: c.Short})
	}
	return out
}
