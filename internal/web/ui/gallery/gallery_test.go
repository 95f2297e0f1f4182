package gallery

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"qinglan/internal/lang"
	"qinglan/internal/web"
)

// go test ./internal/web/ui/gallery -serve localhost:8099 -timeout 0
var serve = flag.String("serve", "", "serve the gallery at this address")

var pages = map[string]func() templ.Component{"desk": Desk, "case": Case, "form": Form, "parts": Parts}

func mux() http.Handler {
	m := web.NewMux()
	m.Raw("GET /static/", web.Static())
	m.Route("POST /language", web.SwitchLanguage)
	for name, page := range pages {
		m.Route("GET /gallery/"+name, func(w http.ResponseWriter, r *http.Request) error {
			return web.Render(w, r, http.StatusOK, page())
		})
	}
	return web.Site{}.Guard(m)
}

func TestGallery(t *testing.T) {
	if *serve != "" {
		t.Fatal(http.ListenAndServe(*serve, mux()))
	}
	for name := range pages {
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			w := httptest.NewRecorder()
			mux().ServeHTTP(w, httptest.NewRequest("GET", "/gallery/"+name+"?lang="+string(l), nil))
			html := w.Body.String()
			if w.Code != http.StatusOK || !strings.HasSuffix(html, "</html>") {
				t.Errorf("%s in %s: status %d", name, l, w.Code)
			}
			for _, bad := range []string{" style=", "<style", "javascript:", " onclick", "%!", "&lt;nil"} {
				if strings.Contains(html, bad) {
					t.Errorf("%s in %s contains %q", name, l, bad)
				}
			}
		}
	}
}
