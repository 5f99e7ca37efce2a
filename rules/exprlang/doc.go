// Package exprlang reads expr rules: documents with Sigma's metadata and an expr
// key, a condition in the language of expr-lang/expr. It is the one importer of
// that library.
//
// # Meaning
//
// Fields are identifiers; event["Odd Name"] names the others. A comparison is
// true when some value of a field, in some face of it (the raw text, the code,
// the rendered text), satisfies it. So a comparison with an absent field is
// false, whatever the operator is, != included, and `not (a == b)` is true
// there. Only exists(), == nil, ?? and the account functions see that a field
// is absent. != says that no value is equal.
//
// Comparison of texts is case-sensitive, and == with a constant succeeds against
// the value without trailing blanks too, as everywhere in this project. Numbers
// compare with numbers and decimal text.
//
// # Lowering
//
// and, or, not, ?: and if become nodes of rules/ir, and so do comparisons of a
// field with a constant or with another field, and any, all, none, one, count
// over a list of constants. What is left, comparisons of something computed, is
// an [ir.Leaf] each, which runs on expr's virtual machine.
//
// # What a rule may not do
//
// Read a clock, run without a bound, or grow memory: of expr's functions those
// are available that are linear in their input. Predicates in braces see their
// element and constants, no fields, unless the list is constant.
package exprlang
