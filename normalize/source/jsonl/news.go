package jsonl

import (
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// news is where the text of the record at hand differs from those of its models.
type news struct {
	event.Precedents
	folds bool // a model may have characters that fold to ASCII
}

func (n *news) reset() {
	n.Of, n.News, n.As, n.folds = n.Of[:0], n.News[:0], n.As[:0], false
	n.Like, n.Others = nil, n.Others[:0]
}

// add says that the text is another from i to j.
func (n *news) add(i, j int) { n.News = append(n.News, [2]int{i, j}) }

// open says that the text is another from i on, until alike says that it is not.
func (n *news) open(i int) { n.add(i, i) }

// alike says that from i on the text is that of m, which it was not before.
func (n *news) alike(i int, m *model) {
	n.end(i)
	n.Others = n.Others[:0]
	n.Of = append(n.Of, &m.versions[m.version])
	n.folds = n.folds || m.folds
}

// end ends what open has opened.
func (n *news) end(i int) {
	if len(n.News) > 0 {
		n.News[len(n.News)-1][1] = i
	}
}

// mayFold reports whether there are characters in text that fold to ASCII, in which
// the news are.
func (n *news) mayFold(text []byte) bool {
	if len(n.Of) == 0 || n.folds {
		return scan.HidesASCII(text)
	}
	const margin = utf8.UTFMax - 1
	for _, at := range n.News {
		if scan.HidesASCII(text[max(0, at[0]-margin):min(at[1]+margin, len(text))]) {
			return true
		}
	}
	return false
}
