package jsonl

import "bytes"

// edge says whether the text read so far ends with a brace and a line feed. An
// object that begins right behind such an edge can be no part of anything
// before it, for there a comma would have to stand: however broken the text is,
// the edge ends it all, arrays included. So the input can be cut there and the
// pieces be read on their own.
type edge uint8

const (
	elsewhere edge = iota
	brace          // behind a brace and blanks
	lineEnd        // behind those and a line feed
)

// behind returns the edge behind b, which comes after e.
func (e edge) behind(b []byte) edge {
	for _, c := range b[max(0, bytes.LastIndexByte(b, '}')):] {
		switch {
		case c == '}':
			e = brace
		case c == '\n' && e == brace:
			e = lineEnd
		case e == brace && (c == ' ' || c == '\t' || c == '\r'):
		default:
			e = elsewhere
		}
	}
	return e
}

// lastEdge returns the index of the last object in b that begins behind an edge,
// 0 when there is none.
func lastEdge(b []byte) int {
	for i := lastFeed(b); i > 0; i = lastFeed(b[:i]) {
		if i+1 < len(b) && b[i+1] == '{' && bytes.HasSuffix(bytes.TrimRight(b[:i], " \t\r"), closing) {
			return i + 1
		}
	}
	return 0
}

// lastFeed returns the index of the last line feed in b, -1 if there is none. In pieces
// without any the runtime looks forward, which it does much faster than backward.
func lastFeed(b []byte) int {
	const piece = 256
	for len(b) > piece && bytes.IndexByte(b[len(b)-piece:], '\n') < 0 {
		b = b[:len(b)-piece]
	}
	return bytes.LastIndexByte(b, '\n')
}

var closing = []byte{'}'}
