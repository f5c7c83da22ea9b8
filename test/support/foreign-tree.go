// Checks a list of proofs with Go's golang.org/x/mod/sumdb/tlog and says of each, one a line, whether it holds.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type Case struct {
	Inclusion *struct {
		Index, Size int64
		Leaf, Root  tlog.Hash
		Proof       tlog.RecordProof
	}
	Consistency *struct {
		From, To         int64
		FromRoot, ToRoot tlog.Hash
		Proof            tlog.TreeProof
	}
	Note *struct{ Text, Key string }
	Path *struct {
		Path  string
		L, W  int
		Index int64
	}
}

func (c Case) check() (err error) {
	// Some numbers make the package panic instead of refusing.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	switch {
	case c.Inclusion != nil:
		i := c.Inclusion
		return tlog.CheckRecord(i.Proof, i.Size, i.Root, i.Index, i.Leaf)
	case c.Consistency != nil:
		p := c.Consistency
		return tlog.CheckTree(p.Proof, p.To, p.ToRoot, p.From, p.FromRoot)
	case c.Path != nil:
		tile := tlog.Tile{H: 8, L: c.Path.L, N: c.Path.Index, W: c.Path.W}
		if tile.Path() != c.Path.Path {
			return fmt.Errorf("the path is %s", tile.Path())
		}
		return nil
	}
	verifier, err := note.NewVerifier(c.Note.Key)
	if err != nil {
		return err
	}
	_, err = note.Open([]byte(c.Note.Text), note.VerifierList(verifier))
	return err
}

func main() {
	var cases []Case
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		log.Fatal(err)
	}
	for _, c := range cases {
		fmt.Println(c.check() == nil)
	}
}
