//go:build !race

package browsertest

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/db"
)

// From the notice to a form that is mended, at a phone and at two desks.
func TestApplication(t *testing.T) {
	t.Parallel()
	needs(t, chromium).tell(t, command{Do: "story", Name: "application", Base: empty(t).base})
}

// A photograph from a phone on a bad network; a session that ends while somebody
// writes, and when a button is pressed.
func TestMaterial(t *testing.T) {
	t.Parallel()
	s := empty(t)
	with := map[string]string{"person": "story-applicant", "mobile": "19900000001", "other": "story-other"}
	err := s.DB.Tx(t.Context(), func(tx *db.Tx) error {
		now := s.House.Flow.Now()
		err := s.House.Flow.Orgs().AddPerson(t.Context(), tx, with["person"], "演示·王青", now)
		if err == nil {
			err = s.House.Flow.Orgs().AddPerson(t.Context(), tx, with["other"], "演示·李红", now)
		}
		if err == nil {
			err = s.House.Identity.PutMobile(t.Context(), tx, with["person"], with["mobile"])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	needs(t, chromium).tell(t, command{Do: "story", Name: "material", Base: s.base, With: with})
}

// A judge declares, marks and locks in a hall whose network goes.
func TestPad(t *testing.T) {
	t.Parallel()
	s := empty(t)
	needs(t, chromium).tell(t, s.pad(t, "pad"))
}

// The tablet of a judge dies in the hall and finds its locks again.
func TestPadKilled(t *testing.T) {
	t.Parallel()
	s := empty(t)
	needs(t, chromium).tell(t, s.pad(t, "padKilled"))
}

func (s *site) pad(t *testing.T, story string) command {
	t.Helper()
	return command{Do: "story", Name: story, Base: s.base, With: map[string]string{"session": s.hall(t), "judge": judge}}
}

// A clerk of a city brings the list that was put in order in WPS.
func TestBring(t *testing.T) {
	t.Parallel()
	s := empty(t)
	s.pool(t, 4)
	file := workbook(t, map[string]string{
		"A1": "附件1", "A2": "浙江省跨境电商师资培训推荐名单汇总表", "A3": "推荐单位：（盖章）", "E3": "2017年10月16日",
		"A4": "序号", "B4": "姓　名", "C4": "工作单位\n（全称）", "D4": "培训方向", "E4": "联系电话", "F4": "备 注",
		"A5": "１", "B5": "演示•候选人3", "C5": "演示公司３", "E5": "199 0000 0003",
		"A6": "２", "B6": " 演示·候选人1", "C6": "演示公司1", "E6": "199OOOO0001", "F6": "坐前排",
		"A7": "３", "B7": "演示·候选人4", "C7": "演示公司4",
		"A8": "４", "B8": "演示·没有申报", "C8": "演示公司9", "A9": "以下空白", "A10": "填表人：演示",
	})
	needs(t, chromium).tell(t, command{Do: "story", Name: "bring", Base: s.base, With: map[string]string{"file": file, "clerk": city}})
}

// A city reports its list, from the order in WPS to the sealed page scanned back, and
// the province accepts all but two.
func TestReport(t *testing.T) {
	t.Parallel()
	s := empty(t)
	s.pool(t, 4)
	file := workbook(t, map[string]string{
		"A2": "浙江省跨境电商师资培训推荐名单汇总表", "A3": "推荐单位：（盖章）",
		"A4": "序号", "B4": "姓名", "C4": "单位", "D4": "培训方向", "E4": "职务",
		"A5": "１", "B5": "演示·候选人3", "C5": "演示公司3", "A6": "2", "B6": "演示·候选人1", "C6": "演示公司1",
		"A7": "3", "B7": " 演示•候选人4", "C7": "演示公司４", "A8": "4", "B8": "演示·候选人2", "C8": "演示公司2", "A9": "以下空白",
	})
	needs(t, chromium).tell(t, command{Do: "story", Name: "report", Base: s.base, With: map[string]string{
		"file": file, "clerk": city, "head": "330700-city-head-1", "leader": "330700-city-leader-1", "province": province,
	}})
}

// workbook writes cells as offices lay them out, with titles over merged ones.
func workbook(t *testing.T, cells map[string]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "推荐名单.xlsx")
	book := excelize.NewFile()
	defer book.Close()
	for cell, text := range cells {
		if err := book.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"A2": "F2", "A3": "D3", "A9": "F9"} {
		if err := book.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// A clerk of a county sends in what came by WeChat and has it filed.
func TestIntake(t *testing.T) {
	t.Parallel()
	s := empty(t)
	dir := t.TempDir()
	var photo, pack bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 400, 300)), nil); err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&pack)
	for _, name := range []string{"王小丫-义乌丝路电商培训学校-学历证明.jpg", "王小丫 身份证正面.jpg", "张三/劳动合同(1).jpg", "IMG_0001.jpg", "__MACOSX/._IMG_0001.jpg"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(photo.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	with := map[string]string{"zip": filepath.Join(dir, "材料.zip"), "photo": filepath.Join(dir, "证件.jpg"), "clerk": county}
	err := errors.Join(z.Close(), os.WriteFile(with["zip"], pack.Bytes(), 0o600), os.WriteFile(with["photo"], photo.Bytes(), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	needs(t, chromium).tell(t, command{Do: "story", Name: "intake", Base: s.base, With: with})
}

// A visitor verifies the code on a certificate.
func TestVerify(t *testing.T) {
	t.Parallel()
	needs(t, chromium).tell(t, demonstration(t).verify(t))
}

// Inside WeChat a file cannot be kept.
func TestWeChat(t *testing.T) {
	t.Parallel()
	needs(t, chromium).tell(t, command{Do: "story", Name: "wechat", Base: demonstration(t).base})
}

func (s *site) verify(t *testing.T) command {
	t.Helper()
	var code, no, name string
	err := s.DB.QueryRowContext(t.Context(),
		`SELECT code, number, name FROM certificates WHERE state = 'valid' ORDER BY number LIMIT 1`).Scan(&code, &no, &name)
	if err != nil {
		t.Fatalf("the demonstration has no valid certificate: %v", err)
	}
	return command{Do: "story", Name: "verify", Base: s.base, With: map[string]string{"code": code, "no": no, "name": name}}
}
