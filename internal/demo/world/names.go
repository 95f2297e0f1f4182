package world

import "hash/fnv"

// Surnames and given names of people who do not exist; whoever sees 演示· in
// front of a name knows it.
var (
	surnames = []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦")
	givens   = []string{
		"青", "蓝", "文溪", "明远", "思齐", "若水", "清和", "知行", "嘉木", "晓岚", "景行", "云舟", "子墨", "安之",
		"书言", "念慈", "亦凡", "海晏", "望舒", "怀瑾", "令仪", "维桢", "允中", "静姝", "浩然", "以宁", "修远", "可嘉",
	}
)

// GivenName returns a fictitious name for a key, always the same.
func GivenName(key string) string {
	h := fnv.New32a()
	h.Write([]byte(key))
	n := h.Sum32()
	return string(surnames[int(n%uint32(len(surnames)))]) + givens[int(n/97%uint32(len(givens)))]
}
