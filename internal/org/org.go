// Package org says who is what to whom, and where: regions, organisations,
// people, the posts they hold, and the acting person of a request. An
// authority is a role bound to an organisation and a region, never guessed
// from a name. It promises that an [Actor] is made from a post on record.
package org

import (
	"time"

	"qinglan/internal/programme"
)

// An Organisation is an office, an association, an employer or a platform.
type Organisation struct {
	ID      string
	Name    string
	Role    programme.Role
	Region  string // code of its region
	Contact string // whom to call
	Phone   string
	Address string
}

// A Post is what a person does in an organisation.
type Post struct {
	ID           string
	Person       string
	Name         string
	Organisation Organisation
	Role         programme.Role
	Rank         programme.Rank
	Title        string // 电子商务处 处长, as shown
}

// An Actor is a signed-in person in one of their posts. The zero Actor is a
// stranger: they see what is public.
type Actor struct {
	Person string
	Name   string
	Post   string
	Role   programme.Role
	Rank   programme.Rank
	Organ  Organisation
}

// Known reports whether somebody is signed in.
func (a Actor) Known() bool { return a.Person != "" }

// Officer reports whether a acts for an organisation.
func (a Actor) Officer() bool { return a.Organ.ID != "" }

// Holding returns the actor that the holder of p is.
func Holding(p Post) Actor {
	return Actor{Person: p.Person, Name: p.Name, Post: p.ID, Role: p.Role, Rank: p.Rank, Organ: p.Organisation}
}

// A Slip is how a person at a post can sign in by link: until when, and since
// when they need it no more.
type Slip struct {
	Ends time.Time // of the newest link that nobody used; zero: there is none
	Used time.Time // of the last link used; zero: they never signed in with one
}
