package lang

import (
	"strings"
	"testing"
)

func TestEnglishFile(t *testing.T) {
	m, err := read(english)
	if err != nil {
		t.Fatal(err)
	}
	if len(m) == 0 {
		t.Error("en.txt holds no line")
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, text string
		bad        string // part of the error
	}{
		{"comments and blank lines", "# c\n\n姓名\tName\n", ""},
		{"the same line twice", "姓名\tName\n姓名\tName\n", ""},
		{"two English texts", "姓名\tName\n姓名\tFull name\n", "two English"},
		{"no tab", "姓名 Name\n", "one tab"},
		{"no English", "姓名\t\n", "one tab"},
		{"two tabs", "姓名\tName\tx\n", "one tab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.text)
			if tt.bad == "" && err != nil {
				t.Errorf("read = %v; want no error", err)
			}
			if tt.bad != "" && (err == nil || !strings.Contains(err.Error(), tt.bad)) {
				t.Errorf("read = %v; want an error that says %q", err, tt.bad)
			}
		})
	}
}

func TestT(t *testing.T) {
	ctx := t.Context()
	if got, want := T(ctx, "共 %d 条", 3), "共 3 条"; got != want {
		t.Errorf("T = %q; want %q", got, want)
	}
	if got, want := T(With(ctx, English), "共 %d 条", 3), "3 in all"; got != want {
		t.Errorf("T in English = %q; want %q", got, want)
	}
	if got, want := In(English, "没有英文的一句"), "没有英文的一句"; got != want {
		t.Errorf("In without a line = %q; want the Chinese %q", got, want)
	}
	if Known("没有英文的一句") || !Known("共 %d 条") {
		t.Error("Known does not tell what has English")
	}
	if got, want := In(Chinese, "满 100%%"), "满 100%"; got != want {
		t.Errorf("In without arguments = %q; want %q", got, want)
	}
}
