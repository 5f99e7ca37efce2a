package csvlog

import "strings"

// cells are those of a row that were not read yet.
type cells struct {
	text string
	sep  byte
	done bool
}

// next returns the next cell without its quotation marks. doubled says that those in it are
// written twice.
func (c *cells) next() (cell string, doubled bool) {
	if c.text == "" || c.text[0] != '"' {
		end := strings.IndexByte(c.text, c.sep)
		if end < 0 {
			c.done = true
			return c.text, false
		}
		cell, c.text = c.text[:end], c.text[end+1:]
		return cell, false
	}
	text := c.text[1:]
	for from := 0; ; from += 2 {
		i := strings.IndexByte(text[from:], '"')
		if i < 0 {
			c.done = true
			return text, doubled
		}
		if from += i; from+1 == len(text) || text[from+1] != '"' {
			c.text = text[from+1:]
			c.done = c.text == ""
			if c.text != "" && c.text[0] == c.sep {
				c.text = c.text[1:]
			}
			return text[:from], doubled
		}
		doubled = true
	}
}

// appendSingle appends text with one quotation mark for two.
func appendSingle(to []byte, text string) []byte {
	for {
		i := strings.Index(text, `""`)
		if i < 0 {
			return append(to, text...)
		}
		to = append(to, text[:i+1]...)
		text = text[i+2:]
	}
}
