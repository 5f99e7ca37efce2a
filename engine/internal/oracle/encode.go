package oracle

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// encode applies the encodings in the given order and returns the texts that
// any of which is looked for.
func encode(p pattern, names []string) ([]pattern, error) {
	texts, err := spellings(p)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		var next []string
		for _, s := range texts {
			next = append(next, encoding(name, s)...)
		}
		texts = next
	}
	var patterns []pattern
	for _, s := range texts {
		switch {
		case s == "":
			return nil, errors.New("too short: it would be found everywhere")
		case !utf8.ValidString(s):
			return nil, errors.New("no text after its encoding")
		}
		patterns = append(patterns, plain(s))
	}
	return patterns, nil
}

// spellings returns the texts that a pattern without wildcards stands for: one,
// or one for every way to write its dashes.
func spellings(p pattern) ([]string, error) {
	texts := []string{""}
	for _, s := range p {
		runes := []rune{s.r}
		switch s.kind {
		case anyDash:
			runes = []rune("-/–—―")
		case anyOne, anyRun:
			return nil, errors.New("a wildcard cannot be encoded")
		}
		var longer []string
		for _, text := range texts {
			for _, r := range runes {
				longer = append(longer, text+string(r))
			}
		}
		texts = longer
	}
	return texts, nil
}

func encoding(name, s string) []string {
	switch name {
	case "base64":
		return []string{base64.StdEncoding.EncodeToString([]byte(s))}
	case "base64offset":
		return []string{offset(s, 0), offset(s, 1), offset(s, 2)}
	case "utf16be":
		return []string{wide(s, binary.BigEndian)}
	case "utf16":
		return []string{"\xff\xfe" + wide(s, binary.LittleEndian)}
	}
	return []string{wide(s, binary.LittleEndian)} // wide, utf16le
}

// offset returns what is always there of s in the base64 of a longer text in
// which s stands shift bytes behind a multiple of three: the digits that depend
// on no neighbour.
func offset(s string, shift int) string {
	encoded := base64.RawStdEncoding.EncodeToString([]byte("\x00\x00"[:shift] + s))
	first := (shift*8 + 5) / 6       // digits before it hold bits of what stands before
	last := (shift + len(s)) * 8 / 6 // digits from here on hold bits of what follows
	return encoded[min(first, last):last]
}

func wide(s string, order binary.AppendByteOrder) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}
