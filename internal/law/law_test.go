package law

import (
	"testing"

	"qinglan/internal/lang"
)

// A document is cited in either language: what it is called in short has
// English, whichever edition brings it.
func TestEveryDocumentIsCitedInEnglish(t *testing.T) {
	for id, d := range documents {
		if !lang.Known(d.Short) {
			t.Errorf("%s: no English in internal/lang/en.txt for %s", id, d.Short)
		}
	}
}

func TestCite(t *testing.T) {
	c := Clause("zswlf72/三.2").Cite()
	if c.String() != "72号文 三.2" || c.Text(lang.English) != "Notice No. 72, 三.2" {
		t.Errorf("cited as %q and %q", c, c.Text(lang.English))
	}
	if none := Clause("none/1").Cite().String(); none != "none/1" {
		t.Errorf("a clause of no document is cited as %q", none)
	}
}
