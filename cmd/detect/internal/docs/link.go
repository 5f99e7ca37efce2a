package docs

import (
	"regexp"
	"strings"
	"unicode"
)

// Link is a link to another page of the project, or to a place in one.
type Link struct {
	Line           int
	File, Fragment string // as they are written; File is "" for the page itself
}

var linkPattern = regexp.MustCompile(`\]\(([^)\s#]*)#?([^)\s]*)\)`)

// Links returns the links outside of blocks that stay within the project.
func (p *Page) Links() []Link {
	var all []Link
	for i, line := range p.prose() {
		for _, m := range linkPattern.FindAllStringSubmatch(line, -1) {
			if !strings.Contains(m[1], "://") {
				all = append(all, Link{i + 1, m[1], m[2]})
			}
		}
	}
	return all
}

// Anchors returns the names that the page's headings can be linked by.
func (p *Page) Anchors() map[string]bool {
	anchors := map[string]bool{}
	for _, line := range p.prose() {
		if title, ok := heading(line); ok {
			anchors[slug(title)] = true
		}
	}
	return anchors
}

// slug is a heading as the sites that show Markdown name it.
func slug(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
