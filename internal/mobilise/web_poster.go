package mobilise

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"qinglan/internal/doc/pdf"
	"qinglan/internal/web"
)

// poster prints the placard of a county.
func (s *Slice) poster(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.countyAsked(r, false)
	if err != nil {
		return err
	}
	o, err := s.organOf(r.Context(), p.Region)
	if err != nil {
		return err
	}
	phone := ""
	if o.Phone != "" {
		phone = fmt.Sprintf("咨询：%s %s", o.Contact, o.Phone)
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, placard(p, o.Name, phone, s.SiteOf(r)+"/to/"+strings.ToLower(p.Code), s.Demo)); err != nil {
		return err
	}
	return web.File(w, r, "申报海报 "+p.Name+".pdf", "application/pdf", &b)
}
