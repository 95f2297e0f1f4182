package edition

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/programme"
)

var update = flag.Bool("update", false, "write doc/programme/*.mmd")

const diagrams = "../../doc/programme"

// The state diagrams in doc/programme are what the first edition says; those
// after it have the same tracks.
func TestDiagrams(t *testing.T) {
	e := Of(Default)[0]
	drawn := map[string]bool{}
	for _, track := range e.Tracks {
		name := filepath.Join(diagrams, track.Name+".mmd")
		drawn[name] = true
		want := diagram(e, track)
		if *update {
			if err := os.MkdirAll(diagrams, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%v; run go test ./internal/edition -update", err)
		} else if string(got) != want {
			t.Errorf("%s is not what the edition says; run go test ./internal/edition -update", name)
		}
	}
	kept, err := filepath.Glob(filepath.Join(diagrams, "*.mmd"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range kept {
		if !drawn[name] {
			t.Errorf("%s: no such track", name)
		}
	}
}

var actors = map[programme.Role]string{
	programme.Applicant: "申报人", programme.Employer: "单位", programme.County: "县级", programme.City: "市级",
	programme.Province: "省级", programme.Finance: "财政", programme.Association: "协会", programme.Judge: "评委",
	programme.Examiner: "考评员", programme.Institution: "培训机构", programme.Payer: "市财政", programme.Buyer: "采购单位", programme.Supervisor: "监督", programme.Public: "任何人",
	programme.Clock: "期限届满", programme.List: "随名单",
}

// diagram draws a track in Mermaid: who makes each move, on which clause, and
// whose approval it needs inside the office.
func diagram(e *programme.Edition, t *programme.Track) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s（%s）\n---\n", t.Label, e.Title)
	b.WriteString("%% Drawn by go test ./internal/edition -update; do not edit.\nstateDiagram-v2\n")
	for _, s := range t.States {
		fmt.Fprintf(&b, "    state \"%s\" as %s\n", s.Label, node(s.Name))
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", node(t.Start))
	for _, m := range t.Moves {
		for _, from := range m.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", node(from), node(m.To), caption(e, t, m))
		}
	}
	for _, s := range t.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", node(s.Name))
		}
	}
	return b.String()
}

func caption(e *programme.Edition, t *programme.Track, m programme.Move) string {
	var by []string
	for _, r := range m.By {
		by = append(by, actors[r])
	}
	text := fmt.Sprintf("%s〔%s〕%s", m.Label, strings.Join(by, "、"), m.Basis.Cite())
	for _, r := range m.By {
		for _, step := range e.Chain(t.Name, m.Name, r, "") {
			text += " → " + step.Label
		}
	}
	return text
}

// node is a state's name as Mermaid takes it.
func node(name string) string { return strings.ReplaceAll(name, "-", "_") }

func TestDiagramNamesEveryActor(t *testing.T) {
	for _, e := range All() {
		for _, track := range e.Tracks {
			for _, m := range track.Moves {
				for _, r := range m.By {
					if actors[r] == "" {
						t.Errorf("%s.%s: no word for %s", track.Name, m.Name, r)
					}
				}
			}
		}
	}
}
