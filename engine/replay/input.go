package replay

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Input is one thing to read and, after [Replay.Run], what became of it.
type Input struct {
	Path  string // as given, or as found under a given folder
	Size  int64  // bytes, 0 where that is not known
	Found bool   // found in a folder rather than named by the user

	// Skipped says why the input was passed over although nothing is wrong.
	Skipped string
	// Err says why the input could not be read, or not to its end. Records
	// before the place of the error were still replayed.
	Err error

	Format   string
	Records  int64         // records that were read
	Bytes    int64         // uncompressed bytes that were read
	Losses   []source.Loss // records that could not be, by kind
	Example  string        // the first of those, in words
	Finished bool          // false when the run was interrupted before

	reading reading
	firsts  []int64 // see source.File.Firsts
}

// reading gathers what went wrong in the batches of one input, in their order.
type reading struct {
	mu      sync.Mutex
	example failure // the first loss
	ended   failure // the first error that was more than a loss
}

type failure struct {
	place int
	err   error
}

// note notes an error. Its place tells which one is the first.
func (in *Input) note(place int, err error) {
	in.reading.mu.Lock()
	defer in.reading.mu.Unlock()
	f := &in.reading.ended
	if errors.Is(err, event.ErrSkip) {
		f = &in.reading.example
	}
	if f.err == nil || place < f.place {
		*f = failure{place, err}
	}
}

// settle takes over what was noted, when all batches have been matched, and
// returns what ended the input before its time.
func (in *Input) settle() error {
	if err := in.reading.example.err; err != nil {
		in.Example = err.Error()
	}
	return in.reading.ended.err
}

// Expand turns paths into inputs: a file is itself, a folder is every file
// below it, sorted by name. Hidden files in folders, folders that are links,
// repeated paths and a path without any file below it come back as Skipped,
// folders that cannot be read with Err.
func Expand(paths []string) []*Input {
	var x expansion
	for _, p := range paths {
		x.named(p)
	}
	return x.inputs
}

// Open opens the input for reading; stdin is read for the path "-".
func (in *Input) Open(stdin io.Reader, opts ...source.Option) (*source.File, error) {
	if in.Path == Stdin {
		return source.Read(stdin, Stdin, opts...)
	}
	return source.Open(in.Path, opts...)
}

type expansion struct {
	inputs []*Input
	seen   map[string]bool
}

func (x *expansion) named(path string) {
	if path == Stdin {
		x.add(&Input{Path: path})
		return
	}
	switch info, err := os.Stat(path); {
	case err != nil:
		x.add(&Input{Path: path, Err: reason(path, err)})
	case info.IsDir():
		before := len(x.inputs)
		if x.folder(path); len(x.inputs) == before {
			x.add(&Input{Path: path, Skipped: "a folder without files"})
		}
	default:
		x.add(&Input{Path: path, Size: info.Size()})
	}
}

func (x *expansion) folder(dir string) {
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		x.add(&Input{Path: dir, Found: true, Err: reason(dir, err)})
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
			x.add(&Input{Path: path, Found: true, Skipped: "hidden"})
		case e.IsDir():
			x.folder(path)
		default:
			x.file(path)
		}
	}
}

func (x *expansion) file(path string) {
	in := &Input{Path: path, Found: true}
	switch info, err := os.Stat(path); { // follows links
	case err != nil:
		in.Err = reason(path, err)
	case info.IsDir(): // following it could loop, or read logs twice
		in.Skipped = "link to a folder"
	case !info.Mode().IsRegular():
		in.Skipped = "not a regular file"
	default:
		in.Size = info.Size()
	}
	x.add(in)
}

func (x *expansion) add(in *Input) {
	if x.seen == nil {
		x.seen = map[string]bool{}
	}
	clean := filepath.Clean(in.Path)
	if x.seen[clean] && in.Err == nil {
		in.Skipped = "named twice"
	}
	x.seen[clean] = true
	x.inputs = append(x.inputs, in)
}

// reason is err without the input's path, which whoever shows it names already.
// Members of archives have paths of their own.
func reason(path string, err error) error {
	if e, ok := err.(*fs.PathError); ok && e.Path == path {
		return e.Err
	}
	return err
}

// noLog are the extensions of files that lie beside logs but are none.
var noLog = map[string]bool{
	".md": true, ".rst": true, ".pdf": true, ".html": true, ".htm": true, ".css": true, ".yml": true, ".yaml": true,
	".toml": true, ".ini": true, ".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".svg": true, ".docx": true,
	".xlsx": true, ".pptx": true, ".py": true, ".ps1": true, ".sh": true, ".bat": true, ".go": true, ".js": true,
	".sha256": true, ".sha1": true, ".md5": true, ".sig": true, ".asc": true,
}

// evidentlyNoLog reports whether a file of no known format, found in a folder,
// need not worry anyone.
func (in *Input) evidentlyNoLog() bool {
	name := filepath.Base(in.Path)
	return in.Found && (noLog[strings.ToLower(filepath.Ext(name))] || name == "README" || name == "LICENSE")
}
