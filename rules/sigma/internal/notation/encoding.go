package notation

import (
	"encoding/base64"
	"encoding/binary"
	"unicode/utf16"
)

// UTF16LE returns s in UTF-16, the low bytes first.
func UTF16LE(s string) []string { return []string{utf16bytes(s, binary.LittleEndian)} }

// UTF16BE returns s in UTF-16, the high bytes first.
func UTF16BE(s string) []string { return []string{utf16bytes(s, binary.BigEndian)} }

// UTF16BOM returns s in UTF-16LE behind its byte order mark.
func UTF16BOM(s string) []string { return []string{"\xff\xfe" + utf16bytes(s, binary.LittleEndian)} }

func utf16bytes(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// Base64 returns s in base64.
func Base64(s string) []string { return []string{base64.StdEncoding.EncodeToString([]byte(s))} }

// Base64Offsets returns what s looks like at each of the three places in a
// longer text that is encoded as a whole, without the characters at its ends
// that depend on its neighbours.
func Base64Offsets(s string) []string {
	var forms []string
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), s...))
		start := (shift*8 + 5) / 6
		end := (shift + len(s)) * 8 / 6
		forms = append(forms, encoded[start:max(start, end)])
	}
	return forms
}
