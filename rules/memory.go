package rules

import "io/fs"

// Memory remembers what rule files came to, from one program to the next, so that
// they need not be parsed again. Implementations are safe for concurrent use, and
// made for one set of formats: what was kept for others is not recalled.
type Memory interface {
	// Recall returns what a file of that content came to, as Keep was told, with
	// file in place of the name that it had then. The rules are the caller's own.
	// It returns false when nothing is known.
	Recall(file string, src []byte) ([]*Rule, []*Problem, bool)
	// Keep is told what the formats made of a file, by itself: nothing is linked
	// yet. It need not remember it, and does not hold on to any of it.
	Keep(file string, src []byte, rules []*Rule, problems []*Problem)
}

// FileMemory is a Memory that knows files without reading them, by what their file
// system says of them.
type FileMemory interface {
	Memory
	// RecallFile is Recall of a file that has not changed since Note was told what is in
	// it, as far as info shows. False when that is not certain.
	RecallFile(file string, info fs.FileInfo) ([]*Rule, []*Problem, bool)
	// Note is told what was in a file after info was asked for.
	Note(file string, info fs.FileInfo, src []byte)
}

// parseOnce parses what the loader's memory does not know.
func (l *Loader) parseOnce(file string, src []byte) ([]*Rule, []*Problem) {
	if l.Memory == nil {
		return l.parse(file, src)
	}
	rules, problems, ok := l.Memory.Recall(file, src)
	if !ok {
		rules, problems = l.parse(file, src)
		l.Memory.Keep(file, src, rules, problems)
	}
	return rules, problems
}
