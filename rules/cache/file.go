package cache

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The file of a cache, with the numbers in little-endian order:
//
//	rulehound rules 2\n | count | count × (key | length) | the entries |
//	stamps, each with the number of a key | CRC-32C of all of it
const (
	magic  = "rulehound rules 2\n"
	suffix = ".rules"
	record = len(key{}) + 4   // a key and a length
	mark   = len(stamp{}) + 4 // a stamp and the number of a key
)

// The bounds, in bytes. All rules of SigmaHQ take about 4 MB.
const (
	maxFile   = 32 << 20
	maxFolder = 96 << 20 // of all caches
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readFile returns what a file has: nothing when it is not there, not ours alone,
// or not as writeFile left it.
func readFile(name string) (none contents) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile || !private(info) {
		return none
	}
	f, err := os.Open(name)
	if err != nil {
		return none
	}
	defer f.Close()
	var text strings.Builder
	text.Grow(int(info.Size()))
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(io.MultiWriter(&text, sum), io.LimitReader(f, info.Size()-crc32.Size)); err != nil {
		return none
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil || binary.LittleEndian.Uint32(want[:]) != sum.Sum32() {
		return none
	}
	return split(text.String())
}

// split takes a file apart, without its sum; it returns nothing when it is not whole.
func split(text string) (none contents) {
	head, ok := strings.CutPrefix(text, magic)
	if !ok || len(head) < 4 {
		return none
	}
	count := int(number(head))
	if head = head[4:]; count > len(head)/record {
		return none
	}
	body := head[count*record:]
	keys, entries := make([]key, count), make(map[key]string, count)
	for i := range keys {
		r := head[i*record:]
		n := int(number(r[len(key{}):]))
		if n > len(body) {
			return none
		}
		keys[i] = key([]byte(r[:len(key{})]))
		entries[keys[i]], body = body[:n], body[n:]
	}
	return contents{entries, splitStamps(body, keys)}
}

// splitStamps is split for what is behind the entries, of which those are the keys.
func splitStamps(text string, keys []key) map[stamp]key {
	stamps := make(map[stamp]key, len(text)/mark)
	for ; len(text) >= mark; text = text[mark:] {
		if n := int(number(text[len(stamp{}):])); n < len(keys) {
			stamps[stamp([]byte(text[:len(stamp{})]))] = keys[n]
		}
	}
	return stamps
}

func number(s string) uint32 { return binary.LittleEndian.Uint32([]byte(s[:4])) }

// writeFile puts a file with these contents in its place, as much as it may have.
func writeFile(folder, name string, c contents) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, "*"+temporary) // for its owner only
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	sum := crc32.New(castagnoli)
	b := bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<16)
	write(b, c)
	err = b.Flush()
	if err == nil {
		_, err = f.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// write writes the contents; b remembers the error.
func write(b *bufio.Writer, c contents) {
	var keys []key
	numbers := map[key]uint32{}
	room := maxFile - len(magic) - 4 - crc32.Size
	for k, entry := range c.entries {
		if room -= record + len(entry); room < 0 {
			break
		}
		numbers[k] = uint32(len(keys))
		keys = append(keys, k)
	}
	b.WriteString(magic)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(keys))))
	for _, k := range keys {
		b.Write(k[:])
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(c.entries[k]))))
	}
	for _, k := range keys {
		b.WriteString(c.entries[k])
	}
	for s, k := range c.stamps {
		n, ok := numbers[k]
		if room -= mark; ok && room >= 0 {
			b.Write(s[:])
			b.Write(binary.LittleEndian.AppendUint32(nil, n))
		}
	}
}

// temporary ends the names of files that are being written.
const temporary = ".tmp"

// abandoned is the age of a temporary file that nobody is writing any more.
const abandoned = time.Hour

// tidy removes the oldest caches of a folder when they take too much together:
// those of former versions of the program are never asked for again. What was
// being written when a program died goes as well.
func tidy(folder string) error {
	list, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var files []os.FileInfo
	for _, entry := range list {
		ext := filepath.Ext(entry.Name())
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && (ext == suffix || ext == temporary) {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	left := int64(maxFolder)
	for i, info := range files {
		left -= info.Size()
		old := filepath.Ext(info.Name()) == temporary && files[0].ModTime().Sub(info.ModTime()) > abandoned
		if old || i > 0 && left < 0 {
			os.Remove(filepath.Join(folder, info.Name()))
		}
	}
	return nil
}
