package lang

import (
	"slices"
	"testing"
)

// Surnames stand where they are read, also those that are read otherwise in words.
func TestPinyin(t *testing.T) {
	want := []string{
		"安然", "卞和", "卜一", "陈光", "葛兰", "盖一", "韩青", "欧阳", "区青", "仇一", "邱二", "单青", "申一", "沈思齐", "盛一", "王一", "谢安", "解一", "尤一",
		"曾国", "翟一", "张三", "查良", "赵六",
	}
	pinyin := Pinyin()
	for _, pair := range [][2]string{
		{"申一", "沈思齐"}, {"沈思齐", "盛一"}, {"尤一", "曾国"}, {"曾国", "张三"}, {"卞和", "卜一"}, {"卜一", "陈光"}, {"韩青", "区青"}, {"区青", "王一"},
		{"邱二", "单青"}, {"单青", "申一"}, {"王一", "解一"}, {"解一", "尤一"}, {"尤一", "翟一"}, {"翟一", "张三"}, {"张三", "赵六"},
		{"演示·申一", "演示·沈思齐"}, {"演示·沈思齐", "演示·盛一"},
	} {
		if pinyin(pair[0], pair[1]) >= 0 || pinyin(pair[1], pair[0]) <= 0 {
			t.Errorf("%s stands behind %s", pair[0], pair[1])
		}
	}
	// One order, whatever it began with.
	once, again := slices.Clone(want), slices.Clone(want)
	slices.Reverse(again)
	slices.SortFunc(once, pinyin)
	slices.SortFunc(again, pinyin)
	if !slices.Equal(once, again) {
		t.Errorf("%v\nand %v", once, again)
	}
	if pinyin("沈一", "审一") == 0 {
		t.Error("two names are taken for one")
	}
}
