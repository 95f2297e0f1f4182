package doc

import "testing"

func TestPlaces(t *testing.T) {
	rows := []Row{
		{Cells: []Cell{Cell{Text: "a"}.Span(1, 2), {Text: "b"}, {Text: "c"}}},
		{Cells: []Cell{Cell{Text: "d"}.Span(2, 1)}},
	}
	got, err := Places(rows, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || got[3].Col != 1 || got[3].Row != 1 || got[3].Rows != 1 {
		t.Errorf("Places = %+v; want d at row 1, column 1", got)
	}
}

func TestPlacesRefusesGaps(t *testing.T) {
	for name, rows := range map[string][]Row{
		"short row":     {Cells("a", "b")},
		"long row":      {Cells("a", "b", "c", "d")},
		"span too wide": {{Cells: []Cell{Cell{Text: "a"}.Span(4, 1)}}},
		"span too deep": {{Cells: []Cell{Cell{Text: "a"}.Span(1, 2), {}, {}}}},
		"overlap": {
			{Cells: []Cell{{}, Cell{Text: "a"}.Span(1, 2), {}}},
			{Cells: []Cell{Cell{Text: "b"}.Span(2, 1), {}}},
		},
	} {
		if p, err := Places(rows, 3); err == nil {
			t.Errorf("%s: Places = %v; want an error", name, p)
		}
	}
}

func TestInner(t *testing.T) {
	if w := Portrait().Inner(); w != 156 {
		t.Errorf("text of an official page is %v mm wide; want 156 (GB/T 9704 6.1)", w)
	}
}
