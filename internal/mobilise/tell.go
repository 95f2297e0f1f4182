package mobilise

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
)

// A saying is what somebody notes of telling an addressee.
type saying struct {
	Way, Note string
	Origin    string // of a text message
	Urge      bool
}

// noteIn keeps one telling of an addressee as it was read, and writes its text
// message.
func (s *Slice) noteIn(ctx context.Context, tx *db.Tx, a org.Actor, x addressee, said saying) error {
	now := s.Flow.Now()
	if err := noted(ctx, tx, x, said.Way, said.Urge, now, calendar.Day(now).At(0, 0)); err != nil {
		return err
	}
	n := note{
		ID: db.NewID(), Addressee: x.ID, Seq: x.Version + 1, Way: said.Way, Note: said.Note, Urge: said.Urge, Origin: said.Origin,
		Person: a.Person, Organ: a.Organ.ID, At: now,
	}
	if err := keepNote(ctx, tx, n); err != nil || said.Way != "sms" {
		return err
	}
	return s.textIn(ctx, tx, a, x, n)
}

// textIn writes the text message of a telling.
func (s *Slice) textIn(ctx context.Context, tx *db.Tx, a org.Actor, x addressee, n note) error {
	e, ok := s.Flow.Edition(x.Edition)
	if !ok {
		return locality.ErrMissing
	}
	phone, err := s.unsealed(x.Phone, "addressees/phone", x.ID)
	if err != nil {
		return err
	}
	o, err := s.Flow.Orgs().Organ(ctx, tx, programme.County, x.County)
	if err != nil {
		return err
	}
	return s.Outbox.Put(ctx, tx, outbox.Letter{
		Key: "telling/" + n.ID, Channel: outbox.SMS, To: phone, Template: outbox.Invite, Gaps: gaps(e, o, x.County, x.City, s.token(x.ID)),
		Organ: a.Organ.ID, Author: a.Person, Name: x.Name, About: x.ID, Origin: n.Origin,
	})
}

// textFor returns the words for an addressee with their own link.
func (s *Slice) textFor(ctx context.Context, x addressee, origin string) (string, error) {
	e, ok := s.Flow.Edition(x.Edition)
	if !ok {
		return "", locality.ErrMissing
	}
	o, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.County, x.County)
	return words(e, o, x.County, x.City, origin+"/to/"+s.token(x.ID)), err
}

// Outcome of urging many at once.
type urged struct{ Sent, Call, Today int }

// urgeSilent sends a text message to everybody of a county who is silent, but
// for those who had one today; the others have to be called.
func (s *Slice) urgeSilent(ctx context.Context, tx *db.Tx, a org.Actor, p locality.Place, origin string) (u urged, err error) {
	list, err := addresseesOf(ctx, tx, p.Edition.Name, p.Code)
	if err != nil {
		return u, err
	}
	q := quiet(p.Edition, s.Flow.Now())
	for _, x := range list {
		switch {
		case x.State(q) != silent || u.Sent == step:
		case !x.Mobile:
			u.Call++
		default:
			err := s.noteIn(ctx, tx, a, x, saying{Way: "sms", Urge: true, Origin: origin})
			switch {
			case errors.Is(err, errTexted):
				u.Today++
			case err != nil:
				return u, err
			default:
				u.Sent++
			}
		}
	}
	return u, nil
}

