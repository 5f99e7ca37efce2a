package match

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/rulehound/rulehound/rules/ir"
)

// glob finds a text that a pattern with wildcards matches. The pattern is cut
// at its *s into chunks, whose pieces each take a fixed number of characters.
// The first chunk stands at the start of the text, the last at its end, and the
// others are found in between one after the other, each as far left as it goes:
// that is never worse than further right, so nothing is ever tried again.
type glob struct {
	chunks  []chunk
	pattern int
}

type chunk []piece

// piece is a literal, or characters: a dash, or a run of any.
type piece struct {
	kind    ir.SegmentKind
	literal []byte
	length  int // of a run of any, in characters; else 1
}

// newGlob returns the glob g as operator op anchors it.
func newGlob(op ir.Op, g ir.Glob, pattern int) *glob {
	chunks := []chunk{nil}
	cut := func() { chunks = append(chunks, nil) }
	if op == ir.Contains || op == ir.EndsWith {
		cut()
	}
	for _, s := range g {
		if s.Kind == ir.AnyRun {
			cut()
			continue
		}
		last := &chunks[len(chunks)-1]
		if n := len(*last); s.Kind == ir.AnyOne && n > 0 && (*last)[n-1].kind == ir.AnyOne {
			(*last)[n-1].length++
			continue
		}
		*last = append(*last, piece{s.Kind, []byte(s.Text), 1})
	}
	if op == ir.Contains || op == ir.StartsWith {
		cut()
	}
	return &glob{chunks: chunks, pattern: pattern}
}

func (g *glob) find(text []byte) int {
	if g.matches(text) {
		return g.pattern
	}
	return -1
}

func (g *glob) only() int { return g.pattern }

func (g *glob) matches(text []byte) bool {
	n := g.chunks[0].prefix(text)
	if n < 0 {
		return false
	}
	if len(g.chunks) == 1 {
		return n == len(text)
	}
	text = text[n:]
	last := len(g.chunks) - 1
	n = g.chunks[last].suffix(text)
	if n < 0 {
		return false
	}
	text = text[:len(text)-n]
	for _, c := range g.chunks[1:last] {
		end := c.search(text)
		if end < 0 {
			return false
		}
		text = text[end:]
	}
	return true
}

// prefix returns how much of the start of text the chunk takes, -1 when it does
// not stand there.
func (c chunk) prefix(text []byte) int {
	n := 0
	for _, p := range c {
		took := p.first(text[n:])
		if took < 0 {
			return -1
		}
		n += took
	}
	return n
}

// suffix returns how much of the end of text the chunk takes, or -1.
func (c chunk) suffix(text []byte) int {
	end := len(text)
	for i := len(c) - 1; i >= 0; i-- {
		took := c[i].last(text[:end])
		if took < 0 {
			return -1
		}
		end -= took
	}
	return len(text) - end
}

// search returns where the leftmost occurrence of the chunk ends, or -1. What may
// be anything at the chunk's ends is skipped where the rest is found.
func (c chunk) search(text []byte) int {
	before, after := 0, 0
	if n := len(c); n > 0 && c[0].kind == ir.AnyOne {
		if before = c[0].first(text); before < 0 {
			return -1
		}
		c = c[1:]
	}
	var tail *piece
	if n := len(c); n > 0 && c[n-1].kind == ir.AnyOne {
		c, tail = c[:n-1], &c[n-1]
	}
	end := c.inner(text[before:])
	if end < 0 {
		return -1
	}
	end += before
	if tail != nil {
		if after = tail.first(text[end:]); after < 0 {
			return -1
		}
	}
	return end + after
}

// inner is search for a chunk that neither begins nor ends with what may be
// anything.
func (c chunk) inner(text []byte) int {
	if len(c) == 0 {
		return 0
	}
	for at := 0; at <= len(text); {
		if c[0].kind == ir.Literal {
			next := bytes.Index(text[at:], c[0].literal)
			if next < 0 {
				return -1
			}
			at += next
		}
		if n := c.prefix(text[at:]); n >= 0 {
			return at + n
		}
		_, n := utf8.DecodeRune(text[at:])
		at += max(n, 1)
	}
	return -1
}

// first returns how much of the start of text the piece takes, or -1.
func (p *piece) first(text []byte) int {
	if p.kind == ir.Literal {
		if bytes.HasPrefix(text, p.literal) {
			return len(p.literal)
		}
		return -1
	}
	return p.skip(text)
}

// skip returns how much of the start of text the characters of p take, or -1.
func (p *piece) skip(text []byte) int {
	const ascii = 0x8080808080808080 // none of eight bytes has these bits
	at := 0
	for n := p.length; n > 0; {
		// Fast path: a long run of any would else be walked from every place.
		if n >= 8 && len(text)-at >= 8 && binary.LittleEndian.Uint64(text[at:])&ascii == 0 {
			at, n = at+8, n-8
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		if !p.takes(r, size) {
			return -1
		}
		at, n = at+size, n-1
	}
	return at
}

// last returns how much of the end of text the piece takes, or -1.
func (p *piece) last(text []byte) int {
	if p.kind == ir.Literal {
		if bytes.HasSuffix(text, p.literal) {
			return len(p.literal)
		}
		return -1
	}
	end := len(text)
	for range p.length {
		r, size := utf8.DecodeLastRune(text[:end])
		if !p.takes(r, size) {
			return -1
		}
		end -= size
	}
	return len(text) - end
}

// takes reports whether r, of so many bytes, is a character of the piece.
func (p *piece) takes(r rune, size int) bool {
	return size > 0 && (p.kind == ir.AnyOne || isDash(r))
}

// isDash reports whether r starts a parameter on a Windows command line.
func isDash(r rune) bool {
	switch r {
	case '-', '/', '–', '—', '―':
		return true
	}
	return false
}
