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
// compare with numbers, decimal text and what Windows writes in hexadecimal.
// Fields that the taxonomy knows to be times are times beside times and spans of
// them; others are refused there.
//
// # Lowering
//
// and, or, not, ?: and if become nodes of rules/ir, and so do comparisons of a
// field with a constant or with another field, and any, all, none, one, count
// over a list of constants. What is left, comparisons of something computed, is
// an [ir.Leaf] each, which runs on expr's virtual machine.
//
// # Functions
//
//	equalsFold, containsFold, startsWithFold, endsWithFold (text, text)  without case
//	glob(text, pattern, …)      the whole text, without case: * any text, ? one character, \ before them takes that away
//	cidr(address, network, …)   the address lies in one of the networks
//	inList(text, "name")        a list of the environment has the text; its values are patterns as glob's
//	isSystem(sid, name[, domain, computer])      the operating system itself acted
//	accountClass(sid, name[, domain, computer])  "system", "service", "user", …: see normalize/windows
//	host(computer)              a computer's name without its domain
//	toInt(x), toUint(x)         a number, also of decimal and hex text; toUint reads a negative return code
//	                            as the unsigned 32 bits that it is shown as
//	exists(Field)               the event has the field, with or without a value
//	minute, hour, day, week, month, year (Field)  of a time as it is written; compared with constants
//	split(text, separator)      the parts of a text, 10,000 at most
//
// and of expr's own: all any none one count filter find (over lists), len lower upper trim trimPrefix trimSuffix replace
// hasPrefix hasSuffix indexOf lastIndexOf string fromBase64 (texts), int float abs ceil floor round min max bitand bitor
// bitxor bitnand bitnot bitshl bitshr bitushr (numbers), first last date duration.
//
// # What a rule may not do
//
// Read a clock, run without a bound, or grow memory: of expr's functions those
// are available that are linear in their input. Predicates in braces see their
// element and constants, no fields, unless the list is constant.
package exprlang
