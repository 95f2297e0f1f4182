package edition

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"unicode"

	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// said are the fields of an edition that people read in either language. The
// words of the law, numbers of documents and names of notices stay Chinese.
var said = []string{"Label", "Done", "Say", "Hint", "Why", "Title", "Short", "Unit"}

func TestEveryTextHasEnglish(t *testing.T) {
	for _, e := range All() {
		texts := map[string]bool{}
		gather(reflect.ValueOf(e), texts)
		if len(texts) < 40 {
			t.Errorf("%s: only %d texts found", e.Name, len(texts))
		}
		for _, zh := range slices.Sorted(maps.Keys(texts)) {
			if !lang.Known(zh) {
				t.Errorf("no English in internal/lang/en.txt for\n%s", zh)
			}
		}
	}
}

// gather puts every Chinese text below v into texts.
func gather(v reflect.Value, texts map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		gather(v.Elem(), texts)
	case reflect.Slice:
		for i := range v.Len() {
			gather(v.Index(i), texts)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			gather(v.MapIndex(k), texts)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[programme.Notice]() {
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Type.Kind() != reflect.String {
				gather(v.Field(i), texts)
			} else if slices.Contains(said, f.Name) && slices.ContainsFunc([]rune(v.Field(i).String()), han) {
				texts[v.Field(i).String()] = true
			}
		}
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }
