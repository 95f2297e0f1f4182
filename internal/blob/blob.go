// Package blob keeps files: by a random key in a folder, sealed if they show an
// identity, durable before it says so. It judges a file by its content, never
// by its name, and knows neither cases nor people.
package blob

import "qinglan/internal/vault"

// A Store keeps files under one folder.
type Store struct {
	dir  string
	keys *vault.Keys
}

// New returns the store in dir.
func New(dir string, keys *vault.Keys) *Store { return &Store{dir, keys} }
