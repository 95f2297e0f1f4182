package app_test

import (
	"slices"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/edition"
	"qinglan/internal/site"
)

// notPages are addresses that answer with something else than a page.
var notPages = []string{"/static/", "/healthz", "/files/{id}", "/files/{id}/view", "/intake/files/{file}", "/institutions/{id}/{file}", "/institution/{rows}/{file}", "/certificates/{file}", "/cases/words", "/certification/results/{paper}", "/ledger/bulletin"}

// Every page of every programme says what it is for and why it asks what it
// asks, and nothing is said of pages that are not there.
func TestEveryPageHasAnAid(t *testing.T) {
	aided := site.Aided()
	var pages []string
	for _, name := range edition.Programmes() {
		for _, route := range apptest.OpenOf(t, db.SQLite, name).Mux.Routes() {
			page, ok := strings.CutPrefix(route, "GET ")
			last := page[strings.LastIndex(page, "/")+1:]
			if !ok || slices.Contains(notPages, page) || strings.Contains(last, ".") || strings.Contains(page, "/print/") {
				continue
			}
			pages = append(pages, page)
			if !slices.Contains(aided, page) {
				t.Errorf("nothing is said of %s", page)
			}
		}
	}
	for _, page := range aided {
		if !slices.Contains(pages, page) {
			t.Errorf("something is said of %s, which is no page", page)
		}
	}
}
