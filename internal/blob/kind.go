package blob

import (
	"path"
	"strings"

	"qinglan/internal/fault"
)

// A Kind is what a file is said to be; the content must agree.
type Kind string

// The kinds that are taken. Any is one of the others.
const (
	Any  Kind = "any"
	PDF  Kind = "pdf"
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
)

// Accept is what a page offers to choose from. That HEIC is not in it makes
// telephones convert their photographs.
const Accept = "image/jpeg,image/png,application/pdf"

var media = map[Kind]string{PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}

var extensions = map[string]Kind{
	"": Any, ".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".jfif": JPEG, ".jpe": JPEG, ".png": PNG,
}

// KindOf returns what the name of a file says it is, or why it is not taken.
func KindOf(name string) (Kind, error) {
	ext := strings.ToLower(path.Ext(strings.TrimSpace(name)))
	if k, ok := extensions[ext]; ok {
		return k, nil
	}
	switch ext {
	case ".heic", ".heif":
		return "", refusals["heic"]
	case ".svg", ".htm", ".html", ".xml", ".xhtml":
		return "", refusals["markup"]
	case ".zip", ".rar", ".7z", ".gz", ".tar":
		return "", refusals["archive"]
	case ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps":
		return "", refusals["office"]
	case ".exe", ".com", ".bat", ".msi", ".js", ".apk", ".dll", ".scr", ".sh":
		return "", refusals["program"]
	case ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif":
		return "", refusals["image"]
	}
	if len(ext) > 6 || strings.ContainsAny(ext, " （）()") { // a dot in a sentence, not a kind
		return Any, nil
	}
	return "", refusals["other"]
}

// Name returns how a file is called when it is handed out: the label it came
// with, never a path, with the ending of what it is.
func Name(name, mediaType string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	ext := path.Ext(name)
	if _, known := extensions[strings.ToLower(ext)]; known {
		name = strings.TrimSuffix(name, ext)
	}
	if runes := []rune(name); len(runes) > 80 {
		name = string(runes[:80])
	}
	if strings.Trim(name, ". ") == "" {
		name = "文件"
	}
	return name + map[string]string{media[PDF]: ".pdf", media[JPEG]: ".jpg", media[PNG]: ".png"}[mediaType]
}

// refusals say what is wrong with a file and what to do.
var refusals = map[string]error{
	"empty":   fault.New(fault.Invalid, "这个文件是空的，请重新选择。"),
	"cut":     fault.New(fault.Invalid, "文件不完整，可能没有传完。请重新上传；仍不行请打开确认它没有损坏。"),
	"heic":    fault.New(fault.Invalid, "这是苹果手机的 HEIC 照片，多数电脑打不开。请在手机上选择JPEG格式（设置→相机→格式→兼容性最佳），或截屏后上传。"),
	"markup":  fault.New(fault.Invalid, "不接受网页或 SVG 文件。请上传 PDF、JPG 或 PNG。"),
	"archive": fault.New(fault.Invalid, "不接受压缩包。请解压后逐个上传 PDF、JPG 或 PNG。"),
	"office":  fault.New(fault.Invalid, "不接受 Word、Excel 等文档。请在软件里另存为 PDF 后上传。"),
	"program": fault.New(fault.Invalid, "这是程序文件，不能上传。请上传 PDF、JPG 或 PNG。"),
	"image":   fault.New(fault.Invalid, "不接受这种图片格式。请改存为 JPG 或 PNG，或截屏后上传。"),
	"other":   fault.New(fault.Invalid, "只接受 PDF、JPG、PNG 三种文件。"),
	"pixels":  fault.New(fault.Invalid, "图片尺寸太大（超过6000万像素）。请缩小后再传，照片可以选“中等”尺寸。"),
	"locked":  fault.New(fault.Invalid, "这个 PDF 设有密码，审核人员打不开。请去掉密码后上传。"),
}

// refuseOther complains of a file whose ending says one thing and whose content
// another.
func refuseOther(said, is Kind) error {
	return fault.New(fault.Invalid, "文件名像是 %s，内容却是 %s。请用正确的文件重新上传。",
		strings.ToUpper(string(said)), strings.ToUpper(string(is)))
}
