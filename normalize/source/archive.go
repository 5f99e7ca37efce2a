package source

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zip"
	"github.com/klauspost/compress/zstd"
)

// maxSpool bounds the temporary copy of an archive that comes from a pipe or
// from inside another one.
const maxSpool = 16 << 30

var errEncrypted = errors.New("encrypted")

// openZip opens a zip archive. Its directory is at its end, so that of a stream
// is copied to a temporary file first. It returns what closes that file.
func openZip(r io.Reader) (*zip.Reader, func() error, error) {
	at, ok := r.(*io.SectionReader)
	closes := func() error { return nil }
	if !ok {
		file, size, err := spool(r)
		if err != nil {
			return nil, nil, err
		}
		at, closes = io.NewSectionReader(file, 0, size), file.Close
	}
	z, err := zip.NewReader(at, at.Size())
	if err != nil {
		closes()
		return nil, nil, fmt.Errorf("the archive is cut off or damaged: %w", err)
	}
	z.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderMaxWindow(maxWindow)))
	return z, closes, nil
}

// openMember opens a file in an archive.
func openMember(m *zip.File) (io.ReadCloser, error) {
	if m.Flags&1 != 0 {
		return nil, errEncrypted
	}
	return m.Open()
}

// temporary is a file that is gone once it is closed.
type temporary struct{ *os.File }

// spool copies r to a temporary file.
func spool(r io.Reader) (temporary, int64, error) {
	f, err := os.CreateTemp("", "rulehound-*.zip")
	if err != nil {
		return temporary{}, 0, err
	}
	t := temporary{f}
	os.Remove(f.Name()) // so that not even a crash leaves it behind, where the system can do that
	size, err := io.Copy(f, io.LimitReader(r, maxSpool+1))
	if err == nil && size > maxSpool {
		err = errors.New("the archive exceeds 16 GiB")
	}
	if err != nil {
		t.Close()
		return temporary{}, 0, err
	}
	return t, size, nil
}

// Close closes and removes the file.
func (t temporary) Close() error {
	err := t.File.Close()
	os.Remove(t.Name())
	return err
}
