package archive

import (
	"archive/zip"
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/vault"
)

// A Report is what a verification of an archive found.
type Report struct {
	Files, Cases, Rows, Answers, Withheld, Erased, Checkpoints int
	Key                                                        string // SHA-256 of the public key, to compare with the published one
	Findings                                                   []string
}

func (r *Report) find(format string, args ...any) {
	r.Findings = append(r.Findings, fmt.Sprintf(format, args...))
}

// ErrNone says that a file is no archive at all.
var ErrNone = errors.New("this is not an archive: a ZIP file with SHA256SUMS and SHA256SUMS.sig")

// Verify checks an archive with nothing but the file: that every file is as
// its sum says and none is missing or added, that the sums are signed, that
// every row of the journal has its hash and follows the one before, that the
// answers are the ones that were given, that the checkpoints are linked,
// signed and agree with the journal.
func Verify(file io.ReaderAt, size int64) (Report, error) {
	var r Report
	z, err := zip.NewReader(file, size)
	if err != nil {
		return r, ErrNone
	}
	v := &verifier{Report: &r, files: map[string]*zip.File{}, hashes: map[string]string{}, digests: map[string]string{}, cases: map[string]bool{}}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue // a folder, which other programs write down too and which holds nothing
		}
		if v.files[f.Name] != nil {
			r.find("%s stands in the file twice", f.Name)
		}
		v.files[f.Name] = f
	}
	sums, seal := v.text(sumsName), v.text(sealName)
	if sums == "" || seal == "" {
		return r, ErrNone
	}
	v.seal(sums, seal)
	v.sums(sums)
	v.journal()
	v.answers()
	v.checkpoints()
	v.states()
	return r, nil
}

type verifier struct {
	*Report
	files   map[string]*zip.File
	key     ed25519.PublicKey
	hashes  map[string]string // by "case seq"
	digests map[string]string // of answers, by "case seq"
	heads   map[string]flow.Entry
	cases   map[string]bool
}

// text returns a file of at most 256 MiB, or nothing.
func (v *verifier) text(name string) string {
	f := v.files[name]
	if f == nil {
		return ""
	}
	in, err := f.Open()
	if err != nil {
		return ""
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, 256<<20))
	if err != nil {
		v.find("%s cannot be read: %v", name, err)
	}
	return string(b)
}

func (v *verifier) seal(sums, seal string) {
	lines := strings.Split(strings.TrimSpace(seal), "\n")
	if len(lines) != 4 || lines[0] != version {
		v.find("%s is not a seal of this kind", sealName)
		return
	}
	digest := sha256.Sum256([]byte(sums))
	if hex.EncodeToString(digest[:]) != lines[1] {
		v.find("%s was changed after it was signed", sumsName)
	}
	sig, bad := base64.StdEncoding.DecodeString(lines[2])
	key, worse := base64.StdEncoding.DecodeString(lines[3])
	if bad != nil || worse != nil || len(key) != ed25519.PublicKeySize || !vault.Verify(key, []byte(version+"\n"+lines[1]), sig) {
		v.find("the signature of %s is not valid", sumsName)
		return
	}
	v.key, v.Key = key, Fingerprint(key)
}

func (v *verifier) sums(sums string) {
	listed := map[string]bool{sumsName: true, sealName: true}
	for _, line := range strings.Split(strings.TrimSpace(sums), "\n") {
		want, name, ok := strings.Cut(line, "  ")
		f := v.files[name]
		listed[name] = true
		if !ok || f == nil {
			v.find("%s is missing", name)
			continue
		}
		v.Files++
		if got, err := sumOf(f); err != nil {
			v.find("%s cannot be read: %v", name, err)
		} else if got != want {
			v.find("%s is not as it was archived", name)
		}
	}
	for name := range v.files {
		if !listed[name] {
			v.find("%s was added", name)
		}
	}
	for _, name := range []string{casesName, journalName, answersName, pointsName} {
		if !listed[name] {
			v.find("%s is missing", name)
		}
	}
}

