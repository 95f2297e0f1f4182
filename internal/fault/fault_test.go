package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"qinglan/internal/lang"
)

func TestOf(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want Kind
	}{
		{"nil", nil, 0},
		{"somebody else's", io.EOF, 0},
		{"ours", New(Stale, "页面已更新。"), Stale},
		{"ours, wrapped", fmt.Errorf("open: %w", New(Closed, "已截止。")), Closed},
		{"ours with a cause", Wrap(Invalid, io.EOF, "表单无法读取。"), Invalid},
	}
	for _, tt := range tests {
		if got := Of(tt.err); got != tt.want {
			t.Errorf("%s: Of = %v; want %v", tt.name, got, tt.want)
		}
	}
}

func TestTextHidesTheCause(t *testing.T) {
	err := Wrap(Invalid, errors.New("pq: secret"), "共 %d 条", 2)
	if got, want := Text(lang.Chinese, err), "共 2 条"; got != want {
		t.Errorf("Text = %q; want %q", got, want)
	}
	if got, want := Text(lang.English, err), "2 in all"; got != want {
		t.Errorf("Text in English = %q; want %q", got, want)
	}
	if got, want := err.Error(), "invalid: 共 2 条: pq: secret"; got != want {
		t.Errorf("Error = %q; want %q", got, want)
	}
	if got := Text(lang.Chinese, io.EOF); got == "EOF" || got == "" {
		t.Errorf("Text of an error not ours = %q; want a plain sentence", got)
	}
	if !errors.Is(Wrap(Invalid, io.EOF, "x"), io.EOF) {
		t.Error("the cause is not found by errors.Is")
	}
}
