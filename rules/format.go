package rules

// Format reads the rule documents of one language. Implementations are
// immutable and safe for concurrent use.
type Format interface {
	// Claims reports whether the file may hold documents of this language. It
	// looks at names and a few words, and errs on the side of yes.
	Claims(file string, src []byte) bool
	// Parse returns the rules of src and everything that is wrong with the
	// others. A rule stands in the order of its document, with a problem at Error
	// level or in the result, never both. A document that has parts in two
	// languages comes back from both formats with the same Doc and with Kind
	// KindSigmaExpr, which says that it is only a half; the Loader makes one rule
	// of the two, which matches when both conditions do, or refuses the half.
	// The text of src changes once Parse has returned.
	Parse(file string, src []byte) ([]*Rule, []*Problem)
}