func sumOf(f *zip.File) (string, error) {
	in, err := f.Open()
	if err != nil {
		return "", err
	}
	defer in.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// each calls f with every line of a file of the record.
func each[T any](v *verifier, name string, f func(T)) {
	file := v.files[name]
	if file == nil {
		return // said already
	}
	in, err := file.Open()
	if err != nil {
		v.find("%s cannot be read: %v", name, err)
		return
	}
	defer in.Close()
	lines := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var one T
			if err := json.Unmarshal(line, &one); err != nil {
				v.find("%s, line %d: %v", name, n, err)
				return
			}
			f(one)
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			v.find("%s cannot be read: %v", name, err)
			return
		}
	}
}

func (v *verifier) journal() {
	v.heads = map[string]flow.Entry{}
	each(v, journalName, func(l journalLine) {
		v.Rows++
		e := flow.Entry{
			Case: l.Case, Seq: l.Seq, Move: l.Move, Prior: l.Prior, State: l.State, Person: l.Person, Organ: l.Organ,
			Role: programme.Role(l.Role), Instead: programme.Role(l.Instead), At: db.Time(l.At), Basis: law.Clause(l.Basis),
			Digest: l.Digest, Chain: l.Chain, Prev: l.Prev, Hash: l.Hash,
		}
		prev := v.heads[l.Case]
		switch {
		case e.Sum() != l.Hash:
			v.find("journal %s/%d is not as its hash says", l.Case, l.Seq)
		case l.Seq != prev.Seq+1 || l.Prev != prev.Hash || prev.Seq > 0 && l.Prior != prev.State:
			v.find("journal %s/%d does not follow the row before", l.Case, l.Seq)
		}
		at := fmt.Sprint(l.Case, " ", l.Seq)
		v.hashes[at], v.heads[l.Case] = l.Hash, e
		if l.Digest != "" {
			v.digests[at] = l.Digest
		}
	})
}

func (v *verifier) answers() {
	each(v, answersName, func(l answersLine) {
		at := fmt.Sprint(l.Case, " ", l.Seq)
		want, ok := v.digests[at]
		delete(v.digests, at)
		switch {
		case !ok:
			v.find("answers %s/%d belong to no row of the journal", l.Case, l.Seq)
		case l.Withheld:
			v.Withheld++
		case l.Erased:
			v.Erased++
		case record.Digest(l.Salt, l.Body) != want:
			v.find("answers %s/%d are not those that were given", l.Case, l.Seq)
		default:
			v.Answers++
		}
	})
	for at := range v.digests {
		v.find("answers %s are missing", at)
	}
}

func (v *verifier) checkpoints() {
	prev := ""
	each(v, pointsName, func(l pointLine) {
		v.Checkpoints++
		p := record.Checkpoint{ID: l.ID, At: db.Time(l.At), Heads: l.Heads, Prev: l.Prev, Digest: l.Digest, Signature: l.Signature}
		sig, err := base64.StdEncoding.DecodeString(l.Signature)
		switch {
		case p.Sum() != l.Digest:
			v.find("checkpoint %s is not as its digest says", l.ID)
		case l.Prev != prev:
			v.find("checkpoint %s does not follow the one before", l.ID)
		case err != nil || v.key == nil || !vault.Verify(v.key, []byte(l.Digest), sig):
			v.find("checkpoint %s is not signed with the key of the archive", l.ID)
		}
		prev = l.Digest
		for line := range strings.Lines(l.Heads) {
			line = strings.TrimSuffix(line, "\n")
			at := strings.LastIndexByte(line, ' ')
			if at < 0 {
				continue
			}
			// Cases of other editions are named too and are not in this file.
			id, _, _ := strings.Cut(line, " ")
			if _, ours := v.heads[id]; ours && v.hashes[line[:at]] != line[at+1:] {
				v.find("journal %s is not as checkpoint %s has it", line[:at], l.ID)
			}
		}
	})
	if v.Checkpoints == 0 {
		v.find("there is no checkpoint")
	}
}

// states compares where each case is said to stand with its journal.
func (v *verifier) states() {
	each(v, casesName, func(l caseLine) {
		v.Cases++
		v.cases[l.ID] = true
		if e := v.heads[l.ID]; e.Seq != l.Seq || e.State != l.State || e.Hash != l.Head {
			v.find("case %s is not as its journal says", l.ID)
		}
	})
	for id := range v.heads {
		if !v.cases[id] {
			v.find("the journal tells of %s, which is not among the cases", id)
		}
	}
}

// Fingerprint is the SHA-256 of a public key, by which people compare it.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:])
}
