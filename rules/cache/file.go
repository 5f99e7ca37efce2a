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
//	rulehound rules 1\n | count | count × (key | length) | the entries | CRC-32C of all of it
const (
	magic  = "rulehound rules 1\n"
	suffix = ".rules"
	record = len(key{}) + 4 // a key and a length
)

// The bounds, in bytes. All rules of SigmaHQ take about 4 MB.
const (
	maxFile   = 32 << 20
	maxFolder = 96 << 20 // of all caches
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readFile returns what a file has: nothing when it is not there, not ours alone,
// or not as writeFile left it.
func readFile(name string) map[key]string {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile || !private(info) {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	var text strings.Builder
	text.Grow(int(info.Size()))
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(io.MultiWriter(&text, sum), io.LimitReader(f, info.Size()-crc32.Size)); err != nil {
		return nil
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil || binary.LittleEndian.Uint32(want[:]) != sum.Sum32() {
		return nil
	}
	return split(text.String())
}

// split takes a file apart, without its sum; it returns nil when it is not whole.
func split(text string) map[key]string {
	head, ok := strings.CutPrefix(text, magic)
	if !ok || len(head) < 4 {
		return nil
	}
	count := int(number(head))
	if head = head[4:]; count > len(head)/record {
		return nil
	}
	body := head[count*record:]
	entries := make(map[key]string, count)
	for i := range count {
		r := head[i*record:]
		n := int(number(r[len(key{}):]))
		if n > len(body) {
			return nil
		}
		entries[key([]byte(r[:len(key{})]))], body = body[:n], body[n:]
	}
	return entries
}

func number(s string) uint32 { return binary.LittleEndian.Uint32([]byte(s[:4])) }

// writeFile puts a file with these entries in its place, as many as it may have.
func writeFile(folder, name string, entries map[key]string) error {
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
	write(b, entries)
	err = b.Flush()
	if err == nil {
		_, err = f.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	}
	if err = cmp.Or(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// write writes the entries; b remembers the error.
func write(b *bufio.Writer, entries map[key]string) {
	var keys []key
	room := maxFile - len(magic) - 4 - crc32.Size
	for k, entry := range entries {
		if room -= record + len(entry); room < 0 {
			break
		}
		keys = append(keys, k)
	}
	b.WriteString(magic)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(keys))))
	for _, k := range keys {
		b.Write(k[:])
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(entries[k]))))
	}
	for _, k := range keys {
		b.WriteString(entries[k])
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
