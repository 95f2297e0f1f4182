package intake

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/parcel"
)

// sort takes what was corrected on the page, and with "file" has it filed.
func (s *Slice) sort(w http.ResponseWriter, r *http.Request) error {
	b, a, err := s.mine(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	seen, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if seen != b.Version || b.State != "open" {
		return errTurned
	}
	file := r.PostForm.Get("act") == "file"
	gone, err := s.read(r.Context(), b, r.PostForm)
	if err == nil && file && !b.ready() {
		err = fault.New(fault.Invalid, "还没有可以归入的文件：请先为文件选好人和材料，并为人选好归到哪里。")
	}
	if fault.Of(err) == fault.Invalid {
		return s.batchPage(w, r, http.StatusUnprocessableEntity, b, a, fault.Text(lang.Of(r.Context()), err))
	}
	if err != nil {
		return err
	}
	if len(gone) > 0 {
		if err := s.remove(r.Context(), a, b.ID, gone); err != nil {
			return err
		}
		seen++
	}
	if err := s.correct(r.Context(), a, b, seen, file); err != nil && !(len(gone) > 0 && len(b.Tray()) == len(gone)) {
		return err
	}
	http.Redirect(w, r, "/intake/"+b.ID, http.StatusSeeOther)
	return nil
}

// ready reports whether anything would be filed.
func (b *batch) ready() bool {
	return slices.ContainsFunc(b.Tray(), func(f file) bool {
		return f.sure() && slices.ContainsFunc(b.People, func(p who) bool { return p.N == f.Person && p.Goal != "" })
	})
}

// sure reports whether it is said, by its name or by somebody, what f is.
func (f file) sure() bool { return f.Doubt == "" && f.Person > 0 && f.Item != "" }

// read puts what a page sends into b and returns the files to be removed. What is
// doubtful stays so until both who and what have been chosen for it.
func (s *Slice) read(ctx context.Context, b *batch, v url.Values) (gone []string, err error) {
	for n := 1; n <= len(b.People)+1; n++ {
		key := fmt.Sprintf("p.%d.", n)
		p := who{N: n, Name: line(v.Get(key + "name")), Unit: line(v.Get(key + "unit")), Goal: v.Get(key + "goal"), Mobile: strings.TrimSpace(v.Get(key + "mobile"))}
		if n > len(b.People) {
			if p.Name == "" {
				break
			}
			b.People = append(b.People, p)
		} else if v.Has(key + "name") {
			p.Case, p.Why = b.People[n-1].Case, b.People[n-1].Why
			b.People[n-1] = p
		}
		if err == nil {
			err = b.People[n-1].check()
		}
		if p.Mobile != "" && err == nil {
			b.People[n-1].Mobile, err = number(p.Mobile)
		}
		if n == len(b.People) && n > 1 && !v.Has(fmt.Sprintf("p.%d.name", n+1)) {
			break
		}
	}
	places := s.places(ctx)
	for i := range b.Files {
		f := &b.Files[i]
		who, item := v.Get("f."+f.ID+".who"), v.Get("f."+f.ID+".item")
		n, _ := strconv.Atoi(who) // nobody is 0
		fits := label(places, item) != ""
		if f.word() {
			item, fits = wordItem, true
		}
		switch {
		case f.State != "tray" || !v.Has("f."+f.ID+".who"):
		case who == "remove":
			gone = append(gone, f.ID)
		case b.named(n) != "" && fits:
			f.Person, f.Item, f.Maybe, f.Doubt = n, item, "", ""
		case f.Doubt == "":
			f.Person, f.Item = min(max(n, 0), len(b.People)), item
			if !fits {
				f.Item = ""
			}
		}
	}
	return gone, err
}

// line is a text on one line, without long numbers.
func line(typed string) string {
	clean, _ := parcel.Clean(strings.TrimSpace(typed))
	return parcel.Mask(clean)
}

func (p who) check() error {
	if p.Name == "" || utf8.RuneCountInString(p.Name) > 50 || utf8.RuneCountInString(p.Unit) > 100 {
		return fault.New(fault.Invalid, "请填写姓名，不超过50个字；单位不超过100个字。")
	}
	return nil
}