// enter puts rows without a fault on the list of a county, all or none. A row
// that somebody entered meanwhile is a Stale fault.
func (s *Slice) enter(ctx context.Context, tx *db.Tx, a org.Actor, p locality.Place, rows []pasted) error {
	ids := make([]string, len(rows)) // in order, so that the list has the order of the table
	for i := range ids {
		ids[i] = db.NewID()
	}
	slices.Sort(ids)
	for i, r := range rows {
		x := addressee{
			ID: ids[i], Edition: p.Edition.Name, County: p.Code, City: p.Parent, Kind: r.Typed["kind"], Name: r.Typed["name"], Organ: a.Organ.ID,
		}
		if _, err := ident.ParseMobile(r.Typed["phone"]); err == nil {
			x.Mobile = true
		}
		fresh, err := s.insert(ctx, tx, x, r.Typed["contact"], r.Typed["phone"])
		if err != nil {
			return err
		}
		n := note{ID: db.NewID(), Addressee: x.ID, Seq: 1, Way: "add", Person: a.Person, Organ: a.Organ.ID, At: s.Flow.Now()}
		if !fresh {
			if n.Addressee, err = s.revive(ctx, tx, x, r.Typed["contact"], r.Typed["phone"]); err != nil {
				return err
			}
			if n.Addressee == "" {
				return fault.New(fault.Stale, "名单里刚刚有同事加了同样的对象，这次没有保存。请重新检查。")
			}
			back, err := addresseeOf(ctx, tx, n.Addressee)
			if err != nil {
				return err
			}
			n.Seq = back.Version
		}
		if err := keepNote(ctx, tx, n); err != nil {
			return err
		}
	}
	return s.Flow.Log(ctx, tx, a, "mobilise-list", "/mobilise/"+p.Code, form.Answers{"edition": p.Edition.Name, "added": fmt.Sprint(len(rows))})
}

// takeOff drops an addressee from the list; what was noted stays.
func (s *Slice) takeOff(ctx context.Context, tx *db.Tx, a org.Actor, x addressee, reason string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE addressees SET dropped = $1, version = version + 1 WHERE id = $2 AND version = $3 AND dropped = 0`,
		db.Millis(s.Flow.Now()), x.ID, x.Version))
	if err == nil && n == 0 {
		err = locality.ErrStale
	}
	if err != nil {
		return err
	}
	err = keepNote(ctx, tx, note{
		ID: db.NewID(), Addressee: x.ID, Seq: x.Version + 1, Way: "drop", Note: reason, Person: a.Person, Organ: a.Organ.ID, At: s.Flow.Now(),
	})
	if err != nil {
		return err
	}
	return s.Flow.Log(ctx, tx, a, "mobilise-list", "/addressees/"+x.ID, form.Answers{"edition": x.Edition, "dropped": "1"})
}

// follow counts that somebody opened the notice by a link. The poster of a
// county is entered when the first one comes by it.
func (s *Slice) follow(ctx context.Context, tx *db.Tx, x addressee) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE addressees SET opens = opens + 1, opened = CASE WHEN opened = 0 THEN $1 ELSE opened END WHERE id = $2 AND dropped = 0`,
		db.Millis(s.Flow.Now()), x.ID)
	if err != nil {
		return err
	}
	return s.Outbox.AcknowledgeAbout(ctx, tx, x.ID)
}

// linked returns whose link a token is. The poster's token is the code of its
// county: what hangs on a wall is no secret.
func (s *Slice) linked(ctx context.Context, q db.Q, token string) (addressee, error) {
	e := s.Flow.Current()
	r, ok := org.RegionOf(token)
	if !ok {
		return byToken(ctx, q, token)
	}
	if r.Level != "county" || !r.In(e.Since) {
		return addressee{}, locality.ErrMissing
	}
	return addressee{ID: posterID(e, r.Code), Edition: e.Name, County: r.Code, City: r.Parent, Kind: poster, Name: r.Name}, nil
}

// arrived notes by which link a case began.
func (s *Slice) arrived(ctx context.Context, tx *db.Tx, c *flow.Case) error {
	via := casework.ViaOf(ctx)
	if via == "" {
		return nil
	}
	x, err := s.linked(ctx, tx, via)
	if fault.Of(err) == fault.Missing || err == nil && x.Edition != c.Edition.Name {
		return nil // an old link hinders nobody
	}
	if err != nil {
		return err
	}
	if x.Kind == poster {
		if _, err := s.insert(ctx, tx, x, "", ""); err != nil {
			return err
		}
	}
	return keepArrival(ctx, tx, c.ID, x.ID, s.Flow.Now())
}

// silentHere counts who is silent in a county's list.
func (s *Slice) silentHere(ctx context.Context, a org.Actor) (int, error) {
	e := s.Flow.Current()
	rs, err := reckonings(ctx, s.Flow.DB(), e.Name, "", a.Organ.Region, quiet(e, s.Flow.Now()))
	return rs[a.Organ.Region].Silent, err
}
