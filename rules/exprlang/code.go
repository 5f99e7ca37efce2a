package exprlang

// The codes of problems. They are stable and documented in docs/checks.md.
const (
	codeSyntax   = "expr-syntax"   // not an expression
	codeType     = "expr-type"     // an operator or a function on what it cannot take
	codeField    = "expr-field"    // no such field
	codeFunction = "expr-function" // no such function, or not with such arguments
	codeList     = "expr-list"     // no such list
	codeLimit    = "expr-limit"    // too large, or not bounded
)
