package cache_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rulehound/rulehound/rules/cache"
)

// image is a file of a file system that is an image, as squashfs and ISO 9660 are: it was
// changed whenever the image's maker says.
type image struct{ fs.FileInfo }

func (i image) Sys() any {
	s := *i.FileInfo.Sys().(*syscall.Stat_t)
	s.Ctim = syscall.Timespec{Sec: 1}
	return &s
}

// TestUnreadImage: files of images are read, since other ones may have the same stamp.
func TestUnreadImage(t *testing.T) {
	folder, where := t.TempDir(), onDisk(t, many())
	info, err := os.Stat(filepath.Join(where, "r8.yml"))
	if err != nil {
		t.Fatal(err)
	}
	c := cache.Open(folder, later(), "test")
	load(t, os.DirFS(where), c)
	c.Note("r8.yml", image{info}, rule(8, "value"))
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	c = cache.Open(folder, later(), "test")
	if _, _, known := c.RecallFile("r8.yml", info); !known {
		t.Error("the file itself is not known")
	}
	if _, _, known := c.RecallFile("r8.yml", image{info}); known {
		t.Error("a file of an image is known without being read")
	}
}
