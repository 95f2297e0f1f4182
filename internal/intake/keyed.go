package intake

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/proxy"
)

// A Somebody is for whom an application is keyed in, as it is typed.
type Somebody struct{ Name, Unit, Mobile string }

// mostTries is how often whoever a message has reached may say who they are.
const mostTries = 5

// Begin opens the draft of somebody whom a keys in, under the id that the page has
// made: pressing twice opens one.
func (s *Slice) Begin(ctx context.Context, tx *db.Tx, a org.Actor, id string, who Somebody) (*flow.Case, error) {
	if mark, ok, err := s.Proxies.Of(ctx, tx, id); err != nil || ok {
		if err == nil && mark.Organ != a.Organ.ID {
			err = errMissing
		}
		if err != nil {
			return nil, err
		}
		return s.Flow.Load(ctx, tx, id)
	}
	person, err := s.personOf(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	words := form.Answers{"name": who.Name}
	for k, v := range map[string]string{"unit": who.Unit, "phone": who.Mobile} {
		if v != "" {
			words[k] = v
		}
	}
	c, err := s.Applications.BeginFor(ctx, tx, a, id, person, words)
	if err == nil && c.ID == id {
		err = s.Flow.Log(ctx, tx, a, "proxy-begin", c.ID, nil)
	}
	return c, err
}

// personOf returns who has a mobile number, if the name is theirs, or makes a person.
// Whoever holds a post does not come here: their number opens more than a draft.
func (s *Slice) personOf(ctx context.Context, tx *db.Tx, who Somebody) (string, error) {
	if who.Mobile != "" {
		person, err := s.Identity.ByMobile(ctx, tx, who.Mobile)
		if err != nil {
			return "", err
		}
		if person != "" {
			return person, s.same(ctx, tx, person, who.Name)
		}
	}
	person := db.NewID()
	err := s.Flow.Orgs().AddPerson(ctx, tx, person, who.Name, s.Flow.Now())
	if err == nil && who.Mobile != "" {
		err = s.Identity.PutMobile(ctx, tx, person, who.Mobile)
	}
	return person, err
}

var errOther = fault.New(fault.Invalid, "这个手机号已由别人使用，或与姓名不符。请向本人核对手机号；没有手机的可以不填。")

func (s *Slice) same(ctx context.Context, tx *db.Tx, person, name string) error {
	posts, err := s.Flow.Orgs().Posts(ctx, tx, person)
	if err != nil {
		return err
	}
	theirs, err := s.Flow.Orgs().Name(ctx, tx, person)
	if err == nil && (len(posts) > 0 || theirs != unnamed && !alike(theirs, name)) {
		err = errOther
	}
	return err
}

// unnamed is what a person is called who has only given a mobile number.
const unnamed = "申报人"

// alike reports whether two spellings are of one name.
func alike(a, b string) bool {
	plain := strings.NewReplacer(" ", "", "　", "", "・", "·", "•", "·")
	return plain.Replace(a) == plain.Replace(b)
}

// Ask asks the person of c to confirm what a's office has keyed in, by text message.
func (s *Slice) Ask(ctx context.Context, tx *db.Tx, a org.Actor, c *flow.Case) error {
	mask, err := s.Identity.MobileMask(ctx, tx, c.Party)
	if err == nil && (mask == "" || c.State != c.Track.Start) {
		err = fault.New(fault.Closed, "没有本人手机号，不能请本人在手机上确认。")
	}
	if err != nil {
		return err
	}
	gaps, err := s.Applications.Gaps(ctx, tx, c)
	if err == nil && len(gaps) > 0 {
		err = fault.New(fault.Invalid, "申报还不完整（%d处）：%s", len(gaps), gaps[0])
	}
	if err != nil {
		return err
	}
	n, err := s.Proxies.Ask(ctx, tx, c.ID)
	if err == nil {
		_, err = s.Outbox.Tell(ctx, tx, outbox.Letter{
			Key: fmt.Sprintf("proxy/%s/%d", c.ID, n), Template: outbox.Keyed, Gaps: map[string]string{"organ": a.Organ.Name},
			Organ: a.Organ.ID, Author: a.Person, Person: c.Party, Name: c.Name, About: c.ID, Path: "/proxy/" + c.ID,
		})
	}
	if err == nil {
		err = s.Flow.Log(ctx, tx, a, "proxy-ask", c.ID, nil)
	}
	return err
}

// OnPaper sends the form of c as it stood in a version, on the strength of a paper that
// the person has signed and a witness has seen.
func (s *Slice) OnPaper(ctx context.Context, tx *db.Tx, a org.Actor, c *flow.Case, version int64, witness string) error {
	witness = strings.TrimSpace(witness)
	if witness == "" || utf8.RuneCountInString(witness) > 50 {
		return fault.New(fault.Invalid, "请写明谁核对了原件。")
	}
	mark, ok, err := s.Proxies.Of(ctx, tx, c.ID)
	if err == nil && (!ok || !mark.Reaches(c, a, true)) {
		err = fault.New(fault.Closed, "已请本人确认；要凭纸质件提交，请先收回。")
	}
	if err != nil {
		return err
	}
	papers, err := s.signed(ctx, tx, c)
	if err == nil && papers == "" {
		err = fault.New(fault.Invalid, "请先上传本人签字的纸质件。")
	}
	if err != nil {
		return err
	}
	before, err := s.Flow.Answers(ctx, tx, c, draft.Moves...)
	if err == nil && before["signed"] == papers {
		err = fault.New(fault.Invalid, "纸质件还是上次提交的。请本人核对补正后的内容，重新签字，再上传。")
	}
	if err != nil {
		return err
	}
	after, err := s.Applications.SendDraft(ctx, tx, c, a, version, form.Answers{"signed": papers, "witness": witness})
	if err == nil {
		err = s.Proxies.Confirmed(ctx, tx, c.ID, false, after.Seq, witness)
	}
	return err
}

// signed returns the papers with a signature on c as an answer has them, digest and
// id a line; empty if there is none.
func (s *Slice) signed(ctx context.Context, q db.Q, c *flow.Case) (string, error) {
	files, err := s.FilesOf(ctx, q, c.ID)
	var lines []string
	for _, f := range files {
		if f.Item == proxy.Slot && f.State != "failed" {
			lines = append(lines, f.SHA256+" "+f.ID)
		}
	}
	return strings.Join(lines, "\n"), err
}

// number reads a mobile number as it is kept.
func number(typed string) (string, error) {
	n, err := ident.ParseMobile(typed)
	if err != nil {
		return "", fault.New(fault.Invalid, "手机号不对，请核对。")
	}
	return n, nil
}

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
